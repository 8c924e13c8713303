// Deployments as a table; failed ones can be tried again, and what no policy wants is taken off.
#include "ui/policies/deploymentsplace.h"

#include "api/operations.h"
#include "table/selection.h"
#include "ui/common/bulkbar.h"
#include "ui/common/pageheader.h"
#include "ui/common/toasts.h"
#include "ui/policies/policyuse.h"
#include "ui/policies/retryrun.h"
#include "ui/records/listplace.h"
#include "ui/records/looks.h"
#include "ui/records/reasons.h"
#include "ui/records/takeoff.h"
#include "ui/records/viewbranches.h"

#include <QAction>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class DeploymentsPlace final : public ListPlace {
    Q_DECLARE_TR_FUNCTIONS(DeploymentsPlace)
public:
    explicit DeploymentsPlace(PlaceContext &context)
        : ListPlace(context, "deployments", "Deployment", context.site.list<Deployment>(), texts())
    {
        page().setUsualColumns(
            {u"device"_s, u"item_name"_s, u"state"_s, u"state_since"_s, u"attempts"_s, u"detail"_s, u"due"_s});
        page().setBadges(u"state"_s, deploymentLook);
        page().model().setWords(u"code"_s, deploymentReasonWords());
        page().setDetails([this](const QString &id) { return details(id); });
        sortByFirst();
        m_device = addCommand(tr("Open device"), Icon::Devices, Permission::DevicesRead, [this] { openDevice(); });
        m_retry = addCommand(tr("Try again"), Icon::Refresh, Permission::PoliciesWrite, [this] { retry(); });
        m_takeOff = addCommand(tr("Take off…"), Icon::Trash, Permission::PoliciesWrite, [this] { takeOff(); });
        for (QAction *action : {m_device, m_retry, m_takeOff})
            page().header()->addAction(action);
        page().bulkBar()->addAction(m_retry);
        m_run = new RetryRun(context.site, this);
        connect(m_run, &RetryRun::refused, this, [this](const ApiError &error) { showError(error); });
        connect(m_run, &RetryRun::finished, this, [this](int done) {
            if (done > 0)
                say(tr("%n deployment(s) will be tried again.", nullptr, done));
        });
        context.site.list<BusinessPolicy>().open();
        connect(&page(), &TablePage::currentIdChanged, this, [this] { follow(); });
        connect(&page().selection(), &Selection::changed, this, [this] { follow(); });
        connect(&page().model(), &TableModel::viewReplaced, this, [this] { follow(); });
        connect(&page(), &TablePage::opened, this, [this] { openDevice(); });
        follow();
    }
    QList<std::pair<QString, QVariantMap>> pictureStates() const override
    {
        return {{u"failed"_s, {{u"query"_s, u"state:failed,not_possible"_s}}}};
    }

private:
    static TablePageTexts texts()
    {
        TablePageTexts texts;
        texts.title = tr("Deployments");
        texts.loading = tr("Loading deployments…");
        texts.placeholder = tr("Filter, e.g. state:failed,not_possible");
        texts.icon = Icon::Deployment;
        texts.emptyTitle = tr("No deployments yet");
        texts.emptyText = tr("Once a business policy with items is active, each item on each device is here.");
        return texts;
    }

    // The ticked ones, else the current one; only what failed can be tried again.
    QStringList failed()
    {
        const QStringList ids = page().selection().count() > 0 ? page().selection().ids() : QStringList{currentId()};
        QStringList failed;
        for (const QString &id : ids) {
            const std::optional<Deployment> deployment = row<Deployment>(id);
            if (deployment && deployment->state == DeploymentState::Failed)
                failed.append(id);
        }
        return failed;
    }

    void follow()
    {
        m_device->setEnabled(!currentId().isEmpty());
        // with many ticked, looking through them waits until it is asked for
        m_retry->setEnabled(page().selection().count() > 100 || !failed().isEmpty());
        const std::optional<Deployment> deployment = row<Deployment>(currentId());
        m_takeOff->setEnabled(deployment && canTakeOff(*deployment));
    }

    void takeOff()
    {
        const std::optional<Deployment> deployment = row<Deployment>(currentId());
        if (!deployment)
            return;
        context().prompts.confirm(this, takeOffQuestion(*deployment), [this, id = deployment->id](bool accepted) {
            if (!accepted)
                return;
            TakeOffDeployment operation;
            operation.id = id;
            send(operation, [this](const Done &) { say(tr("It goes from the device.")); });
        });
    }

    QList<Property> details(const QString &id)
    {
        const std::optional<Deployment> deployment = row<Deployment>(id);
        if (!deployment)
            return {};
        const Field &policies = *findField(fields<Deployment>(), u"policies");
        QList<Property> rows = page().allFields(id);
        for (Property &property : rows) {
            if (property.label == display().label(policies))
                property.value = deployment->policies.isEmpty()
                    ? tr("None")
                    : namesOf(site().list<BusinessPolicy>(), deployment->policies).join(u'\n');
        }
        return rows;
    }

    void openDevice()
    {
        if (const auto deployment = row<Deployment>(currentId()))
            context().navigator.go(u"devices"_s, {{u"device"_s, deployment->device.text}, {u"tab"_s, u"policies"_s}});
    }

    void retry()
    {
        const QStringList ids = failed();
        if (ids.isEmpty())
            context().toasts.show(Severity::Info, tr("None of them has failed; there is nothing to try again."));
        else
            m_run->add(ids);
    }

    QAction *m_device;
    QAction *m_retry;
    QAction *m_takeOff;
    RetryRun *m_run;
};

} // namespace

const PlaceEntry deploymentsPlace{"deployments", QT_TRANSLATE_NOOP("Place", "Deployments"), PlaceGroup::Management,
    Icon::Deployment, Permission::PoliciesRead,
    [](PlaceContext &context) -> Place * { return new DeploymentsPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in deployments"), &viewBranches<Deployment>};

} // namespace belvedere
