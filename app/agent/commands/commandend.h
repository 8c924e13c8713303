// CommandEnd: how a command ended, before it is written down.
#pragma once

#include "base/apierror.h"
#include "domain/command.h"

namespace belvedere {

struct CommandEnd {
    CommandOutcome outcome = CommandOutcome::Failed;
    QString code;
    QString detail;
    QJsonObject proof;

    static CommandEnd failed(const ApiError &error) { return {CommandOutcome::Failed, error.code, error.detail, {}}; }
    static CommandEnd failed(const QString &code, const QString &detail)
    {
        return {CommandOutcome::Failed, code, detail, {}};
    }
    static CommandEnd done(const QJsonObject &proof) { return {CommandOutcome::Done, {}, {}, proof}; }
    static CommandEnd postponed(const QString &code, const QString &detail)
    {
        return {CommandOutcome::Postponed, code, detail, {}};
    }
    static CommandEnd interrupted()
    {
        return {CommandOutcome::Interrupted, QStringLiteral("command.interrupted"),
            QStringLiteral("The agent stopped during this command and cannot tell whether it took effect."), {}};
    }
};

} // namespace belvedere
