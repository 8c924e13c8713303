// Toasts: short messages about finished work, at the foot of the window, out of the way.
#pragma once

#include "ui/common/severity.h"

#include <functional>
#include <QWidget>

class QVBoxLayout;

namespace belvedere {

class InlineMessage;

class Toasts : public QWidget {
    Q_OBJECT
public:
    // Lies over `window` and moves with it.
    explicit Toasts(QWidget *window);
    // Warnings and errors stay until dismissed; the others go after some seconds unless the pointer rests on them.
    // At most three are shown; the oldest makes room.
    void show(Severity severity, const QString &text, const QString &action = {}, std::function<void()> onAction = {});
    int count() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();
    void drop(InlineMessage *message);
    QList<InlineMessage *> m_messages;
    QVBoxLayout *m_layout;
};

} // namespace belvedere
