// SecretStore: where refresh tokens are kept between two starts of the program.
#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <functional>
#include <QHash>
#include <QObject>
#include <QPointer>

namespace belvedere {

// Of a keychain that is locked, not there, or refuses.
ApiError secretUnavailable(const QString &detail);

class SecretStore {
public:
    using Read = std::function<void(Result<Secret>)>;

    virtual ~SecretStore() = default;
    // `read` is called once, later; never once `owner` is gone. Kind::NotFound: there is none. secret.unavailable:
    // whether there is one cannot be told now.
    virtual void read(const QString &key, QObject *owner, Read read) = 0;
    // Done in the order of the calls. What cannot be kept in the keychain is kept until the program ends.
    virtual void write(const QString &key, Secret secret) = 0;
    virtual void remove(const QString &key) = 0;
    // Whether a secret would outlive the program, as far as is known.
    virtual bool isLasting() const = 0;
};

// Keeps secrets until the program ends: tests, and computers without a keychain.
class MemorySecretStore final : public SecretStore {
public:
    void read(const QString &key, QObject *owner, Read read) override;
    void write(const QString &key, Secret secret) override;
    void remove(const QString &key) override;
    bool isLasting() const override { return false; }
    bool contains(const QString &key) const { return m_secrets.find(key) != m_secrets.end(); }

private:
    std::map<QString, Secret> m_secrets;
};

// The system's keychain, or memory where this build has none.
std::unique_ptr<SecretStore> systemSecretStore();

} // namespace belvedere
