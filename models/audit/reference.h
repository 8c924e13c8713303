// Salted references: how a record points at a personal value that can be erased without breaking the chain.
#pragma once

#include <optional>
#include <QByteArray>
#include <QString>

namespace belvedere {

inline constexpr qsizetype auditSaltSize = 16; // bytes

// A row of the side table; deleting it makes `ref` unreadable and unguessable.
struct AuditReference {
    QString ref; // 64 lower-case hexadecimal digits
    QByteArray salt;
    QString value;
};

// SHA-256(salt | UTF-8 of value) in hexadecimal; nothing when the salt is not 16 bytes.
std::optional<QString> auditReference(QByteArrayView salt, const QString &value);
// With a fresh random salt. Keep one reference per value, so that records can be filtered by person while it exists.
AuditReference newAuditReference(const QString &value);

} // namespace belvedere
