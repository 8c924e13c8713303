// Single records: shown, made from a file, and what a command says of one in the end.
#pragma once

#include "api/resource.h"
#include "cli/output.h"
#include "cli/runner.h"

#include <QJsonDocument>

namespace belvedere {

// The JSON object in a file of at most 1 MiB; "-" is standard input. Error "usage".
Result<QJsonObject> objectFrom(const QString &name);

// Ends the run with the object when --json is given, else with the sentence.
void tell(Runner &runner, const QJsonObject &object, const QString &sentence);

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
    runner.send(operation, [&runner](const E &made) { tell(runner, toJson(made), made.id.text); });
}

} // namespace belvedere
