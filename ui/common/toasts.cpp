// Stacking, ageing and placing of messages.
#include "ui/common/toasts.h"

#include "ui/common/inlinemessage.h"

#include <QEvent>
#include <QTimer>
#include <QVBoxLayout>

namespace belvedere {

namespace {

constexpr int shownFor = 6000; // milliseconds
constexpr int mostAtOnce = 3;

} // namespace

Toasts::Toasts(QWidget *window)
    : QWidget(window)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(space::s);
    window->installEventFilter(this);
    hide();
}

void Toasts::show(Severity severity, const QString &text, const QString &action, std::function<void()> onAction)
{
    if (m_messages.size() == mostAtOnce)
        drop(m_messages.first());
    auto *message = new InlineMessage(this);
    message->setDismissable(true);
    message->setAction(action);
    m_layout->addWidget(message);
    m_messages.append(message);
    message->showMessage(severity, text);
    connect(message, &InlineMessage::dismissed, this, [this, message] { drop(message); });
    connect(message, &InlineMessage::actionTriggered, this, [this, message, onAction] {
        drop(message);
        if (onAction)
            onAction();
    });
    if (severity != Severity::Danger && severity != Severity::Warning) {
        auto *timer = new QTimer(message);
        timer->start(shownFor);
        connect(timer, &QTimer::timeout, this, [this, message] {
            if (!message->underMouse() && !message->isAncestorOf(message->window()->focusWidget()))
                drop(message);
        });
    }
    QWidget::show();
    raise();
    place();
}

int Toasts::count() const { return int(m_messages.size()); }

void Toasts::drop(InlineMessage *message)
{
    if (!m_messages.removeOne(message))
        return;
    message->hide();
    message->deleteLater();
    setVisible(!m_messages.isEmpty());
    place();
}

void Toasts::place()
{
    const QWidget *window = parentWidget();
    const int most = window->width() - 2 * space::xl;
    const int width = std::min(most, std::max(320, fontMetrics().averageCharWidth() * 64));
    const int needed = m_layout->hasHeightForWidth() ? m_layout->heightForWidth(width) : sizeHint().height();
    setGeometry((window->width() - width) / 2, window->height() - needed - space::xl, width, needed);
}

bool Toasts::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        place();
    return QWidget::eventFilter(watched, event);
}

} // namespace belvedere
