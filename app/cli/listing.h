// Lists of records, all pages of them.
#pragma once

#include "api/operations.h"
#include "cli/output.h"
#include "cli/runner.h"
#include "cli/spreadsheet.h"
#include "cli/terminal.h"

namespace belvedere {

// Collects every page from `list` on and hands over the records at the end, so that a failure in between shows nothing
// half.
template<class E> void collectRecords(Runner &runner, const ListParameters &list,
    std::function<void(const QList<QJsonObject> &)> onAll, const QList<QJsonObject> &records = {})
{
    List<E> operation;
    operation.parameters = list;
    operation.parameters.limit = maximumPageSize;
    runner.send(operation, [&runner, list, onAll, records](const Page<E> &page) {
        QList<QJsonObject> more = records;
        for (const E &record : page.items)
            more.append(toJson(record));
        if (page.nextCursor.isEmpty()) {
            onAll(more);
            return;
        }
        ListParameters next = list;
        next.cursor = page.nextCursor;
        collectRecords<E>(runner, next, onAll, more);
    });
}

// The command "… list".
template<class E> void listRecords(Runner &runner)
{
    const Result<OutputFormat> format = outputFormat(runner.options().value("format"), runner.options().json);
    const Result<std::vector<const Field *>> columns = outputColumns(fields<E>(), runner.options().value("columns"));
    const Result<QString> sort = outputOrder(fields<E>(), runner.options().value("sort"));
    if (!format || !columns || !sort) {
        runner.fail(!format ? format.error() : !columns ? columns.error() : sort.error());
        return;
    }
    if (format.value() == OutputFormat::Xlsx && showsOutput()) {
        runner.fail(usageError(QStringLiteral("A workbook is not for the screen; send it to a file with > list.xlsx")));
        return;
    }
    ListParameters list;
    list.query = runner.options().value("query");
    list.sort = sort.value();
    collectRecords<E>(
        runner, list, [&runner, format = format.value(), columns = columns.value()](const QList<QJsonObject> &records) {
            if (format != OutputFormat::Xlsx) {
                print(formatted(records, columns, format));
                runner.end(ExitStatus::Success);
                return;
            }
            const Result<QByteArray> workbook = spreadsheet(fields<E>(), records, columns);
            if (!workbook) {
                runner.fail(workbook.error());
                return;
            }
            print(workbook.value());
            runner.end(ExitStatus::Success);
        });
}

} // namespace belvedere
