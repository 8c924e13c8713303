// NavDelegate: paints group titles and places of the navigation.
#pragma once

#include <QStyledItemDelegate>

namespace belvedere {

class NavDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    enum Role { IdRole = Qt::UserRole, IconRole, CollapsedRole, CurrentRole };
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace belvedere
