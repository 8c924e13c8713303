// Reading a snapshot's columns, every size, offset and code against its bounds.
#include "table/builder.h"
#include "table/snapshotfile.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr quint32 maximumToken = 4'096; // bytes
constexpr quint32 maximumEnumCodes = 65'536;
constexpr quint32 maximumTexts = 2 * Snapshot::maximumRows;
constexpr qint64 largestNumber = qint64(1) << 53; // as from JSON

ApiError cacheError(const QString &code, const QString &detail)
{
    ApiError error;
    error.kind = ApiError::Kind::Decode;
    error.code = code;
    error.detail = detail;
    return error;
}

bool readEnds(std::vector<quint32> &ends, quint32 count, ByteSource &source)
{
    ends.resize(count);
    return source.read(ends.data(), count * sizeof(quint32));
}

// Each text ends behind a byte 0 of its own, and the last one with the bytes.
bool areEnds(const std::vector<quint32> &ends, const std::string &bytes)
{
    quint32 before = 0;
    bool good = true;
    for (const quint32 end : ends) {
        if (end <= before || end > bytes.size())
            return false;
        good &= bytes[end - 1] == '\0';
        before = end;
    }
    return good && before == bytes.size();
}

bool readPart(std::vector<quint32> &ends, std::string &bytes, quint32 count, quint32 size, ByteSource &source)
{
    if (qint64(size) + qint64(count) * qint64(sizeof(quint32)) > source.left())
        return false;
    if (!readEnds(ends, count, source))
        return false;
    bytes.resize(size);
    return source.read(bytes.data(), size) && areEnds(ends, bytes);
}

bool readTexts(TextList &texts, ByteSource &source)
{
    quint32 size = 0;
    if (!source.take(size) || size > maximumTexts || qint64(size) * qint64(sizeof(quint32)) > source.left())
        return false;
    std::vector<std::shared_ptr<const TextList::Chunk>> chunks;
    chunks.reserve((size + TextList::chunkSize - 1) / TextList::chunkSize);
    for (quint32 first = 0; first < size; first += TextList::chunkSize) {
        const quint32 count = std::min(TextList::chunkSize, size - first);
        const auto chunk = std::make_shared<TextList::Chunk>();
        quint32 bytes = 0;
        quint32 folded = 0;
        if (!source.take(bytes) || !source.take(folded) || !readPart(chunk->ends, chunk->bytes, count, bytes, source))
            return false;
        if (folded > 0 && !readPart(chunk->foldedEnds, chunk->folded, count, folded, source))
            return false;
        chunks.push_back(chunk);
    }
    texts = TextList(std::move(chunks), size);
    return true;
}

template<class Narrow, class T> bool widen(T *values, quint32 count, ByteSource &source)
{
    std::array<Narrow, blockRows> narrow;
    if (!source.read(narrow.data(), count * sizeof(Narrow)))
        return false;
    for (quint32 i = 0; i < count; ++i)
        values[i] = T(narrow[i]);
    return true;
}

template<class T> bool readBlock(T *values, quint32 count, quint8 width, ByteSource &source)
{
    if (width == sizeof(T))
        return source.read(values, count * sizeof(T));
    if (width == 1 && sizeof(T) < sizeof(qint64))
        return widen<quint8>(values, count, source);
    if (width == 2 && sizeof(T) == sizeof(quint32))
        return widen<quint16>(values, count, source);
    return false;
}

// One pass without a way out, so that the compiler can do many values at once.
template<class T> bool areWithin(const T *values, quint32 count, T largest)
{
    T seen = 0;
    for (quint32 i = 0; i < count; ++i)
        seen = std::max(seen, values[i]);
    return seen <= largest;
}

bool areNumbers(const qint64 *values, quint32 count)
{
    bool good = true;
    for (quint32 i = 0; i < count; ++i)
        good &= (values[i] >= -largestNumber && values[i] <= largestNumber) || values[i] == unknownValue<qint64>;
    return good;
}

struct ReadLane {
    Column &column;
    quint32 rows;
    ByteSource &source;

    bool operator()(std::monostate) const { return true; }
    bool operator()(Lane<quint32> &lane) const { return readAll(lane, column.texts.size()); }
    bool operator()(Lane<quint16> &lane) const
    {
        const quint32 codes = column.firstForeign() + column.texts.size();
        return codes <= maximumEnumCodes && readAll(lane, quint16(codes - 1));
    }
    bool operator()(Lane<qint64> &lane) const { return readAll(lane, qint64(0)); }
    bool operator()(Lane<quint8> &lane) const { return readAll(lane, unknownValue<quint8>); }

