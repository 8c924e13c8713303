// Reading just enough of foreign bytes to know that they are what a platform takes.
#include "profiles/import.h"

#include "domain/json.h"
#include "profiles/signing.h"

#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int maximumDepth = 64;
constexpr qsizetype binaryTrailer = 32; // bytes, behind the objects of a binary property list

// Walks over XML that declares nothing of its own, so that there is no entity to expand.
class Walk {
public:
    explicit Walk(const QByteArray &bytes)
        : m_xml(bytes)
    {
    }

    // The next start, end or text; Invalid when the XML is not what may be read.
    QXmlStreamReader::TokenType next()
    {
        while (!m_xml.atEnd()) {
            const QXmlStreamReader::TokenType token = m_xml.readNext();
            if (token == QXmlStreamReader::DTD && m_xml.text().contains(u'['))
                return QXmlStreamReader::Invalid;
            if (token == QXmlStreamReader::EntityReference)
                return QXmlStreamReader::Invalid;
            m_depth += token == QXmlStreamReader::StartElement ? 1 : token == QXmlStreamReader::EndElement ? -1 : 0;
            if (m_depth > maximumDepth)
                return QXmlStreamReader::Invalid;
            if (token == QXmlStreamReader::StartElement || token == QXmlStreamReader::EndElement
                || token == QXmlStreamReader::Characters)
                return token;
        }
        return m_xml.hasError() ? QXmlStreamReader::Invalid : QXmlStreamReader::EndDocument;
    }

    QStringView name() const { return m_xml.name(); }
    QStringView text() const { return m_xml.text(); }
    int depth() const { return m_depth; } // of the element that has just begun: 1 is the root

private:
    QXmlStreamReader m_xml;
    int m_depth = 0;
};

bool isPlistValue(QStringView name)
{
    static constexpr QLatin1StringView names[] = {
        "array"_L1, "data"_L1, "date"_L1, "dict"_L1, "false"_L1, "integer"_L1, "real"_L1, "string"_L1, "true"_L1};
    return std::any_of(std::begin(names), std::end(names), [name](QLatin1StringView one) { return name == one; });
}

struct PlistFacts {
    bool isPlist = false;
    bool hasContent = false; // the key PayloadContent in the outermost dict
    QString name; // PayloadDisplayName
};

PlistFacts readXmlPlist(const QByteArray &bytes)
{
    PlistFacts facts;
    Walk walk(bytes);
    QString key;
    QString text;
    for (;;) {
        const QXmlStreamReader::TokenType token = walk.next();
        if (token == QXmlStreamReader::Invalid)
            return {};
        if (token == QXmlStreamReader::EndDocument)
            return facts;
        if (token == QXmlStreamReader::Characters) {
            text += walk.text();
            continue;
        }
        if (token == QXmlStreamReader::StartElement) {
            text.clear();
            const bool fits = walk.depth() == 1 ? walk.name() == "plist"_L1
                : walk.depth() == 2             ? walk.name() == "dict"_L1
                                                : walk.name() == "key"_L1 || isPlistValue(walk.name());
            if (!fits)
                return {};
            facts.isPlist = facts.isPlist || walk.depth() == 2;
        } else if (walk.depth() == 2) {
            if (walk.name() == "key"_L1)
                key = text;
            else if (key == "PayloadDisplayName"_L1 && walk.name() == "string"_L1)
                facts.name = text;
            facts.hasContent = facts.hasContent || key == "PayloadContent"_L1;
        }
    }
}

