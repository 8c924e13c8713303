// Verification of stored records: each in canonical form, numbered without a gap, and tied to the one before.
#pragma once

#include "audit/merkle.h"
#include "audit/record.h"

#include <functional>

class QIODevice;

namespace belvedere {

// The first place where a log does not hold.
struct ChainBreak {
    qint64 line = 0; // 1 for the first line that was read
    qint64 seq = 0; // the number that belongs there
    QString code; // "audit.sequence", "audit.prev", "audit.hash", "audit.field", "audit.log", or one of readCanonical()
    QString detail; // one English sentence
};

struct ChainReport {
    AuditPosition end; // where the next record would go
    qint64 records = 0;
    QByteArray root; // 32 bytes, over the records read and the leaves given before them
    std::optional<ChainBreak> broken;
};

// Takes lines one by one; the state is a few hundred bytes whatever the length of the log. One thread at a time.
// It finds edits, removals, insertions and exchanges. A tail cut off, or a log rewritten as a whole, holds: that is
// what checkpoints are for.
class ChainVerifier {
public:
    // A segment that begins later gives the place of its first record and the leaf hashes of all records before it.
    explicit ChainVerifier(AuditPosition start = {}, std::span<const QByteArray> leavesBefore = {});

    // false once the chain is broken; further lines are not looked at.
    bool add(QByteArrayView line);
    ChainReport report() const;

private:
    bool fail(const QString &code, const QString &detail);

    ChainReport m_report;
    MerkleTree m_tree;
};

ChainReport verifyChain(std::span<const QByteArray> lines, AuditPosition start = {});

// Streams lines ended by LF. `goOn` is asked after each record with the number of records so far and stops the run
// with "audit.cancelled" by returning false; a device that fails gives "audit.read".
Result<ChainReport> verifyChain(
    QIODevice &lines, AuditPosition start = {}, const std::function<bool(qint64)> &goOn = {});

} // namespace belvedere
