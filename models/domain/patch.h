// Patch: an update that waits on devices of the fleet, what was decided about it, and which devices wait for it.
#pragma once

#include "domain/device.h"

namespace belvedere {

enum class PatchDecision : quint8 {
    Unknown,
    None, // nobody has said anything yet: it is not installed by orders
    Approved,
    Blocked, // never sent to a device
};

// One update as a device reports it: a package that is installed in an older version than the sources offer.
struct PendingUpdate {
    QString name; // of the package, or of the system's update
    QString installed; // version
    QString available; // version
    std::optional<bool> security;
    QString origin; // where it comes from: "Debian-Security:12/stable-security"
    QString manager; // "deb", "windows", "macos"
    QDateTime since; // when the device first saw that the package has an update
    Coded<PatchDecision> decision; // added by the server
    QString source; // which agent reported it
};

// One row for each (platform, package, offered version) that at least one device waits for, or that a person decided
// on.
struct SoftwarePatch {
    static constexpr char idPrefix[] = "pat";

    Id<SoftwarePatch> id;
    QString package;
    QString release; // the version that is offered
    Coded<Platform> platform;
    QString manager;
    QString origin;
    bool security = false; // as the first device said
    qint64 devices = 0; // that wait for it
    QDateTime firstSeen; // when the first device reported it
    Coded<PatchDecision> decision = PatchDecision::None;
    QString block; // id of the PatchBlock that blocks it; empty: decided on its own
    QDateTime decided;
    QString decidedBy; // name of the account
    QString reason;
    qint64 version = 0; // of the record; the entity tag
};

// Blocks patches before anybody sees them: by the package's name, in all versions or one of them.
struct PatchBlock {
    static constexpr char idPrefix[] = "pbl";

    Id<PatchBlock> id;
    QString package; // "linux-image-*": "*" stands for any characters, "?" for one
    QString release; // exactly this version; empty: every one
    Coded<Platform> platform; // unknown: every one
    QString reason;
    QDateTime created;
    QString createdBy; // name of the account
    qint64 version = 0; // of the record; the entity tag
};

// Whether the block is meant for such a patch.
bool blocks(const PatchBlock &block, const SoftwarePatch &patch);

// A device that waits for a patch.
struct PatchDevice {
    Id<Device> device;
    QString name;
    QString installed; // version that it has
    QDateTime since;
    bool simulated = false;
};

inline constexpr qsizetype maximumPatchName = 200; // characters of a package's name, and of a version

} // namespace belvedere
