// Layout of an empty state.
#include "ui/common/emptystate.h"

#include "ui/common/buttons.h"
#include "ui/common/label.h"

#include <QEvent>
#include <QPushButton>
#include <QVBoxLayout>

namespace belvedere {

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_title(new Label({}, Label::Style::Heading, Tone::Text, this))
    , m_text(new Label({}, Label::Style::Body, Tone::Muted, this))
    , m_action(plainButton({}, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::xl, space::xl, space::xl, space::xl);
    layout->setSpacing(space::s);
    layout->addStretch(2);
    layout->addWidget(m_icon, 0, Qt::AlignHCenter);
    layout->addWidget(m_title);
    layout->addWidget(m_text);
    layout->addSpacing(space::xs);
    layout->addWidget(m_action, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    for (Label *label : {m_title, m_text}) {
        label->setAlignment(Qt::AlignHCenter);
        label->setWordWrap(true);
    }
    m_action->hide();
    connect(m_action, &QPushButton::clicked, this, &EmptyState::actionTriggered);
}

void EmptyState::set(Icon which, const QString &title, const QString &text, const QString &action)
{
    m_which = which;
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(text);
    refreshIcon();
}

QString EmptyState::title() const { return m_title->text(); }

void EmptyState::refreshIcon()
{
    const Tokens &tokens = tokensFor(palette());
    m_icon->setPixmap(iconPixmap(m_which, 40, mixed(tokens.surface, tokens.muted, 0.75), devicePixelRatioF()));
}

void EmptyState::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        refreshIcon();
}

} // namespace belvedere
