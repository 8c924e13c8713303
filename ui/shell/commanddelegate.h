// CommandDelegate: paints a line of the command palette: icon, title, where it belongs, shortcut.
#pragma once

#include <QStyledItemDelegate>

namespace belvedere {

class CommandDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    enum Role { ContextRole = Qt::UserRole, ShortcutRole, IconRole };
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace belvedere
