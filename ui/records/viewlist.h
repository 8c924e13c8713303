// ViewList: the saved views of one list that this account sees.
#pragma once

#include "query/viewreading.h"
#include "sites/site.h"

namespace belvedere {

class ViewList final : public QObject {
    Q_OBJECT
public:
    // `site` outlives this; `list` is the path of the list: "devices".
    ViewList(Site &site, const QString &list, QObject *parent = nullptr);
    // The account's own first, each part by name.
    const std::vector<SavedView> &views() const { return m_views; }
    const SavedView *find(const QString &id) const; // null: there is none
    bool isKnown() const; // the server's, or as it was when last known
    bool isOwn(const SavedView &view) const;
    bool mayChange(const SavedView &view) const;

Q_SIGNALS:
    void changed();

private:
    void read();

    Site &m_site;
    QString m_list;
    LiveList &m_all;
    std::vector<SavedView> m_views;
};

// What about a view cannot be understood, of readView().
QString viewProblem(const ApiError &error);

} // namespace belvedere
