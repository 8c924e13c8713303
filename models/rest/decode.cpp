// The envelope of a page.
#include "rest/decode.h"

using namespace Qt::StringLiterals;

namespace belvedere {

Result<PageParts> pageParts(const QByteArray &body, qsizetype maximumBytes)
{
    const Result<QJsonObject> parsed = parseObject(body, maximumBytes);
    if (!parsed)
        return parsed.error();
    const QJsonValue items = parsed.value().value("items"_L1);
    const QJsonValue total = parsed.value().value("total"_L1);
    const QJsonValue cursor = parsed.value().value("nextCursor"_L1);
    if (!items.isArray())
        return decodeError(u"decode.missing"_s, u"$.items"_s, u"list expected"_s);
    if (!total.isDouble() || total.toInteger(-1) < 0)
        return decodeError(u"decode.missing"_s, u"$.total"_s, u"count expected"_s);
    if (!cursor.isUndefined() && !cursor.isNull() && !cursor.isString())
        return decodeError(u"decode.type"_s, u"$.nextCursor"_s, u"text expected"_s);
    return PageParts{items.toArray(), total.toInteger(), cursor.toString()};
}

Result<Done> readItem(std::span<const Field> list, void *entity, const QJsonValue &item, qsizetype index)
{
    const QString path = u"$.items[%1]"_s.arg(index);
    if (!item.isObject())
        return decodeError(u"decode.type"_s, path, u"object expected"_s);
    return readJson(list, entity, item.toObject(), path);
}

} // namespace belvedere
