// QueryBox: where a query is typed; shows what is wrong with it, where, and what was probably meant.
#pragma once

#include "query/error.h"

#include <QLineEdit>
#include <QTimer>
#include <QWidget>

class QCompleter;
class QPushButton;
class QVBoxLayout;

namespace belvedere {

class Label;

// A line edit that underlines a part of its text.
class QueryEdit : public QLineEdit {
    Q_OBJECT
public:
    explicit QueryEdit(QWidget *parent = nullptr);
    void setMark(int column, int length); // length 0: none

Q_SIGNALS:
    void leftDownwards(); // the Down key

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
    // Below the edit, e.g. chips; takes ownership.
    void addBelow(QWidget *widget);

Q_SIGNALS:
    void queryEdited(const QString &text);

private:
    QueryEdit *m_edit;
    Label *m_message;
    QPushButton *m_suggestion;
    QVBoxLayout *m_layout;
    QueryError m_error;
    QTimer m_pause;
};

} // namespace belvedere
