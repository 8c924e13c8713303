// Writing rows into columns.
#include "table/builder.h"

#include <array>
#include <atomic>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr quint32 maximumEnumCodes = 65'535;
constexpr quint32 spareTexts = 8'192;

// What encodeAhead() has left.
bool takeCodes(size_t column, const RowBatch &batch, quint32 *codes)
{
    bool anyKnown = false;
    for (quint32 i = 0; i < batch.rows(); ++i) {
        const bool known = batch.isKnown(column, i);
        codes[i] = known ? quint32(batch.value(column, i).number) : 0;
        anyKnown |= known;
    }
    return anyKnown;
}

quint64 newLineage()
{
    static std::atomic<quint64> last = 0;
    return ++last;
}

} // namespace

SnapshotBuilder::SnapshotBuilder(std::span<const Field> fields)
    : m_fields(fields)
    , m_writers(fields.size())
    , m_lineage(newLineage())
{
    for (size_t i = 0; i < fields.size(); ++i) {
        m_writers[i].lane = emptyLane(fields[i].kind);
        m_writers[i].mayBeKnown = false;
        if (QLatin1StringView(fields[i].name) == "id"_L1)
            m_idColumn = i;
    }
    Q_ASSERT(!fields.empty() && fields[m_idColumn].kind == Kind::Text);
    dealColumns();
}

SnapshotBuilder::SnapshotBuilder(const Snapshot &snapshot)
    : m_fields(snapshot.fields())
    , m_writers(snapshot.fields().size())
    , m_index(snapshot.m_index)
    , m_idColumn(size_t(snapshot.m_idColumn))
    , m_rowCount(snapshot.m_rowCount)
    , m_generation(snapshot.m_generation)
    , m_lineage(snapshot.m_lineage)
{
    for (size_t i = 0; i < m_fields.size(); ++i) {
        const Column &column = snapshot.m_columns[i];
        m_writers[i].lane = std::visit(
            [](const auto &lane) -> ColumnLane {
                if constexpr (std::is_same_v<std::decay_t<decltype(lane)>, std::monostate>)
                    return lane;
                else
                    return lane.writer();
            },
            column.lane);
        m_writers[i].texts = TextPool(column.texts);
    }
    dealColumns();
}

// Every other column of texts. Not the id, which says where a row goes, nor words, for which there may be no room.
void SnapshotBuilder::dealColumns()
{
    bool isAhead = false;
    for (size_t i = 0; i < m_fields.size(); ++i) {
        if (i != m_idColumn && std::holds_alternative<Lane<quint32>>(m_writers[i].lane))
            m_writers[i].isAhead = isAhead = !isAhead;
    }
}

std::string_view SnapshotBuilder::idOf(quint32 row) const
{
    const Writer &ids = m_writers[m_idColumn];
    return ids.texts.utf8(std::get_if<Lane<quint32>>(&ids.lane)->at(row));
}

bool SnapshotBuilder::hasRoomFor(const RowBatch &batch, quint32 at) const
{
    for (size_t i = 0; i < m_fields.size(); ++i) {
        if (m_fields[i].kind == Kind::Enum && batch.isKnown(i, at) && isFull(i))
            return false;
    }
    return true;
}

// A batch is tested before its words are counted, so one more batch must always fit.
bool SnapshotBuilder::isFull(size_t column) const
{
    return m_writers[column].texts.size() + m_fields[column].choices.size() + RowBatch::capacity >= maximumEnumCodes;
}

bool SnapshotBuilder::mayOverflow() const
{
    for (size_t i = 0; i < m_fields.size(); ++i) {
        if (m_fields[i].kind == Kind::Enum && isFull(i))
            return true;
    }
    return m_rowCount + RowBatch::capacity > Snapshot::maximumRows;
}

quint32 SnapshotBuilder::wordCode(size_t column, std::string_view word)
{
    const std::span<const Choice> choices = m_fields[column].choices;
    for (size_t i = 1; i < choices.size(); ++i) {
        if (word == choices[i].token)
            return quint32(i);
    }
    return quint32(std::max<size_t>(1, choices.size())) + m_writers[column].texts.intern(word) - 1;
}

