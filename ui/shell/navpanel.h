// NavPanel: the list of places at the left, in groups; only icons when there is little room.
#pragma once

#include "ui/shell/place.h"

#include <QListWidget>

namespace belvedere {

class NavPanel : public QListWidget {
    Q_OBJECT
public:
    explicit NavPanel(QWidget *parent = nullptr);
    void setEntries(const QList<const PlaceEntry *> &entries);
    // Below the entry of a place, under a heading of their own.
    void setBranches(const QString &place, const QString &heading, const QList<Branch> &branches);
    void setCurrentPlace(const QString &id, const QString &branch = {});
    void setCollapsed(bool collapsed);
    bool isCollapsed() const { return m_collapsed; }
    QStringList placeIds() const;

Q_SIGNALS:
    void placeChosen(const QString &id);
    void branchChosen(const QString &place, const QString &branch);

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void fitWidth();
    void choose(QListWidgetItem *item);
    void showBranch(QListWidgetItem *item, const Branch &branch);
    bool m_collapsed = false;
    QString m_current;
    QString m_currentBranch;
};

} // namespace belvedere
