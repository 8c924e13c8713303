// Patches as a table with the waiting devices at its side.
#include "ui/patches/patchesplace.h"

#include "api/operations.h"
#include "table/selection.h"
#include "ui/actions/deviceactions.h"
#include "ui/common/pageheader.h"
#include "ui/common/sidepanel.h"
#include "ui/common/toasts.h"
#include "ui/content/factspanel.h"
#include "ui/patches/patchdevicesview.h"
#include "ui/records/listplace.h"
#include "ui/records/looks.h"
#include "ui/records/recordsheet.h"
#include "ui/records/viewbranches.h"

#include <QAction>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class PatchesPlace final : public ListPlace {
    Q_DECLARE_TR_FUNCTIONS(PatchesPlace)
public:
    explicit PatchesPlace(PlaceContext &context)
        : PatchesPlace(context,
            new FactsPanel(Icon::Sync, tr("No patch chosen"), tr("Choose one to see which devices wait for it.")))
    {
    }
    void shown(const QVariantMap &arguments) override
    {
        hidden();
        ListPlace::shown(arguments);
        if (arguments.value(u"!install"_s).toBool())
            install({});
    }
    bool isSettled() const override
    {
        return ListPlace::isSettled() && m_devices->isSettled() && (!m_order || m_order->isSettled());
    }
    QList<std::pair<QString, QVariantMap>> pictureStates() const override
    {
        return {
            {u"undecided"_s, {{u"query"_s, u"decision:none security:yes"_s}}}, {u"install"_s, {{u"!install"_s, true}}}};
    }

