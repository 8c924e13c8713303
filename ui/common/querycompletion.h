// QueryCompletion: what could be written next, in a list below the query; for keyboard and pointer.
#pragma once

#include "query/suggest.h"

#include <QListWidget>
#include <QPointer>

namespace belvedere {

class QueryEdit;

// Up and Down choose, Tab takes the chosen or the first, Enter takes only what was chosen, Escape closes, Ctrl+Space
// opens. The recent queries are offered the same way, by Alt+Down or while there is no text.
class QueryCompletion : public QObject {
    Q_OBJECT
public:
    using Source = std::function<QuerySuggestions(const QString &text, int cursor)>;

    explicit QueryCompletion(QueryEdit *edit);
    ~QueryCompletion() override;
    // `context` is the entity's translation context ("Device"), a literal.
    void setSource(Source source, const char *context);
    void setRecent(const QStringList &queries) { m_recent = queries; }
    // Opens with what suits the cursor; closes when there is nothing.
    void open();
    void openRecent();
    void close();
    bool isOpen() const;
    QListWidget *list() const { return m_list; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool handleKey(int key, Qt::KeyboardModifiers modifiers);
    void edited();
    // `label`: what stands behind a suggestion, already translated; may be empty.
    using Label = std::function<QString(const QuerySuggestion &suggestion)>;
    void fill(const QuerySuggestions &suggestions, const Label &label);
    QString meaning(const QuerySuggestion &suggestion) const;
    void move(int by);
    void take(int row);
    void place();

    QueryEdit *m_edit;
    QPointer<QListWidget> m_list; // a child of the window, so that it may lie over what is below
    Source m_source;
    const char *m_context = "";
    QuerySuggestions m_shown;
    QStringList m_recent;
};

} // namespace belvedere
