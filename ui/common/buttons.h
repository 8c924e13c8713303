// The three kinds of buttons, each with the names that a keyboard and a screen reader need.
#pragma once

#include "ui/common/icons.h"

class QAction;
class QPushButton;
class QToolButton;
class QWidget;

namespace belvedere {

QPushButton *plainButton(const QString &text, QWidget *parent = nullptr);
// The one button that a page or sheet is about.
QPushButton *primaryButton(const QString &text, QWidget *parent = nullptr);
QPushButton *dangerButton(const QString &text, QWidget *parent = nullptr);
// A quiet button inside a message or a row.
QPushButton *linkButton(const QString &text, QWidget *parent = nullptr);
// Triggers `action`, or opens its menu, and follows its text, icon, tool tip, enabled state and visibility.
QPushButton *actionButton(QAction *action, bool primary, QWidget *parent);
// Only an icon; `name` becomes accessible name and tool tip.
QToolButton *iconButton(Icon which, const QString &name, QWidget *parent = nullptr);

} // namespace belvedere
