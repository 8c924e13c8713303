// The agent's command line.
#pragma once

#include "agent/client/httpclient.h"

#include <QStringList>
#include <variant>

namespace belvedere {

struct AgentOptions {
    ServerTrust server;
    QString token; // empty: must have enrolled before
    bool once = false;
    QString state; // directory
    QString root; // "/" for the computer itself
    bool allowPower = false;
    bool allowPackages = false;
    QString commands; // directory of those that may be run; empty: none
    int simulate = 0; // devices; 0: this computer
    quint32 seed = 1;
    int rounds = 0; // 0: for good
    int failing = 0; // percent of the simulated devices that fail at what policies bring
};

// What a person is told and the exit code (0 for --help and --version, 2 for bad usage).
struct OptionsMessage {
    QString text;
    int exitCode = 2;
};

// `readEnrolment` reads the first line of standard input, for `--enrol -`.
std::variant<AgentOptions, OptionsMessage> parseOptions(
    const QStringList &arguments, const std::function<QString()> &readEnrolment);

} // namespace belvedere
