// Following the connection.
#include "ui/records/whileonline.h"

#include "sites/site.h"

#include <QAction>

namespace belvedere {

WhileOnline::WhileOnline(Site &site, QObject *parent)
    : QActionGroup(parent)
    , m_site(site)
{
    setExclusionPolicy(ExclusionPolicy::None);
    connect(&site, &Site::stateChanged, this, &WhileOnline::refresh);
    connect(&site, &Site::identityChanged, this, &WhileOnline::refresh);
    refresh();
}

QString WhileOnline::reason() { return tr("Not possible without a connection to the server"); }

void WhileOnline::add(QAction *action)
{
    addAction(action);
    refresh();
}

void WhileOnline::refresh()
{
    const bool can = m_site.canWrite();
    setEnabled(can);
    for (QAction *action : actions()) {
        if (!can && !m_toolTips.contains(action)) {
            m_toolTips.insert(action, action->toolTip() == action->text() ? QString() : action->toolTip());
            action->setToolTip(reason());
        } else if (can && m_toolTips.contains(action)) {
            action->setToolTip(m_toolTips.take(action));
        }
    }
}

} // namespace belvedere
