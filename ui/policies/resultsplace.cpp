// Rule results as a table.
#include "ui/policies/resultsplace.h"

#include "api/operations.h"
#include "ui/common/pageheader.h"
#include "ui/policies/waiversheet.h"
#include "ui/records/listplace.h"
#include "ui/records/looks.h"
#include "ui/records/reasons.h"
#include "ui/records/viewbranches.h"

#include <QAction>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class ResultsPlace final : public ListPlace {
    Q_DECLARE_TR_FUNCTIONS(ResultsPlace)
public:
    explicit ResultsPlace(PlaceContext &context)
        : ListPlace(context, "results", "RuleResult", context.site.list<RuleResult>(), texts())
    {
        page().setUsualColumns({u"device"_s, u"rule"_s, u"state"_s, u"severity"_s, u"grace_until"_s, u"expected"_s,
            u"actual"_s, u"as_of"_s});
        page().setBadges(u"state"_s, ruleStateLook);
        page().setBadges(u"severity"_s, ruleSeverityLook);
        page().model().setDeadline(u"grace_until"_s);
        page().model().setWords(u"reason"_s, ruleReasonWords());
        sortByFirst();
        m_device = addCommand(tr("Open device"), Icon::Devices, Permission::DevicesRead, [this] { openDevice(); });
        m_rule = addCommand(tr("Open rule"), Icon::Rule, Permission::PoliciesRead, [this] {
            if (const auto result = row<RuleResult>(currentId()))
                this->context().navigator.go(u"rules"_s, {{u"id"_s, result->rule.text}});
        });
        m_waive =
            addCommand(tr("Request waiver…"), Icon::Clock, Permission::PoliciesWrite, [this] { requestWaiver(); });
        page().setDetails([this](const QString &id) { return details(id); });
        page().header()->addAction(m_waive);
        page().header()->addAction(m_device);
        page().header()->addAction(m_rule);
        connect(&page(), &TablePage::currentIdChanged, this, [this](const QString &id) { follow(id); });
        connect(&page(), &TablePage::opened, this, [this] { openDevice(); });
        follow({});
    }
    QList<std::pair<QString, QVariantMap>> pictureStates() const override
    {
        return {{u"failed"_s, {{u"query"_s, u"state:fail"_s}}}};
    }

private:
    static TablePageTexts texts()
    {
        TablePageTexts texts;
        texts.title = tr("Rule results");
        texts.loading = tr("Loading rule results…");
        texts.placeholder = tr("Filter, e.g. state:fail severity:high,critical");
        texts.icon = Icon::Check;
        texts.emptyTitle = tr("No results yet");
        texts.emptyText = tr("Once a business policy with rules is active, each rule's result on each device is here.");
        return texts;
    }

    // With each test of the rule, which the list does not have.
    QList<Property> details(const QString &id)
    {
        QList<Property> rows = page().allFields(id);
        if (m_detailed.id.text != id)
            return rows;
        rows.append({tr("Tests"), {}, false, true});
        for (const RuleLeaf &leaf : m_detailed.leaves)
            rows.append({leaf.expected, leafInWords(leaf)});
        return rows;
    }

    static QString leafInWords(const RuleLeaf &leaf)
    {
        const Display display("RuleResult", std::make_shared<SystemClock>());
        const Field &state = *findField(fields<RuleResult>(), u"state");
        QString text = display.text(leaf.state.token(), state);
        if (!leaf.actual.isEmpty())
            text = tr("%1: %2", "state of a test, what the device told").arg(text, leaf.actual);
        const QString reason = ruleReasonWords().value(leaf.reason);
        return reason.isEmpty() ? text : tr("%1 (%2)", "what the device told, reason").arg(text, reason);
    }

    void readDetails(const QString &id)
    {
        m_scope.abortAll();
        if (id.isEmpty())
            return;
        Get<RuleResult> operation;
        operation.id.text = id;
        m_scope.add(site().send(operation)).then(this, [this](const Result<RuleResult> &result) {
            if (!result)
                return; // the list says what there is to say
            m_detailed = result.value();
            page().refreshDetails();
        });
    }

    void requestWaiver()
    {
        const auto result = row<RuleResult>(currentId());
        if (!result)
            return;
        Waiver waiver;
        waiver.rule = result->rule;
        waiver.ruleName = result->ruleName;
        waiver.device = result->device;
        waiver.deviceName = result->deviceName;
        auto *sheet = new WaiverSheet(site(), waiver, window());
        sheet->onSaved = [this](const Waiver &) { say(tr("The waiver waits for the approval of a second person.")); };
        openSheet(sheet);
    }

    void follow(const QString &id)
    {
        m_waive->setEnabled(!id.isEmpty());
        readDetails(id);
        m_device->setEnabled(!id.isEmpty());
        m_rule->setEnabled(!id.isEmpty());
    }

    void openDevice()
    {
        if (const auto result = row<RuleResult>(currentId()))
            context().navigator.go(u"devices"_s, {{u"device"_s, result->device.text}, {u"tab"_s, u"policies"_s}});
    }

    QAction *m_device;
    QAction *m_rule;
    QAction *m_waive;
    RuleResult m_detailed; // with its details
    RequestScope m_scope;
};

} // namespace

const PlaceEntry resultsPlace{"results", QT_TRANSLATE_NOOP("Place", "Rule results"), PlaceGroup::Evidence, Icon::Check,
    Permission::PoliciesRead, [](PlaceContext &context) -> Place * { return new ResultsPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in rule results"), &viewBranches<RuleResult>};

} // namespace belvedere
