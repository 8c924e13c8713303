// Geometry and colours of the navigation's rows.
#include "ui/shell/navdelegate.h"

#include "ui/common/icons.h"

#include <QPainter>

namespace belvedere {

namespace {

int iconSide(const QFontMetrics &metrics) { return std::max(20, qRound(metrics.height() * 1.2)); }

bool isBranch(const QModelIndex &index) { return !index.data(NavDelegate::BranchRole).toString().isEmpty(); }
bool isHeading(const QModelIndex &index) { return !index.data(NavDelegate::IconRole).isValid() && !isBranch(index); }
// A heading of branches stands as far to the right as the names of places.
int indent(const QModelIndex &index, const QFontMetrics &metrics)
{
    const bool isBelow = !index.data(NavDelegate::BranchOfRole).toString().isEmpty();
    return isBelow ? space::s + iconSide(metrics) + 2 : 0;
}

QFont headingFont(QFont font)
{
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * 0.88);
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

QSize NavDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (isBranch(index))
        return {0, option.fontMetrics.height() + 10};
    if (isHeading(index) && indent(index, option.fontMetrics) > 0)
        return {0, QFontMetrics(headingFont(option.font)).height() + 8};
    if (!isHeading(index))
        return {0, iconSide(option.fontMetrics) + 12};
    const bool collapsed = index.data(CollapsedRole).toBool();
    return {0, collapsed ? 13 : QFontMetrics(headingFont(option.font)).height() + 18};
}

void NavDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = tokensFor(option.palette);
    const bool collapsed = index.data(CollapsedRole).toBool();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect row = option.rect.adjusted(space::s, 1, -space::s, -1);
    if (isHeading(index)) {
        if (collapsed) {
            painter->setPen(tokens.border);
            painter->drawLine(row.left() + 4, row.center().y(), row.right() - 4, row.center().y());
        } else {
            painter->setFont(headingFont(option.font));
            painter->setPen(tokens.muted);
            const int left = space::s + indent(index, option.fontMetrics);
            painter->drawText(row.adjusted(left, 0, 0, left > space::s ? 0 : -4), Qt::AlignLeft | Qt::AlignBottom,
                painter->fontMetrics().elidedText(
                    index.data(Qt::DisplayRole).toString(), Qt::ElideRight, row.width() - left));
        }
        painter->restore();
        return;
    }
    const bool here = index.data(CurrentRole).toBool();
    if (here || option.state.testFlag(QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(here ? tokens.selected : tokens.hover);
        painter->drawRoundedRect(row, space::radius, space::radius);
    }
    // the keyboard's position is not the same as the place that is shown
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setPen(QPen(tokens.accent, 1));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(row).adjusted(0.5, 0.5, -0.5, -0.5), space::radius, space::radius);
    }
    if (isBranch(index)) {
        paintBranch(painter, option, index);
        painter->restore();
        return;
    }
    const auto which = Icon(index.data(IconRole).toInt());
    const int side = iconSide(option.fontMetrics);
    const int left = collapsed ? row.center().x() - side / 2 + 1 : row.left() + space::s;
    painter->drawPixmap(QPoint(left, row.center().y() - side / 2 + 1),
        iconPixmap(which, side, here ? tokens.accent : tokens.muted, painter->device()->devicePixelRatioF()));
    if (!collapsed) {
        QFont font = option.font;
        font.setWeight(here ? QFont::DemiBold : QFont::Normal);
        painter->setFont(font);
        painter->setPen(tokens.text);
        const QRect area = row.adjusted(space::s + side + space::s + 2, 0, -space::s, 0);
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft,
            painter->fontMetrics().elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, area.width()));
    }
    painter->restore();
}

// Name and count.
void NavDelegate::paintBranch(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const Tokens &tokens = tokensFor(option.palette);
    const QRect row = option.rect.adjusted(space::s, 1, -space::s, -1);
    QRect area = row.adjusted(space::s + iconSide(option.fontMetrics) + space::s + 2, 0, -space::s, 0);
    QFont font = option.font;
    if (index.data(ProblemRole).toBool()) {
        const int side = option.fontMetrics.height();
        painter->drawPixmap(QPoint(area.right() - side + 1, row.center().y() - side / 2 + 1),
            iconPixmap(Icon::Warning, side, tokens.warning, painter->device()->devicePixelRatioF()));
        area.setRight(area.right() - side - space::s);
    } else {
        const QString detail = index.data(DetailRole).toString();
        painter->setFont(font);
        painter->setPen(tokens.muted);
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignRight, detail);
        area.setRight(area.right() - painter->fontMetrics().horizontalAdvance(detail) - space::s);
    }
    font.setWeight(index.data(CurrentRole).toBool() ? QFont::DemiBold : QFont::Normal);
    painter->setFont(font);
    painter->setPen(tokens.text);
    painter->drawText(area, Qt::AlignVCenter | Qt::AlignLeft,
        painter->fontMetrics().elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, area.width()));
}

} // namespace belvedere
