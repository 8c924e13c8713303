// Placing the card and keeping the keyboard inside it.
#include "ui/common/overlay.h"

#include "ui/common/tokens.h"

#include <QApplication>
#include <QFrame>
#include <QKeyEvent>
#include <QLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace belvedere {

Overlay::Overlay(QWidget *window)
    : QWidget(window)
    , m_card(new QFrame(this))
{
    m_card->setProperty("role", u"card"_s);
    window->installEventFilter(this);
    m_card->installEventFilter(this);
    hide();
}

void Overlay::open()
{
    m_before = window()->focusWidget();
    show();
    raise();
    place();
    firstFocus()->setFocus(Qt::OtherFocusReason);
}

void Overlay::dismiss()
{
    hide();
    if (m_before)
        m_before->setFocus(Qt::OtherFocusReason);
    deleteLater();
}

void Overlay::place()
{
    const QWidget *window = parentWidget();
    setGeometry(0, 0, window->width(), window->height());
    const int letters = m_roomy ? 150 : 72;
    const int width = std::min(window->width() - 2 * space::l,
        std::max({440, fontMetrics().averageCharWidth() * letters, m_card->minimumSizeHint().width()}));
    const int most = window->height() - 2 * space::l;
    const int needed = m_roomy        ? std::max(560, fontMetrics().lineSpacing() * 42)
        : m_card->hasHeightForWidth() ? m_card->heightForWidth(width)
                                      : m_card->sizeHint().height();
    const int height = std::min(needed, most);
    m_card->setGeometry(
        (window->width() - width) / 2, std::max(int(space::l), (window->height() - height) / 3), width, height);
}

bool Overlay::eventFilter(QObject *watched, QEvent *event)
{
    // what the card shows may change while it is open
    const bool isMoved = watched == parentWidget() && event->type() == QEvent::Resize;
    const bool isRefilled = watched == m_card && event->type() == QEvent::LayoutRequest && isVisible();
    const bool result = QWidget::eventFilter(watched, event);
    if (isMoved || isRefilled)
        place();
    return result;
}

// Tab would otherwise walk into the dimmed window behind.
bool Overlay::focusNextPrevChild(bool next)
{
    QList<QWidget *> stops;
    QWidget *candidate = m_card;
    do {
        candidate = candidate->nextInFocusChain();
        if (m_card->isAncestorOf(candidate) && candidate->isVisible() && candidate->isEnabled()
            && (candidate->focusPolicy() & Qt::TabFocus) && !candidate->focusProxy())
            stops.append(candidate);
    } while (candidate != m_card);
    if (stops.isEmpty())
        return true;
    const qsizetype at = stops.indexOf(QApplication::focusWidget());
    const qsizetype to = at < 0 ? 0 : (at + (next ? 1 : stops.size() - 1)) % stops.size();
    stops[to]->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return true;
}

void Overlay::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        onEscape();
    // whatever is typed here concerns the card, not the window behind it
    event->accept();
}

void Overlay::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QColor shade(Qt::black);
    shade.setAlphaF(tokensFor(palette()).dark ? 0.55F : 0.35F);
    painter.fillRect(rect(), shade);
}

} // namespace belvedere
