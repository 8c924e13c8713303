// WhileOnline: commands that change something on the server; without a connection they are there, but say why not.
#pragma once

#include <QActionGroup>
#include <QHash>

namespace belvedere {

class Site;

class WhileOnline final : public QActionGroup {
    Q_OBJECT
public:
    // `site` outlives the group. What a place decides about single actions by setEnabled() still holds.
    WhileOnline(Site &site, QObject *parent);
    void add(QAction *action);
    static QString reason();

private:
    void refresh();
    void show(QAction *action);

    Site &m_site;
    QHash<QAction *, QString> m_toolTips; // of the time with a connection
};

} // namespace belvedere
