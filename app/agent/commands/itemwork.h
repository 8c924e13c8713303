// ItemWork: the commands that install and remove profiles, applications, files, certificates and updates.
#pragma once

#include "agent/commands/commandend.h"
#include "agent/content/contentstore.h"
#include "agent/items/filestore.h"
#include "agent/items/followups.h"
#include "agent/items/itemstore.h"
#include "agent/packages/packagestore.h"
#include "base/clock.h"

namespace belvedere {

struct WorkSetup {
    const RootDir &root;
    const RootDir &state;
    bool computerItself = false; // the root is "/"
    bool allowPackages = false;
    RunProgram run;
    RunLong runLong;
    const Clock &clock;
    Checkpoint checkpoint;
};

// perform() may be called in another thread, once at a time, while items() is called in the first.
class ItemWork {
public:
    explicit ItemWork(const WorkSetup &setup);

    static bool takes(CommandKind kind);
    // What must be fetched before perform(); nothing for commands without content.
    static std::optional<ContentReference> contentOf(const Command &command);

    // Waits `patience` milliseconds at most for an apt that still works; isUnsettled() when it goes on working.
    Result<Done> recover(int patience = 30'000);
    bool isUnsettled() const { return m_isUnsettled; }
    QJsonObject before(const Command &command) const; // the yardstick for observed()
    CommandEnd perform(const Command &command);
    CommandEnd observed(CommandKind kind, const QJsonObject &before) const; // after a crash
    Result<QList<InstalledItem>> items() const; // what is installed, read back
    const ContentStore &content() const { return m_content; }

private:
    CommandEnd installProfile(const Command &command);
    CommandEnd installApplication(const Command &command);
    CommandEnd installFile(const Command &command);
    CommandEnd installCertificate(const Command &command);
    CommandEnd installUpdates(const Command &command);
    CommandEnd remove(const QString &key, const QString &item);
    Result<std::optional<QJsonObject>> verified(const QString &item) const;
    Result<bool> isInstalled(const QString &item) const;

    const Clock &m_clock;
    FollowUps m_followUps;
    ItemStore m_items;
    FileStore m_files;
    PackageStore m_packages;
    ContentStore m_content;
    bool m_isUnsettled = false;
};

} // namespace belvedere
