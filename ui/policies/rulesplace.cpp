// Compliance rules as a table, with their results counted at its side.
#include "ui/policies/rulesplace.h"

#include "api/operations.h"
#include "ui/common/pageheader.h"
#include "ui/common/sidepanel.h"
#include "ui/common/toasts.h"
#include "ui/content/rows.h"
#include "ui/policies/actionwords.h"
#include "ui/policies/policyuse.h"
#include "ui/policies/rulesheet.h"
#include "ui/policies/startersheet.h"
#include "ui/policies/waiversheet.h"
#include "ui/records/listplace.h"
#include "ui/records/looks.h"
#include "ui/records/tallies.h"
#include "ui/records/viewbranches.h"

#include <QAction>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class RulesPlace final : public ListPlace {
    Q_DECLARE_TR_FUNCTIONS(RulesPlace)
public:
    explicit RulesPlace(PlaceContext &context)
        : ListPlace(context, "rules", "ComplianceRule", context.site.list<ComplianceRule>(),
            texts(context.allowed(Permission::PoliciesWrite)))
        , m_results(context.site.list<RuleResult>())
    {
        page().setUsualColumns({u"name"_s, u"severity"_s, u"platforms"_s, u"grace"_s, u"check"_s, u"edited"_s});
        page().setBadges(u"severity"_s, ruleSeverityLook);
        page().model().setWords(u"platforms"_s, platformWords());
        page().model().setNothing(u"platforms"_s, tr("All"));
        page().model().setNothing(u"grace"_s, tr("None"));
        page().setDetails([this](const QString &id) { return details(id); });
        sortByFirst();
        const Permission writes = Permission::PoliciesWrite;
        QAction *create = addCommand(tr("New rule…"), Icon::Plus, writes, [this] { edit({}); });
        QAction *starters = addCommand(tr("Add from starter rules…"), Icon::Rule, writes, [this] { addStarters(); });
        QAction *edits = addCommand(tr("Edit…"), Icon::Edit, writes, [this] { editCurrent(); });
        QAction *waive = addCommand(tr("Request waiver…"), Icon::Clock, writes, [this] {
            if (const auto rule = row<ComplianceRule>(currentId()))
                requestWaiver(*rule);
        });
        QAction *results = addCommand(tr("Show results"), Icon::Report, Permission::PoliciesRead, [this] {
            this->context().navigator.go(u"results"_s, {{u"query"_s, u"rule_id=%1"_s.arg(currentId())}});
        });
        QAction *remove = addCommand(tr("Remove…"), Icon::Trash, writes, [this] { this->remove(); });
        page().header()->addAction(create, true);
        page().header()->addAction(starters);
        m_ofOne = {results, edits, waive, remove};
        for (QAction *action : m_ofOne)
            page().header()->addAction(action);
        connect(&page(), &TablePage::currentIdChanged, this, [this](const QString &id) { follow(id); });
        followCurrent<ComplianceRule>([this](const std::optional<ComplianceRule> &rule) { readDetails(rule); });
        connect(&page(), &TablePage::opened, this, [this] { page().panel()->setOpen(true); });
        connect(&page(), &TablePage::emptyActionTriggered, this, [this] { edit({}); });
        connect(&m_results, &Tallies::changed, this, [this] { page().refreshDetails(); });
        follow({});
    }
    void shown(const QVariantMap &arguments) override
    {
        hidden();
        ListPlace::shown(arguments);
        if (arguments.value(u"!create"_s).toBool())
            edit({});
        if (arguments.value(u"!starters"_s).toBool())
            addStarters();
    }
    void hidden() override
    {
        m_scope.abortAll();
        ListPlace::hidden();
    }
    QList<std::pair<QString, QVariantMap>> pictureStates() const override
    {
        return {{u"new"_s, {{u"!create"_s, true}}}, {u"starters"_s, {{u"!starters"_s, true}}}};
    }

