// How a field lies in a table.
#include "domain/sqlcolumns.h"

#include "base/fold.h"
#include "domain/foldedset.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

ApiError corrupt(const Field &field)
{
    ApiError error;
    error.code = u"store.corrupt"_s;
    error.detail = u"The stored value of %1 cannot be read."_s.arg(QLatin1StringView(field.name));
    return error;
}

template<class T> const T *known(const Cell &cell) { return std::get_if<T>(&cell); }

QString compact(const QJsonDocument &document) { return QString::fromUtf8(document.toJson(QJsonDocument::Compact)); }

Result<Cell> documentFromSql(const Field &field, const QString &text)
{
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8());
    if (field.kind == Kind::Object)
        return document.isObject() ? Result<Cell>(Cell(document.object())) : Result<Cell>(corrupt(field));
    if (!document.isArray())
        return corrupt(field);
    if (field.kind == Kind::List)
        return Cell(document.array());
    QStringList members;
    for (const QJsonValue member : document.array()) {
        if (!member.isString())
            return corrupt(field);
        members.append(member.toString());
    }
    return Cell(canonicalSet(members));
}

} // namespace

QString sqlName(const Field &field) { return QString::fromLatin1(field.name).replace(u'.', u'_'); }

QString sqlFoldedName(const Field &field) { return sqlName(field) + u"_f"; }

QString sqlKeyName(const Field &field) { return sqlName(field) + u"_k"; }

QString sqlQuoted(const QString &name)
{
    QString inner = name;
    inner.replace(u'"', u"\"\""_s);
    return u'"' + inner + u'"';
}

QList<SqlColumn> sqlColumns(const Field &field, SqlDialect dialect)
{
    const bool postgres = dialect == SqlDialect::Postgres;
    const QString text = postgres ? u"TEXT COLLATE \"C\""_s : u"TEXT"_s;
    const QString number = postgres ? u"BIGINT"_s : u"INTEGER"_s;
    switch (field.kind) {
    case Kind::Text:
    case Kind::Set:
        return {{sqlName(field), text}, {sqlFoldedName(field), text}};
    case Kind::Version:
        return {{sqlName(field), text}, {sqlKeyName(field), text}};
    case Kind::Enum:
    case Kind::Object:
    case Kind::List:
        return {{sqlName(field), text}};
    case Kind::Bool:
    case Kind::Int:
    case Kind::Bytes:
    case Kind::Duration:
    case Kind::Time:
        return {{sqlName(field), number}};
    }
    return {};
}

QList<SqlColumn> sqlColumns(std::span<const Field> fields, SqlDialect dialect)
{
    QList<SqlColumn> columns;
    for (const Field &field : fields)
        columns += sqlColumns(field, dialect);
    return columns;
}

QVariantList sqlValues(const Field &field, const Cell &cell)
{
    switch (field.kind) {
    case Kind::Text:
        // What folds to nothing has an empty folded form, not none.
        if (const auto *text = known<QString>(cell); text && !text->isEmpty())
            return {*text, QString(u""_s + folded(*text))};
        return {QVariant(), QVariant()};
    case Kind::Set:
        if (const auto *set = known<QStringList>(cell))
            return {compact(QJsonDocument(QJsonArray::fromStringList(canonicalSet(*set)))), foldedSet(*set)};
        return {QVariant(), QVariant()};
    case Kind::Version:
        if (const auto *version = known<Version>(cell); version && !version->isNull())
            return {version->text(), QString::fromUtf8(version->key())};
        return {QVariant(), QVariant()};
    case Kind::Enum:
        if (const auto *token = known<QString>(cell); token && !token->isEmpty())
            return {*token};
        break;
    case Kind::Object:
        if (const auto *object = known<QJsonObject>(cell))
            return {compact(QJsonDocument(*object))};
        break;
    case Kind::List:
        if (const auto *array = known<QJsonArray>(cell))
            return {compact(QJsonDocument(*array))};
        break;
    case Kind::Bool:
        if (const auto *value = known<bool>(cell))
            return {*value ? 1 : 0};
        break;
    case Kind::Int:
    case Kind::Bytes:
    case Kind::Duration:
        if (const auto *value = known<qint64>(cell))
            return {*value};
        break;
    case Kind::Time:
        if (const auto *time = known<QDateTime>(cell); time && time->isValid())
            return {time->toMSecsSinceEpoch()};
        break;
    }
    return {QVariant()};
}

Result<Cell> cellFromSql(const Field &field, const QVariant &value)
{
    if (value.isNull())
        return Cell();
    const bool number = value.canConvert<qint64>() && value.typeId() != QMetaType::QString;
    const bool text = value.typeId() == QMetaType::QString;
    switch (field.kind) {
    case Kind::Text:
    case Kind::Enum:
        return text ? Result<Cell>(Cell(value.toString())) : Result<Cell>(corrupt(field));
    case Kind::Version:
        return text ? Result<Cell>(Cell(Version(value.toString()))) : Result<Cell>(corrupt(field));
    case Kind::Set:
    case Kind::Object:
    case Kind::List:
        return text ? documentFromSql(field, value.toString()) : Result<Cell>(corrupt(field));
    case Kind::Bool:
        return number ? Result<Cell>(Cell(value.toLongLong() != 0)) : Result<Cell>(corrupt(field));
    case Kind::Int:
    case Kind::Bytes:
    case Kind::Duration:
        return number ? Result<Cell>(Cell(value.toLongLong())) : Result<Cell>(corrupt(field));
    case Kind::Time:
        return number ? Result<Cell>(Cell(QDateTime::fromMSecsSinceEpoch(value.toLongLong(), Qt::UTC)))
                      : Result<Cell>(corrupt(field));
    }
    return corrupt(field);
}

} // namespace belvedere
