// Secrets in memory.
#include "sites/secretstore.h"

using namespace Qt::StringLiterals;

namespace belvedere {

ApiError secretUnavailable(const QString &detail)
{
    ApiError error;
    error.kind = ApiError::Kind::Transport;
    error.code = u"secret.unavailable"_s;
    error.detail = detail;
    return error;
}

void MemorySecretStore::read(const QString &key, QObject *owner, Read read)
{
    const auto it = m_secrets.find(key);
    auto found = std::make_shared<std::optional<Secret>>();
    if (it != m_secrets.end())
        *found = it->second.clone();
    QMetaObject::invokeMethod(
        owner,
        [found, read = std::move(read)] {
            read(*found ? Result<Secret>(std::move(**found)) : Result<Secret>(notFound(u"secret under that key"_s)));
        },
        Qt::QueuedConnection);
}

void MemorySecretStore::write(const QString &key, Secret secret) { m_secrets[key] = std::move(secret); }

void MemorySecretStore::remove(const QString &key) { m_secrets.erase(key); }

} // namespace belvedere
