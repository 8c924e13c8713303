// NavDelegate: paints group titles and places of the navigation.
#pragma once

#include <QStyledItemDelegate>

namespace belvedere {

class NavDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole,
        IconRole,
        CollapsedRole,
        CurrentRole,
        BranchOfRole,
        BranchRole,
        DetailRole,
        ProblemRole
    };
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    static void paintBranch(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index);
};

} // namespace belvedere
