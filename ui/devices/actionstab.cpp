// The runs of one device as a tab.
#include "ui/devices/actionstab.h"

#include "ui/actions/runlist.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

ActionsTab::ActionsTab(Site &site, std::function<void(const QString &)> open, QWidget *parent)
    : DeviceTab(parent)
    , m_runs(new RunList(site, RunList::Of::Device))
{
    setObjectName(u"actions"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_runs);
    connect(m_runs, &RunList::opened, this, std::move(open));
}

void ActionsTab::open(const Id<Device> &id) { m_runs->open(id.text); }

bool ActionsTab::isSettled() const { return m_runs->isSettled(); }

} // namespace belvedere
