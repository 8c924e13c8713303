// Writing rows into columns.
#include "table/builder.h"

#include <atomic>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr quint32 maximumEnumCodes = 65'535;
constexpr quint32 spareTexts = 8'192;

quint64 newLineage()
{
    static std::atomic<quint64> last = 0;
    return ++last;
}

} // namespace

void RowStage::clear()
{
    std::fill(values.begin(), values.end(), Value());
    members.clear();
}

SnapshotBuilder::SnapshotBuilder(std::span<const Field> fields)
    : m_fields(fields)
    , m_writers(fields.size())
    , m_lineage(newLineage())
{
    for (size_t i = 0; i < fields.size(); ++i) {
        m_writers[i].lane = emptyLane(fields[i].kind);
        if (QLatin1StringView(fields[i].name) == "id"_L1)
            m_idColumn = i;
    }
    Q_ASSERT(!fields.empty() && fields[m_idColumn].kind == Kind::Text);
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
}

std::string_view SnapshotBuilder::idOf(quint32 row) const
{
    const Writer &ids = m_writers[m_idColumn];
    return ids.texts.utf8(std::get_if<Lane<quint32>>(&ids.lane)->at(row));
}

bool SnapshotBuilder::hasRoomFor(const RowStage &row) const
{
    for (size_t i = 0; i < m_fields.size(); ++i) {
        const bool isNumbered = m_fields[i].kind == Kind::Enum && row.values[i].known;
        if (isNumbered && m_writers[i].texts.size() + m_fields[i].choices.size() >= maximumEnumCodes)
            return false;
    }
    return true;
}

quint32 SnapshotBuilder::codeOf(size_t column, const RowStage::Value &value, const RowStage &row)
{
    if (!value.known)
        return 0;
    const Field &field = m_fields[column];
    TextPool &texts = m_writers[column].texts;
    if (field.kind == Kind::Enum) {
        for (size_t i = 1; i < field.choices.size(); ++i) {
            if (value.text == field.choices[i].token)
                return quint32(i);
        }
        return quint32(std::max<size_t>(1, field.choices.size())) + texts.intern(value.text) - 1;
    }
    if (field.kind != Kind::Set)
        return texts.intern(value.text);
    m_joined.clear();
    for (quint32 i = 0; i < value.count; ++i) {
        if (i > 0)
            m_joined.push_back(char(memberSeparator));
        m_joined.append(row.members[value.first + i]);
    }
    return texts.intern(m_joined);
}

bool SnapshotBuilder::write(size_t column, quint32 row, const RowStage &stage)
{
    const RowStage::Value &value = stage.values[column];
    struct Write {
        SnapshotBuilder &builder;
        const RowStage &stage;
        const RowStage::Value &value;
        size_t column;
        quint32 row;
        bool operator()(std::monostate) const { return false; }
        bool operator()(Lane<quint32> &lane) const { return lane.set(row, builder.codeOf(column, value, stage)); }
        bool operator()(Lane<quint16> &lane) const
        {
            return lane.set(row, quint16(builder.codeOf(column, value, stage)));
        }
        bool operator()(Lane<qint64> &lane) const
        {
            return lane.set(row, value.known ? value.number : unknownValue<qint64>);
        }
        bool operator()(Lane<quint8> &lane) const
        {
            return lane.set(row, value.known ? quint8(value.number != 0) : unknownValue<quint8>);
        }
    };
    return std::visit(Write{*this, stage, value, column, row}, m_writers[column].lane);
}

bool SnapshotBuilder::put(const RowStage &row)
{
    const std::string_view id = row.values[m_idColumn].text;
    const auto idAt = [this](quint32 at) { return idOf(at); };
    std::optional<quint32> at = m_index.find(id, idAt);
    if (!hasRoomFor(row) || (!at && m_rowCount >= Snapshot::maximumRows))
        return false;
    const bool isNew = !at;
    if (isNew) {
        at = m_rowCount;
        if (m_rowCount++ % blockRows == 0) {
            for (Writer &writer : m_writers)
                std::visit(
                    [this](auto &lane) {
                        if constexpr (!std::is_same_v<std::decay_t<decltype(lane)>, std::monostate>)
                            lane.resize(m_rowCount);
                    },
                    writer.lane);
        }
    }
    bool differs = false;
    for (size_t i = 0; i < m_fields.size(); ++i)
        differs |= write(i, *at, row);
    if (isNew)
        m_index.insert(id, *at, idAt);
    if (differs)
        record(id, isNew ? Change::Inserted : Change::Updated);
    return true;
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
    const std::optional<quint32> row = m_index.find(id, idAt);
    if (!row)
        return false;
    record(id, Change::Removed);
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
        if (code != 0)
            lane->set(row, kept.intern(writer.texts.utf8(code)));
    }
    writer.texts = std::move(kept);
    if (column == m_idColumn)
        m_lineage = newLineage();
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
