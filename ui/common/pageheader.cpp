// Layout of a page header.
#include "ui/common/pageheader.h"

#include "ui/common/buttons.h"
#include "ui/common/label.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace belvedere {

PageHeader::PageHeader(const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_title(new ElidedLabel({}, Label::Style::Title, Tone::Text, this))
    , m_counts(new ElidedLabel({}, Label::Style::Body, Tone::Muted, this))
    , m_end(new QHBoxLayout)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::l, space::m, space::l, space::s);
    layout->setSpacing(space::m);
    layout->addWidget(m_title, 0, Qt::AlignBaseline);
    layout->addWidget(m_counts, 0, Qt::AlignBaseline);
    layout->addStretch(1);
    layout->addLayout(m_end);
    m_end->setSpacing(space::s);
    m_counts->setObjectName(u"counts"_s);
    m_counts->hide();
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setTitle(title);
}

void PageHeader::setTitle(const QString &title) { m_title->setFullText(title); }

void PageHeader::setCounts(const QString &text)
{
    m_counts->setFullText(text);
    m_counts->setVisible(!text.isEmpty());
    layout()->activate(); // with the old width it would be cut until the next turn of the loop
}

void PageHeader::addWidget(QWidget *widget) { m_end->insertWidget(m_end->count() - (m_more ? 1 : 0), widget); }

void PageHeader::addAction(QAction *action, bool primary)
{
    const Command command{action, actionButton(action, primary, this), primary};
    m_commands.append(command);
    addWidget(command.button);
    if (!m_more)
        addMore();
    setTabOrder(command.button, m_more);
    // after the button has followed it
    connect(action, &QAction::changed, this, &PageHeader::arrange);
    arrange();
}

// Not before there are commands: the widget that was made first gets the keyboard.
void PageHeader::addMore()
{
    m_more = iconButton(Icon::More, tr("More commands"), this);
    m_menu = new QMenu(m_more);
    m_more->setMenu(m_menu);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->hide();
    m_end->addWidget(m_more);
}

bool PageHeader::event(QEvent *event)
{
    const bool isDone = QWidget::event(event);
    const bool isLaidOut = event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest;
    if (m_more && isLaidOut)
        arrange();
    return isDone;
}

// The title needs no more than a third: it is shortened before anything else.
QList<QAction *> PageHeader::withoutRoom() const
{
    const QMargins margins = layout()->contentsMargins();
    const int all = width() - margins.left() - margins.right();
    int room = all - std::min(m_title->sizeHint().width(), all / 3) - 2 * layout()->spacing();
    if (m_counts->isVisibleTo(this))
        room -= m_counts->sizeHint().width() + layout()->spacing();
    QList<QWidget *> ours{m_more};
    for (const Command &command : m_commands)
        ours.append(command.button);
    for (int i = 0; i < m_end->count(); ++i) {
        const QWidget *widget = m_end->itemAt(i)->widget();
        if (widget && !ours.contains(widget) && widget->isVisibleTo(this))
            room -= widget->sizeHint().width() + m_end->spacing();
    }
    int wanted = 0;
    for (const Command &command : m_commands)
        wanted += command.action->isVisible() ? command.button->sizeHint().width() + m_end->spacing() : 0;
    QList<QAction *> without;
    room -= wanted > room ? m_more->sizeHint().width() + m_end->spacing() : 0;
    for (auto command = m_commands.rbegin(); command != m_commands.rend() && wanted > room; ++command) {
        if (command->isPrimary || !command->action->isVisible())
            continue;
        without.prepend(command->action);
        wanted -= command->button->sizeHint().width() + m_end->spacing();
    }
    return without;
}

void PageHeader::arrange()
{
    const QList<QAction *> without = withoutRoom();
    for (const Command &command : std::as_const(m_commands))
        command.button->setVisible(command.action->isVisible() && !without.contains(command.action));
    m_more->setVisible(!without.isEmpty());
    if (without.isEmpty() ? m_menu->isEmpty() : m_menu->actions() == without)
        return;
    m_menu->clear();
    m_menu->addActions(without);
}

} // namespace belvedere
