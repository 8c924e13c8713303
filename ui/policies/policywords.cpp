// Labels and values by the field list of policies.
#include "ui/policies/policywords.h"

#include "domain/device.h"
#include "domain/json.h"
#include "domain/policymerge.h"
#include "query/describe.h"
#include "query/parser.h"
#include "table/display.h"

#include <QCoreApplication>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

struct PolicyWords {
    Q_DECLARE_TR_FUNCTIONS(PolicyWords)
};

Display display() { return {"BusinessPolicy", std::make_shared<SystemClock>()}; }

QHash<QString, QString> namesOf(const QJsonArray &items, QLatin1StringView idKey)
{
    QHash<QString, QString> names;
    for (const QJsonValue item : items) {
        const QString id = item.toObject().value(idKey).toString();
        names.insert(id, policyElementName(item, id));
    }
    return names;
}

QString itemText(const QJsonObject &item, QLatin1StringView idKey, const QHash<QString, QString> &names)
{
    const QString name = policyElementName(item, item.value(idKey).toString());
    const qint64 revision = item.value("revision"_L1).toInteger();
    QString text = revision > 0 ? PolicyWords::tr("%1, revision %2").arg(name, QString::number(revision))
                                : PolicyWords::tr("%1, newest revision").arg(name);
    QStringList needed;
    for (const QJsonValue id : item.value("after"_L1).toArray())
        needed.append(names.value(id.toString(), id.toString()));
    if (!needed.isEmpty())
        text = PolicyWords::tr("%1, after %2").arg(text, needed.join(PolicyWords::tr(", ", "between names")));
    const QJsonObject given = item.value("params"_L1).toObject();
    QStringList values;
    for (auto it = given.begin(); it != given.end(); ++it)
        values.append(PolicyWords::tr("%1 = %2", "parameter of a rule, its value")
                          .arg(it.key(), it.value().toVariant().toString()));
    return values.isEmpty() ? text
                            : PolicyWords::tr("%1, with %2", "rule, values of its parameters")
                                  .arg(text, values.join(PolicyWords::tr(", ", "between names")));
}

QString itemsText(const QJsonArray &items, QLatin1StringView idKey)
{
    const QHash<QString, QString> names = namesOf(items, idKey);
    QStringList lines;
    for (const QJsonValue item : items)
        lines.append(itemText(item.toObject(), idKey, names));
    return lines.isEmpty() ? PolicyWords::tr("None") : lines.join(u'\n');
}

QString wavesText(const QJsonArray &waves)
{
    QStringList texts;
    for (const QJsonValue wave : waves) {
        const QString query = wave.toObject().value("query"_L1).toString();
        texts.append(query.isEmpty()
                ? PolicyWords::tr("%1 %", "percent").arg(wave.toObject().value("percent"_L1).toInteger())
                : query);
    }
    return texts.isEmpty() ? PolicyWords::tr("All devices at once")
                           : texts.join(PolicyWords::tr(", then ", "between waves"));
}

// A cell of a value that may have become text on its way.
Cell cellOf(const QJsonValue &value, const Field &field)
{
    QJsonValue read = value;
    if (value.isString() && field.kind == Kind::Bool)
        read = value.toString() == "true"_L1;
    else if (value.isString() && field.kind == Kind::Int)
        read = value.toString().toLongLong();
    const Result<Cell> cell = cellFromJson(read, field);
    return cell ? cell.value() : Cell();
}

} // namespace

QString policyFieldLabel(QStringView name)
{
    if (name == "rule_pins"_L1 || name == "rules"_L1)
        return PolicyWords::tr("Rules");
    const Field *field = findField(fields<BusinessPolicy>(), name);
    return field ? display().label(*field) : name.toString();
}

QString policyValueText(QStringView name, const QJsonValue &value)
{
    if (const QLatin1StringView idKey = elementKey(name); !idKey.isEmpty())
        return itemsText(value.toArray(), idKey);
    if (name == "rollout.waves"_L1 && !value.isString())
        return wavesText(value.toArray());
    const bool isNone = value.isUndefined() || value.isNull() || (value.isString() && value.toString().isEmpty());
    if (isNone)
        return PolicyWords::tr("Not set");
    if (name == "scope"_L1) {
        const QueryParse parse = parseQuery(value.toString(), fields<Device>());
        return parse ? sentence(parse.query(), fields<Device>(), "Device") : value.toString();
    }
    const Field *field = findField(fields<BusinessPolicy>(), name);
    const Cell cell = field ? cellOf(value, *field) : Cell();
    return isKnown(cell) ? display().text(cell, *field) : value.toVariant().toString();
}

QString policyElementName(const QJsonValue &element, const QString &id)
{
    const QString name = element.toObject().value("name"_L1).toString();
    return name.isEmpty() ? id : name;
}

QString policyElementText(QStringView name, const QJsonValue &element, const QJsonValue &among)
{
    const QLatin1StringView idKey = elementKey(name);
    return itemText(element.toObject(), idKey, namesOf(among.toArray(), idKey));
}

QString versionNumberText(qint64 number) { return number > 0 ? QString::number(number) : PolicyWords::tr("None"); }

QString shortHash(const QString &hash) { return hash.left(12); }

} // namespace belvedere
