// Salted references.
#include "audit/reference.h"

#include "base/digest.h"

namespace belvedere {

std::optional<QString> auditReference(QByteArrayView salt, const QString &value)
{
    if (salt.size() != auditSaltSize)
        return {};
    const QByteArray salted = salt.toByteArray() + value.toUtf8();
    return sha256Hex(salted);
}

AuditReference newAuditReference(const QString &value)
{
    const QByteArray salt = randomBytes(auditSaltSize);
    return {*auditReference(salt, value), salt, value};
}

} // namespace belvedere
