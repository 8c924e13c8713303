// What the server noticed about a device, in words.
#pragma once

#include <QString>

namespace belvedere {

// A sentence for Device::note: "clock.skew SECONDS s", "identity.clone INVENTORY-ID"; any other text as it is.
QString noteText(const QString &note);

} // namespace belvedere