    template<class T> bool readAll(Lane<T> &lane, T largest) const
    {
        using Block = typename Lane<T>::Block;
        quint8 width = 0;
        if (!source.take(width))
            return false;
        std::vector<std::shared_ptr<Block>> blocks;
        for (quint32 first = 0; first < rows; first += blockRows) {
            quint8 isThere = 0;
            if (!source.take(isThere) || isThere > 1)
                return false;
            blocks.push_back(nullptr);
            if (isThere == 0)
                continue;
            const quint32 count = std::min(blockRows, rows - first);
            if (qint64(count) > source.left())
                return false;
            const auto block = std::make_shared<Block>();
            if (!readBlock(block->data(), count, width, source))
                return false;
            if constexpr (std::is_same_v<T, qint64>) {
                if (!areNumbers(block->data(), count))
                    return false;
            } else if (!areWithin(block->data(), count, largest)) {
                return false;
            }
            std::fill(block->begin() + count, block->end(), unknownValue<T>);
            blocks.back() = block;
        }
        lane = Lane<T>(std::move(blocks));
        return true;
    }
};

} // namespace

// Puts a snapshot together from parts that it has checked.
class SnapshotReader {
public:
    // An empty builder's snapshot has everything but rows.
    static std::shared_ptr<Snapshot> empty(std::span<const Field> fields, quint32 rows)
    {
        auto snapshot = std::make_shared<Snapshot>(*SnapshotBuilder(fields).finish());
        snapshot->m_rowCount = rows;
        return snapshot;
    }
    static Column &column(Snapshot &snapshot, size_t number) { return snapshot.m_columns[number]; }
    // False: a row has no id, or one that another row has.
    static bool index(Snapshot &snapshot)
    {
        std::vector<bool> seen(snapshot.ids().size() + 1, false);
        seen[0] = true; // not known
        const auto idOf = [&snapshot](quint32 row) { return snapshot.idUtf8(row); };
        for (quint32 row = 0; row < snapshot.m_rowCount; ++row) {
            const quint32 code = snapshot.idCode(row);
            if (seen[code])
                return false;
            seen[code] = true;
            snapshot.m_index.insert(IdIndex::hashOf(snapshot.ids().utf8(code)), row, idOf);
        }
        snapshot.m_index.share();
        return true;
    }
};

Result<KeptSnapshot> readSnapshot(std::span<const Field> fields, ByteSource &source, const StopFlag *stop)
{
    const QByteArray schema = snapshotSchema(fields);
    QByteArray found(schema.size(), '\0');
    if (!source.read(found.data(), size_t(found.size())))
        return cacheError(u"cache.broken"_s, u"no beginning"_s);
    if (found != schema)
        return cacheError(u"cache.schema"_s, u"kept by another version of the program"_s);
    qint64 asOf = 0;
    quint32 tokenSize = 0;
    if (!source.take(asOf) || !source.take(tokenSize) || tokenSize == 0 || tokenSize > maximumToken)
        return cacheError(u"cache.broken"_s, u"token"_s);
    QByteArray token(tokenSize, '\0');
    quint32 rows = 0;
    if (!source.read(token.data(), tokenSize) || !source.take(rows) || rows > Snapshot::maximumRows
        || qint64(rows) > source.left())
        return cacheError(u"cache.broken"_s, u"number of rows"_s);
    const std::shared_ptr<Snapshot> snapshot = SnapshotReader::empty(fields, rows);
    for (size_t i = 0; i < fields.size(); ++i) {
        if (stop && *stop)
            return cacheError(u"cache.stopped"_s, {});
        Column &column = SnapshotReader::column(*snapshot, i);
        if (!readTexts(column.texts, source) || !std::visit(ReadLane{column, rows, source}, column.lane))
            return cacheError(u"cache.broken"_s, u"column %1"_s.arg(QLatin1StringView(fields[i].name)));
    }
    // Reading on to the end is what shows that nothing was cut off or added.
    if (source.left() != 0)
        return cacheError(u"cache.broken"_s, u"more than was expected"_s);
    if (!SnapshotReader::index(*snapshot))
        return cacheError(u"cache.broken"_s, u"ids"_s);
    return KeptSnapshot{snapshot, QString::fromUtf8(token), QDateTime::fromMSecsSinceEpoch(asOf, Qt::UTC)};
}

} // namespace belvedere
