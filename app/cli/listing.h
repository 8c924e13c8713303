// Lists of records, all pages of them.
#pragma once

#include "api/operations.h"
#include "cli/output.h"
#include "cli/runner.h"
#include "cli/spreadsheet.h"
#include "cli/terminal.h"

namespace belvedere {

using ShowRecords = std::function<void(const QList<QJsonObject> &)>;

// Shows records as --format and --columns ask for, and ends the run; made before anything is fetched, so that wrong
// options are told at once. `usualColumns`: unless others are asked for; empty: the usual ones.
Result<ShowRecords> recordOutput(
    Runner &runner, std::span<const Field> fields, const QString &usualColumns = QString());

// Collects every page of the operation's answers and hands over the records at the end, so that a failure in between
// shows nothing half.
template<class Op>
void collectPages(Runner &runner, Op operation, ShowRecords onAll, const QList<QJsonObject> &records = {})
{
    operation.parameters.limit = maximumPageSize;
    runner.send(operation, [&runner, operation, onAll, records](const AnswerValue<Op> &page) {
        QList<QJsonObject> more = records;
        for (const auto &record : page.items)
            more.append(toJson(record));
        if (page.nextCursor.isEmpty()) {
            onAll(more);
            return;
        }
        Op next = operation;
        next.parameters.cursor = page.nextCursor;
        collectPages(runner, next, onAll, more);
    });
}

template<class E> void collectRecords(Runner &runner, const ListParameters &list, ShowRecords onAll)
{
    List<E> operation;
    operation.parameters = list;
    collectPages(runner, operation, std::move(onAll));
}

// A list that belongs to one record, as a list of its own.
template<class Op, class Part> void listParts(Runner &runner, const Op &operation)
{
    const Result<ShowRecords> show = recordOutput(runner, fields<Part>());
    if (show)
        collectPages(runner, operation, show.value());
    else
        runner.fail(show.error());
}

// How a list is shown when it is not just the records as they come.
struct ListShape {
    std::span<const Field> fields; // of what is shown
    QString columns; // as in recordOutput()
    std::function<void(const QList<QJsonObject> &, const ShowRecords &)> complete; // adds what the records do not have
};

template<class E> void listShaped(Runner &runner, const ListShape &shape)
{
    const Result<ShowRecords> show = recordOutput(runner, shape.fields, shape.columns);
    const Result<QString> sort = outputOrder(fields<E>(), runner.options().value("sort"));
    if (!show || !sort) {
        runner.fail(show ? sort.error() : show.error());
        return;
    }
    ListParameters list;
    list.query = runner.options().value("query");
    list.sort = sort.value();
    collectRecords<E>(
        runner, list, [complete = shape.complete, show = show.value()](const QList<QJsonObject> &records) {
            complete(records, show);
        });
}

// The command "… list".
template<class E> void listRecords(Runner &runner)
{
    listShaped<E>(
        runner, {fields<E>(), {}, [](const QList<QJsonObject> &records, const ShowRecords &show) { show(records); }});
}

} // namespace belvedere
