// Single records: shown, and made from a file.
#pragma once

#include "api/resource.h"
#include "cli/output.h"
#include "cli/runner.h"

#include <QJsonDocument>

namespace belvedere {

// The JSON object in a file of at most 1 MiB; "-" is standard input. Error "usage".
Result<QJsonObject> objectFrom(const QString &name);

template<class E> void show(Runner &runner, const E &record)
{
    const QJsonObject object = toJson(record);
    print(runner.options().json ? QJsonDocument(object).toJson(QJsonDocument::Indented)
                                : asProperties(fields<E>(), object));
    runner.end(ExitStatus::Success);
}

template<class E> void showRecord(Runner &runner)
{
    Get<E> operation;
    operation.id.text = runner.options().words.value(2);
    runner.send(operation, [&runner](const E &record) { show(runner, record); });
}

template<class E> void createRecord(Runner &runner)
{
    Result<QJsonObject> object = objectFrom(runner.options().value("file"));
    if (!object) {
        runner.fail(object.error());
        return;
    }
    // what `show --json` printed can be made anew: the server gives these itself
    for (const Field &field : fields<E>()) {
        if (field.is(ReadOnly))
            object.value().remove(QLatin1StringView(field.name));
    }
    Create<E> operation;
    const QList<FieldError> errors = readRequest(fields<E>(), &operation.body, object.value(), false);
    if (!errors.isEmpty()) {
        runner.fail(usageError(errors.first().field + QStringLiteral(": ") + errors.first().message));
        return;
    }
    runner.send(operation, [&runner](const E &made) {
        if (runner.options().json) {
            show(runner, made);
            return;
        }
        print(made.id.text.toUtf8() + '\n');
        runner.end(ExitStatus::Success);
    });
}

} // namespace belvedere
