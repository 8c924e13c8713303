// The commands, a list for each subject.
#pragma once

#include "cli/runner.h"

#include <span>

namespace belvedere {

struct CliCommand {
    const char *words; // the first two
    int count; // of words, arguments included
    void (*run)(Runner &);
};

std::span<const CliCommand> deviceCommands(); // devices and persons
std::span<const CliCommand> tokenCommands();
std::span<const CliCommand> actionCommands();
std::span<const CliCommand> policyCommands(); // profiles, rules, policies, deployments, results
std::span<const CliCommand> profileCommands(); // rendering and import
std::span<const CliCommand> ruleCommands(); // starter rules, waivers, steps
std::span<const CliCommand> contentCommands(); // applications, files, certificates, licences
std::span<const CliCommand> patchCommands();
std::span<const CliCommand> targetCommands();
std::span<const CliCommand> policyStepCommands(); // of a policy's life, and of deployments
std::span<const CliCommand> reportCommands();
std::span<const CliCommand> viewCommands();

} // namespace belvedere
