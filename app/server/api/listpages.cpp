// Pages from columns.
#include "server/api/listpages.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qsizetype usualLine = 512; // bytes

} // namespace

Result<std::shared_ptr<const ListPages::Plan>> ListPages::plan(const ListParameters &parameters, const QDateTime &now)
{
    const std::span<const Field> fields = m_list.entityFields;
    const QString identity = parameters.query + u'\n' + parameters.sort;
    {
        const std::lock_guard lock(m_mutex);
        if (const auto *known = m_plans.object(identity))
            return *known;
    }
    const Result<CompiledList> compiled = compileList(fields, parameters, now);
    if (!compiled)
        return compiled.error();
    auto plan = std::make_shared<Plan>();
    const auto use = [&](size_t column) {
        plan->fits = plan->fits && !fields[column].is(Detail);
        plan->query.columns.push_back(int(column));
    };
    if (const std::optional<Matcher> &filter = compiled.value().filter) {
        for (const QueryLeaf &leaf : filter->leaves())
            use(leaf.field);
        if (!filter->words().isEmpty())
            std::for_each(filter->searchable().begin(), filter->searchable().end(), use);
        plan->query.filter = std::make_shared<QueryFilter>(*filter);
    }
    for (const SqlSort &sort : compiled.value().order) {
        const auto column = size_t(sort.field - fields.data());
        use(column);
        plan->query.sort.push_back({int(column), sort.descending});
    }
    plan->query.identity = identity;
    if (compiled.value().hasAges) {
        plan->query.identity += u'\n' + QString::number(now.toSecsSinceEpoch());
    } else {
        const std::lock_guard lock(m_mutex);
        m_plans.insert(identity, new std::shared_ptr<const Plan>(plan));
    }
    return std::shared_ptr<const Plan>(plan);
}

std::optional<Result<Encoded>> ListPages::page(const ListParameters &parameters, const QDateTime &now)
{
    const ListState state = m_list.columns.now();
    if (!state)
        return std::nullopt;
    const Result<std::shared_ptr<const Plan>> plan = this->plan(parameters, now);
    if (!plan)
        return plan.error();
    if (!plan.value()->fits)
        return std::nullopt;
    const Result<PageBounds> bounds = pageBounds(parameters);
    if (!bounds)
        return bounds.error();
    const ListSlice slice =
        m_list.results.slice(*state.snapshot, plan.value()->query, bounds.value().offset, bounds.value().limit);
    QByteArray body;
    body.reserve(qsizetype(slice.rows.size() + 1) * usualLine);
    body += "{\"items\":[";
    for (const quint32 row : slice.rows) {
        m_list.writer.append(body, *state.snapshot, row);
        body += ',';
    }
    if (!slice.rows.empty())
        body.chop(1);
    body += ']';
    const QString cursor = bounds.value().nextCursor(qint64(slice.rows.size()), slice.total);
    if (!cursor.isEmpty())
        body += ",\"nextCursor\":\"" + cursor.toLatin1() + '"';
    body += ",\"total\":" + QByteArray::number(slice.total) + '}';
    return Encoded{200, "application/json", body, {}};
}

std::optional<Result<ViewCount>> ListPages::count(const ListParameters &parameters, const QDateTime &now)
{
    const ListState state = m_list.columns.now();
    if (!state)
        return std::nullopt;
    const Result<std::shared_ptr<const Plan>> plan = this->plan(parameters, now);
    if (!plan)
        return plan.error();
    if (!plan.value()->fits)
        return std::nullopt;
    const qint64 matching = m_list.results.slice(*state.snapshot, plan.value()->query, 0, 0).total;
    return ViewCount{matching, qint64(state.snapshot->rowCount())};
}

} // namespace belvedere::server
