// The choice between keychain and memory, made at build time.
#ifdef BELVEDERE_KEYCHAIN
#include "sites/keychainstore.h"
#else
#include "sites/secretstore.h"
#endif

namespace belvedere {

std::unique_ptr<SecretStore> systemSecretStore()
{
#ifdef BELVEDERE_KEYCHAIN
    return std::make_unique<KeychainStore>();
#else
    return std::make_unique<MemorySecretStore>();
#endif
}

} // namespace belvedere
