// Reading and merging of fleet tables.
#include "server/policy/fleettable.h"

#include "domain/device.h"

#include <algorithm>
#include <QVariant>
#include <unordered_map>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr size_t sparedKinds = 1'000; // that no row has any more, before they are forgotten

bool isBefore(const FleetRow &a, const FleetRow &b)
{
    return std::pair(a.device, a.number) < std::pair(b.device, b.number);
}

} // namespace

// What one read() collects.
class FleetTable::Reading {
public:
    Reading(Database &database, const FleetSource &source, FleetTable &table)
        : m_database(database)
        , m_source(source)
        , m_table(table)
    {
        for (size_t i = 0; i < table.m_kinds.size(); ++i)
            m_kindOf.try_emplace(table.m_kinds[i], quint32(i));
    }

    Result<Done> whole() { return rows(u" WHERE "_s + QLatin1StringView(m_source.condition)); }

    Result<Done> changes(qint64 since)
    {
        const Result<Done> changed = rows(u" WHERE changed > "_s + QString::number(since));
        if (!changed)
            return changed;
        return m_database.each(u"SELECT id FROM removals WHERE kind = '%1' AND token > %2"_s.arg(
                                   QLatin1StringView(m_source.kind), QString::number(since)),
            [this](const QSqlQuery &row) -> Result<Done> {
                if (const std::optional<qint64> number = idNumber(row.value(0).toString(), m_source.idPrefix))
                    m_gone.push_back(*number);
                return Done{};
            });
    }

    void merge()
    {
        std::sort(m_new.begin(), m_new.end(), isBefore);
        std::sort(m_gone.begin(), m_gone.end());
        if (!m_gone.empty())
            std::erase_if(m_table.m_rows,
                [this](const FleetRow &row) { return std::binary_search(m_gone.begin(), m_gone.end(), row.number); });
        const auto middle = ptrdiff_t(m_table.m_rows.size());
        m_table.m_rows.insert(m_table.m_rows.end(), m_new.begin(), m_new.end());
        std::inplace_merge(m_table.m_rows.begin(), m_table.m_rows.begin() + middle, m_table.m_rows.end(), isBefore);
    }

private:
    Result<Done> rows(const QString &condition)
    {
        QString sql = u"SELECT n, %1, %2, CASE WHEN %3 THEN 1 ELSE 0 END"_s.arg(QLatin1StringView(m_source.device),
            QLatin1StringView(m_source.time), QLatin1StringView(m_source.condition));
        for (const char *column : m_source.columns)
            sql += u", "_s + QLatin1StringView(column);
        sql += u" FROM "_s + QLatin1StringView(m_source.table) + condition;
        return m_database.each(sql, [this](const QSqlQuery &row) {
            take(row);
            return Result<Done>(Done{});
        });
    }

    void take(const QSqlQuery &row)
    {
        const qint64 number = row.value(0).toLongLong();
        if (!m_table.m_rows.empty())
            m_gone.push_back(number); // as it was
        const std::optional<qint64> device = idNumber(row.value(1).toString(), Device::idPrefix);
        if (!device || row.value(3).toInt() == 0)
            return;
        m_values.clear();
        for (int i = 0; i < int(m_source.columns.size()); ++i)
            m_values.append(row.value(4 + i).toString());
        if (m_source.condense)
            m_values.last() = m_source.condense(m_values.last());
        const auto [kind, isNew] = m_kindOf.try_emplace(m_values, quint32(m_table.m_kinds.size()));
        if (isNew)
            m_table.m_kinds.push_back(m_values);
        m_new.push_back({*device, number, row.value(2).toLongLong(), kind->second});
    }

    Database &m_database;
    const FleetSource &m_source;
    FleetTable &m_table;
    struct Hash {
        size_t operator()(const QStringList &values) const { return qHash(values); }
    };
    std::unordered_map<QStringList, quint32, Hash> m_kindOf;
    QStringList m_values;
    std::vector<FleetRow> m_new;
    std::vector<qint64> m_gone; // numbers
};

namespace {

// Forgets the kinds that no row has, once they are many.
void forgetUnused(std::vector<FleetRow> &rows, std::vector<QStringList> &kinds)
{
    std::vector<quint32> places(kinds.size(), 0);
    for (const FleetRow &row : rows)
        places[row.kind] = 1;
    const auto used = size_t(std::count(places.begin(), places.end(), 1U));
    if (kinds.size() <= 2 * used + sparedKinds)
        return;
    std::vector<QStringList> kept;
    kept.reserve(used);
    for (size_t i = 0; i < kinds.size(); ++i) {
        if (places[i] == 0)
            continue;
        places[i] = quint32(kept.size());
        kept.push_back(kinds[i]);
    }
    for (FleetRow &row : rows)
        row.kind = places[row.kind];
    kinds = std::move(kept);
}

} // namespace

Result<std::shared_ptr<const FleetTable>> FleetTable::read(
    Database &database, const FleetSource &source, const std::shared_ptr<const FleetTable> &earlier)
{
    const Result<QVariant> token = database.value(u"SELECT token FROM change_counter WHERE one = 1"_s);
    const Result<QVariant> oldest = database.value(u"SELECT oldest FROM change_counter WHERE one = 1"_s);
    if (!token || !oldest)
        return token ? oldest.error() : token.error();
    const qint64 now = token.value().toLongLong();
    if (earlier && earlier->m_token == now)
        return earlier;
    const bool isKnown = earlier && earlier->m_token >= oldest.value().toLongLong() && earlier->m_token <= now;
    auto table = isKnown ? std::make_shared<FleetTable>(*earlier) : std::make_shared<FleetTable>();
    Reading reading(database, source, *table);
    const Result<Done> done = isKnown ? reading.changes(earlier->m_token) : reading.whole();
    if (!done)
        return done.error();
    reading.merge();
    forgetUnused(table->m_rows, table->m_kinds);
    table->m_token = now;
    return std::shared_ptr<const FleetTable>(std::move(table));
}

qsizetype FleetTable::bytes() const
{
    qsizetype sum = qsizetype(m_rows.capacity() * sizeof(FleetRow));
    for (const QStringList &kind : m_kinds) {
        sum += qsizetype(sizeof(QStringList));
        for (const QString &value : kind)
            sum += qsizetype(sizeof(QString)) + value.capacity() * qsizetype(sizeof(QChar));
    }
    return sum;
}

} // namespace belvedere::server
