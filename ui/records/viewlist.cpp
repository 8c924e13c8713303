// Reading of the site's views.
#include "ui/records/viewlist.h"

#include "api/operations.h"

#include <QCollator>

namespace belvedere {

ViewList::ViewList(Site &site, const QString &list, QObject *parent)
    : QObject(parent)
    , m_site(site)
    , m_list(list)
    , m_all(site.list<SavedView>())
{
    connect(&m_all.store(), &TableStore::loaded, this, &ViewList::read);
    connect(&m_all.store(), &TableStore::changed, this, &ViewList::read);
    connect(&site, &Site::identityChanged, this, &ViewList::read);
    read();
}

bool ViewList::isKnown() const
{
    return m_all.state() == LiveList::State::Ready || m_all.state() == LiveList::State::Stale;
}

const SavedView *ViewList::find(const QString &id) const
{
    const auto found =
        std::find_if(m_views.begin(), m_views.end(), [&id](const SavedView &view) { return view.id.text == id; });
    return found == m_views.end() ? nullptr : &*found;
}

bool ViewList::isOwn(const SavedView &view) const
{
    return m_site.identity() && !view.owner.isEmpty() && m_site.identity()->account.text == view.owner.text;
}

bool ViewList::mayChange(const SavedView &view) const
{
    return isOwn(view) || (view.shared && m_site.allowed(Permission::ViewsShare));
}

void ViewList::read()
{
    const std::span<const Field> list = fields<SavedView>();
    const SnapshotPointer &snapshot = m_all.store().snapshot();
    m_views.clear();
    for (quint32 row = 0; row < snapshot->rowCount(); ++row) {
        SavedView view;
        for (size_t i = 0; i < list.size(); ++i)
            list[i].set(&view, snapshot->cell(row, int(i)));
        if (view.list == m_list)
            m_views.push_back(std::move(view));
    }
    QCollator collator;
    collator.setNumericMode(true);
    std::sort(m_views.begin(), m_views.end(), [&collator](const SavedView &a, const SavedView &b) {
        return a.shared != b.shared ? b.shared : collator.compare(a.name, b.name) < 0;
    });
    Q_EMIT changed();
}

QString viewProblem(const ApiError &error)
{
    return error.fields.isEmpty() ? error.detail : error.fields.first().message;
}

} // namespace belvedere
