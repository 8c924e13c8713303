// What lists are shown as.
#include "cli/listing.h"

namespace belvedere {

Result<ShowRecords> recordOutput(Runner &runner, std::span<const Field> fields, const QString &usualColumns)
{
    const QString wanted = runner.options().value("columns");
    const Result<OutputFormat> format = outputFormat(runner.options().value("format"), runner.options().json);
    const Result<std::vector<const Field *>> columns = outputColumns(fields, wanted.isEmpty() ? usualColumns : wanted);
    if (!format || !columns)
        return format ? columns.error() : format.error();
    if (format.value() == OutputFormat::Xlsx && showsOutput())
        return usageError(QStringLiteral("A workbook is not for the screen; send it to a file with > list.xlsx"));
    return ShowRecords(
        [&runner, fields, format = format.value(), columns = columns.value()](const QList<QJsonObject> &records) {
            if (format != OutputFormat::Xlsx) {
                print(formatted(records, columns, format));
                runner.end(ExitStatus::Success);
                return;
            }
            const Result<QByteArray> workbook = spreadsheet(fields, records, columns);
            if (!workbook) {
                runner.fail(workbook.error());
                return;
            }
            print(workbook.value());
            runner.end(ExitStatus::Success);
        });
}

} // namespace belvedere