bool SnapshotBuilder::encode(size_t column, const RowBatch &batch, quint32 *codes)
{
    Writer &writer = m_writers[column];
    // Places are given and taken in the order of the rows, so the codes of unseen texts are needed first.
    std::array<HashedText, RowBatch::capacity> texts;
    std::array<quint32, RowBatch::capacity> found;
    quint32 count = 0;
    for (quint32 i = 0; i < batch.rows(); ++i) {
        const RowBatch::Value &value = batch.value(column, i);
        if (batch.isKnown(column, i) && !value.isSeen())
            texts[count++] = {value.text(), value.hash};
    }
    const bool isEnum = m_fields[column].kind == Kind::Enum;
    if (isEnum) {
        // Rows with one word too many are refused; what stands for it does not matter then.
        const bool noRoom = isFull(column);
        for (quint32 i = 0; i < count; ++i)
            found[i] = noRoom ? 0 : wordCode(column, texts[i].text);
    } else if (count > 0) {
        writer.texts.intern({texts.data(), count}, found.data());
    }
    bool anyKnown = false;
    for (quint32 i = 0, next = 0; i < batch.rows(); ++i) {
        codes[i] = 0;
        if (!batch.isKnown(column, i))
            continue;
        anyKnown = true;
        const RowBatch::Value &value = batch.value(column, i);
        quint32 &recent = writer.recent[value.isSeen() ? size_t(value.number) : value.hash % RecentTexts::places];
        if (!value.isSeen())
            recent = found[next++];
        codes[i] = recent;
    }
    return anyKnown;
}

void SnapshotBuilder::encodeAhead(RowBatch &batch)
{
    std::array<quint32, RowBatch::capacity> codes;
    for (size_t i = 0; i < m_fields.size(); ++i) {
        if (!m_writers[i].isAhead || !batch.mayKnow(i))
            continue;
        encode(i, batch, codes.data());
        for (quint32 row = 0; row < batch.rows(); ++row)
            batch.setCode(i, row, codes[row]);
    }
    batch.setEncodedAhead();
}

template<class T> void SnapshotBuilder::write(Lane<T> &lane, const T *cells, bool anyKnown)
{
    for (const Run &run : m_runs) {
        const quint32 row = m_places[run.first].row;
        if (!run.isNew)
            m_places[run.first].differs |= lane.set(row, cells[run.first]);
        else if (anyKnown)
            std::copy_n(cells + run.first, run.count, lane.own(row / blockRows).begin() + row % blockRows);
    }
}

template<class T> bool SnapshotBuilder::writeNumbers(Lane<T> &lane, size_t column, const RowBatch &batch)
{
    std::array<T, RowBatch::capacity> cells;
    bool anyKnown = false;
    for (quint32 i = 0; i < batch.rows(); ++i) {
        const bool known = batch.isKnown(column, i);
        anyKnown |= known;
        cells[i] = known ? T(batch.value(column, i).number) : unknownValue<T>;
    }
    write(lane, cells.data(), anyKnown);
    return anyKnown;
}

void SnapshotBuilder::writeColumn(size_t column, const RowBatch &batch)
{
    struct Write {
        SnapshotBuilder &builder;
        const RowBatch &batch;
        size_t column;
        bool operator()(std::monostate) const { return false; }
        bool operator()(Lane<quint32> &lane) const
        {
            std::array<quint32, RowBatch::capacity> codes;
            const bool isEncoded = batch.isEncodedAhead() && builder.m_writers[column].isAhead;
            const bool anyKnown =
                isEncoded ? takeCodes(column, batch, codes.data()) : builder.encode(column, batch, codes.data());
            builder.write(lane, codes.data(), anyKnown);
            return anyKnown;
        }
        bool operator()(Lane<quint16> &lane) const
        {
            std::array<quint32, RowBatch::capacity> codes;
            const bool anyKnown = builder.encode(column, batch, codes.data());
            std::array<quint16, RowBatch::capacity> narrow;
            for (quint32 i = 0; i < batch.rows(); ++i)
                narrow[i] = quint16(codes[i]);
            builder.write(lane, narrow.data(), anyKnown);
            return anyKnown;
        }
        bool operator()(Lane<qint64> &lane) const { return builder.writeNumbers(lane, column, batch); }
        bool operator()(Lane<quint8> &lane) const { return builder.writeNumbers(lane, column, batch); }
    };
    m_writers[column].mayBeKnown |= std::visit(Write{*this, batch, column}, m_writers[column].lane);
}

