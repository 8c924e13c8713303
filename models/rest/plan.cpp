// Paths, queries and bodies of operations.
#include "rest/plan.h"

#include <QJsonDocument>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QByteArray verbName(Verb verb)
{
    switch (verb) {
    case Verb::Get:
        return "GET"_ba;
    case Verb::Post:
        return "POST"_ba;
    case Verb::Patch:
        return "PATCH"_ba;
    case Verb::Delete:
        return "DELETE"_ba;
    }
    return {};
}

QString textOf(const Cell &cell)
{
    if (const auto *set = std::get_if<QStringList>(&cell))
        return set->join(u',');
    const QJsonValue value = cellToJson(cell);
    if (value.isString())
        return value.toString();
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    return QString::number(value.toInteger());
}

} // namespace

QJsonObject requestJson(std::span<const Field> list, const void *entity)
{
    QJsonObject object;
    for (const Field &field : list) {
        if (field.is(ReadOnly))
            continue;
        const Cell cell = field.get(entity);
        if (isKnown(cell))
            object.insert(QLatin1StringView(field.name), cellToJson(cell));
    }
    return object;
}

QByteArray queryString(std::span<const Field> list, const void *parameters)
{
    QByteArray query;
    for (const Field &field : list) {
        const Cell cell = field.get(parameters);
        if (!isKnown(cell))
            continue;
        // Not QUrlQuery: it leaves "+" alone and takes "%25" in a value for something encoded.
        if (!query.isEmpty())
            query += '&';
        query += field.name;
        query += '=';
        query += QUrl::toPercentEncoding(textOf(cell));
    }
    return query;
}

Plan planOf(const Spec &spec, const char *idPrefix, const QString &id)
{
    Plan plan;
    plan.verb = verbName(spec.verb);
    plan.repeat = spec.repeat;
    plan.open = spec.permission == Permission::Public;
    if (spec.root[0] != '\0')
        plan.path = '/' + QByteArray(spec.root);
    plan.path += spec.suffix;
    if (idPrefix) {
        // An empty or odd id would turn the path into another operation's.
        if (!idNumber(id, idPrefix))
            plan.refusal = notFound(u"record \"%1\""_s.arg(id.left(100)));
        plan.path.replace("{id}", QUrl::toPercentEncoding(id));
    }
    return plan;
}

QByteArray compactJson(const QJsonObject &object) { return QJsonDocument(object).toJson(QJsonDocument::Compact); }

} // namespace belvedere
