// Words and icons of the connection states.
#include "ui/shell/connectionlabel.h"

#include "ui/common/label.h"
#include "ui/common/severity.h"

#include <QEvent>
#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

struct Look {
    Icon icon;
    Tone tone;
};

Look lookOf(Connection state)
{
    switch (state) {
    case Connection::Connecting:
        return {Icon::Sync, Tone::Muted};
    case Connection::Online:
        return {Icon::Ok, Tone::Ok};
    case Connection::Delayed:
        return {Icon::Clock, Tone::Warning};
    case Connection::Offline:
        return {Icon::Offline, Tone::Danger};
    case Connection::SignedOut:
        return {Icon::Lock, Tone::Muted};
    }
    return {Icon::Unknown, Tone::Muted};
}

} // namespace

ConnectionLabel::ConnectionLabel(QWidget *parent)
    : QWidget(parent)
    , m_icon(new QLabel(this))
    , m_text(new Label({}, Label::Style::Body, Tone::Muted, this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::xs, 0, space::xs, 0);
    layout->setSpacing(space::xs + 2);
    layout->addWidget(m_icon);
    layout->addWidget(m_text);
    setObjectName(u"connection"_s);
    refresh();
}

void ConnectionLabel::set(Connection state, const QString &detail, const QString &asOf)
{
    m_state = state;
    m_detail = detail;
    m_asOf = asOf;
    refresh();
}

QString ConnectionLabel::text() const
{
    return m_asOf.isEmpty() ? stateText() : tr("%1, %2", "connection state, as of when").arg(stateText(), m_asOf);
}

QString ConnectionLabel::stateText() const
{
    switch (m_state) {
    case Connection::Connecting:
        return tr("Connecting…");
    case Connection::Online:
        return tr("Connected");
    case Connection::Delayed:
        return tr("Updates delayed");
    case Connection::Offline:
        return tr("Offline");
    case Connection::SignedOut:
        return tr("Signed out");
    }
    return {};
}

void ConnectionLabel::setCompact(bool compact)
{
    m_compact = compact;
    refresh();
}

void ConnectionLabel::refresh()
{
    const Look look = lookOf(m_state);
    m_icon->setPixmap(iconPixmap(
        look.icon, std::max(16, fontMetrics().height()), tokensFor(palette()).of(look.tone), devicePixelRatioF()));
    m_text->setText(m_compact ? stateText() : text());
    // trouble keeps its words even where there is little room
    m_text->setVisible(!m_compact || look.tone == Tone::Danger || look.tone == Tone::Warning);
    const QString whole = m_detail.isEmpty() ? text() : tr("%1: %2", "connection state, detail").arg(text(), m_detail);
    setToolTip(whole);
    setAccessibleName(whole);
}

void ConnectionLabel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        refresh();
}

} // namespace belvedere
