// Streaming reader of the agents' XML.
#include "server/agents/inventoryxml.h"

#include <algorithm>
#include <array>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr int maximumDepth = 16;
constexpr qint64 maximumElements = 2'000'000;
constexpr qsizetype maximumRows = 20'000; // of one section
constexpr qsizetype maximumText = 65'536; // characters of one kept field
constexpr qsizetype maximumDeviceId = 256;

struct Wanted {
    const char *section;
    const char *fields; // separated and surrounded by blanks
};

constexpr std::array wanted = {
    Wanted{"ACCOUNTINFO", " KEYNAME KEYVALUE "},
    Wanted{"BIOS", " SMANUFACTURER SMODEL SSN TYPE "},
    Wanted{"CPUS", " NAME TYPE CORE CORES "},
    Wanted{"DRIVES", " TYPE LETTER VOLUMN FILESYSTEM TOTAL FREE ENCRYPT_STATUS SYSTEMDRIVE "},
    Wanted{"FIREWALL", " STATUS "},
    Wanted{"HARDWARE", " NAME UUID CHASSIS_TYPE VMSYSTEM OSNAME OSVERSION MEMORY PROCESSORT "},
    Wanted{"NETWORKS", " DESCRIPTION MACADDR IPADDRESS IPADDRESS6 STATUS TYPE VIRTUALDEV "},
    Wanted{"OPERATINGSYSTEM", " FULL_NAME NAME VERSION KERNEL_NAME KERNEL_VERSION BOOT_TIME TIMEZONE/OFFSET "},
    Wanted{"SOFTWARES", " NAME VERSION ARCH ARCHITECTURE FROM "},
    Wanted{"USERS", " LOGIN "},
    Wanted{"VERSIONCLIENT", ""},
};

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
    void start()
    {
        m_path.append(m_xml.name().toString());
        if (m_path.size() > maximumDepth || ++m_elements > maximumElements) {
            tooLarge();
            return;
        }
        m_text.clear();
        if (m_path.size() == 1)
            m_root = m_path.first();
        const bool inContent = m_path.size() >= 3 && m_path[1] == "CONTENT"_L1;
        if (m_path.size() == 3 && inContent) {
            const auto known = std::find_if(wanted.begin(), wanted.end(),
                [this](const Wanted &entry) { return m_path[2] == QLatin1StringView(entry.section); });
            m_section = known == wanted.end() ? nullptr : &*known;
            m_row.clear();
        }
        m_keeping = isKept(inContent);
    }

    bool isKept(bool inContent) const
    {
        if (m_path.size() == 2)
            return m_path[1] == "DEVICEID"_L1 || m_path[1] == "QUERY"_L1;
        if (!inContent || !m_section)
            return false;
        return m_path.size() == 3 ? *m_section->fields == '\0'
                                  : QLatin1StringView(m_section->fields).contains(QString(u' ' + fieldName() + u' '));
    }

    QString fieldName() const { return m_path.mid(3).join(u'/'); }

    void text()
    {
        if (!m_keeping)
            return;
        if (m_text.size() + m_xml.text().size() > maximumText)
            tooLarge();
        else
            m_text.append(m_xml.text());
    }

    void end()
    {
        if (m_keeping && m_path.size() == 2)
            (m_path[1] == "QUERY"_L1 ? m_message.query : m_message.deviceId) = m_text;
        else if (m_keeping && m_path.size() == 3)
            m_row.insert(QString(), m_text);
        else if (m_keeping && !m_row.contains(fieldName())) // of repeated fields the first counts
            m_row.insert(fieldName(), m_text);
        if (m_path.size() == 3 && m_section && m_path[1] == "CONTENT"_L1) {
            QList<InventoryRow> &rows = m_message.content[m_path[2]];
            if (rows.size() >= maximumRows)
                tooLarge();
            else
                rows.append(m_row);
            m_section = nullptr;
        }
        m_keeping = false;
        m_path.removeLast();
    }

    void tooLarge() { m_error = refused("xml.too-large", u"The XML is deeper or larger than any inventory."_s, 413); }

    QXmlStreamReader m_xml;
    QStringList m_path;
    QString m_root;
    QString m_text;
    const Wanted *m_section = nullptr;
    bool m_keeping = false;
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