// Only that the tables lie where the trailer says: nothing here reads the objects.
bool isBinaryPlist(const QByteArray &bytes)
{
    if (!bytes.startsWith("bplist00") || bytes.size() < 8 + binaryTrailer)
        return false;
    const auto number = [&bytes](qsizetype at) {
        quint64 value = 0;
        for (qsizetype i = 0; i < 8; ++i)
            value = (value << 8) | quint8(bytes[at + i]);
        return value;
    };
    const qsizetype trailer = bytes.size() - binaryTrailer;
    const quint64 offsetSize = quint8(bytes[trailer + 6]);
    const quint64 objects = number(trailer + 8);
    const quint64 table = number(trailer + 24);
    return offsetSize >= 1 && offsetSize <= 8 && objects >= 1 && number(trailer + 16) < objects && table >= 8
        && table < quint64(trailer) && objects <= (quint64(trailer) - table) / offsetSize;
}

// The property list of a signed profile; anything else as it is.
QByteArray unwrapped(const QByteArray &bytes)
{
    const Result<QByteArray> content = signedContent(bytes);
    return content ? content.value() : bytes;
}

bool isSyncml(const QByteArray &bytes)
{
    static constexpr QLatin1StringView roots[] = {
        "SyncML"_L1, "SyncBody"_L1, "Add"_L1, "Atomic"_L1, "Delete"_L1, "Exec"_L1, "Replace"_L1, "Sequence"_L1};
    Walk walk(bytes);
    bool hasTarget = false;
    for (;;) {
        const QXmlStreamReader::TokenType token = walk.next();
        if (token == QXmlStreamReader::Invalid)
            return false;
        if (token == QXmlStreamReader::EndDocument)
            return hasTarget;
        if (token != QXmlStreamReader::StartElement)
            continue;
        const bool known = std::any_of(
            std::begin(roots), std::end(roots), [&walk](QLatin1StringView root) { return walk.name() == root; });
        if (walk.depth() == 1 && !known)
            return false;
        hasTarget = hasTarget || walk.name() == "LocURI"_L1;
    }
}

ApiError refused(const char *code, const QString &message)
{
    ApiError error = validationError({{u"file"_s, message}});
    error.code = QString::fromLatin1(code);
    return error;
}

struct Accepted {
    const char *code;
    QStringView format;
};
std::optional<Accepted> acceptedBy(Platform platform)
{
    switch (platform) {
    case Platform::Ios:
    case Platform::IpadOs:
    case Platform::MacOs:
        return Accepted{"import.property-list", u"property-list"};
    case Platform::Android:
        return Accepted{"import.json", u"json-object"};
    case Platform::Windows:
        return Accepted{"import.syncml", u"syncml"};
    default:
        return {};
    }
}

} // namespace

QString importProblem(QStringView format, const QByteArray &bytes)
{
    if (format == "json-object"_L1)
        return parseObject(bytes, maximumImportBytes) ? QString() : u"not a JSON object"_s;
    if (format == "syncml"_L1)
        return isSyncml(bytes) ? QString() : u"not SyncML commands"_s;
    const QByteArray plist = unwrapped(bytes);
    if (isBinaryPlist(plist))
        return {};
    const PlistFacts facts = readXmlPlist(plist);
    if (!facts.isPlist)
        return u"not a property list"_s;
    return facts.hasContent ? QString() : u"not a configuration profile: PayloadContent is missing"_s;
}

Result<ImportedProfile> importProfile(Platform platform, const QByteArray &bytes)
{
    const std::optional<Accepted> kind = acceptedBy(platform);
    if (!kind)
        return refused("import.platform", u"nothing can be imported for this platform"_s);
    if (bytes.isEmpty())
        return refused("import.empty", u"the file is empty"_s);
    if (bytes.size() > maximumImportBytes)
        return refused("import.too-large", u"at most %1 bytes"_s.arg(maximumImportBytes));
    const QString problem = importProblem(kind->format, bytes);
    if (!problem.isEmpty())
        return refused(kind->code, problem);
    ImportedProfile profile;
    profile.type = u"custom"_s;
    profile.settings.insert(u"content"_s, QString::fromLatin1(bytes.toBase64()));
    if (kind->format == "property-list"_L1)
        profile.name = readXmlPlist(unwrapped(bytes)).name.trimmed().left(200);
    return profile;
}

} // namespace belvedere
