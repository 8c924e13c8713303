// Finding the command that was meant.
#include "cli/commands.h"

using namespace Qt::StringLiterals;

namespace belvedere {

bool runCommand(Runner &runner)
{
    const QStringList &words = runner.options().words;
    const QString name = words.first(qMin<qsizetype>(2, words.size())).join(u' ');
    for (const auto list :
        {&deviceCommands, &tokenCommands, &actionCommands, &policyCommands, &policyStepCommands, &profileCommands,
            &ruleCommands, &contentCommands, &patchCommands, &targetCommands, &reportCommands, &viewCommands}) {
        for (const CliCommand &command : list()) {
            if (name == QLatin1StringView(command.words) && words.size() == command.count) {
                command.run(runner);
                return true;
            }
        }
    }
    return false;
}

} // namespace belvedere
