// KeptSecrets: a store of secrets that outlives the sites of a test, like a keychain; or says that it does not, or is
// locked.
#pragma once

#include "sites/secretstore.h"

namespace belvedere::test {

class KeptSecrets final : public SecretStore {
public:
    void read(const QString &key, QObject *owner, Read read) override
    {
        if (!isLocked) {
            m_secrets.read(key, owner, std::move(read));
            return;
        }
        QMetaObject::invokeMethod(
            owner, [read = std::move(read)] { read(secretUnavailable(QStringLiteral("locked"))); },
            Qt::QueuedConnection);
    }
    void write(const QString &key, Secret secret) override { m_secrets.write(key, std::move(secret)); }
    void remove(const QString &key) override { m_secrets.remove(key); }
    bool isLasting() const override { return lasts; }
    bool contains(const QString &key) const { return m_secrets.contains(key); }

    bool lasts = true;
    bool isLocked = false;

private:
    MemorySecretStore m_secrets;
};

} // namespace belvedere::test
