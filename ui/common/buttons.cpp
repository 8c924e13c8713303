// Construction of buttons.
#include "ui/common/buttons.h"

#include <QAction>
#include <QEvent>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// Keeps a button's icon as high as its text, with some room between the two.
class IconSizer final : public QObject {
public:
    explicit IconSizer(QAbstractButton *button)
        : QObject(button)
        , m_button(button)
    {
        button->installEventFilter(this);
        fit();
    }
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::FontChange || event->type() == QEvent::Polish)
            fit();
        return QObject::eventFilter(watched, event);
    }

private:
    void fit()
    {
        const int high = std::max(16, m_button->fontMetrics().height());
        m_button->setIconSize({m_button->text().isEmpty() ? high : high + 6, high});
    }
    QAbstractButton *m_button;
};

} // namespace

QPushButton *plainButton(const QString &text, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setAutoDefault(false);
    new IconSizer(button);
    return button;
}

QPushButton *primaryButton(const QString &text, QWidget *parent)
{
    QPushButton *button = plainButton(text, parent);
    button->setProperty("primary", true);
    return button;
}

QPushButton *dangerButton(const QString &text, QWidget *parent)
{
    QPushButton *button = plainButton(text, parent);
    button->setProperty("danger", true);
    return button;
}

QPushButton *linkButton(const QString &text, QWidget *parent)
{
    QPushButton *button = plainButton(text, parent);
    button->setFlat(true);
    return button;
}

QPushButton *actionButton(QAction *action, bool primary, QWidget *parent)
{
    QPushButton *button = primary ? primaryButton(action->text(), parent) : plainButton(action->text(), parent);
    const auto follow = [action, button, primary] {
        // "▾" says that there is more to choose from; a screen reader is told so by the menu
        button->setText(action->menu() ? QString(action->text() + u" ▾"_s) : action->text());
        button->setAccessibleName(action->text());
        button->setIcon(primary ? QIcon() : action->icon());
        button->setToolTip(action->toolTip() == action->iconText() ? QString() : action->toolTip());
        button->setEnabled(action->isEnabled());
        button->setVisible(action->isVisible());
    };
    follow();
    QObject::connect(action, &QAction::changed, button, follow);
    QObject::connect(button, &QPushButton::clicked, action, [action, button] {
        if (QMenu *menu = action->menu())
            menu->popup(button->mapToGlobal(QPoint(0, button->height())));
        else
            action->trigger();
    });
    return button;
}

QToolButton *iconButton(Icon which, const QString &name, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setIcon(icon(which, Tone::Muted));
    button->setAutoRaise(true);
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::StrongFocus);
    new IconSizer(button);
    return button;
}

} // namespace belvedere
