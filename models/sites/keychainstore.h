// KeychainStore: secrets in the system's keychain; in memory when it refuses, never in a file.
#pragma once

#include "sites/secretstore.h"

namespace belvedere {

class KeychainStore final : public QObject, public SecretStore {
    Q_OBJECT
public:
    void read(const QString &key, QObject *owner, Read read) override;
    void write(const QString &key, Secret secret) override;
    void remove(const QString &key) override;
    bool isLasting() const override { return m_isLasting; }

Q_SIGNALS:
    // The keychain refused: from now on secrets last until the program ends. Comes once.
    void keychainUnavailable();

private:
    void fallBack();

    MemorySecretStore m_memory; // what the keychain did not take
    bool m_isLasting = true;
};

} // namespace belvedere
