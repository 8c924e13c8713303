// Reading and writing of account.
#include "agent/state/statefile.h"

#include "domain/json.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

Result<std::optional<QJsonObject>> readState(
    const RootDir &state, const char *file, qsizetype maximum, const QString &what)
{
    const auto bytes = state.read(QString::fromLatin1(file), maximum);
    if (!bytes)
        return bytes.error();
    if (!bytes.value())
        return std::optional<QJsonObject>();
    const Result<QJsonObject> object = parseObject(*bytes.value(), maximum);
    if (!object)
        return conflict(u"state.damaged"_s, u"%1 is damaged: %2"_s.arg(what, object.error().detail));
    return std::optional(object.value());
}

Result<Done> writeState(const RootDir &state, const char *file, qsizetype maximum, const QJsonObject &object)
{
    const QByteArray bytes = QJsonDocument(object).toJson(QJsonDocument::Compact);
    if (bytes.size() > maximum)
        return conflict(u"items.too-large"_s, u"The items of this device hold more than it can keep account of."_s);
    return state.write(QString::fromLatin1(file), bytes, 0600, RootDir::Replace::Allowed);
}

QStringList textsFromJson(const QJsonValue &value)
{
    QStringList texts;
    const QJsonArray array = value.toArray();
    for (const QJsonValue text : array)
        texts.append(text.toString());
    return texts;
}

} // namespace belvedere
