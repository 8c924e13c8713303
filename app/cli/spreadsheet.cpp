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

// In the order in which the server sent them.
ViewPointer asView(std::span<const Field> fields, const QList<QJsonObject> &records)
{
    QByteArray lines;
    for (const QJsonObject &record : records)
        lines += QJsonDocument(record).toJson(QJsonDocument::Compact) + '\n';
    SnapshotBuilder builder(fields);
    LineReader(fields).read(lines, builder);
    auto view = std::make_shared<View>();
    view->snapshot = builder.finish();
    const auto rows = std::make_shared<std::vector<quint32>>(view->snapshot->rowCount());
    std::iota(rows->begin(), rows->end(), 0);
    view->rows = *rows;
    view->storage = rows;
    return view;
}

} // namespace

Result<QByteArray> spreadsheet(
    std::span<const Field> fields, const QList<QJsonObject> &records, const std::vector<const Field *> &columns)
{
    std::vector<int> numbers;
    numbers.reserve(columns.size());
    for (const Field *field : columns)
        numbers.push_back(int(field - fields.data()));
    QTemporaryFile file;
    if (!file.open())
        return fileError(file);
    XlsxWriter writer(asView(fields, records), numbers, Display("", std::make_shared<SystemClock>()), file.fileName());
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
