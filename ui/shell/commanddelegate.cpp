// Geometry and colours of a palette line.
#include "ui/shell/commanddelegate.h"

#include "ui/common/icons.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace belvedere {

QSize CommandDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {0, option.fontMetrics.height() + space::m};
}

void CommandDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = tokensFor(option.palette);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect row = option.rect.adjusted(space::xs, 0, -space::xs, 0);
    const bool current = option.state.testFlag(QStyle::State_Selected);
    if (current || option.state.testFlag(QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(current ? tokens.selected : tokens.hover);
        painter->drawRoundedRect(row, space::radius - 1, space::radius - 1);
    }
    QRect area = row.adjusted(space::s, 0, -space::s, 0);
    if (const QVariant which = index.data(IconRole); which.isValid()) {
        painter->drawPixmap(QPoint(area.left(), area.center().y() - option.fontMetrics.height() / 2),
            iconPixmap(Icon(which.toInt()), option.fontMetrics.height(), current ? tokens.accent : tokens.muted,
                painter->device()->devicePixelRatioF()));
        area.setLeft(area.left() + option.fontMetrics.height() + space::s);
    }
    painter->setFont(option.font);
    const QString shortcut = index.data(ShortcutRole).toString();
    const QString context = index.data(ContextRole).toString();
    painter->setPen(tokens.muted);
    const QString side = shortcut.isEmpty() ? context : context + u"   "_s + shortcut;
    const int sideWidth = std::min(option.fontMetrics.horizontalAdvance(side) + 2, area.width() / 2);
    painter->drawText(
        area, Qt::AlignRight | Qt::AlignVCenter, option.fontMetrics.elidedText(side, Qt::ElideLeft, sideWidth));
    area.setRight(area.right() - sideWidth - space::m);
    painter->setPen(index.flags().testFlag(Qt::ItemIsEnabled) ? tokens.text : tokens.muted);
    painter->drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
        option.fontMetrics.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, area.width()));
    painter->restore();
}

} // namespace belvedere