private:
    PatchesPlace(PlaceContext &context, FactsPanel *panel)
        : ListPlace(context, "patches", "Patch", context.site.list<SoftwarePatch>(), texts(), panel)
        , m_panel(panel)
        , m_devices(new PatchDevicesView(context.site, [this](const QString &id) {
            this->context().navigator.go(u"devices"_s, {{u"device"_s, id}});
        }))
    {
        panel->addBelow(m_devices);
        page().setUsualColumns({u"package"_s, u"release"_s, u"platform"_s, u"security"_s, u"devices"_s, u"decision"_s,
            u"first_seen"_s, u"decided_by"_s});
        page().setBadges(u"decision"_s, patchDecisionLook);
        sortByFirst();
        addCommands();
        connect(&page().selection(), &Selection::changed, this, [this] { followSelection(); });
        connect(&page(), &TablePage::opened, this, [this] { page().panel()->setOpen(true); });
        connect(
            &page(), &TablePage::emptyActionTriggered, this, [this] { this->context().navigator.go(u"devices"_s); });
        followCurrent<SoftwarePatch>([this](const std::optional<SoftwarePatch> &current) { follow(current); });
    }

    static TablePageTexts texts()
    {
        TablePageTexts texts;
        texts.title = tr("Patches");
        texts.loading = tr("Loading patches…");
        texts.placeholder = tr("Filter, e.g. decision:none security:yes devices>10");
        texts.icon = Icon::Sync;
        texts.emptyTitle = tr("No device waits for an update");
        texts.emptyText = tr("Agents tell which updates wait on their computers. Each of them appears here once, to be "
                             "approved and installed, or blocked.");
        texts.emptyAction = tr("Go to the devices");
        return texts;
    }

    void addCommands()
    {
        const Permission writes = Permission::PoliciesWrite;
        QAction *approve = addCommand(tr("Approve"), Icon::Ok, writes, [this] {
            decide(concernedRows(), {PatchDecision::Approved, {}});
        });
        QAction *block = addCommand(tr("Block…"), Icon::Minus, writes, [this] { this->block(concernedRows()); });
        QAction *clear = addCommand(tr("Undo decision"), Icon::Close, writes, [this] {
            decide(concernedRows(), {PatchDecision::None, {}});
        });
        QAction *install = addCommand(
            tr("Install approved updates…"), Icon::Download, Permission::ActionsRun, [this] { installTicked(); });
        QAction *patterns = addCommand(tr("Blocked updates"), Icon::Block, Permission::PoliciesRead,
            [this] { context().navigator.go(u"patchblocks"_s); });
        QAction *rules = addCommand(tr("Rules about the age of updates"), Icon::Rule, Permission::PoliciesRead, [this] {
            context().navigator.go(u"rules"_s, {{u"query"_s, u"check:os.update_available_since"_s}});
        });
        m_forRows = {approve, block, clear};
        for (QAction *action : m_forRows)
            offerForRows(action);
        page().header()->addAction(install, true);
        for (QAction *action : {approve, block, clear, patterns, rules})
            page().header()->addAction(action);
    }

    void follow(const std::optional<SoftwarePatch> &current)
    {
        followSelection();
        page().panel()->setTitle(current ? current->package : QString());
        m_panel->showRecord(current, display(),
            {u"release"_s, u"platform"_s, u"manager"_s, u"origin"_s, u"security"_s, u"first_seen"_s, u"decision"_s,
                u"decided"_s, u"decided_by"_s, u"reason"_s});
        const SoftwarePatch before = std::exchange(m_shown, current.value_or(SoftwarePatch()));
        if (before.id != m_shown.id || before.devices != m_shown.devices || m_devices->hasFailed())
            m_devices->open(m_shown.id);
    }
    void followSelection()
    {
        const bool any = !concernedRows().isEmpty();
        for (QAction *action : m_forRows)
            action->setEnabled(any);
    }

    // What is decided, about any number of patches.
    struct Decision {
        PatchDecision decision;
        QString reason;
    };

    // As many as one request takes.
    static DecidePatches firstOf(const QStringList &ids, const Decision &decision)
    {
        DecidePatches operation;
        operation.body = {ids.first(qMin<qsizetype>(ids.size(), maximumSetSize)), decision.decision, decision.reason};
        return operation;
    }

    // `before`: what requests for other patches of the same decision have come to.
    void decide(const QStringList &ids, const Decision &decision, const PatchDecisionCount &before = {})
    {
        if (ids.isEmpty())
            return;
        const DecidePatches operation = firstOf(ids, decision);
        const QStringList rest = ids.sliced(operation.body.patches.size());
        m_scope.add(site().send(operation))
            .then(this, [this, rest, decision, before](const Result<PatchDecisionCount> &count) {
                if (count) {
                    goOn(rest, decision, before, count.value());
                    return;
                }
                if (before.matched > 0)
                    tell(decision, before);
                showError(count.error());
            });
    }
    void goOn(
        const QStringList &rest, const Decision &decision, PatchDecisionCount sum, const PatchDecisionCount &count)
    {
        sum.matched += count.matched;
        sum.changed += count.changed;
        sum.blocked += count.blocked;
        if (rest.isEmpty())
            tell(decision, sum);
        else
            decide(rest, decision, sum);
    }

    void tell(const Decision &decision, const PatchDecisionCount &count)
    {
        const int n = int(count.changed);
        const QString done = decision.decision == PatchDecision::Approved ? tr("%n patch(es) approved.", nullptr, n)
            : decision.decision == PatchDecision::Blocked                 ? tr("%n patch(es) blocked.", nullptr, n)
                                                                          : tr("%n decision(s) undone.", nullptr, n);
        if (count.blocked == 0) {
            say(done);
            return;
        }
        const QString kept = tr("%n stay(s) blocked; a block has to be taken back first.", nullptr, int(count.blocked));
        warn(tr("%1 %2", "two sentences").arg(done, kept));
    }
    void warn(const QString &text) { context().toasts.show(Severity::Warning, text); }

    void block(const QStringList &ids)
    {
        if (ids.isEmpty())
            return;
        EditorHints hints;
        hints[u"reason"_s].style = EditorHint::Style::Lines;
        const PatchDecisionOrder initial;
        auto *sheet = new RecordSheet(tr("Block %n patch(es)?", nullptr, int(ids.size())),
            tr("A blocked patch is never sent to a device, also not by orders that wait for their time already."),
            tr("Block %n patch(es)", nullptr, int(ids.size())),
            {{fields<PatchDecisionOrder>(), Display("PatchDecisionOrder", std::make_shared<SystemClock>()),
                {u"reason"_s}, &initial, hints}},
            window());
        connect(sheet, &RecordSheet::submitted, this, [this, sheet, ids] {
            const Decision decision{PatchDecision::Blocked, sheet->values().value("reason"_L1).toString()};
            const DecidePatches operation = firstOf(ids, decision);
            const QStringList rest = ids.sliced(operation.body.patches.size());
            // a refusal keeps the sheet, and the reason in it
            sheet->submit(site(), operation,
                [this, rest, decision](const PatchDecisionCount &count) { goOn(rest, decision, {}, count); });
        });
        openSheet(sheet);
    }

    // Of the ticked rows those that are approved; when none is ticked, everything that is approved.
    void installTicked()
    {
        const QStringList ticked = page().selection().ids();
        QStringList approved;
        for (const QString &id : ticked) {
            if (row<SoftwarePatch>(id).value_or(SoftwarePatch()).decision == PatchDecision::Approved)
                approved.append(id);
        }
        if (approved.isEmpty() && !ticked.isEmpty())
            warn(tr("None of the %n chosen patch(es) is approved. Approve some, or choose none to install everything "
                    "that is approved.",
                nullptr, int(ticked.size())));
        else if (approved.size() > maximumSetSize)
            warn(tr("At most %n patch(es) can be chosen one by one. Choose none to install everything that is "
                    "approved.",
                nullptr, maximumSetSize));
        else
            install(approved);
    }

    // No patches: everything that is approved.
    void install(const QStringList &patches)
    {
        OrderTarget target;
        target.query = u"management:agent"_s;
        target.patches = patches;
        m_order = new ActionSheet(site(), ActionKind::UpdatesInstall, target, window());
        connect(m_order, &ActionSheet::ordered, this,
            [this](const ActionReceipt &receipt) { DeviceActions::tell(context(), receipt); });
        openSheet(m_order);
    }

    FactsPanel *m_panel;
    PatchDevicesView *m_devices;
    QList<QAction *> m_forRows;
    QPointer<ActionSheet> m_order; // while it is open
    SoftwarePatch m_shown;
    RequestScope m_scope; // of decisions, whose errors come with what was done before
};

} // namespace

const PlaceEntry patchesPlace{"patches", QT_TRANSLATE_NOOP("Place", "Patches"), PlaceGroup::Management, Icon::Sync,
    Permission::PoliciesRead, [](PlaceContext &context) -> Place * { return new PatchesPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in patches"), &viewBranches<SoftwarePatch>};

} // namespace belvedere
