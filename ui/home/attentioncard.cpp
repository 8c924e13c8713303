// Painting of one number.
#include "ui/home/attentioncard.h"

#include "ui/common/tokens.h"

#include <QLocale>
#include <QPainter>
#include <QStyleOption>

namespace belvedere {

AttentionCard::AttentionCard(QWidget *parent)
    : QPushButton(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
}

void AttentionCard::show(const AttentionItem &item)
{
    m_item = item;
    setObjectName(QString::fromLatin1(item.id));
    setAccessibleName(tr("%1: %2", "what, how many").arg(item.text, locale().toString(item.count)));
    setToolTip(item.query);
    update();
}

QSize AttentionCard::sizeHint() const
{
    const int line = fontMetrics().height();
    return {line * 12, line * 4 + space::xl};
}

void AttentionCard::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    const bool isPlain = m_item.severity == Severity::Neutral;
    const Severity severity = m_item.count > 0 ? m_item.severity : Severity::Ok;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(hasFocus() ? tokens.accent : tokens.border, hasFocus() ? 2 : 1));
    painter.setBrush(underMouse() ? tokens.hover : tokens.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), space::radius, space::radius);
    const int margin = space::l;
    const int line = fontMetrics().height();
    QFont number = font();
    number.setPointSizeF(number.pointSizeF() * 1.8);
    number.setWeight(QFont::DemiBold);
    const QFontMetrics metrics(number);
    // two lines are room enough for every text and language that is known; a third would be cut in the middle
    const int room = width() - 2 * margin;
    const QString text = fontMetrics().elidedText(m_item.text, Qt::ElideRight, 2 * room - line * 4);
    const QRect lines = fontMetrics().boundingRect(QRect(0, 0, room, line * 2), Qt::TextWordWrap, text);
    // as much room above as below, however many lines there are
    const int top = (height() - metrics.height() - space::xs - std::min(lines.height(), line * 2)) / 2;
    const int picture = 20;
    if (!isPlain)
        painter.drawPixmap(width() - margin - picture, top + (metrics.height() - picture) / 2,
            iconPixmap(iconOf(severity), picture, tokens.of(toneOf(severity)), devicePixelRatioF()));
    painter.setFont(number);
    painter.setPen(m_item.count > 0 ? tokens.text : tokens.muted);
    painter.drawText(margin, top + metrics.ascent(), locale().toString(m_item.count));
    painter.setFont(font());
    painter.setPen(tokens.text);
    const QRect textBox(margin, top + metrics.height() + space::xs, room, line * 2);
    painter.drawText(textBox, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, text);
}

} // namespace belvedere
