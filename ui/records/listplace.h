// ListPlace: a place that is a table over one of the site's lists; the list's state becomes the page's.
#pragma once

#include "rest/requestscope.h"
#include "sites/site.h"
#include "ui/common/tablepage.h"
#include "ui/shell/place.h"

#include <QTimer>

class QStackedWidget;

namespace belvedere {

class PlaceViews;
class WhileOnline;

class ListPlace : public Place {
    Q_OBJECT
public:
    // `key` names the kept columns and order in the settings; `context` is the entity's translation context.
    ListPlace(PlaceContext &context, const char *key, const char *entity, LiveList &list, const TablePageTexts &texts,
        QWidget *inspector = nullptr);
    ~ListPlace() override;

    // {"query": text} sets the query, {"id": id} selects a row, {"view": id} is the saved view that is shown, and with
    // "!view" the query is that of the view.
    void shown(const QVariantMap &arguments) override;
    bool isSettled() const override;
    // Of the table, unless one record is shown instead.
    QList<QAction *> tools() override;

protected:
    TablePage &page() { return *m_page; }
    Site &site() const { return m_context.site; }
    PlaceContext &context() { return m_context; }
    const Display &display() { return m_page->model().display(); }
    LiveList &list() { return m_list; }
    PlaceViews &views() { return *m_views; }
    QString currentId() const; // empty: none
    // Makes the row current as soon as it is shown.
    void selectWhenThere(const QString &id) { select(id); }
    // The stored row of an id as an entity in list form; nothing when it is gone.
    template<class E> std::optional<E> row(const QString &id)
    {
        E entity;
        return fill(id, fields<E>(), &entity) ? std::optional(entity) : std::nullopt;
    }
    // An action of this place: in the header, the palette and, if it needs a selection, the bulk bar.
    QAction *addCommand(const QString &text, Icon which, Permission needed, std::function<void()> run);
    // Offers a command, or the menu of one, for rows: in the bulk bar and in their context menu.
    void offerForRows(QAction *action);
    // The rows that a command is about: those that the open context menu belongs to, else the ticked ones, else the
    // current one.
    QStringList concernedRows();
    // The order of rows that a person gets before choosing: by the first column.
    void sortByFirst(Qt::SortOrder order = Qt::AscendingOrder);
    // Shows one record in place of the table, or the table again; the place owns `detail`.
    void setDetail(QWidget *detail);
    void showDetail(bool on);
    bool showsDetail() const;
    // Removes the record in the version that is shown.
    template<class E> void removeRecord(const E &record)
    {
        Remove<E> operation;
        operation.id = record.id;
        CallOptions options;
        options.ifMatch = QString::number(record.version);
        m_removals.add(site().send(operation, options)).then(this, [this](const Result<Done> &done) {
            if (!done)
                showError(done.error());
        });
    }
    // Says an error of an action, or nothing for Cancelled.
    void showError(const ApiError &error);

private:
    bool fill(const QString &id, std::span<const Field> fields, void *entity);
    void follow();
    void followStale();
    void select(const QString &id);
    void openMenu(const QString &id, const QPoint &at);
    void askForFile(ExportFormat format);
    void exported(const Result<qint64> &rows, const QString &path);
    void addCopies();
    void amendLocation();

    PlaceContext m_context;
    QString m_key;
    LiveList &m_list;
    WhileOnline *m_writing;
    QTimer m_age;
    QStackedWidget *m_stack;
    TablePage *m_page;
    PlaceViews *m_views;
    QList<QAction *> m_rowActions;
    QString m_menuRow; // while its menu is open
    QString m_wanted; // to be selected once it is there
    RequestScope m_removals;
};

} // namespace belvedere
