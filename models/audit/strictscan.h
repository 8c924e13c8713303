// A look at the raw bytes of a record for what Qt's parser accepts in silence: doubled keys and inexact numbers.
#pragma once

#include "base/result.h"

namespace belvedere {

// Codes: "audit.malformed", "audit.depth", "audit.number", "audit.key", "audit.duplicate-key". It judges structure,
// keys and numbers only; escapes and encoding are left to the parser and to the comparison with the canonical form.
Result<Done> scanRecord(QByteArrayView bytes);

} // namespace belvedere
