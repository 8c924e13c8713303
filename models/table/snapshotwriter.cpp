// Writing a snapshot's columns.
#include "table/snapshotfile.h"

#include "base/digest.h"

#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int formatVersion = 1;

// Codes take as many bytes as the largest of them needs.
quint8 widthFor(quint32 largest) { return largest <= 0xff ? 1 : largest <= 0xffff ? 2 : 4; }

template<class Narrow, class T> bool putNarrow(const T *values, quint32 count, ByteSink &sink)
{
    std::array<Narrow, blockRows> narrow;
    for (quint32 i = 0; i < count; ++i)
        narrow[i] = Narrow(values[i]);
    return sink.write(narrow.data(), count * sizeof(Narrow));
}

template<class T> bool putBlock(const T *values, quint32 count, quint8 width, ByteSink &sink)
{
    switch (width) {
    case 1:
        return putNarrow<quint8>(values, count, sink);
    case 2:
        return putNarrow<quint16>(values, count, sink);
    case 4:
        return putNarrow<quint32>(values, count, sink);
    default:
        return sink.write(values, count * sizeof(T));
    }
}

bool putTexts(const TextList &texts, ByteSink &sink)
{
    bool good = sink.put(texts.size());
    quint32 left = texts.size();
    for (const auto &chunk : texts.chunks()) {
        const quint32 count = std::min(left, TextList::chunkSize);
        left -= count;
        const bool isFolded = !chunk->foldedEnds.empty();
        const quint32 size = chunk->ends[count - 1];
        const quint32 foldedSize = isFolded ? chunk->foldedEnds[count - 1] : 0;
        good = good && sink.put(size) && sink.put(foldedSize) && sink.write(chunk->ends.data(), count * sizeof(quint32))
            && sink.write(chunk->bytes.data(), size);
        if (isFolded)
            good = good && sink.write(chunk->foldedEnds.data(), count * sizeof(quint32))
                && sink.write(chunk->folded.data(), foldedSize);
    }
    return good;
}

struct PutLane {
    const Column &column;
    quint32 rows;
    ByteSink &sink;

    bool operator()(std::monostate) const { return true; }
    bool operator()(const Lane<quint32> &lane) const { return putAll(lane, widthFor(column.texts.size())); }
    bool operator()(const Lane<quint16> &lane) const
    {
        return putAll(lane, widthFor(column.firstForeign() + column.texts.size()));
    }
    bool operator()(const Lane<qint64> &lane) const { return putAll(lane, sizeof(qint64)); }
    bool operator()(const Lane<quint8> &lane) const { return putAll(lane, 1); }

    template<class T> bool putAll(const Lane<T> &lane, quint8 width) const
    {
        bool good = sink.put(width);
        for (quint32 first = 0; good && first < rows; first += blockRows) {
            const auto *block = lane.block(first / blockRows);
            good = sink.put(quint8(block != nullptr));
            if (good && block)
                good = putBlock(block->data(), std::min(blockRows, rows - first), width, sink);
        }
        return good;
    }
};

} // namespace

QByteArray snapshotSchema(std::span<const Field> fields)
{
    // Folding follows Qt's Unicode tables, and both sides of a search must have used the same.
    QByteArray text = "belvedere snapshot " + QByteArray::number(formatVersion) + ' ' + qVersion() + ' '
        + QByteArray::number(int(QSysInfo::ByteOrder)) + ' ' + QByteArray::number(blockRows) + '\n';
    for (const Field &field : fields) {
        text += QByteArray(field.name) + ' ' + QByteArray::number(int(field.kind));
        for (const auto &choice : field.choices)
            text += ' ' + QByteArray(choice.token);
        text += '\n';
    }
    return sha256(text);
}

bool writeSnapshot(const KeptSnapshot &kept, ByteSink &sink)
{
    const Snapshot &snapshot = *kept.snapshot;
    const QByteArray schema = snapshotSchema(snapshot.fields());
    const QByteArray token = kept.token.toUtf8();
    bool good = sink.write(schema.constData(), size_t(schema.size())) && sink.put(qint64(kept.asOf.toMSecsSinceEpoch()))
        && sink.put(quint32(token.size())) && sink.write(token.constData(), size_t(token.size()))
        && sink.put(snapshot.rowCount());
    for (int i = 0; good && i < snapshot.columnCount(); ++i) {
        const Column &column = snapshot.column(i);
        good = putTexts(column.texts, sink) && std::visit(PutLane{column, snapshot.rowCount(), sink}, column.lane);
    }
    return good;
}

} // namespace belvedere
