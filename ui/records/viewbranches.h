// ViewBranches: the saved views of a list for the navigation and the palette; smart groups with their live counts.
#pragma once

#include "ui/records/tallies.h"
#include "ui/records/viewlist.h"
#include "ui/shell/place.h"

namespace belvedere {

class ViewBranches final : public Branches {
    Q_OBJECT
public:
    static constexpr int mostShown = 8; // groups in the navigation; the menu of the views has them all

    // `counted` are the rows of smart groups; null: the list has none. Both outlive this.
    ViewBranches(Site &site, const QString &list, std::span<const Field> fields, LiveList *counted);
    QList<Branch> branches() const override;
    QString heading() const override { return tr("Smart groups"); }
    bool isSettled() const { return !m_tallies || m_tallies->isSettled(); }

private:
    void read();

    struct Entry {
        SavedView view;
        QString problem;
        qsizetype tally = -1; // of a group that can be read
    };
    std::span<const Field> m_fields;
    ViewList m_views;
    std::unique_ptr<Tallies> m_tallies;
    LiveList *m_counted;
    std::vector<Entry> m_entries;
};

// For PlaceEntry::branches.
template<class E> std::unique_ptr<Branches> viewBranches(PlaceContext &context)
{
    LiveList *counted = std::is_same_v<E, Device> ? &context.site.list<E>() : nullptr;
    return std::make_unique<ViewBranches>(context.site, QString::fromLatin1(Resource<E>::path), fields<E>(), counted);
}

} // namespace belvedere
