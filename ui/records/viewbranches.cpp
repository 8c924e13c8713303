// Views as branches, and the counting of groups.
#include "ui/records/viewbranches.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace belvedere {

ViewBranches::ViewBranches(Site &site, const QString &list, std::span<const Field> fields, LiveList *counted)
    : m_fields(fields)
    , m_views(site, list)
    , m_counted(counted)
{
    if (counted) {
        m_tallies = std::make_unique<Tallies>(*counted);
        connect(m_tallies.get(), &Tallies::changed, this, &Branches::changed);
    }
    connect(&m_views, &ViewList::changed, this, &ViewBranches::read);
    read();
}

void ViewBranches::read()
{
    m_entries.clear();
    std::vector<Query> queries;
    for (const SavedView &view : m_views.views()) {
        const Result<ViewReading> reading = readView(view, m_fields);
        Entry entry{view, reading ? QString() : viewProblem(reading.error())};
        if (reading && m_tallies && view.smartGroup) {
            entry.tally = qsizetype(queries.size());
            queries.push_back(reading.value().query);
        }
        m_entries.push_back(std::move(entry));
    }
    if (m_tallies)
        m_tallies->setParsed(queries); // tells of the change
    else
        Q_EMIT changed();
}

QList<Branch> ViewBranches::branches() const
{
    QList<Branch> result;
    int shown = 0;
    const QLocale locale;
    const bool isCounted =
        m_counted && (m_counted->store().total() > 0 || m_counted->state() == LiveList::State::Ready);
    for (const Entry &entry : m_entries) {
        Branch branch;
        branch.key = entry.view.id.text;
        branch.title = entry.view.name;
        branch.problem = entry.problem;
        branch.isShown = m_tallies && entry.view.smartGroup && shown < mostShown;
        shown += branch.isShown ? 1 : 0;
        if (entry.tally >= 0 && entry.tally < m_tallies->size() && isCounted)
            branch.detail = locale.toString(m_tallies->count(entry.tally));
        branch.arguments = {{u"view"_s, branch.key}, {u"!view"_s, true}};
        result.append(branch);
    }
    return result;
}

} // namespace belvedere
