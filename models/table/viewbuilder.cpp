// Computing views.
#include "table/viewbuilder.h"

namespace belvedere {

namespace {

constexpr quint32 stopInterval = 8'192;
constexpr quint32 fewShare = 32; // fewer rows than one in so many are looked up instead of looked for
constexpr quint32 worthSharing = 65'536;

bool invert(RowSequence &sequence, Crew &crew, const StopFlag &stop)
{
    const std::vector<quint32> &rows = sequence.rows;
    std::vector<quint32> places(rows.size());
    const size_t parts = rows.size() < worthSharing ? 1 : crew.size();
    crew.share(parts, [&rows, &places, parts, &stop](size_t part) {
        const size_t end = rows.size() * (part + 1) / parts;
        for (size_t i = rows.size() * part / parts; i < end; ++i) {
            if (i % stopInterval == 0 && stop)
                return;
            places[rows[i]] = quint32(i);
        }
    });
    sequence.places = std::move(places);
    return !stop;
}

} // namespace

bool ViewBuilder::arrange(const ViewSpec &spec, const std::vector<SortKey> &keys, const StopFlag &stop)
{
    const bool sameKeys = m_orderedBy == keys && m_orderedFor == spec.locale;
    if (sameKeys && m_orderedSnapshot == spec.snapshot)
        return true;
    auto sequence = std::make_shared<RowSequence>();
    std::optional<std::vector<quint32>> rows;
    if (sameKeys && m_orderedSnapshot) {
        rows = mergedRows(*m_orderedSnapshot, m_order->rows, *spec.snapshot, keys, spec.locale, m_ranks, m_crew, stop);
    }
    if (!rows && !stop)
        rows = sortedRows(*spec.snapshot, keys, spec.locale, m_ranks, m_crew, stop);
    if (stop)
        return false;
    sequence->rows = std::move(*rows);
    if (!keys.empty() && !invert(*sequence, m_crew, stop))
        return false;
    m_order = std::move(sequence);
    m_orderedSnapshot = spec.snapshot;
    m_orderedBy = keys;
    m_orderedFor = spec.locale;
    return true;
}

std::shared_ptr<const RowBits> ViewBuilder::filtered(
    const SnapshotPointer &snapshot, const RowFilterPointer &filter, const StopFlag &stop)
{
    if (m_filteredSnapshot != snapshot) {
        m_results.clear();
        m_filteredSnapshot = snapshot;
    }
    const Result *wider = nullptr;
    for (const Result &result : m_results) {
        if (!filter->isWithin(*result.filter))
            continue;
        if (result.filter->isWithin(*filter))
            return result.rows;
        if (!wider || result.count < wider->count)
            wider = &result;
    }
    FilterTools tools{m_crew, m_searches};
    auto rows =
        std::make_shared<const RowBits>(filter->matches(*snapshot, wider ? wider->rows.get() : nullptr, tools, stop));
    if (stop)
        return {};
    m_results.push_front({filter, rows, rows->count()});
    if (m_results.size() > mostResults)
        m_results.pop_back();
    return rows;
}

bool ViewBuilder::pick(View &view, quint32 count, const StopFlag &stop)
{
    const std::vector<quint32> &order = m_order->rows;
    const RowBits &shown = *view.shown;
    const auto total = quint32(order.size());
    if (count < total / fewShare) {
        RowBits places(total);
        shown.forEach([this, &places](quint32 row) { places.set(m_order->placeOf(row)); });
        auto rows = std::make_shared<std::vector<quint32>>();
        rows->reserve(count);
        places.forEach([&order, &rows](quint32 place) { rows->push_back(order[place]); });
        view.rows = *rows;
        view.storage = std::move(rows);
        return !stop;
    }
    // Each thread fills from where its part begins; then the parts move together.
    const size_t parts = total < worthSharing ? 1 : m_crew.size();
    const std::shared_ptr<quint32[]> all(new quint32[total + 1]);
    std::vector<size_t> ends(parts);
    m_crew.share(parts, [&](size_t part) {
        const size_t end = size_t(total) * (part + 1) / parts;
        size_t next = size_t(total) * part / parts;
        for (size_t i = next; i < end; ++i) { // without a branch: filters are unpredictable
            if (i % stopInterval == 0 && stop)
                break;
            all[ptrdiff_t(next)] = order[i];
            next += shown.at(order[i]) ? 1 : 0;
        }
        ends[part] = next;
    });
    if (stop)
        return false;
    quint32 *target = all.get() + ends.front();
    for (size_t part = 1; part < parts; ++part)
        target = std::copy(all.get() + size_t(total) * part / parts, all.get() + ends[part], target);
    view.rows = {all.get(), count};
    view.storage = all;
    return true;
}

ViewPointer ViewBuilder::build(const ViewSpec &spec, const StopFlag &stop)
{
    std::vector<SortKey> keys = spec.sort;
    if (spec.group)
        keys.insert(keys.begin(), *spec.group);
    if (stop || !arrange(spec, keys, stop))
        return {};
    auto view = std::make_shared<View>();
    view->snapshot = spec.snapshot;
    view->sequence = m_order;
    quint32 count = spec.snapshot->rowCount();
    if (spec.filter) {
        view->shown = filtered(spec.snapshot, spec.filter, stop);
        if (!view->shown)
            return {};
        count = view->shown->count();
    }
    if (count == spec.snapshot->rowCount()) {
        view->shown.reset();
        view->rows = m_order->rows;
        view->storage = m_order;
    } else if (!pick(*view, count, stop)) {
        return {};
    }
    if (spec.group) {
        const Ranks ranks = m_ranks.ranks(*spec.snapshot, spec.group->column, spec.locale, m_crew, stop);
        if (stop)
            return {};
        addGroups(*view, *spec.group, ranks, spec.collapsed);
    }
    return view;
}

FacetCounts ViewBuilder::countFacets(const ViewSpec &spec, const View &view, const StopFlag &stop)
{
    FacetCounts counts{spec.snapshot, {}};
    for (const FacetRequest &request : spec.facets) {
        std::shared_ptr<const RowBits> rows = view.shown;
        if (request.hasOwnFilter)
            rows = request.filter ? filtered(spec.snapshot, request.filter, stop) : nullptr;
        if (stop)
            return counts;
        counts.columns.push_back(countFacet(*spec.snapshot, request.column, rows.get(), m_crew, stop));
    }
    return counts;
}

} // namespace belvedere
