// How fields are kept in SQL tables.
#include "domain/sqlcolumns.h"

#include "base/fold.h"
#include "domain/json.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QString jsonText(const Cell &cell)
{
    const QJsonValue value = cellToJson(cell);
    const QJsonDocument document = value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    return QString::fromUtf8(document.toJson(QJsonDocument::Compact));
}

Cell cellFromJsonText(const QString &text, const Field &field)
{
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8());
    const QJsonValue value = document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
    const Result<Cell> cell = cellFromJson(value, field);
    return cell ? cell.value() : Cell();
}

} // namespace

QString sqlName(const Field &field) { return QString::fromLatin1(field.name).replace(u'.', u'_'); }

QString sqlFoldedName(const Field &field)
{
    return field.kind == Kind::Text || field.kind == Kind::Set ? QString(sqlName(field) + u"_f"_s) : QString();
}

QString sqlKeyName(const Field &field)
{
    return field.kind == Kind::Version ? QString(sqlName(field) + u"_k"_s) : QString();
}

QList<SqlColumn> sqlColumns(const Field &field)
{
    switch (field.kind) {
    case Kind::Int:
    case Kind::Bool:
    case Kind::Time:
    case Kind::Bytes:
    case Kind::Duration:
        return {{sqlName(field), u"INTEGER"_s}};
    case Kind::Enum:
    case Kind::Object:
    case Kind::List:
        return {{sqlName(field), u"TEXT"_s}};
    case Kind::Text:
    case Kind::Set:
        return {{sqlName(field), u"TEXT"_s}, {sqlFoldedName(field), u"TEXT"_s}};
    case Kind::Version:
        return {{sqlName(field), u"TEXT"_s}, {sqlKeyName(field), u"TEXT"_s}};
    }
    return {};
}

QString foldedSet(const QStringList &members)
{
    QString result(setSeparator);
    for (const QString &member : members)
        result += folded(member) + setSeparator;
    return result;
}

QVariantList sqlValues(const Cell &cell, const Field &field)
{
    struct ToSql {
        const Cell &cell;
        QVariantList operator()(std::monostate) const { return {}; }
        QVariantList operator()(bool v) const { return {v ? 1 : 0}; }
        QVariantList operator()(qint64 v) const { return {v}; }
        QVariantList operator()(const QString &v) const { return {v, folded(v)}; }
        QVariantList operator()(const QDateTime &v) const { return {v.toMSecsSinceEpoch()}; }
        QVariantList operator()(const Version &v) const { return {v.text(), QString::fromUtf8(v.key())}; }
        QVariantList operator()(const QStringList &v) const { return {jsonText(cell), foldedSet(v)}; }
        QVariantList operator()(const QJsonObject &) const { return {jsonText(cell)}; }
        QVariantList operator()(const QJsonArray &) const { return {jsonText(cell)}; }
    };
    const qsizetype count = sqlColumns(field).size();
    QVariantList values = std::visit(ToSql {cell}, cell);
    values.resize(count); // an Enum has no folded column; what is not known is NULL in all its columns
    return values;
}

Cell cellFromSql(const QVariant &value, const Field &field)
{
    if (value.isNull())
        return {};
    switch (field.kind) {
    case Kind::Text:
    case Kind::Enum:
        return value.toString();
    case Kind::Int:
    case Kind::Bytes:
    case Kind::Duration:
        return value.toLongLong();
    case Kind::Bool:
        return value.toLongLong() != 0;
    case Kind::Time:
        return QDateTime::fromMSecsSinceEpoch(value.toLongLong(), Qt::UTC);
    case Kind::Version:
        return Version(value.toString());
    case Kind::Set:
    case Kind::Object:
    case Kind::List:
        return cellFromJsonText(value.toString(), field);
    }
    return {};
}

} // namespace belvedere
