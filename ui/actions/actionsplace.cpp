// Actions as a table, each with its page.
#include "ui/actions/actionsplace.h"

#include "api/actions.h"
#include "rest/requestscope.h"
#include "ui/actions/actionpage.h"
#include "ui/actions/words.h"
#include "ui/common/pageheader.h"
#include "ui/common/tableview.h"
#include "ui/common/toasts.h"
#include "ui/records/listplace.h"
#include "ui/records/viewbranches.h"

#include <QAction>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class ActionsPlace final : public ListPlace {
    Q_DECLARE_TR_FUNCTIONS(ActionsPlace)
public:
    explicit ActionsPlace(PlaceContext &context)
        : ListPlace(context, "actions", "Action", context.site.list<Action>(), texts())
        , m_detail(new ActionPage(context.site))
    {
        setDetail(m_detail);
        page().setUsualColumns({u"requested"_s, u"kind"_s, u"state"_s, u"devices"_s, u"waiting"_s, u"done"_s,
            u"failed"_s, u"refused"_s, u"cancelled"_s, u"requested_by"_s, u"query"_s});
        page().setBadges(u"kind"_s, actionKindLook);
        page().setBadges(u"state"_s, actionStateLook);
        sortByFirst(Qt::DescendingOrder);
        m_cancel = addCommand(tr("Cancel…"), Icon::Close, Permission::ActionsRun, [this] { cancel(); });
        page().header()->addAction(m_cancel);
        m_detail->header()->addAction(m_cancel);
        connect(&page(), &TablePage::currentIdChanged, this, [this] { follow(); });
        connect(&page().model(), &TableModel::viewReplaced, this, [this] { follow(); });
        connect(&page().model(), &TableModel::dataChanged, this, [this] { follow(); });
        connect(&page(), &TablePage::opened, this, [this](const QString &id) {
            this->context().navigator.go(u"actions"_s, {{u"action"_s, id}});
        });
        connect(
            &page(), &TablePage::emptyActionTriggered, this, [this] { this->context().navigator.go(u"devices"_s); });
        connect(m_detail, &ActionPage::backRequested, this, [this] { this->context().navigator.go(u"actions"_s); });
        connect(m_detail, &ActionPage::deviceOpened, this, [this](const QString &id) {
            this->context().navigator.go(u"devices"_s, {{u"device"_s, id}});
        });
        follow();
    }

    void shown(const QVariantMap &arguments) override
    {
        m_open = arguments.value(u"action"_s).toString();
        if (m_open.isEmpty()) {
            showDetail(false);
            ListPlace::shown(arguments);
        } else if (arguments.value(u"!picture"_s).toBool() && !row<Action>(m_open)) {
            m_open = page().model().rowCount() > 0 ? page().model().idAt(0) : QString();
        }
        follow();
    }
    bool isSettled() const override { return ListPlace::isSettled() && (!showsDetail() || m_detail->isSettled()); }
    QList<std::pair<QString, QVariantMap>> pictureStates() const override
    {
        return {{u"action"_s, {{u"action"_s, u"act-1"_s}, {u"!picture"_s, true}}}};
    }

private:
    static TablePageTexts texts()
    {
        TablePageTexts texts;
        texts.title = tr("Actions");
        texts.loading = tr("Loading actions…");
        texts.placeholder = tr("Filter, e.g. state:running kind:lock failed>0");
        texts.icon = Icon::Actions;
        texts.emptyTitle = tr("No actions yet");
        texts.emptyText = tr("Choose devices and synchronise, message, lock or restart them; what becomes of it on "
                             "each device is listed here.");
        texts.emptyAction = tr("Go to the devices");
        return texts;
    }

    // The action that a command is about: the open one, else the chosen one.
    std::optional<Action> concerned() { return row<Action>(m_open.isEmpty() ? page().view()->currentId() : m_open); }

    void follow()
    {
        const std::optional<Action> action = concerned();
        m_cancel->setEnabled(action && action->waiting > 0);
        if (m_open.isEmpty())
            return;
        // an action that was ordered a moment ago may not be in the list yet
        if (action)
            m_detail->show(*action);
        showDetail(action.has_value());
    }

    void cancel()
    {
        const std::optional<Action> action = concerned();
        if (!action)
            return;
        Question question;
        question.title = tr("Cancel what has not been fetched yet?");
        question.text = tr("%n device(s) have not ended their part.", nullptr, int(action->waiting));
        question.effects = {{Severity::Info, tr("Devices that have not fetched the order never get it.")},
            {Severity::Warning, tr("Devices that have fetched it go on; the order cannot be called back from them.")},
            {Severity::Info, tr("What is done stays done.")}};
        question.accept = tr("Cancel the action");
        question.destructive = true;
        context().prompts.confirm(this, question, [this, id = action->id](bool accepted) {
            if (accepted)
                sendCancel(id);
        });
    }

    void sendCancel(const Id<Action> &id)
    {
        CancelAction operation;
        operation.id = id;
        send(operation, [this](const Action &after) {
            const QString cancelled = tr("Cancelled on %n device(s).", nullptr, int(after.cancelled));
            context().toasts.show(after.waiting > 0 ? Severity::Warning : Severity::Ok,
                after.waiting > 0
                    ? tr("%1 %2", "two sentences")
                          .arg(cancelled, tr("%n device(s) had fetched it before.", nullptr, int(after.waiting)))
                    : cancelled);
        });
    }

    ActionPage *m_detail;
    QAction *m_cancel;
    QString m_open; // id of the action whose page is wanted
};

} // namespace

const PlaceEntry actionsPlace{"actions", QT_TRANSLATE_NOOP("Place", "Actions"), PlaceGroup::Management, Icon::Actions,
    Permission::ActionsRead, [](PlaceContext &context) -> Place * { return new ActionsPlace(context); }, nullptr,
    &viewBranches<Action>};

} // namespace belvedere
