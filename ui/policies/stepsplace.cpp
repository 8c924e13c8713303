// Steps of rules as a table; what needs a second person is approved or refused here.
#include "ui/policies/stepsplace.h"

#include "api/operations.h"
#include "ui/common/pageheader.h"
#include "ui/policies/approvalsheet.h"
#include "ui/records/listplace.h"
#include "ui/records/looks.h"
#include "ui/records/reasons.h"
#include "ui/records/viewbranches.h"

#include <QAction>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class StepsPlace final : public ListPlace {
    Q_DECLARE_TR_FUNCTIONS(StepsPlace)
public:
    explicit StepsPlace(PlaceContext &context)
        : ListPlace(context, "steps", "RuleStep", context.site.list<RuleStep>(), texts())
    {
        page().setUsualColumns({u"device"_s, u"rule"_s, u"kind"_s, u"state"_s, u"due"_s, u"taken"_s, u"code"_s});
        page().setBadges(u"state"_s, stepLook);
        page().model().setWords(u"code"_s, deploymentReasonWords());
        sortByFirst();
        m_approve = addCommand(tr("Approve…"), Icon::Ok, Permission::ActionsRun, [this] { approve(); });
        m_refuse = addCommand(tr("Refuse"), Icon::Close, Permission::ActionsRun, [this] {
            if (const auto step = row<RuleStep>(currentId()))
                take<RefuseStep>(*step, tr("The step has been refused."));
        });
        m_device = addCommand(tr("Open device"), Icon::Devices, Permission::DevicesRead, [this] { openDevice(); });
        for (QAction *action : {m_approve, m_refuse, m_device})
            page().header()->addAction(action);
        connect(&page(), &TablePage::opened, this, [this] { openDevice(); });
        followCurrent<RuleStep>([this](const std::optional<RuleStep> &step) { follow(step); });
    }
    QList<std::pair<QString, QVariantMap>> pictureStates() const override
    {
        return {{u"waiting"_s, {{u"query"_s, u"state:waiting"_s}}}};
    }

private:
    static TablePageTexts texts()
    {
        TablePageTexts texts;
        texts.title = tr("Steps of rules");
        texts.loading = tr("Loading steps…");
        texts.placeholder = tr("Filter, e.g. state:waiting");
        texts.icon = Icon::Steps;
        texts.emptyTitle = tr("No steps");
        texts.emptyText = tr(
            "Whatever rules do about devices that do not meet them appears here: messages, blocked access, and what a "
            "second person has to approve.");
        return texts;
    }

    void follow(const std::optional<RuleStep> &step)
    {
        const bool waits = step && step->state == StepState::Waiting;
        m_device->setEnabled(step.has_value());
        m_approve->setEnabled(waits);
        m_refuse->setEnabled(waits);
    }

    void openDevice()
    {
        if (const auto step = row<RuleStep>(currentId()))
            context().navigator.go(u"devices"_s, {{u"device"_s, step->device.text}, {u"tab"_s, u"policies"_s}});
    }

    void approve()
    {
        const std::optional<RuleStep> step = row<RuleStep>(currentId());
        if (!step)
            return;
        const Field &kind = *findField(fields<RuleStep>(), u"kind");
        Question question;
        question.title = tr("%1: %2?", "step, device").arg(display().text(kind.get(&*step), kind), step->deviceName);
        question.effects.append({Severity::Warning, tr("It does not meet the rule “%1”.").arg(step->ruleName)});
        question.effects.append({Severity::Info, tr("The audit log keeps who approved it.")});
        question.accept = tr("Approve");
        question.destructive = true;
        const auto carryOut = [this, step = *step] { take<ApproveStep>(step, tr("The step has been approved.")); };
        if (ApprovalSheet::isFor(step->kind.value())) {
            auto *sheet = new ApprovalSheet(site(), *step, question, window());
            connect(sheet, &ApprovalSheet::accepted, this, carryOut);
            openSheet(sheet);
            return;
        }
        context().prompts.confirm(this, question, [carryOut](bool accepted) {
            if (accepted)
                carryOut();
        });
    }

    QAction *m_approve;
    QAction *m_refuse;
    QAction *m_device;
};

} // namespace

const PlaceEntry stepsPlace{"steps", QT_TRANSLATE_NOOP("Place", "Steps of rules"), PlaceGroup::Management, Icon::Steps,
    Permission::PoliciesRead, [](PlaceContext &context) -> Place * { return new StepsPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in steps of rules"), &viewBranches<RuleStep>};

} // namespace belvedere
