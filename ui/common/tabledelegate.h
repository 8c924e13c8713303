// TableDelegate: paints the cells of a table page: tick boxes, ticked and current rows, badges.
#pragma once

#include "table/selection.h"
#include "ui/common/badge.h"
#include "ui/common/celltext.h"

#include <QHash>

namespace belvedere {

class TableModel;

class TableDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    TableDelegate(const TableModel &model, const Selection &selection, QObject *parent = nullptr);
    // By the field's name.
    void setBadges(const QString &field, const BadgeLooks &looks) { m_badges.insert(field, looks); }
    void setHoveredRow(int row) { m_hovered = row; }
    // Width of the tick box's part of the first column.
    static int tickWidth(const QFontMetrics &metrics);
    static void paintTick(QPainter &painter, const QRect &rect, const QColor &edge, const Tokens &tokens, bool ticked);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    bool isTicked(int row) const;
    void paintContent(QPainter &painter, const QStyleOptionViewItem &cell) const;
    void paintGroup(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    const TableModel &m_model;
    const Selection &m_selection;
    QHash<QString, BadgeLooks> m_badges;
    mutable CellText m_texts;
    int m_hovered = -1;
};

} // namespace belvedere
