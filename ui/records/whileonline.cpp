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
    // a place may have something to say about it meanwhile
    connect(action, &QAction::changed, this, [this, action] { show(action); });
    refresh();
}

void WhileOnline::refresh()
{
    setEnabled(m_site.canWrite());
    for (QAction *action : actions())
        show(action);
}

void WhileOnline::show(QAction *action)
{
    const bool isShown = action->toolTip() == reason();
    if (!isEnabled() && !isShown) {
        m_toolTips.insert(action, action->toolTip() == action->text() ? QString() : action->toolTip());
        action->setToolTip(reason());
    } else if (isEnabled() && isShown) {
        action->setToolTip(m_toolTips.take(action));
    }
}

} // namespace belvedere
