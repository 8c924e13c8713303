// CommandRun: one of the device's own commands at work: no arguments, no shell, little around it, not for ever.
#pragma once

#include "agent/commands/commandend.h"

namespace belvedere {

struct CommandLimits {
    int time = 300'000; // milliseconds until it is asked to end
    int patience = 10'000; // milliseconds from then until it is ended, with all that it started
};

// Runs the program at `path`, which CommandFolder found, as the command `name` for the order `id`. It gets an empty
// standard input, a session of its own and no environment but PATH, LANG, BELVEDERE_COMMAND and BELVEDERE_ORDER. Done
// when it ended with status 0; else "command.exit-status", "command.killed", "command.timeout" or "command.failed".
// The proof has `command`, `exit`, and `output` as OutputText tells it, with `cut` where that is not all. Blocks.
CommandEnd runCommand(const QString &path, const QString &name, const QString &id, const CommandLimits &limits = {});

// What a program wrote, to be shown: the beginning, without bytes that are no UTF-8 and without control characters but
// line feeds and tabs; at most 15 KB as JSON, so that a proof keeps within what the server takes.
struct OutputText {
    QString text;
    bool isCut = false;
};
OutputText outputText(const QByteArray &bytes);

} // namespace belvedere
