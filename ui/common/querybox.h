// QueryBox: where a query is typed; shows what is wrong with it, where, and what was probably meant.
#pragma once

#include "query/error.h"

#include <QLineEdit>
#include <QTimer>
#include <QWidget>

class QPushButton;

namespace belvedere {

class Label;
class QueryChips;
class QueryCompletion;
struct QueryChip;

// A line edit that underlines a part of its text.
class QueryEdit : public QLineEdit {
    Q_OBJECT
public:
    explicit QueryEdit(QWidget *parent = nullptr);
    void setMark(int column, int length); // length 0: none
    QRect cursorArea() const { return cursorRect(); }

Q_SIGNALS:
    void leftDownwards(); // the Down key
    void recentRequested(); // the icon was pressed

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    int m_column = 0;
    int m_length = 0;
};

class QueryBox : public QWidget {
    Q_OBJECT
public:
    explicit QueryBox(const QString &placeholder, QWidget *parent = nullptr);
    QString text() const { return m_edit->text(); }
    // Emits queryEdited when the text is another.
    void setText(const QString &text);
    QueryEdit *edit() const { return m_edit; }
    // The mark appears at once, the words only when typing pauses, because a half-typed query is always wrong.
    void showError(const QueryError &error);
    void clearError();
    // The words now, not after a pause.
    void tell();
    bool hasError() const { return !m_error.code.isEmpty(); }
    QueryCompletion *completion() const { return m_completion; }
    // Below the edit; takes ownership.
    void addBelow(QWidget *widget);
    // What the query means, each condition to be taken away; nothing: no row of chips.
    void setChips(const QList<QueryChip> &chips);
    // The queries that were used last, newest first.
    void setRecent(const QStringList &queries);
    const QStringList &recent() const { return m_recent; }
    // Keeps what is written now among them.
    void remember();

Q_SIGNALS:
    void queryEdited(const QString &text);
    void chipRemoved(qsizetype index);

private:
    QueryEdit *m_edit;
    Label *m_message;
    QPushButton *m_suggestion;
    QueryChips *m_chips;
    QueryCompletion *m_completion;
    QueryError m_error;
    QStringList m_recent;
    QTimer m_pause;
    QTimer m_rest; // after which a query counts as used
};

} // namespace belvedere
