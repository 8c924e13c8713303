// Values that occur in a column, for completion.
#pragma once

#include "table/snapshot.h"

#include <QStringList>

namespace belvedere {

// Distinct values of a field of text, version or set whose text begins with or holds `typed`, case and marks aside; at
// most `limit`. Nothing for other kinds. Looks at the first hundred thousand distinct texts, 20,000 members of sets and
// 16 MiB only, so that a keystroke never waits for it; values that no row has any more may be among them.
QStringList valuesIn(const Snapshot &snapshot, const Field &field, const QString &typed, qsizetype limit);

} // namespace belvedere
