// Command: what a device is told to do, and what came of it.
#pragma once

#include "domain/field.h"

namespace belvedere {

enum class CommandKind : quint8 {
    Unknown,
    Sync,
    Message,
    Lock,
    Restart,
    ProfileInstall,
    ProfileRemove,
    ApplicationInstall,
    ApplicationRemove,
    FileInstall,
    FileRemove,
    CertificateInstall,
    CertificateRemove,
    UpdatesInstall
};
enum class CommandOutcome : quint8 {
    Unknown,
    Started, // written down before acting; an end follows
    Done, // observed, see `proof`
    Failed, // also every refusal; `code` says why
    Interrupted, // the agent stopped in between and cannot tell; a person decides, it is not repeated
    Postponed, // not now and nothing was done; `code` says why
};

// One order to one device. Delivered again until its result is acknowledged; never carried out twice.
struct Command {
    QString id; // 1 to 64 characters, unique for the device
    Coded<CommandKind> kind;
    QJsonObject parameters; // MessageParameters, ProfileParameters, others by the kind, or empty
};

struct CommandResult {
    QString command; // Command::id
    Coded<CommandOutcome> outcome;
    QString code; // dotted reason, e.g. "power.not-allowed"; empty when done
    QString detail; // one English sentence
    QJsonObject proof; // how completion was observed
    QDateTime asOf; // on the device's clock
};

// Parameters of CommandKind::Message.
struct MessageParameters {
    QString title;
    QString text; // at most maximumMessageLength characters
};
inline constexpr qsizetype maximumMessageLength = 4'000;

// Parameters of CommandKind::ProfileInstall; ProfileRemove reads `profile` alone.
struct ProfileParameters {
    QString profile; // id
    qint64 version = 0; // a newer one replaces an older one of the same id
    QString type; // "browser": `settings` is a BrowserSettings
    QJsonObject settings;
};

inline constexpr qsizetype maximumCommandId = 64; // characters

} // namespace belvedere
