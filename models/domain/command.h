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
    UpdatesInstall,
    LostMode,
    LostModeEnd,
    RunCommand,
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

// Parameters of CommandKind::LostMode: what the screen shows while nothing else can be done with the device.
struct LostModeParameters {
    QString message;
    QString phone; // number to call; may be empty
};
inline constexpr qsizetype maximumLostMessage = 500; // characters
inline constexpr qsizetype maximumPhone = 40;
// Whether there is a message and both are within their bounds.
bool isShowable(const LostModeParameters &parameters);

// Parameters of CommandKind::RunCommand: a program that somebody has put on the device for its agent to run.
struct RunParameters {
    QString name; // see isCommandName()
};
inline constexpr qsizetype maximumCommandName = 64; // characters
inline constexpr qsizetype maximumCommandNames = 200; // that one device tells of
// [a-z0-9][a-z0-9-]{0,63}: neither a path nor an option.
bool isCommandName(QStringView name);
// Why a device that tells of `commands` cannot run that one: "command.not-allowed" where it tells of none,
// "command.not-found" where of others; empty: it can.
QString commandObstacle(const std::optional<QStringList> &commands, const QString &name);

// Parameters of CommandKind::ProfileInstall; ProfileRemove reads `profile` alone.
struct ProfileParameters {
    QString profile; // id
    qint64 version = 0; // a newer one replaces an older one of the same id
    QString type; // key in the catalogue of profiles
    QJsonObject settings; // by the type
};

// Bytes that a device fetches from its server (contentPath of the agent protocol) while a command names them.
struct ContentReference {
    QString sha256; // lower-case hex
    qint64 size = 0; // bytes
};

// Parameters of CommandKind::ApplicationInstall; ApplicationRemove reads `application` alone.
struct ApplicationParameters {
    QString application; // id
    qint64 revision = 0;
    QString format; // "apt": by name from the device's own sources, "deb": the package in `content`
    QString name; // of the package
    QString version; // empty: whichever the sources offer
    ContentReference content; // of "deb"
};

// Parameters of CommandKind::FileInstall; FileRemove reads `file` alone.
struct FileParameters {
    QString file; // id
    qint64 revision = 0;
    QString path; // absolute, see managedPathProblem()
    QString mode; // octal, "0644" when empty
    ContentReference content;
};

// Parameters of CommandKind::CertificateInstall: an authority to trust; CertificateRemove reads `certificate` alone.
struct CertificateParameters {
    QString certificate; // id
    qint64 revision = 0;
    ContentReference content; // one certificate, PEM or DER
};

struct PackageUpdate {
    QString name;
    QString version; // empty: the newest that is offered
};

// Parameters of CommandKind::UpdatesInstall.
struct UpdatesParameters {
    std::vector<PackageUpdate> packages; // 1 to maximumUpdates; what is not installed is left alone
};
inline constexpr qsizetype maximumUpdates = 2'000;

inline constexpr qsizetype maximumCommandId = 64; // characters

} // namespace belvedere