void SnapshotBuilder::addRow(std::string_view id, quint32 hash)
{
    const quint32 row = m_rowCount;
    if (m_rowCount++ % blockRows == 0) {
        for (Writer &writer : m_writers) {
            std::visit(
                [this](auto &lane) {
                    if constexpr (!std::is_same_v<std::decay_t<decltype(lane)>, std::monostate>)
                        lane.resize(m_rowCount);
                },
                writer.lane);
        }
    }
    Writer &ids = m_writers[m_idColumn];
    quint32 code = 0;
    if (!m_goneIds.isEmpty())
        code = m_goneIds.take(QByteArray::fromRawData(id.data(), qsizetype(id.size())));
    if (code == 0)
        code = ids.texts.append(id);
    std::get_if<Lane<quint32>>(&ids.lane)->set(row, code);
    m_index.insert(hash, row, [this](quint32 at) { return idOf(at); });
}

void SnapshotBuilder::place(const RowBatch &batch)
{
    const auto idAt = [this](quint32 at) { return idOf(at); };
    for (quint32 i = 0; i < batch.rows(); ++i)
        m_index.prefetch(batch.value(m_idColumn, i).hash);
    const bool isTight = mayOverflow();
    m_places.assign(batch.rows(), {});
    for (quint32 i = 0; i < batch.rows(); ++i) {
        Place &place = m_places[i];
        const std::string_view id = batch.value(m_idColumn, i).text();
        const quint32 hash = batch.value(m_idColumn, i).hash;
        const std::optional<quint32> row = m_index.find(id, hash, idAt);
        place.isRefused = isTight && (!hasRoomFor(batch, i) || (!row && m_rowCount >= Snapshot::maximumRows));
        if (place.isRefused)
            continue;
        place.isNew = !row;
        place.differs = place.isNew;
        place.row = row.value_or(m_rowCount);
        if (place.isNew)
            addRow(id, hash);
    }
}

void SnapshotBuilder::findRuns()
{
    m_runs.clear();
    for (quint32 i = 0; i < m_places.size(); ++i) {
        const Place &place = m_places[i];
        if (place.isRefused)
            continue;
        const bool isNext = place.isNew && place.row % blockRows != 0 && !m_runs.empty() && m_runs.back().isNew
            && m_runs.back().first + m_runs.back().count == i;
        if (isNext)
            ++m_runs.back().count;
        else
            m_runs.push_back({i, 1, place.isNew});
    }
}

std::vector<quint32> SnapshotBuilder::put(const RowBatch &batch)
{
    std::vector<quint32> refused;
    if (batch.rows() == 0)
        return refused;
    place(batch);
    findRuns();
    for (size_t i = 0; i < m_fields.size(); ++i) {
        if (i != m_idColumn && (m_writers[i].mayBeKnown || batch.mayKnow(i)))
            writeColumn(i, batch);
    }
    for (quint32 i = 0; i < m_places.size(); ++i) {
        const Place &place = m_places[i];
        if (place.isRefused)
            refused.push_back(i);
        else if (place.differs)
            record(batch.value(m_idColumn, i).text(), place.isNew ? Change::Inserted : Change::Updated);
    }
    return refused;
}

void SnapshotBuilder::moveRow(quint32 from, quint32 to)
{
    for (Writer &writer : m_writers) {
        std::visit(
            [from, to](auto &lane) {
                if constexpr (!std::is_same_v<std::decay_t<decltype(lane)>, std::monostate>)
                    lane.set(to, lane.at(from));
            },
            writer.lane);
    }
}

