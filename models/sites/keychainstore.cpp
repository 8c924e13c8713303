// QtKeychain jobs; its plain-text fallback stays off.
#include "sites/keychainstore.h"

#include <qt6keychain/keychain.h>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// The service under which a person finds our entries in the keychain's own window.
QString service() { return u"Belvedere"_s; }

template<class Job> Job *prepared(const QString &key, QObject *parent)
{
    auto *job = new Job(service(), parent);
    job->setInsecureFallback(false);
    job->setAutoDelete(true);
    job->setKey(key);
    return job;
}

} // namespace

void KeychainStore::read(const QString &key, QObject *owner, Read read)
{
    if (m_memory.contains(key)) {
        m_memory.read(key, owner, std::move(read));
        return;
    }
    if (!m_isLasting) {
        QMetaObject::invokeMethod(
            owner, [read = std::move(read)] { read(secretUnavailable(u"The keychain has refused before."_s)); },
            Qt::QueuedConnection);
        return;
    }
    auto *job = prepared<QKeychain::ReadPasswordJob>(key, this);
    connect(job, &QKeychain::Job::finished, owner, [job, read = std::move(read)] {
        if (job->error() == QKeychain::NoError)
            read(Secret(job->binaryData()));
        else if (job->error() == QKeychain::EntryNotFound)
            read(notFound(u"secret: %1"_s.arg(job->errorString())));
        else
            read(secretUnavailable(job->errorString()));
    });
    connect(job, &QKeychain::Job::finished, this, [this, job] {
        if (job->error() != QKeychain::NoError && job->error() != QKeychain::EntryNotFound)
            fallBack();
    });
    job->start();
}

void KeychainStore::write(const QString &key, Secret secret)
{
    if (!m_isLasting) {
        m_memory.write(key, std::move(secret));
        return;
    }
    auto *job = prepared<QKeychain::WritePasswordJob>(key, this);
    job->setBinaryData(secret.bytes());
    const auto kept = std::make_shared<Secret>(std::move(secret));
    connect(job, &QKeychain::Job::finished, this, [this, job, key, kept] {
        if (job->error() == QKeychain::NoError)
            return;
        m_memory.write(key, std::move(*kept));
        fallBack();
    });
    job->start();
}

void KeychainStore::remove(const QString &key)
{
    m_memory.remove(key);
    if (m_isLasting)
        prepared<QKeychain::DeletePasswordJob>(key, this)->start();
}

void KeychainStore::fallBack()
{
    if (std::exchange(m_isLasting, false))
        Q_EMIT keychainUnavailable();
}

} // namespace belvedere
