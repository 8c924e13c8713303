// Labels and values of declared fields as people read them.
#pragma once

#include "domain/field.h"

namespace belvedere {

// `context` is the entity's name, in which its labels are translated: "Device".
QString fieldLabel(const Field &field, const char *context);
QString choiceLabel(const Choice &choice, const char *context);
// In the local language and time zone; empty when the value is not known; an unknown word of an enumeration as it is.
QString cellText(const Cell &cell, const Field &field, const char *context);
QString bytesText(qint64 bytes);
QString durationText(qint64 seconds);

} // namespace belvedere
