// Ordering at a site, and driving of its devices.
#include "fleetsite.h"

#include "support/certificates.h"
#include "support/places.h"
#include "support/uploads.h"

#include <QDir>
#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;

namespace belvedere::test {

namespace {

QString pathOf(const QString &kind, const QString &id, const QString &rest = {})
{
    return QString(u"/api/v1/"_s + kind + u'/' + id + rest);
}

QJsonObject passcode(const QString &platform, int length)
{
    if (platform == "linux"_L1)
        return {{u"minimum_length"_s, length}};
    if (platform == "android"_L1)
        return {{u"quality"_s, u"complex"_s}, {u"minimum_length"_s, length}};
    return {{u"required"_s, true}, {u"minimum_length"_s, length}};
}

} // namespace

bool FleetSite::fail(const QString &why) const
{
    m_trouble = why;
    return false;
}

bool FleetSite::succeeded(const HttpReply &reply) const
{
    return reply.status == 200
        || fail(u"%1 %2 %3"_s.arg(reply.status).arg(reply.failure, QString::fromUtf8(reply.body)));
}

HttpReply FleetSite::post(const QString &path, const QJsonObject &body) const
{
    return m_server.post(path, m_token, body);
}

QString FleetSite::create(const QString &kind, const QJsonObject &body) const
{
    const HttpReply reply = post(QString(u"/api/v1/"_s + kind), body);
    return succeeded(reply) ? reply.json()["id"_L1].toString() : QString();
}

bool FleetSite::start()
{
    if (!m_server.start())
        return fail(m_server.errors());
    m_token = m_server.administrator();
    return QDir(root()).mkpath(u"."_s) && enrol();
}

bool FleetSite::enrol()
{
    const QString expires = QDateTime::currentDateTimeUtc().addDays(1).toString(Qt::ISODateWithMs);
    const HttpReply grant = post(
        u"/api/v1/enrolments"_s, {{u"label"_s, u"Everybody"_s}, {u"uses"_s, devices + 1}, {u"expires"_s, expires}});
    const QStringList server{u"--server"_s, m_server.url(), u"--enrol"_s, grant.json()["token"_L1].toString()};
    if (!succeeded(grant) || !turn(server))
        return false;
    const QList<QJsonObject> real = list(u"devices"_s, u"simulated:no"_s);
    m_realId = real.size() == 1 ? real.first()["id"_L1].toString() : QString();
    return (!m_realId.isEmpty() && simulatedIds().size() == devices) || fail(u"Not every device has enrolled."_s);
}

QString FleetSite::makeAuthority()
{
    CertificateWish wish;
    wish.name = u"Authority %1"_s.arg(++m_authorities);
    wish.validUntilDays = 300;
    wish.authority = true;
    const QByteArray pem = makeIdentity(wish).certificate.toPem();
    return create(u"certificates"_s, {{u"content"_s, QString::fromLatin1(pem)}});
}

QStringList FleetSite::makeProfiles(int length)
{
    QStringList ids;
    for (const char *name : {"linux", "windows", "macos", "ios", "android"}) {
        const QString platform = QString::fromLatin1(name);
        ids.append(create(u"profiles"_s,
            {{u"name"_s, QString(u"Passwords of "_s + platform)}, {u"platform"_s, platform}, {u"type"_s, u"passcode"_s},
                {u"settings"_s, passcode(platform, length)}}));
    }
    return ids;
}

bool FleetSite::editProfiles(const QStringList &profiles, int length)
{
    return std::all_of(profiles.begin(), profiles.end(), [&](const QString &id) {
        const QJsonObject stored = record(u"profiles"_s, id);
        return succeeded(m_server.patch(pathOf(u"profiles"_s, id), m_token,
            {{u"settings"_s, passcode(stored["platform"_L1].toString(), length)}}, stored["version"_L1].toInt()));
    });
}

QString FleetSite::makeFile(const QString &path)
{
    return create(u"files"_s,
        {{u"name"_s, path}, {u"platform"_s, u"linux"_s}, {u"path"_s, path}, {u"mode"_s, u"0644"_s},
            {u"upload"_s, uploaded(m_server, m_token, path.section(u'/', -1), path.toUtf8() + '\n')}});
}

QJsonObject FleetSite::item(const QString &id, const QStringList &after)
{
    return {{u"item"_s, id}, {u"after"_s, QJsonArray::fromStringList(after)}};
}

QString FleetSite::makePolicy(QJsonObject body)
{
    body.insert(u"name"_s, u"Everybody"_s);
    body.insert(u"all_devices"_s, true);
    return create(u"policies"_s, body);
}

bool FleetSite::editPolicy(const QString &policy, const QJsonObject &changes)
{
    return succeeded(m_server.patch(
        pathOf(u"policies"_s, policy), m_token, changes, record(u"policies"_s, policy)["version"_L1].toInt()));
}

bool FleetSite::activate(const QString &policy)
{
    const QJsonObject stored = record(u"policies"_s, policy);
    const HttpReply reply = post(pathOf(u"policies"_s, policy, u"/activate"_s),
        {{u"version"_s, stored["version"_L1]}, {u"hash"_s, stored["hash"_L1]}});
    return succeeded(reply) && settle();
}

bool FleetSite::rollBack(const QString &policy, int number)
{
    const HttpReply reply = post(pathOf(u"policies"_s, policy, u"/rollback"_s),
        {{u"version"_s, record(u"policies"_s, policy)["version"_L1]}, {u"number"_s, number},
            {u"reason"_s, u"it was better"_s}});
    return succeeded(reply) && activate(policy);
}

QJsonObject FleetSite::record(const QString &kind, const QString &id) const
{
    return m_server.get(pathOf(kind, id), m_token).json();
}

HttpReply FleetSite::retry(const QString &deployment) const
{
    return post(pathOf(u"deployments"_s, deployment, u"/retry"_s), {});
}

std::optional<qint64> FleetSite::number(const QString &sql) const
{
    const std::optional<QVariant> value = m_server.database().value(sql);
    return value ? std::optional(value->toLongLong()) : std::nullopt;
}

bool FleetSite::settle()
{
    const bool isDone =
        QTest::qWaitFor([this] { return number(u"SELECT COUNT(*) FROM reconcile_queue"_s) == 0; }, patience);
    return isDone || fail(u"Devices are still to be looked at."_s);
}

bool FleetSite::settleAfterBackOff()
{
    // the one thing that is done behind the server's back: its own clock decides everything else
    if (!m_server.database().rows(u"UPDATE deployments SET due = 1 WHERE due IS NOT NULL"_s))
        return fail(u"The waits cannot be shortened."_s);
    const bool isDone =
        QTest::qWaitFor([this] { return number(u"SELECT COUNT(*) FROM deployments WHERE due = 1"_s) == 0; }, patience);
    return isDone ? settle() : fail(u"What is due is not tried again."_s);
}

bool FleetSite::run(const QStringList &arguments) const
{
    QProcess program;
    program.start(programPath(u"belvedere-agent"), arguments);
    const bool isDone = program.waitForFinished(patience) && program.exitCode() == 0;
    return isDone || fail(QString::fromUtf8(program.readAllStandardError()));
}

bool FleetSite::turn(const QStringList &more)
{
    QStringList real{u"--once"_s, u"--state"_s, m_home.filePath(u"agent"_s), u"--root"_s, root()};
    if (m_realId.isEmpty())
        real += more;
    return run(real) && fleetTurn(devices, more);
}

bool FleetSite::fleetTurn(int count, const QStringList &more)
{
    // every device comes in the first turn of a run
    return run(QStringList{u"--server"_s, m_server.url(), u"--state"_s, m_home.filePath(u"fleet"_s), u"--simulate"_s,
                   QString::number(count), u"--rounds"_s, u"1"_s}
        + more);
}

bool FleetSite::turnUntilQuiet()
{
    for (int i = 0; i < 12; ++i) {
        const qint64 before = written();
        if (!settleAfterBackOff() || !turn())
            return false;
        if (written() == before)
            return true;
    }
    return fail(u"The devices do not come to an end."_s);
}

} // namespace belvedere::test