private:
    static constexpr const char *states[] = {"pass", "fail", "excepted", "undetermined", "error", "not_applicable"};

    static QHash<QString, QString> platformWords()
    {
        QHash<QString, QString> words;
        for (const Choice &choice : choices<Platform>())
            words.insert(QString::fromLatin1(choice.token), QCoreApplication::translate("Device", choice.label));
        return words;
    }

    static TablePageTexts texts(bool mayCreate)
    {
        TablePageTexts texts;
        texts.title = tr("Compliance rules");
        texts.loading = tr("Loading compliance rules…");
        texts.placeholder = tr("Filter, e.g. severity:high,critical");
        texts.icon = Icon::Rule;
        texts.emptyTitle = tr("No compliance rules yet");
        texts.emptyText = tr("A rule says what must be true on a device, such as encrypted storage. A business policy "
                             "says which devices must meet it.");
        if (mayCreate)
            texts.emptyAction = tr("New rule…");
        return texts;
    }

    void follow(const QString &id)
    {
        for (QAction *action : m_ofOne)
            action->setEnabled(!id.isEmpty());
        QStringList queries;
        if (!id.isEmpty()) {
            for (const char *state : states)
                queries.append(u"rule_id=%1 state:%2"_s.arg(id, QLatin1StringView(state)));
        }
        m_results.setQueries(queries);
    }

    // Actions, which the list does not have.
    void readDetails(const std::optional<ComplianceRule> &rule)
    {
        const QString asked = rule ? u"%1 %2"_s.arg(rule->id.text).arg(rule->version) : QString();
        if (!rule || asked == m_asked)
            return;
        m_asked = asked;
        m_reading.abortAll();
        Get<ComplianceRule> operation;
        operation.id = rule->id;
        m_reading.add(site().send(operation)).then(this, [this, asked](const Result<ComplianceRule> &whole) {
            if (!whole && asked == m_asked)
                m_asked.clear();
            if (!whole)
                return; // the list says what there is to say
            m_detailed = whole.value();
            page().refreshDetails();
        });
    }

    // Its id where nobody here may read targets, or the list is not there yet.
    QString targetName(const QString &id) const
    {
        if (!site().allowed(Permission::TargetsManage))
            return id;
        const std::vector<OutsideTarget> found = rowsOf<OutsideTarget>(site().list<OutsideTarget>(), u"id", id);
        return found.empty() ? id : found.front().name;
    }

    QList<Property> actionRows(const QString &id) const
    {
        if (m_detailed.id.text != id)
            return {};
        QList<Property> rows{{tr("If it fails beyond its grace"), {}, false, true}};
        if (m_detailed.actions.empty())
            rows.append({tr("Actions"), tr("None; it is shown, and nothing is done by itself.")});
        const QString idle = actionIdleText(m_detailed.severity.value(), m_detailed.mode.value());
        if (!m_detailed.actions.empty() && !idle.isEmpty())
            rows.append({tr("Actions"), idle});
        for (const RuleAction &action : m_detailed.actions) {
            const QString guard = actionGuardText(action.kind.value());
            QString time = actionTimeText(action);
            if (!action.item.isEmpty())
                time += u'\n'
                    + tr("“%1” in revision %2").arg(itemName(site(), action.item)).arg(action.revision.value_or(0));
            if (!action.target.isEmpty())
                time = tr("%1, to %2", "when an action comes, target").arg(time, targetName(action.target));
            const QString kind = actionKindText(action.kind);
            rows.append(
                {action.command.isEmpty() ? kind : tr("%1: %2", "action, its command").arg(kind, action.command),
                    guard.isEmpty() ? time : QString(time + u'\n' + guard)});
        }
        return rows;
    }

    QList<Property> details(const QString &id)
    {
        const std::optional<ComplianceRule> rule = row<ComplianceRule>(id);
        if (!rule)
            return {};
        QList<Property> rows{{tr("Must be true"), checkInWords(*rule)}, {tr("As written"), rule->check}};
        for (const Property &property : page().allFields(id)) {
            if (property.value != rule->check && property.value != rule->name && !property.value.isEmpty())
                rows.append(property);
        }
        rows.append(actionRows(id));
        rows.append({tr("Use"), {}, false, true});
        const QStringList users = usersOf(site(), u"rules", id);
        rows.append({tr("Business policies"), users.isEmpty() ? tr("None") : users.join(u'\n')});
        rows.append({tr("Results"), {}, false, true});
        const Display display("RuleResult", std::make_shared<SystemClock>());
        const Field &state = *findField(fields<RuleResult>(), u"state");
        for (qsizetype i = 0; i < m_results.size(); ++i)
            rows.append({display.text(QString::fromLatin1(states[i]), state),
                tr("%n device(s)", nullptr, int(m_results.count(i)))});
        return rows;
    }

    // The list does not have the details of a rule.
    void editCurrent()
    {
        Get<ComplianceRule> operation;
        operation.id.text = currentId();
        m_scope.add(site().send(operation)).then(this, [this](const Result<ComplianceRule> &rule) {
            if (rule)
                edit(rule.value());
            else
                showError(rule.error());
        });
    }

    void addStarters()
    {
        QStringList present;
        const SnapshotPointer &rules = site().list<ComplianceRule>().store().snapshot();
        const int column = rules->columnOf(u"starter");
        for (quint32 row = 0; row < rules->rowCount(); ++row) {
            const Cell key = rules->cell(row, column);
            if (isKnown(key))
                present.append(std::get<QString>(key));
        }
        auto *sheet = new StarterSheet(site(), present, window());
        sheet->onAdded = [this](const QStringList &made) {
            say(tr("%n rule(s) have been added.", nullptr, int(made.size())));
        };
        openSheet(sheet);
    }

    void requestWaiver(const ComplianceRule &rule)
    {
        Waiver waiver;
        waiver.rule = rule.id;
        waiver.ruleName = rule.name;
        auto *sheet = new WaiverSheet(site(), waiver, window());
        sheet->onSaved = [this](const Waiver &) { say(tr("The waiver waits for the approval of a second person.")); };
        openSheet(sheet);
    }

    void edit(const ComplianceRule &rule)
    {
        auto *sheet = new RuleSheet(site(), rule, window());
        sheet->onSaved = [this, isNew = rule.id.isEmpty()](const ComplianceRule &saved) {
            say(isNew ? tr("The rule “%1” has been created.").arg(saved.name)
                      : tr("The rule “%1” has been saved.").arg(saved.name));
            selectWhenThere(saved.id.text);
        };
        openSheet(sheet);
    }

    void remove()
    {
        const std::optional<ComplianceRule> rule = row<ComplianceRule>(currentId());
        if (!rule)
            return;
        if (const QString use = whyKept(site(), u"rules", rule->id.text, rule->name); !use.isEmpty()) {
            context().toasts.show(Severity::Warning, use);
            return;
        }
        askToRemove(*rule, tr("Remove the rule “%1”?").arg(rule->name),
            {{Severity::Info, tr("No business policy asks for it. No device's state changes.")},
                {Severity::Info, tr("The audit log keeps that it was removed.")}},
            tr("Remove rule"));
    }

    Tallies m_results; // of the current rule, by `states`
    QList<QAction *> m_ofOne;
    ComplianceRule m_detailed; // with its details
    QString m_asked; // id and version of the rule whose details were asked for
    RequestScope m_scope;
    RequestScope m_reading; // of m_detailed
};

} // namespace

const PlaceEntry rulesPlace{"rules", QT_TRANSLATE_NOOP("Place", "Compliance rules"), PlaceGroup::Management, Icon::Rule,
    Permission::PoliciesRead, [](PlaceContext &context) -> Place * { return new RulesPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in compliance rules"), &viewBranches<ComplianceRule>};

} // namespace belvedere
