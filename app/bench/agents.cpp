// Messages of made-up agents.
#include "bench/agents.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

namespace {

constexpr int packages = 1'000;
constexpr int interfaces = 30;

QByteArray compact(const QJsonObject &object) { return QJsonDocument(object).toJson(QJsonDocument::Compact); }

QString hardwareId(int number) { return QUuid::createUuidV5(QUuid(), QByteArray::number(number)).toString(); }

QString packageName(int i) { return u"lib%1-example%2"_s.arg(i, 4, 10, QChar(u'0')).arg(i % 7); }
QString packageVersion(int i, int number) { return u"%1.%2.%3-1"_s.arg(i % 10).arg(i % 23).arg(number); }

QJsonObject packageSection(int number)
{
    QJsonArray items;
    for (int i = 0; i < packages; ++i)
        items.append(QJsonObject{{u"name"_s, packageName(i)}, {u"version"_s, packageVersion(i, number)},
            {u"arch"_s, u"amd64"_s}, {u"manager"_s, u"deb"_s}});
    return {{u"items"_s, items}};
}

QJsonObject interfaceSection(int number, int round)
{
    QJsonArray items;
    for (int i = 0; i < interfaces; ++i) {
        const QString mac = u"02:%1:%2:%3:00:%4"_s.arg(number >> 16 & 255, 2, 16, QChar(u'0'))
                                .arg(number >> 8 & 255, 2, 16, QChar(u'0'))
                                .arg(number & 255, 2, 16, QChar(u'0'))
                                .arg(i, 2, 16, QChar(u'0'));
        items.append(QJsonObject{{u"name"_s, u"eth%1"_s.arg(i)}, {u"mac"_s, mac},
            {u"addresses"_s, QJsonArray{u"10.%1.%2.%3"_s.arg(i).arg(number & 255).arg(round & 255)}}, {u"up"_s, true}});
    }
    return {{u"items"_s, items}};
}

QByteArray element(const char *name, const QString &text)
{
    return QByteArray("<") + name + '>' + text.toHtmlEscaped().toUtf8() + "</" + name + ">\n";
}

constexpr char changingVersion[] = "CHANGING-VERSION";

QByteArray xmlInventory(int number)
{
    QByteArray content = "<BIOS>" + element("SSN", u"SN-%1"_s.arg(number)) + element("SMANUFACTURER", u"Example"_s)
        + element("SMODEL", u"Model 7"_s) + "</BIOS>\n<HARDWARE>" + element("NAME", u"host-%1"_s.arg(number))
        + element("UUID", hardwareId(number)) + element("MEMORY", u"16384"_s)
        + element("OSNAME", u"Debian GNU/Linux 12"_s) + "</HARDWARE>\n<OPERATINGSYSTEM>"
        + element("NAME", u"Debian GNU/Linux"_s) + element("VERSION", u"12.7"_s) + element("KERNEL_NAME", u"linux"_s)
        + element("KERNEL_VERSION", u"6.1.0-26-amd64"_s) + "</OPERATINGSYSTEM>\n";
    for (int i = 0; i < packages; ++i) {
        content += "<SOFTWARES>" + element("ARCH", u"amd64"_s) + element("COMMENTS", u"an example of a package"_s)
            + element("FROM", u"deb"_s) + element("NAME", packageName(i))
            + element("VERSION", i == 0 ? QString::fromLatin1(changingVersion) : packageVersion(i, number))
            + "</SOFTWARES>\n";
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<REQUEST>\n<CONTENT>\n" + content + "</CONTENT>\n"
        + element("DEVICEID", u"host-%1-2026-01-01-00-00-00"_s.arg(number)) + element("QUERY", u"INVENTORY"_s)
        + "</REQUEST>\n";
}

ApiError refused(const QString &detail)
{
    ApiError error;
    error.code = u"bench.server"_s;
    error.detail = detail;
    return error;
}

} // namespace

Agent::Agent(int number, QByteArray token, QByteArray enrolment)
    : m_number(number)
    , m_token(std::move(token))
    , m_enrolment(std::move(enrolment))
{
    m_sections = {
        {u"hardware"_s,
            compact({{u"manufacturer"_s, u"Example"_s}, {u"model"_s, u"Model 7"_s},
                {u"serial"_s, u"SN-%1"_s.arg(number)}, {u"form"_s, u"laptop"_s}, {u"hardware.id"_s, hardwareId(number)},
                {u"processor"_s, u"Example 3 GHz"_s}, {u"processor.cores"_s, 8},
                {u"memory"_s, qint64(17'179'869'184)}})},
        {u"system"_s,
            compact({{u"name"_s, u"host-%1"_s.arg(number)}, {u"platform"_s, u"linux"_s},
                {u"os.name"_s, u"Debian GNU/Linux"_s}, {u"os.version"_s, u"12.7"_s},
                {u"os.kernel"_s, u"6.1.0-26-amd64"_s}, {u"boot.id"_s, hardwareId(-number)}})},
        {u"storage"_s,
            compact({{u"storage.total"_s, qint64(512'110'190'592)}, {u"storage.free"_s, qint64(200'000'000'000)},
                {u"storage.encrypted"_s, true}})},
        {u"security"_s, compact({{u"firewall.enabled"_s, true}, {u"updates.security"_s, 2}, {u"updates.all"_s, 9}})},
        {u"packages"_s, compact(packageSection(number))},
        {u"interfaces"_s, compact(interfaceSection(number, 0))},
        {u"users"_s, compact({{u"items"_s, QJsonArray()}})},
    };
}

bool Agent::send(BenchConnection &connection, const QStringList &changed)
{
    QByteArray hashes;
    QByteArray whole;
    for (auto it = m_sections.begin(); it != m_sections.end(); ++it) {
        const QByteArray hash = QCryptographicHash::hash(it.value(), QCryptographicHash::Sha256).toHex();
        hashes += (hashes.isEmpty() ? "\"" : ",\"") + it.key().toLatin1() + "\":\"" + hash + '"';
        if (changed.contains(it.key()))
            whole += (whole.isEmpty() ? "\"" : ",\"") + it.key().toLatin1() + "\":" + it.value();
    }
    const QByteArray body = "{\"as_of\":\"" + QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs).toLatin1()
        + "\",\"agent_version\":\"0.1.0\",\"sections\":{" + hashes + "},\"changed\":{" + whole + "},\"results\":[]}";
    return connection.ask("POST", "/agent/v1/checkin", m_token, body).contains("\"wanted\":[]");
}

bool Agent::sendInventory(BenchConnection &connection) { return send(connection, m_sections.keys()); }

bool Agent::sendNothing(BenchConnection &connection) { return send(connection, {}); }

bool Agent::sendInterfaces(BenchConnection &connection, int round)
{
    m_sections[u"interfaces"_s] = compact(interfaceSection(m_number, round + 1));
    return send(connection, {u"interfaces"_s});
}

bool Agent::sendXml(BenchConnection &connection, int round)
{
    // made once: it would cost this process more than the server's answer costs the server
    if (m_xml.isEmpty())
        m_xml = xmlInventory(m_number);
    QByteArray xml = m_xml;
    xml.replace(changingVersion, QByteArray::number(round));
    // a zlib stream without the length that Qt puts in front
    const QByteArray body = qCompress(xml, 1).sliced(4);
    return !connection.ask("POST", "/inventory/" + m_enrolment, {}, body).isEmpty();
}

Result<std::vector<Agent>> enrolAgents(const BenchServer &server, int count)
{
    BenchConnection connection(server.port());
    const QJsonObject enrolment{{u"label"_s, u"bench"_s}, {u"uses"_s, count * 2},
        {u"expires"_s, QDateTime::currentDateTimeUtc().addDays(1).toString(Qt::ISODate)}};
    const QByteArray made = connection.ask("POST", "/api/v1/enrolments", server.token(), compact(enrolment));
    const QByteArray token = QJsonDocument::fromJson(made).object()["token"_L1].toString().toLatin1();
    std::vector<Agent> agents;
    for (int i = 1; i <= count; ++i) {
        const QByteArray answer = connection.ask("POST", "/agent/v1/enrol", {},
            compact({{u"token"_s, QString::fromLatin1(token)}, {u"name"_s, u"host-%1"_s.arg(i)},
                {u"hardware_id"_s, hardwareId(i)}, {u"serial"_s, u"SN-%1"_s.arg(i)}, {u"platform"_s, u"linux"_s}}));
        const QJsonObject enrolled = QJsonDocument::fromJson(answer).object();
        const QString device = enrolled["device"_L1].toString();
        if (device.isEmpty())
            return refused(u"An agent could not enrol."_s);
        const QString bearer = device + u'.' + enrolled["secret"_L1].toString();
        agents.emplace_back(i, bearer.toLatin1(), token);
    }
    return agents;
}

} // namespace belvedere::bench
