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
    void setCurrentPlace(const QString &id);
    void setCollapsed(bool collapsed);
    bool isCollapsed() const { return m_collapsed; }
    QStringList placeIds() const;

Q_SIGNALS:
    void placeChosen(const QString &id);

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void fitWidth();
    void choose(QListWidgetItem *item);
    bool m_collapsed = false;
    QString m_current;
};

} // namespace belvedere
