// ListPlace: a place that is a table over one of the site's lists; the list's state becomes the page's.
#pragma once

#include "rest/requestscope.h"
#include "sites/site.h"
#include "ui/common/overlay.h"
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
    // The sheet goes with its place.
    void hidden() override;
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
    // Calls `follow` with the current record, now and whenever it is another one or has changed; with nothing when
    // there is none.
    template<class E> void followCurrent(const std::function<void(const std::optional<E> &)> &follow)
    {
        const auto tell = [this, follow] { follow(row<E>(currentId())); };
        connect(m_page, &TablePage::currentIdChanged, this, tell);
        connect(&m_page->model(), &TableModel::viewReplaced, this, tell);
        tell();
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
    // Opens it over the window; it is gone when the place is.
    void openSheet(Overlay *sheet);
    // Sends it; `then` gets the answer, an error is said.
    template<class Op, std::invocable<const AnswerValue<Op> &> Then>
    void send(const Op &operation, Then then, const CallOptions &options = {})
    {
        using Answer = AnswerValue<Op>;
        m_requests.add(site().send(operation, options))
            .then(this, [this, then = std::move(then)](const Result<Answer> &answer) {
                if (answer)
                    then(answer.value());
                else
                    showError(answer.error());
            });
    }
    // The same where the answer brings nothing new.
    template<class Op> void send(const Op &operation, const CallOptions &options = {})
    {
        const auto nothing = [](const AnswerValue<Op> &) {};
        send(operation, nothing, options);
    }
    // Sends a step of the record that is meant for the version which is shown, and says `done` once it is taken.
    template<class Op, class E> void take(const E &record, const QString &done)
    {
        Op operation;
        operation.id = record.id;
        operation.body.version = record.version;
        send(operation, [this, done](const AnswerValue<Op> &) { say(done); });
    }
    // Asks whether the record shall go, and removes it in the version that is given. `effects` say what becomes of what
    // hangs on it.
    template<class E>
    void askToRemove(const E &record, const QString &title, const QList<Effect> &effects, const QString &accept)
    {
        Question question;
        question.title = title;
        question.effects = effects;
        question.accept = accept;
        question.destructive = true;
        context().prompts.confirm(this, question, [this, record](bool accepted) {
            if (accepted)
                removeRecord(record);
        });
    }
    template<class E> void removeRecord(const E &record)
    {
        Remove<E> operation;
        operation.id = record.id;
        CallOptions options;
        options.ifMatch = QString::number(record.version);
        send(operation, options);
    }
    // Says that something has worked.
    void say(const QString &done);
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
    RequestScope m_requests;
    QPointer<Overlay> m_sheet;
};

} // namespace belvedere
