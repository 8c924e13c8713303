// InlineMessage: one sentence about the page, in its place, instead of a dialog.
#pragma once

#include "ui/common/severity.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace belvedere {

class Label;

class InlineMessage : public QFrame {
    Q_OBJECT
public:
    // Hidden until `show…` is called.
    explicit InlineMessage(QWidget *parent = nullptr);

    void showMessage(Severity severity, const QString &text);
    void setAction(const QString &text); // empty: none
    void setDismissable(bool on);
    QString text() const;
    Severity severity() const { return m_severity; }

Q_SIGNALS:
    void actionTriggered();
    void dismissed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void refreshIcon();
    Severity m_severity = Severity::Info;
    QLabel *m_icon;
    Label *m_text;
    QPushButton *m_action;
    QToolButton *m_close;
};

} // namespace belvedere
