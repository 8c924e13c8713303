// StepSite: a device in a real store that fails a rule with every kind of step, and a clock that is put forward.
#pragma once

#include "sitefile.h"

#include "api/operations.h"
#include "compliance/ladder.h"
#include "server/policy/devicerecords.h"
#include "server/policy/results.h"
#include "server/policy/revisions.h"
#include "server/policy/steps.h"
#include "server/policy/waivers.h"

namespace belvedere::server {

class StepSite {
protected:
    static constexpr qint64 day = 86'400; // seconds

    std::unique_ptr<SiteFile> m_site;
    ComplianceRule m_rule;
    Device m_device;
    QString m_account; // who approves

    void start()
    {
        using namespace Qt::StringLiterals;
        m_site = std::make_unique<SiteFile>();
        m_account.clear();
        ComplianceRule rule;
        rule.name = u"Updates"_s;
        rule.check = u"updates.security:0{age:any}"_s;
        rule.severity = RuleSeverity::Critical;
        rule.actions = usualActions(RuleSeverity::Critical);
        rule.actions.push_back({RuleActionKind::Wipe, 0, 0});
        rule.revision = 1;
        m_rule = insert(rule);
        if (!m_site->write([this](Transaction &transaction) { return keepRevision(transaction, m_rule); }))
            qFatal("No revision");
        Device device;
        device.name = u"LT-1"_s;
        device.platform = Platform::Linux;
        device.management = Management::Agent;
        device.ownership = Ownership::Corporate;
        device.securityUpdates = 3;
        device.seen = m_site->now;
        m_device = insert(device);
    }
    template<class E> E insert(const E &entity)
    {
        static const Table<E> table;
        const Result<E> made =
            m_site->write([&](Transaction &transaction) { return table.insert(transaction, entity); });
        if (!made)
            qFatal("%s", qPrintable(codeOf(made)));
        return made.value();
    }
    // All devices of the platform from the rule, for so many days.
    void waive(int days)
    {
        using namespace Qt::StringLiterals;
        Waiver waiver;
        waiver.rule = m_rule.id;
        waiver.ruleName = m_rule.name;
        waiver.scope = u"platform:linux"_s;
        waiver.reason = u"Being replaced"_s;
        waiver.riskOwner = u"Head of IT"_s;
        waiver.state = WaiverState::Approved;
        waiver.decided = m_site->now;
        waiver.expires = m_site->now.addDays(days);
        insert(waiver);
    }
    template<class E> std::vector<E> all() const
    {
        static const Table<E> table;
        return table.list(*m_site->database).value();
    }
    PolicySet set() const
    {
        PolicySet set;
        set.now = m_site->now;
        const Result<CompiledRule> compiled = CompiledRule::compile(m_rule, m_site->now);
        set.rules.insert(rulePin(m_rule.id.text, m_rule.revision, {}), compiled.value());
        for (const Waiver &waiver : all<Waiver>()) {
            if (waiver.state.value() == WaiverState::Approved)
                set.waivers.push_back(compileWaiver(waiver, m_site->now).value());
        }
        return set;
    }
    DevicePlan plan() const
    {
        DevicePlan plan;
        plan.isAssigned = true;
        plan.rules = {{m_rule.id.text, m_rule.revision, false, {}}};
        return plan;
    }
    Compliance refresh()
    {
        const Result<Compliance> state = m_site->write([this](Transaction &transaction) -> Result<Compliance> {
            const QString id = m_device.id.text;
            const auto read = readRecords(transaction.database(), {id});
            if (!read)
                return read.error();
            const DeviceRecords records = read.value().value(id);
            return refreshResults(transaction, set(), plan(), m_device, records.results, records.sections);
        });
        if (!state)
            qFatal("%s", qPrintable(codeOf(state)));
        return state.value();
    }
    Device phone() const
    {
        using namespace Qt::StringLiterals;
        Device phone;
        phone.name = u"PH-1"_s;
        phone.platform = Platform::Ios;
        phone.management = Management::Agent;
        phone.simulated = true;
        phone.seen = m_site->now;
        return phone;
    }
    qint64 commands(const char *kind) const
    {
        using namespace Qt::StringLiterals;
        return m_site->number(u"SELECT COUNT(*) FROM commands WHERE kind = ?"_s, {QString::fromLatin1(kind)});
    }
    RuleStep step(RuleActionKind kind) const
    {
        for (const RuleStep &candidate : all<RuleStep>()) {
            if (candidate.kind.value() == kind)
                return candidate;
        }
        return {};
    }
    QString approve(RuleActionKind kind)
    {
        return code(m_site->write([&](Transaction &transaction) {
            return approveStep(transaction, step(kind), {m_account, QStringLiteral("Second person")});
        }));
    }
    // The user is told, and the day of notice goes by.
    void tell()
    {
        CommandResult shown;
        shown.outcome = CommandOutcome::Done;
        shown.asOf = m_site->now;
        OK(m_site->write([&](Transaction &transaction) {
            return reportStep(transaction, step(RuleActionKind::NotifyUser).id, shown);
        }));
        later(day);
        refresh();
    }
    void later(qint64 seconds) { m_site->now = m_site->now.addSecs(seconds); }
};

} // namespace belvedere::server
