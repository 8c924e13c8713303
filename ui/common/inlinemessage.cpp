// Layout and painting of an inline message.
#include "ui/common/inlinemessage.h"

#include "ui/common/buttons.h"
#include "ui/common/label.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace belvedere {

InlineMessage::InlineMessage(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(new Label({}, Label::Style::Body, Tone::Text, this))
    , m_action(linkButton({}, this))
    , m_close(iconButton(Icon::Close, tr("Dismiss", "inline message"), this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::m, space::xs + 2, space::xs + 2, space::xs + 2);
    layout->setSpacing(space::s);
    layout->addWidget(m_icon, 0, Qt::AlignVCenter);
    layout->addWidget(m_text, 1, Qt::AlignVCenter);
    layout->addWidget(m_action, 0, Qt::AlignVCenter);
    layout->addWidget(m_close, 0, Qt::AlignVCenter);
    m_text->setWordWrap(true);
    m_text->setSelectable(true);
    m_text->setFocusPolicy(Qt::NoFocus);
    m_action->hide();
    m_close->hide();
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    hide();
    connect(m_action, &QPushButton::clicked, this, &InlineMessage::actionTriggered);
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT dismissed();
    });
}

void InlineMessage::showMessage(Severity severity, const QString &text)
{
    m_severity = severity;
    m_text->setText(text);
    setAccessibleName(tr("%1: %2", "kind of message, then its text").arg(wordOf(severity), text));
    refreshIcon();
    show();
    update();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void InlineMessage::setAction(const QString &text)
{
    m_action->setText(text);
    m_action->setVisible(!text.isEmpty());
}

void InlineMessage::setDismissable(bool on) { m_close->setVisible(on); }

QString InlineMessage::text() const { return m_text->text(); }

void InlineMessage::refreshIcon()
{
    const Tokens &tokens = tokensFor(palette());
    m_icon->setPixmap(iconPixmap(
        iconOf(m_severity), std::max(18, fontMetrics().height()), tokens.of(toneOf(m_severity)), devicePixelRatioF()));
}

void InlineMessage::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        refreshIcon();
}

void InlineMessage::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    const Tone tone = toneOf(m_severity);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(mixed(tokens.soft(tone), tokens.of(tone), 0.35));
    painter.setBrush(tokens.soft(tone));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), space::radius, space::radius);
}

} // namespace belvedere
