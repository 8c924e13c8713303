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

// How a list is shown when it is not just the records as they come.
struct ListShape {
    std::span<const Field> fields; // of what is shown
    QString columns; // unless others are asked for; empty: the usual ones
    using Ready = std::function<void(const QList<QJsonObject> &)>;
    std::function<void(const QList<QJsonObject> &, const Ready &)> complete; // adds what the records do not have
};

template<class E> void listShaped(Runner &runner, const ListShape &shape)
{
    const QString wanted = runner.options().value("columns");
    const Result<OutputFormat> format = outputFormat(runner.options().value("format"), runner.options().json);
    const Result<std::vector<const Field *>> columns =
        outputColumns(shape.fields, wanted.isEmpty() ? shape.columns : wanted);
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
    const auto show = [&runner, shown = shape.fields, format = format.value(), columns = columns.value()](
                          const QList<QJsonObject> &records) {
        if (format != OutputFormat::Xlsx) {
            print(formatted(records, columns, format));
            runner.end(ExitStatus::Success);
            return;
        }
        const Result<QByteArray> workbook = spreadsheet(shown, records, columns);
        if (!workbook) {
            runner.fail(workbook.error());
            return;
        }
        print(workbook.value());
        runner.end(ExitStatus::Success);
    };
    collectRecords<E>(runner, list,
        [complete = shape.complete, show](const QList<QJsonObject> &records) { complete(records, show); });
}

// The command "… list".
template<class E> void listRecords(Runner &runner)
{
    listShaped<E>(runner,
        {fields<E>(), {}, [](const QList<QJsonObject> &records, const ListShape::Ready &ready) { ready(records); }});
}

} // namespace belvedere
