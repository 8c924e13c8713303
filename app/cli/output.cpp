// Printing of records.
#include "cli/output.h"

#include "cli/options.h"
#include "query/error.h"
#include "table/csv.h"

#include <cstdio>
#ifdef Q_OS_WIN
#include <fcntl.h>
#include <io.h>
#endif
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qsizetype widestColumn = 40; // characters of a table cell

QString valueText(const QJsonValue &value)
{
    if (value.isArray()) {
        QStringList members;
        for (const QJsonValue member : value.toArray())
            members.append(member.toString());
        return members.join(u' ');
    }
    if (value.isBool())
        return value.toBool() ? u"yes"_s : u"no"_s;
    if (value.isDouble())
        return QString::number(value.toInteger());
    if (value.isObject() && !value.toObject().isEmpty())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    return value.toString();
}

QByteArray asTable(const QList<QJsonObject> &records, const std::vector<const Field *> &columns)
{
    QList<QStringList> rows{QStringList()};
    for (const Field *field : columns)
        rows.first().append(QString::fromLatin1(field->name));
    for (const QJsonObject &record : records) {
        QStringList row;
        for (const Field *field : columns)
            row.append(printable(valueText(record.value(QLatin1StringView(field->name)))));
        rows.append(row);
    }
    QList<qsizetype> widths(qsizetype(columns.size()), 0);
    for (const QStringList &row : rows) {
        for (qsizetype i = 0; i < row.size(); ++i)
            widths[i] = qMax(widths[i], row[i].size());
    }
    QString text;
    for (const QStringList &row : rows) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i)
            line += row[i].leftJustified(widths[i] + 2);
        text += line.trimmed() + u'\n';
    }
    return text.toUtf8();
}

QByteArray asCsv(const QList<QJsonObject> &records, const std::vector<const Field *> &columns)
{
    QByteArray text;
    const auto addRow = [&text, &columns](const auto &cell) {
        for (size_t i = 0; i < columns.size(); ++i)
            text += (i == 0 ? QByteArray() : QByteArray(",")) + cell(*columns[i]);
        text += "\r\n";
    };
    addRow([](const Field &field) { return csvCell(QString::fromLatin1(field.name), false); });
    for (const QJsonObject &record : records) {
        addRow([&record](const Field &field) {
            const QJsonValue value = record.value(QLatin1StringView(field.name));
            return csvCell(valueText(value), value.isDouble());
        });
    }
    return text;
}

QByteArray asJson(const QList<QJsonObject> &records, const std::vector<const Field *> &columns)
{
    QJsonArray array;
    for (const QJsonObject &record : records) {
        QJsonObject shown;
        for (const Field *field : columns) {
            const QJsonValue value = record.value(QLatin1StringView(field->name));
            if (!value.isUndefined())
                shown.insert(QLatin1StringView(field->name), value);
        }
        array.append(shown);
    }
    return QJsonDocument(array).toJson(QJsonDocument::Indented);
}

Result<const Field *> fieldNamed(std::span<const Field> fields, const QString &name)
{
    if (const Field *field = findField(fields, name))
        return field;
    const QString near = nearest(name, fieldNames(fields, true));
    return usageError(
        u"There is no field %1.%2"_s.arg(name, near.isEmpty() ? QString() : u" Did you mean %1?"_s.arg(near)));
}

} // namespace

Result<OutputFormat> outputFormat(const QString &format, bool json)
{
    if (format.isEmpty())
        return json ? OutputFormat::Json : OutputFormat::Table;
    if (format == "table"_L1)
        return OutputFormat::Table;
    if (format == "csv"_L1)
        return OutputFormat::Csv;
    if (format == "json"_L1)
        return OutputFormat::Json;
    if (format == "xlsx"_L1)
        return OutputFormat::Xlsx;
    return usageError(u"--format takes table, csv, json or xlsx."_s);
}

Result<std::vector<const Field *>> outputColumns(std::span<const Field> fields, const QString &names)
{
    std::vector<const Field *> columns;
    if (names.isEmpty()) {
        for (const Field &field : fields) {
            if (!field.is(Detail) && !field.is(Hidden))
                columns.push_back(&field);
        }
        return columns;
    }
    for (const QString &name : names.split(u',', Qt::SkipEmptyParts)) {
        const Result<const Field *> field = fieldNamed(fields, name.trimmed());
        if (!field)
            return field.error();
        columns.push_back(field.value());
    }
    return columns;
}

Result<QString> outputOrder(std::span<const Field> fields, const QString &order)
{
    QStringList names;
    for (const QString &part : order.split(u',', Qt::SkipEmptyParts)) {
        const QString name = part.trimmed();
        const bool isDescending = name.startsWith(u'-');
        const Result<const Field *> field = fieldNamed(fields, isDescending ? name.sliced(1) : name);
        if (!field)
            return field.error();
        names.append((isDescending ? u"-"_s : QString()) + QString::fromLatin1(field.value()->name));
    }
    return names.join(u',');
}

QByteArray formatted(const QList<QJsonObject> &records, const std::vector<const Field *> &columns, OutputFormat format)
{
    switch (format) {
    case OutputFormat::Table:
        return asTable(records, columns);
    case OutputFormat::Csv:
        return asCsv(records, columns);
    case OutputFormat::Json:
        return asJson(records, columns);
    case OutputFormat::Xlsx:
        break;
    }
    return {};
}

QByteArray asProperties(std::span<const Field> fields, const QJsonObject &record)
{
    QByteArray text;
    for (const Field &field : fields) {
        const QString value = valueText(record.value(QLatin1StringView(field.name)));
        if (!value.isEmpty() && !field.is(Hidden))
            text += QByteArray(field.name).leftJustified(24) + withoutControls(value).toUtf8() + '\n';
    }
    return text;
}

QString withoutControls(QString text)
{
    for (QChar &c : text) {
        if (c.category() == QChar::Other_Control)
            c = u' ';
    }
    return text;
}

QString printable(const QString &text)
{
    const QString shown = withoutControls(text);
    return shown.size() > widestColumn ? QString(shown.left(widestColumn - 1) + u'…') : shown;
}

void print(const QByteArray &text)
{
#ifdef Q_OS_WIN
    _setmode(_fileno(stdout), _O_BINARY); // a workbook is not text, and CSV ends its lines itself
#endif
    std::fwrite(text.constData(), 1, size_t(text.size()), stdout);
}

} // namespace belvedere
