// PlaceViews: the saved views of a table page: its button and menu, which one is shown, and whether it was changed.
#pragma once

#include "rest/requestscope.h"
#include "ui/common/tablepage.h"
#include "ui/records/viewlist.h"
#include "ui/shell/place.h"

class QAction;
class QMenu;
class QToolButton;

namespace belvedere {

class Overlay;

class PlaceViews final : public QObject {
    Q_OBJECT
public:
    // `entity` is the translation context of the list's fields. The page outlives this; the commands are added to
    // `place`, and the button to the page.
    PlaceViews(const PlaceContext &context, const QString &list, const char *entity, TablePage &page, QWidget *place);
    ~PlaceViews() override;

    // Shows a view: filter, columns, order and groups. One that is not loaded yet follows as soon as it is.
    void open(const QString &id);
    // The same without the filter, which the location has; an empty id leaves the view.
    void resume(const QString &id);
    QString current() const { return m_shown ? m_shown->id.text : m_wanted; } // empty: none
    bool isChanged() const; // the table differs from the view that is shown
    // The person's own columns, order and groups, while those of a view are shown.
    const std::optional<TableArrangement> &own() const { return m_own; }
    QToolButton *button() const { return m_button; }
    void openMenu();
    void openSheet(); // to save what is shown

Q_SIGNALS:
    void currentChanged();

private:
    struct Target {
        QString query;
        TableArrangement arrangement;
    };
    QAction *addCommand(const QString &text, Icon which, void (PlaceViews::*run)());
    std::optional<Target> target(const SavedView &view, QString *problem = nullptr) const;
    bool show(const SavedView &view, bool withQuery);
    void leave();
    void follow();
    void refresh();
    void fillMenu();
    void addEntries(const QString &title, bool shared);
    SavedView state() const; // what the table shows, as a view without a name
    void edit();
    void update();
    void remove();
    void edit(const SavedView &view);
    void closeView();
    void saved(const SavedView &before, const SavedView &saved);
    void take(const SavedView &newer);
    void tell(const ApiError &error);

    PlaceContext m_context;
    QString m_list;
    const char *m_entity;
    TablePage &m_page;
    QWidget *m_place;
    ViewList m_views;
    QToolButton *m_button;
    QMenu *m_menu;
    QAction *m_save;
    QAction *m_update;
    QAction *m_edit;
    QAction *m_remove;
    QAction *m_close;
    std::optional<SavedView> m_shown;
    bool m_isExpected = false; // it was just made; the list follows
    Target m_target; // of the one that is shown
    std::optional<TableArrangement> m_own;
    QString m_wanted; // to be shown once it is there
    bool m_withQuery = false;
    QPointer<Overlay> m_sheet;
    RequestScope m_scope;
};

} // namespace belvedere
