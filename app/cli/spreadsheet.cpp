// Writing a workbook.
#include "cli/spreadsheet.h"

#include "table/exporterror.h"
#include "table/linereader.h"
#include "table/xlsx.h"

#include <numeric>
#include <QJsonDocument>
#include <QTemporaryFile>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

ApiError fileError(const QFile &file) { return exportError(u"export.file"_s, file.errorString()); }

// In the order in which the server sent them. Error "export.rows": one of them is none, or comes twice.
Result<ViewPointer> asView(std::span<const Field> fields, const QList<QJsonObject> &records)
{
    QByteArray lines;
    for (const QJsonObject &record : records)
        lines += QJsonDocument(record).toJson(QJsonDocument::Compact) + '\n';
    SnapshotBuilder builder(fields);
    LineReader(fields).read(lines, builder);
    auto view = std::make_shared<View>();
    view->snapshot = builder.finish();
    if (view->snapshot->rowCount() != quint32(records.size())) {
        ApiError error;
        error.code = u"export.rows"_s;
        error.detail = u"%1 of %2 rows can stand in a workbook."_s.arg(view->snapshot->rowCount()).arg(records.size());
        return error;
    }
    const auto rows = std::make_shared<std::vector<quint32>>(view->snapshot->rowCount());
    std::iota(rows->begin(), rows->end(), 0);
    view->rows = *rows;
    view->storage = rows;
    return ViewPointer(view);
}

} // namespace

Result<QByteArray> spreadsheet(
    std::span<const Field> fields, const QList<QJsonObject> &records, const std::vector<const Field *> &columns)
{
    std::vector<int> numbers;
    numbers.reserve(columns.size());
    for (const Field *field : columns)
        numbers.push_back(int(field - fields.data()));
    const Result<ViewPointer> view = asView(fields, records);
    if (!view)
        return view.error();
    QTemporaryFile file;
    if (!file.open())
        return fileError(file);
    XlsxWriter writer(view.value(), numbers, Display("", std::make_shared<SystemClock>()), file.fileName());
    while (!writer.isDone()) {
        if (const Result<qint64> rows = writer.step(); !rows)
            return rows.error();
    }
    if (const Result<Done> packed = writer.finish(); !packed)
        return packed.error();
    // written by name, so the open file may still be the old one
    QFile written(file.fileName());
    if (!written.open(QIODevice::ReadOnly))
        return fileError(written);
    return written.readAll();
}

} // namespace belvedere
