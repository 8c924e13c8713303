// Verification of the chain.
#include "audit/chain.h"

#include "audit/canonical.h"
#include "base/digest.h"

#include <QIODevice>

using namespace Qt::StringLiterals;

namespace belvedere {
namespace {

// The first required part that is missing or has another type; empty when all are there.
QString missingField(const QJsonObject &record)
{
    static constexpr QLatin1StringView texts[] = {
        "log"_L1, "ts"_L1, "event_id"_L1, "category"_L1, "action"_L1, "result"_L1, "prev"_L1, "hash"_L1};
    if (record.value("v"_L1).toInteger() != 1)
        return u"v"_s;
    for (const QLatin1StringView key : texts) {
        if (record.value(key).toString().isEmpty())
            return key;
    }
    if (!record.value("seq"_L1).isDouble())
        return u"seq"_s;
    return record.value("actor"_L1).isObject() ? QString() : u"actor"_s;
}

} // namespace

ChainVerifier::ChainVerifier(AuditPosition start, std::span<const QByteArray> leavesBefore)
{
    m_report.end = std::move(start);
    for (const QByteArray &leaf : leavesBefore)
        m_tree.add(leaf);
}

bool ChainVerifier::add(QByteArrayView line)
{
    if (m_report.broken)
        return false;
    const Result<QJsonObject> read = readCanonical(line);
    if (!read)
        return fail(read.error().code, read.error().detail);
    const QJsonObject &record = read.value();
    if (const QString field = missingField(record); !field.isEmpty())
        return fail(u"audit.field"_s, u"\"%1\" is missing or not what it must be."_s.arg(field));

    AuditPosition &place = m_report.end;
    const QString log = record.value("log"_L1).toString();
    if (!place.log.isEmpty() && log != place.log)
        return fail(u"audit.log"_s, u"The record belongs to the log \"%1\"."_s.arg(log));
    const qint64 seq = record.value("seq"_L1).toInteger();
    if (seq != place.seq)
        return fail(u"audit.sequence"_s, u"The record has number %1, expected %2."_s.arg(seq).arg(place.seq));
    if (record.value("prev"_L1).toString().toLatin1() != place.prev)
        return fail(u"audit.prev"_s, u"The record does not name the hash of the one before."_s);
    const Result<QByteArray> bytes = hashedBytes(record);
    if (!bytes)
        return fail(bytes.error().code, bytes.error().detail);
    const QByteArray hash = sha256(bytes.value()).toHex();
    if (record.value("hash"_L1).toString().toLatin1() != hash)
        return fail(u"audit.hash"_s, u"The record was altered: its hash is another."_s);

    m_tree.add(merkleLeaf(bytes.value()));
    ++m_report.records;
    place = {log, seq + 1, hash};
    return true;
}

ChainReport ChainVerifier::report() const
{
    ChainReport report = m_report;
    report.root = m_tree.root();
    return report;
}

bool ChainVerifier::fail(const QString &code, const QString &detail)
{
    m_report.broken = ChainBreak{m_report.records + 1, m_report.end.seq, code, detail};
    return false;
}

ChainReport verifyChain(std::span<const QByteArray> lines, AuditPosition start)
{
    ChainVerifier verifier(std::move(start));
    for (const QByteArray &line : lines) {
        if (!verifier.add(line))
            break;
    }
    return verifier.report();
}

Result<ChainReport> verifyChain(QIODevice &lines, AuditPosition start, const std::function<bool(qint64)> &goOn)
{
    ChainVerifier verifier(std::move(start));
    qint64 count = 0;
    while (!lines.atEnd()) {
        // one byte more than a record and its line end may have, so that a longer line is seen as too long
        QByteArray line = lines.readLine(maximumAuditRecord + 3);
        if (line.isEmpty())
            return auditError(u"audit.read"_s, u"The log could not be read: %1"_s.arg(lines.errorString()));
        if (line.endsWith('\n'))
            line.chop(1);
        if (!verifier.add(line))
            break;
        ++count;
        if (goOn && !goOn(count))
            return auditError(u"audit.cancelled"_s, u"The verification was cancelled."_s);
    }
    return verifier.report();
}

} // namespace belvedere
