// EmptyState: what a page says when it has nothing to show, and what a person can do about it.
#pragma once

#include "ui/common/icons.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace belvedere {

class Label;

class EmptyState : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(QWidget *parent = nullptr);
    void set(Icon which, const QString &title, const QString &text, const QString &action = {});
    QString title() const;

Q_SIGNALS:
    void actionTriggered();

protected:
    void changeEvent(QEvent *event) override;

private:
    void refreshIcon();
    Icon m_which = Icon::Info;
    QLabel *m_icon;
    Label *m_title;
    Label *m_text;
    QPushButton *m_action;
};

} // namespace belvedere
