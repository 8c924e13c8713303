// Streaming reader of the agents' XML.
#include "server/agents/inventoryxml.h"

#include <algorithm>
#include <QXmlStreamReader>
#include <vector>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr int maximumDepth = 16;
constexpr qint64 maximumElements = 2'000'000;
constexpr qsizetype maximumRows = 20'000; // of one section
constexpr qsizetype maximumText = 65'536; // characters of one kept field
constexpr qsizetype maximumDeviceId = 256;

struct Wanted {
    QString section;
    QStringList fields; // empty: the text of the element itself
};

const std::vector<Wanted> &wanted()
{
    static const std::vector<Wanted> list = {
        {u"ACCOUNTINFO"_s, {u"KEYNAME"_s, u"KEYVALUE"_s}},
        {u"BIOS"_s, {u"SMANUFACTURER"_s, u"SMODEL"_s, u"SSN"_s, u"TYPE"_s}},
        {u"CPUS"_s, {u"NAME"_s, u"TYPE"_s, u"CORE"_s, u"CORES"_s}},
        {u"DRIVES"_s,
            {u"TYPE"_s, u"LETTER"_s, u"VOLUMN"_s, u"FILESYSTEM"_s, u"TOTAL"_s, u"FREE"_s, u"ENCRYPT_STATUS"_s,
                u"SYSTEMDRIVE"_s}},
        {u"FIREWALL"_s, {u"STATUS"_s}},
        {u"HARDWARE"_s,
            {u"NAME"_s, u"UUID"_s, u"CHASSIS_TYPE"_s, u"VMSYSTEM"_s, u"OSNAME"_s, u"OSVERSION"_s, u"MEMORY"_s,
                u"PROCESSORT"_s}},
        {u"NETWORKS"_s,
            {u"DESCRIPTION"_s, u"MACADDR"_s, u"IPADDRESS"_s, u"IPADDRESS6"_s, u"STATUS"_s, u"TYPE"_s, u"VIRTUALDEV"_s}},
        {u"OPERATINGSYSTEM"_s,
            {u"FULL_NAME"_s, u"NAME"_s, u"VERSION"_s, u"KERNEL_NAME"_s, u"KERNEL_VERSION"_s, u"BOOT_TIME"_s,
                u"TIMEZONE/OFFSET"_s}},
        {u"SOFTWARES"_s, {u"NAME"_s, u"VERSION"_s, u"ARCH"_s, u"ARCHITECTURE"_s, u"FROM"_s}},
        {u"USERS"_s, {u"LOGIN"_s}},
        {u"VERSIONCLIENT"_s, {}},
    };
    return list;
}

ApiError refused(const char *code, const QString &detail, int status = 400)
{
    ApiError error;
    error.kind = ApiError::Kind::Validation;
    error.http = status;
    error.code = QString::fromLatin1(code);
    error.detail = detail;
    return error;
}

class Reader {
public:
    explicit Reader(const QByteArray &xml)
        : m_xml(xml)
    {
        m_xml.setNamespaceProcessing(false);
    }

    Result<InventoryXml> read()
    {
        while (!m_xml.atEnd() && !m_error) {
            switch (m_xml.readNext()) {
            case QXmlStreamReader::DTD:
            case QXmlStreamReader::EntityReference:
                m_error = refused("xml.doctype", u"Document types and entities of one's own are not read."_s);
                break;
            case QXmlStreamReader::StartElement:
                start();
                break;
            case QXmlStreamReader::Characters:
                text();
                break;
            case QXmlStreamReader::EndElement:
                end();
                break;
            default:
                break;
            }
        }
        if (m_error)
            return *m_error;
        if (m_xml.hasError())
            return refused("xml.malformed",
                u"Line %1: %2"_s.arg(m_xml.lineNumber()).arg(m_xml.errorString().simplified().left(200)));
        m_message.deviceId = m_message.deviceId.simplified();
        m_message.query = m_message.query.trimmed();
        if (m_root != "REQUEST"_L1 || m_message.query.isEmpty())
            return refused("inventory.query", u"This is no message of an inventory agent."_s);
        if (m_message.deviceId.isEmpty() || m_message.deviceId.size() > maximumDeviceId)
            return refused("inventory.query", u"DEVICEID of 1 to %1 characters expected."_s.arg(maximumDeviceId));
        return m_message;
    }

private:
    // Depths: 1 the root, 2 CONTENT, 3 a section, from 4 on its fields. What no wanted section holds is only counted.
    void start()
    {
        const auto name = m_xml.name();
        if (++m_depth > maximumDepth || ++m_elements > maximumElements) {
            tooLarge();
            return;
        }
        m_text.clear();
        m_kept = nullptr;
        if (m_depth == 1) {
            m_root = name.toString();
        } else if (m_depth == 2) {
            m_inContent = name == "CONTENT"_L1;
            if (name == "DEVICEID"_L1)
                m_kept = &m_message.deviceId;
            else if (name == "QUERY"_L1)
                m_kept = &m_message.query;
        } else if (m_depth == 3) {
            const auto known = std::find_if(
                wanted().begin(), wanted().end(), [&name](const Wanted &entry) { return name == entry.section; });
            m_section = known == wanted().end() || !m_inContent ? nullptr : &*known;
            m_row.clear();
            m_field.clear();
            if (m_section && m_section->fields.isEmpty())
                m_kept = &m_ownText;
        } else if (m_section) {
            m_field = m_depth == 4 ? name.toString() : QString(m_field + u'/' + name);
            const auto known = std::find(m_section->fields.begin(), m_section->fields.end(), m_field);
            if (known != m_section->fields.end())
                m_kept = &*known;
        }
    }

    void text()
    {
        if (!m_kept)
            return;
        if (m_text.size() + m_xml.text().size() > maximumText)
            tooLarge();
        else
            m_text.append(m_xml.text());
    }

    void end()
    {
        if (m_kept && m_depth == 2)
            (m_kept == &m_message.query ? m_message.query : m_message.deviceId) = m_text;
        else if (m_kept && !m_row.contains(*m_kept)) // of repeated fields the first counts
            m_row.insert(*m_kept, m_text);
        if (m_depth == 3 && m_section) {
            QList<InventoryRow> &rows = m_message.content[m_section->section];
            if (rows.size() >= maximumRows)
                tooLarge();
            else
                rows.append(std::exchange(m_row, {}));
            m_section = nullptr;
        }
        if (m_section && m_depth > 4)
            m_field.truncate(m_field.lastIndexOf(u'/'));
        m_kept = nullptr;
        --m_depth;
    }

    void tooLarge() { m_error = refused("xml.too-large", u"The XML is deeper or larger than any inventory."_s, 413); }

    QXmlStreamReader m_xml;
    int m_depth = 0;
    bool m_inContent = false;
    QString m_root;
    QString m_text;
    QString m_field; // "TIMEZONE/OFFSET"
    const QString m_ownText = u""_s; // the name of the text of an element itself
    const Wanted *m_section = nullptr;
    const QString *m_kept = nullptr; // what the present text is kept as; null: not at all
    qint64 m_elements = 0;
    InventoryRow m_row;
    InventoryXml m_message;
    std::optional<ApiError> m_error;
};

} // namespace

QString InventoryXml::value(const QString &section, const QString &field) const
{
    const auto rows = content.constFind(section);
    return rows == content.cend() || rows->isEmpty() ? QString() : rows->first().value(field);
}

Result<InventoryXml> readInventoryXml(const QByteArray &xml) { return Reader(xml).read(); }

} // namespace belvedere::server
