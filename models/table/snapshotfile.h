// A snapshot as bytes, laid out nearly as it lies in memory, so that reading it back is mostly copying.
#pragma once

#include "base/result.h"
#include "table/bytestream.h"
#include "table/filter.h"
#include "table/snapshot.h"

namespace belvedere {

struct KeptSnapshot {
    SnapshotPointer snapshot; // never null
    QString token; // change token of these rows
    QDateTime asOf; // when they were known to be current
};

// False: the sink took no more. Any thread.
bool writeSnapshot(const KeptSnapshot &kept, ByteSink &sink);
// Trusts nothing in the bytes: sizes, order, codes. The snapshot starts a lineage of its own. Errors: "cache.schema"
// (by another version of the program, or of another entity), "cache.broken", "cache.stopped".
Result<KeptSnapshot> readSnapshot(std::span<const Field> fields, ByteSource &source, const StopFlag *stop = nullptr);

// Changes with whatever makes kept bytes mean something else: format, fields, their choices, the rules of folding.
QByteArray snapshotSchema(std::span<const Field> fields); // 32 bytes

} // namespace belvedere
