// Painting of badges.
#include "ui/common/badge.h"

#include <QLocale>
#include <QPainter>

namespace belvedere {

namespace {

int iconSideFor(const QFontMetrics &metrics) { return std::max(14, metrics.height() - 2); }

void paintPill(QPainter &painter, const QRectF &rect, const Tokens &tokens, Tone tone)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(
        tone == Tone::Muted ? tokens.hover : mixed(tokens.raised, tokens.of(tone), tokens.dark ? 0.2 : 0.12));
    const double radius = rect.height() / 2;
    painter.drawRoundedRect(rect, radius, radius);
}

} // namespace

Badge::Badge(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Badge::set(const QString &text, BadgeLook look)
{
    m_text = text;
    m_look = look;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize Badge::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(m_text) + iconSideFor(fontMetrics()) + space::xs + 2 * space::s,
        fontMetrics().height() + space::xs};
}

void Badge::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    const Tone tone = toneOf(m_look.severity);
    const int iconSide = iconSideFor(fontMetrics());
    QPainter painter(this);
    paintPill(painter, rect(), tokens, tone);
    const QPixmap pixmap =
        iconPixmap(m_look.icon.value_or(iconOf(m_look.severity)), iconSide, tokens.of(tone), devicePixelRatioF());
    painter.drawPixmap(QPoint(space::s, (height() - iconSide) / 2), pixmap);
    painter.setPen(tokens.text);
    painter.drawText(rect().adjusted(space::s + iconSide + space::xs, 0, -space::s, 0),
        Qt::AlignVCenter | Qt::TextSingleLine, m_text);
}

void applyBadge(QStyleOptionViewItem *option, const BadgeLook &look)
{
    const int side = iconSideFor(option->fontMetrics);
    option->icon = icon(look.icon.value_or(iconOf(look.severity)), toneOf(look.severity));
    option->decorationSize = {side, side};
    option->features |= QStyleOptionViewItem::HasDecoration;
}

BadgeDelegate::BadgeDelegate(BadgeLooks looks, int tokenRole, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_looks(std::move(looks))
    , m_tokenRole(tokenRole)
{
}

void BadgeDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (const std::optional<BadgeLook> look = m_looks(index.data(m_tokenRole).toString()))
        applyBadge(option, *look);
}

CountBadge::CountBadge(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    hide();
}

void CountBadge::set(qint64 count, const QString &meaning, Severity severity)
{
    m_text = QLocale().toString(count);
    m_severity = severity;
    setAccessibleName(meaning);
    setToolTip(meaning);
    setVisible(count != 0);
    updateGeometry();
    update();
}

QSize CountBadge::sizeHint() const
{
    const int height = fontMetrics().height() + 2;
    return {std::max(height, fontMetrics().horizontalAdvance(m_text) + 2 * space::s), height};
}

void CountBadge::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    paintPill(painter, rect(), tokens, toneOf(m_severity));
    painter.setPen(m_severity == Severity::Neutral ? tokens.muted : tokens.of(toneOf(m_severity)));
    painter.drawText(rect(), Qt::AlignCenter, m_text);
}

} // namespace belvedere
