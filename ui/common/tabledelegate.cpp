// Painting of table cells.
#include "ui/common/tabledelegate.h"

#include "table/tablemodel.h"

#include <QAbstractItemView>
#include <QPainter>

namespace belvedere {

namespace {

constexpr int iconGap = 6; // between a badge and its text

} // namespace

TableDelegate::TableDelegate(const TableModel &model, const Selection &selection, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
    , m_selection(selection)
{
}

int TableDelegate::tickWidth(const QFontMetrics &metrics) { return std::max(16, metrics.height()) + space::s; }

bool TableDelegate::isTicked(int row) const
{
    const std::optional<quint32> place = m_model.snapshotRow(row);
    return place && m_selection.containsRow(*m_model.view()->snapshot, *place);
}

void TableDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    // rows are coloured as a whole by paint()
    option->state &= ~(QStyle::State_Selected | QStyle::State_MouseOver | QStyle::State_HasFocus);
    if (m_badges.isEmpty())
        return;
    const auto looks = m_badges.constFind(QString::fromLatin1(m_model.fieldAt(index.column()).name));
    if (looks == m_badges.constEnd())
        return;
    const Cell cell = index.data(TableModel::CellRole).value<Cell>();
    const auto *token = std::get_if<QString>(&cell);
    const auto *truth = std::get_if<bool>(&cell);
    const QString word = token ? *token : truth ? (*truth ? QStringLiteral("yes") : QStringLiteral("no")) : QString();
    if (const std::optional<BadgeLook> look = (*looks)(word))
        applyBadge(option, *look);
}

void TableDelegate::paintTick(
    QPainter &painter, const QRect &rect, const QColor &edge, const Tokens &tokens, bool ticked)
{
    const int side = rect.width() - space::s;
    // half a pixel in: the one pixel wide edge then falls on whole pixels
    const QPoint corner(rect.left() + space::xs, rect.center().y() - side / 2 + 1);
    const QRectF box(QPointF(corner) + QPointF(0.5, 0.5), QSizeF(side - 2, side - 2));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(edge, 1));
    painter.setBrush(ticked ? tokens.accent : tokens.raised);
    painter.drawRoundedRect(box, 3, 3);
    if (ticked)
        painter.drawPixmap(box.topLeft() + QPointF(1, 1),
            iconPixmap(Icon::Check, side - 4, tokens.onAccent, painter.device()->devicePixelRatioF()));
    painter.restore();
}

// A heading over the whole width; the first column paints it, and the others leave it alone.
void TableDelegate::paintGroup(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Tokens &tokens = tokensFor(option.palette);
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const bool current = view && view->currentIndex().row() == index.row();
    painter.fillRect(option.rect, current || index.row() == m_hovered ? tokens.hover : tokens.surface);
    if (index.column() != 0)
        return;
    if (current)
        painter.fillRect(QRect(option.rect.left(), option.rect.top(), 2, option.rect.height()), tokens.accent);
    const int size = option.fontMetrics.height();
    const QRect rect = option.rect.adjusted(space::xs, 0, 0, 0);
    const bool folded = index.data(TableModel::CollapsedRole).toBool();
    painter.drawPixmap(rect.left(), rect.center().y() - size / 2 + 1,
        iconPixmap(folded ? Icon::ChevronRight : Icon::ChevronDown, size, tokens.muted,
            painter.device()->devicePixelRatioF()));
    QFont strong = option.font;
    strong.setWeight(QFont::DemiBold);
    const QString count = m_model.display().locale().toString(index.data(TableModel::GroupCountRole).toInt());
    const int room =
        rect.width() - tickWidth(option.fontMetrics) - option.fontMetrics.horizontalAdvance(count) - space::l;
    const QString text = QFontMetrics(strong).elidedText(index.data().toString(), Qt::ElideRight, room);
    painter.setFont(strong);
    painter.setPen(tokens.text);
    QRect line = rect.adjusted(tickWidth(option.fontMetrics), 0, 0, 0);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, text);
    line.adjust(QFontMetrics(strong).horizontalAdvance(text) + space::s, 0, 0, 0);
    painter.setFont(option.font);
    painter.setPen(tokens.muted);
    painter.drawText(line, Qt::AlignLeft | Qt::AlignVCenter, count);
}

void TableDelegate::paintContent(QPainter &painter, const QStyleOptionViewItem &cell) const
{
    painter.setClipRect(cell.rect, Qt::IntersectClip);
    QRect room = cell.rect.adjusted(space::s, 0, -space::s, 0);
    const bool isLeftToRight = cell.direction == Qt::LeftToRight;
    if (!cell.icon.isNull()) {
        const QSize size = cell.decorationSize;
        cell.icon.paint(&painter, QStyle::alignedRect(cell.direction, Qt::AlignLeft | Qt::AlignVCenter, size, room));
        const int used = size.width() + iconGap;
        room.adjust(isLeftToRight ? used : 0, 0, isLeftToRight ? 0 : -used, 0);
    }
    // what the edge cuts off ends with an ellipsis, since half a number reads like another one
    if (const auto *view = qobject_cast<const QAbstractItemView *>(cell.widget)) {
        if (isLeftToRight)
            room.setRight(std::min(room.right(), view->viewport()->width() - space::xs));
        else
            room.setLeft(std::max(room.left(), space::xs));
    }
    m_texts.paint(painter, room, cell);
}

void TableDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    if (m_model.groupColumn() >= 0 && m_model.isHeader(index.row())) {
        painter->save();
        paintGroup(*painter, option, index);
        painter->restore();
        return;
    }
    const Tokens &tokens = tokensFor(option.palette);
    const bool ticked = isTicked(index.row());
    const auto *view = qobject_cast<const QAbstractItemView *>(option.widget);
    const bool current = view && view->currentIndex().row() == index.row();
    painter->save();
    if (ticked)
        painter->fillRect(option.rect, tokens.selected);
    else if (current || index.row() == m_hovered)
        painter->fillRect(option.rect, tokens.hover);
    QStyleOptionViewItem cell = option;
    if (index.column() == 0) {
        const int width = tickWidth(option.fontMetrics);
        // where the keyboard is, also without a pointer
        if (current)
            painter->fillRect(QRect(option.rect.left(), option.rect.top(), 2, option.rect.height()), tokens.accent);
        const QRect box(option.rect.left(), option.rect.top(), width, option.rect.height());
        // always there and seen, since nothing else says that rows can be ticked
        paintTick(*painter, box, ticked ? tokens.accent : tokens.strongBorder, tokens, ticked);
        cell.rect.setLeft(cell.rect.left() + width);
    }
    initStyleOption(&cell, index);
    paintContent(*painter, cell);
    painter->restore();
}

} // namespace belvedere
