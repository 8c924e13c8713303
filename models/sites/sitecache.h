// SiteCache: what one account last saw of one site, sealed in files, so that the window opens without the server.
#pragma once

#include "rest/authgate.h"
#include "sites/cachefolder.h"
#include "sites/seal.h"
#include "sites/siterecord.h"
#include "table/tablestore.h"

namespace belvedere {

class SiteCache final : public QObject {
    Q_OBJECT
public:
    enum class State { Closed, Opening, Open };

    // `folder` outlives the cache.
    SiteCache(CacheFolder &folder, const SiteRecord &record, QObject *parent = nullptr);

    State state() const { return m_state; }
    // Finds or makes the key; `opened` follows with whose lists are kept, if any are. Closed again, and nothing
    // touched, when the store of secrets cannot tell whether there is a key.
    void open();
    // The account whose lists are kept from now on; those of another one are erased.
    void keep(const Identity &identity);

    // Reads a list back, for TableStore::restore(). What is not genuine is removed and not read.
    TableStore::Restore restore(const QString &list, std::span<const Field> fields) const;
    // Writes it in the background, unless it is the one that was written last.
    void save(const QString &list, const KeptSnapshot &kept);
    void forget(const QString &list);
    // Removes everything, the key too; closed afterwards.
    void erase();
    // How long writing took, all in all, since the last call; milliseconds.
    qint64 takeEffort() { return m_effort->exchange(0); }

Q_SIGNALS:
    void opened(const std::optional<belvedere::Identity> &identity);

private:
    void close();
    void useKey(Result<Secret> key);
    SealPurpose purpose(const QString &list) const;
    QString fileOf(const QString &list) const;

    CacheFolder &m_folder;
    QString m_site;
    QString m_address;
    State m_state = State::Closed;
    std::shared_ptr<const Secret> m_key; // shared with what is being written
    std::optional<Identity> m_identity;
    struct Saved {
        quint64 lineage = 0;
        quint64 generation = 0;
        QString token;
        QDateTime asOf;
    };
    std::map<QString, Saved> m_saved;
    std::shared_ptr<std::atomic<qint64>> m_effort = std::make_shared<std::atomic<qint64>>(0);
};

} // namespace belvedere