bool SnapshotBuilder::remove(std::string_view id)
{
    const auto idAt = [this](quint32 at) { return idOf(at); };
    const std::optional<quint32> row = m_index.find(id, IdIndex::hashOf(id), idAt);
    if (!row)
        return false;
    record(id, Change::Removed);
    m_goneIds.insert(
        QByteArray(id.data(), qsizetype(id.size())), std::get_if<Lane<quint32>>(&m_writers[m_idColumn].lane)->at(*row));
    const quint32 last = m_rowCount - 1;
    const std::string lastId(idOf(last));
    m_index.remove(id, idAt);
    if (*row != last) {
        moveRow(last, *row);
        // Both rows have this id for the moment; the index still finds it at the old one.
        m_index.move(lastId, *row, idAt);
    }
    for (Writer &writer : m_writers) {
        std::visit(
            [this, last](auto &lane) {
                if constexpr (!std::is_same_v<std::decay_t<decltype(lane)>, std::monostate>) {
                    using T = typename std::decay_t<decltype(lane)>::Block::value_type;
                    lane.set(last, unknownValue<T>);
                    lane.resize(m_rowCount - 1);
                }
            },
            writer.lane);
    }
    --m_rowCount;
    return true;
}

void SnapshotBuilder::forgetUnusedTexts(size_t column)
{
    Writer &writer = m_writers[column];
    auto *lane = std::get_if<Lane<quint32>>(&writer.lane);
    if (!lane || writer.texts.size() < 2 * m_rowCount + spareTexts)
        return;
    TextPool kept;
    for (quint32 row = 0; row < m_rowCount; ++row) {
        const quint32 code = lane->at(row);
        if (code == 0)
            continue;
        const std::string_view text = writer.texts.utf8(code);
        lane->set(row, column == m_idColumn ? kept.append(text) : kept.intern(text));
    }
    writer.texts = std::move(kept);
    if (column == m_idColumn) {
        m_goneIds.clear();
        m_lineage = newLineage();
    }
}

SnapshotPointer SnapshotBuilder::finish()
{
    auto snapshot = std::make_shared<Snapshot>();
    snapshot->m_fields = m_fields;
    snapshot->m_columns.resize(m_fields.size());
    for (size_t i = 0; i < m_fields.size(); ++i) {
        forgetUnusedTexts(i);
        Column &column = snapshot->m_columns[i];
        column.field = &m_fields[i];
        column.lane = std::visit(
            [](auto &lane) -> ColumnLane {
                if constexpr (std::is_same_v<std::decay_t<decltype(lane)>, std::monostate>)
                    return lane;
                else
                    return lane.share();
            },
            m_writers[i].lane);
        column.texts = m_writers[i].texts.list();
    }
    snapshot->m_index = m_index.share();
    snapshot->m_rowCount = m_rowCount;
    snapshot->m_idColumn = int(m_idColumn);
    snapshot->m_generation = ++m_generation;
    snapshot->m_lineage = m_lineage;
    return snapshot;
}

void SnapshotBuilder::record(std::string_view id, Change change)
{
    if (!m_recordsChanges)
        return;
    const QString key = QString::fromUtf8(id.data(), qsizetype(id.size()));
    const auto before = m_changes.constFind(key);
    if (before == m_changes.constEnd())
        m_changes.insert(key, change);
    else if (change == Change::Removed && *before == Change::Inserted)
        m_changes.remove(key);
    else if (change == Change::Removed || *before != Change::Inserted)
        m_changes.insert(key, change == Change::Inserted ? Change::Updated : change);
}

RowChanges SnapshotBuilder::takeChanges()
{
    RowChanges changes;
    for (auto it = m_changes.cbegin(); it != m_changes.cend(); ++it) {
        QStringList &list = it.value() == Change::Inserted ? changes.inserted
            : it.value() == Change::Updated                ? changes.updated
                                                           : changes.removed;
        list.append(it.key());
    }
    m_changes.clear();
    for (QStringList *list : {&changes.inserted, &changes.updated, &changes.removed})
        list->sort();
    return changes;
}

} // namespace belvedere
