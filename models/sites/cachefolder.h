// CacheFolder: where the lists of all sites are kept on this computer, and the one thread that writes there.
#pragma once

#include "sites/secretstore.h"

#include <QSet>
#include <QStringList>
#include <QThreadPool>

namespace belvedere {

class CacheFolder final : public QObject {
    Q_OBJECT
public:
    // `secrets` outlives the folder. Nothing is touched before a site uses it.
    CacheFolder(QString path, SecretStore &secrets, QObject *parent = nullptr);
    // Waits for what is being written. Where new keys last until the program ends only, so does what they open.
    ~CacheFolder() override;
    // In this person's folder for what can be made again.
    static QString defaultPath();

    SecretStore &secrets() { return m_secrets; }
    // The folder of a site; its name tells nothing about the site.
    QString of(const QString &site) const;
    static QString keyName(const QString &site); // in the store of secrets
    void noteNewKey(const QString &site) { m_newKeys.insert(site); }
    // In the background, one after the other.
    void run(std::function<void()> job) { m_worker.start(std::move(job)); }
    // Forgets the key at once and removes the files behind it in the background.
    void erase(const QString &site);
    // Removes what belongs to no site of these.
    void keepOnly(const QStringList &sites);
    // Bytes on disk of a site, told later; never once `owner` is gone.
    void measure(const QString &site, QObject *owner, std::function<void(qint64 bytes)> told);

Q_SIGNALS:
    void erased(const QString &site);

private:
    QString m_path;
    SecretStore &m_secrets;
    QSet<QString> m_newKeys; // sites whose keys may be known to this program only
    QThreadPool m_worker; // last, so that it ends first
};

} // namespace belvedere
