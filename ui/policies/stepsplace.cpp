// Steps of rules as a table; what needs a second person is approved or refused here.
#include "ui/policies/stepsplace.h"

#include "api/operations.h"
#include "compliance/ladder.h"
#include "ui/common/pageheader.h"
#include "ui/policies/approvalsheet.h"
#include "ui/policies/policyuse.h"
#include "ui/records/listplace.h"
#include "ui/records/looks.h"
#include "ui/records/reasons.h"
#include "ui/records/viewbranches.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class StepsPlace final : public ListPlace {
    Q_DECLARE_TR_FUNCTIONS(StepsPlace)
public:
    explicit StepsPlace(PlaceContext &context)
        : ListPlace(context, "steps", "RuleStep", context.site.list<RuleStep>(), texts())
    {
        page().setUsualColumns({u"device"_s, u"rule"_s, u"kind"_s, u"state"_s, u"due"_s, u"taken"_s, u"code"_s,
            u"target"_s, u"reference"_s});
        page().setBadges(u"state"_s, stepLook);
        page().model().setWords(u"code"_s, deploymentReasonWords());
        page().setDetails([this](const QString &id) { return details(id); });
        sortByFirst();
        m_approve = addCommand(tr("Approve…"), Icon::Ok, Permission::ActionsRun, [this] { approve(); });
        m_refuse = addCommand(tr("Refuse"), Icon::Close, Permission::ActionsRun, [this] {
            if (const auto step = row<RuleStep>(currentId()))
                take<RefuseStep>(*step, tr("The step has been refused."));
        });
        m_device = addCommand(tr("Open device"), Icon::Devices, Permission::DevicesRead, [this] { openDevice(); });
        // the address comes from outside: it is text, and nothing here opens it
        m_copy = addCommand(tr("Copy address of the ticket"), Icon::Copy, Permission::PoliciesRead, [this] {
            if (const auto step = row<RuleStep>(currentId()); step && !step->link.isEmpty()) {
                QGuiApplication::clipboard()->setText(step->link);
                say(tr("Copied: %1", "an address").arg(step->link));
            }
        });
        for (QAction *action : {m_approve, m_refuse, m_device, m_copy})
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
        texts.emptyText =
            tr("Whatever rules do about devices that do not meet them appears here: messages, blocked access, what is "
               "brought to the device, and what a second person has to approve.");
        return texts;
    }

    void follow(const std::optional<RuleStep> &step)
    {
        const bool waits = step && step->state == StepState::Waiting;
        m_device->setEnabled(step.has_value());
        m_approve->setEnabled(waits);
        m_refuse->setEnabled(waits);
        m_copy->setEnabled(step && !step->link.isEmpty());
        readDetails(step);
    }

    static bool hasDetails(RuleActionKind kind)
    {
        return kind == RuleActionKind::RunCommand || broughtKind(kind) != ItemKind::Unknown;
    }

    // What a step brings, or runs with what came of it: the list does not have that.
    void readDetails(const std::optional<RuleStep> &step)
    {
        QString asked;
        if (step && hasDetails(step->kind.value())) {
            // what a device tells of its end is no other version of the record
            asked = u"%1 %2 %3 "_s.arg(step->id.text, step->state.token(), step->taken.toString(Qt::ISODateWithMs))
                + QString::number(step->version);
        }
        if (asked == m_asked)
            return;
        m_asked = asked;
        m_reading.abortAll();
        if (asked.isEmpty())
            return;
        Get<RuleStep> operation;
        operation.id = step->id;
        m_reading.add(site().send(operation)).then(this, [this, asked](const Result<RuleStep> &whole) {
            if (!whole && asked == m_asked)
                m_asked.clear();
            if (!whole)
                return; // the list says what there is to say
            m_detailed = whole.value();
            page().refreshDetails();
        });
    }

    QList<Property> details(const QString &id)
    {
        QList<Property> rows = page().allFields(id);
        if (m_detailed.id.text != id)
            return rows;
        if (const BroughtItem brought = BroughtItem::of(m_detailed.parameters); !brought.item.isEmpty()) {
            rows.append(
                {tr("Brings"), tr("“%1” in revision %2").arg(itemName(site(), brought.item)).arg(brought.revision)});
            return rows;
        }
        const QJsonObject &proof = m_detailed.proof;
        rows.append({tr("Command"), {}, false, true});
        rows.append({tr("Name"), m_detailed.parameters.value("name"_L1).toString()});
        if (proof.contains("exit"_L1))
            rows.append({tr("Exit status"), QString::number(proof.value("exit"_L1).toInt())});
        if (const QString output = proof.value("output"_L1).toString(); !output.isEmpty())
            rows.append({proof.value("cut"_L1).toBool() ? tr("Beginning of its output") : tr("Output"), output});
        if (proof.value("simulated"_L1).toBool())
            rows.append({tr("Simulated"), tr("This device is simulated; no computer is touched.")});
        return rows;
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

    RequestScope m_reading;
    RuleStep m_detailed; // the last one that was read whole
    QString m_asked; // which step, as it stood, was asked for whole; empty: none
    QAction *m_approve;
    QAction *m_refuse;
    QAction *m_device;
    QAction *m_copy;
};

} // namespace

const PlaceEntry stepsPlace{"steps", QT_TRANSLATE_NOOP("Place", "Steps of rules"), PlaceGroup::Management, Icon::Steps,
    Permission::PoliciesRead, [](PlaceContext &context) -> Place * { return new StepsPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in steps of rules"), &viewBranches<RuleStep>};

} // namespace belvedere
