// Authority: an authority to trust, from the bytes of one certificate.
#pragma once

#include "agent/items/itemstore.h"

namespace belvedere {

// PEM or DER, one certificate of an authority that has not run out. Errors "certificate.malformed",
// "certificate.not-an-authority", "certificate.expired".
Result<QList<ItemFile>> authorityFiles(const QString &id, const QByteArray &bytes, const QDateTime &now);

} // namespace belvedere
