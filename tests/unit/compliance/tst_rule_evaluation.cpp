// One rule on one device: states with their reasons, freshness, the clock of a failure, and what is worth storing.
#include "compliance/evaluate.h"

#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

const QDateTime now(QDate(2026, 5, 4), QTime(12, 0), Qt::UTC);
constexpr qint64 day = 86'400;

Device laptop()
{
    Device device;
    device.id = makeId<Device>(7);
    device.name = u"BRU-LT-0231"_s;
    device.platform = Platform::Linux;
    device.management = Management::Agent;
    device.osVersion = Version(u"12.10"_s);
    device.firewallEnabled = true;
    device.securityUpdates = 3;
    device.seen = now;
    device.tags = {u"sales"_s};
    return device;
}

ComplianceRule ruleOf(const QString &check)
{
    ComplianceRule rule;
    rule.id = makeId<ComplianceRule>(1);
    rule.name = u"Rule"_s;
    rule.check = check;
    rule.severity = RuleSeverity::High;
    rule.grace = 3 * day;
    rule.revision = 1;
    return rule;
}

FactTimes timesOf(const QDateTime &time) { return FactTimes(fields<Device>().size(), time); }

RuleResult evaluated(const ComplianceRule &rule, const Device &device, const QDateTime &moment = now,
    const RuleResult *previous = nullptr, const QDateTime &measured = {})
{
    const Result<CompiledRule> compiled = CompiledRule::compile(rule, moment);
    Q_ASSERT(compiled);
    return compiled.value().evaluate(device, timesOf(measured.isValid() ? measured : moment), previous);
}

} // namespace

class TestRuleEvaluation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void states_data()
    {
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<QString>("actual");
        const auto row = [](const char *check, const QString &state, const QString &reason, const QString &expected,
                             const QString &actual) { QTest::newRow(check) << state << reason << expected << actual; };
        row("firewall.enabled:yes", u"pass"_s, {}, u"firewall.enabled:yes"_s, u"yes"_s);
        row("updates.security:0", u"fail"_s, {}, u"updates.security:0"_s, u"3"_s);
        row("firewall.enabled:yes updates.security:0", u"fail"_s, {}, u"updates.security:0"_s, u"3"_s);
        row("storage.encrypted:yes", u"undetermined"_s, u"missing"_s, u"storage.encrypted:yes"_s, {});
        row("storage.encrypted:yes{missing:fail}", u"fail"_s, u"missing"_s, u"storage.encrypted:yes"_s, {});
        row("storage.encrypted:yes{missing:pass}", u"pass"_s, {}, u"storage.encrypted:yes"_s, {});
        row("storage.encrypted:yes{missing:na}", u"not_applicable"_s, {}, {}, {});
        row("os.version>=12.9", u"pass"_s, {}, u"os.version>=12.9"_s, u"12.10"_s);
        row("tag:field,sales", u"pass"_s, {}, u"tags:field,sales"_s, u"sales"_s);
    }
    void states()
    {
        QFETCH(const QString, state);
        QFETCH(const QString, reason);
        QFETCH(const QString, expected);
        QFETCH(const QString, actual);
        const RuleResult result = evaluated(ruleOf(QString::fromLatin1(QTest::currentDataTag())), laptop());
        QCOMPARE(result.state.token(), state);
        QCOMPARE(result.reason, reason);
        QCOMPARE(result.expected, expected);
        QCOMPARE(result.actual, actual);
        QCOMPARE(result.rule.text, u"rul-1"_s);
        QCOMPARE(result.device.text, u"dev-7"_s);
        QCOMPARE(result.deviceName, u"BRU-LT-0231"_s);
        QCOMPARE(result.evaluated, now);
        QCOMPARE(result.graceUntil.isValid(), state == "fail"_L1);
    }

    void otherPlatformsAreNotJudged()
    {
        ComplianceRule rule = ruleOf(u"updates.security:0"_s);
        rule.platforms = {u"ios"_s, u"windows"_s};
        const RuleResult result = evaluated(rule, laptop());
        QCOMPARE(result.state.token(), u"not_applicable"_s);
        QCOMPARE(result.reason, u"unsupported_os"_s);
        rule.platforms.append(u"linux"_s);
        QCOMPARE(evaluated(rule, laptop()).state.token(), u"fail"_s);
    }

    void oldFactsNeverPass()
    {
        const ComplianceRule rule = ruleOf(u"firewall.enabled:yes"_s);
        QCOMPARE(evaluated(rule, laptop(), now, nullptr, now.addSecs(-7 * day)).state.token(), u"pass"_s);
        const RuleResult stale = evaluated(rule, laptop(), now, nullptr, now.addSecs(-7 * day - 1));
        QCOMPARE(stale.state.token(), u"undetermined"_s);
        QCOMPARE(stale.reason, u"stale"_s);
        QCOMPARE(stale.asOf, now.addSecs(-7 * day - 1));
        const Result<CompiledRule> compiled = CompiledRule::compile(rule, now);
        QVERIFY(compiled);
        QCOMPARE(compiled.value().evaluate(laptop(), {}, nullptr).state.token(), u"undetermined"_s); // no time at all
    }

    void clockOfAFailure()
    {
        const ComplianceRule rule = ruleOf(u"updates.security:0"_s);
        Device device = laptop();
        const RuleResult first = evaluated(rule, device);
        QCOMPARE(first.failingSince, now);
        QCOMPARE(first.graceUntil, now.addSecs(3 * day));
        const RuleResult second = evaluated(rule, device, now.addSecs(day), &first);
        QCOMPARE(second.failingSince, now);
        device.securityUpdates.reset();
        const RuleResult unknown = evaluated(rule, device, now.addSecs(2 * day), &second);
        QCOMPARE(unknown.state.token(), u"undetermined"_s);
        QCOMPARE(unknown.failingSince, now); // goes on
        QVERIFY(!unknown.graceUntil.isValid());
        device.securityUpdates = 1;
        QCOMPARE(evaluated(rule, device, now.addSecs(4 * day), &unknown).failingSince, now);
        device.securityUpdates = 0;
        const RuleResult passed = evaluated(rule, device, now.addSecs(5 * day), &unknown);
        QVERIFY(!passed.failingSince.isValid());
        device.securityUpdates = 1;
        QCOMPARE(evaluated(rule, device, now.addSecs(6 * day), &passed).failingSince, now.addSecs(6 * day));
    }

    void newRevisionKeepsTheClockOnlyOverAFailure()
    {
        ComplianceRule rule = ruleOf(u"updates.security:0"_s);
        Device device = laptop();
        const RuleResult failed = evaluated(rule, device);
        device.securityUpdates.reset();
        const RuleResult unknown = evaluated(rule, device, now.addSecs(day), &failed);
        device.securityUpdates = 2;
        rule.revision = 2;
        QCOMPARE(evaluated(rule, device, now.addSecs(2 * day), &failed).failingSince, now);
        QCOMPARE(evaluated(rule, device, now.addSecs(2 * day), &unknown).failingSince, now.addSecs(2 * day));
    }

    void badRulesNameTheColumn()
    {
        const Result<CompiledRule> unknown = CompiledRule::compile(ruleOf(u"firewall.enabld:yes"_s), now);
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().code, u"query.unknown-field"_s);
        QCOMPARE(unknown.error().fields.first().field, u"check"_s);
        QVERIFY(unknown.error().detail.contains("column 1"_L1));
        QCOMPARE(CompiledRule::compile(ruleOf(u"tag:x (-compliance:compliant)"_s), now).error().code, u"rule.field"_s);
        QVERIFY(!CompiledRule::compile(ruleOf({}), now)
            || evaluated(ruleOf({}), laptop()).state.token() == "not_applicable"_L1);
        const RuleResult error = CompiledRule::unreadable(ruleOf(u"x"_s), now).evaluate(laptop(), timesOf(now), nullptr);
        QCOMPARE(error.state.token(), u"error"_s);
        QCOMPARE(error.reason, u"rule.invalid"_s);
    }

    void whatMatters()
    {
        const ComplianceRule rule = ruleOf(u"updates.security:0"_s);
        Device device = laptop();
        const RuleResult before = evaluated(rule, device);
        QVERIFY(!mattersOver(before, evaluated(rule, device, now.addSecs(600), &before)));
        QVERIFY(mattersOver(before, evaluated(rule, device, now.addSecs(day), &before))); // so that dates are not old
        device.securityUpdates = 4;
        QVERIFY(!mattersOver(before, evaluated(rule, device, now.addSecs(600), &before)));
        QVERIFY(mattersOver(before, evaluated(rule, device, now.addSecs(3'600), &before)));
        device.securityUpdates = 0;
        QVERIFY(mattersOver(before, evaluated(rule, device, now.addSecs(1), &before)));
        device = laptop();
        device.name = u"other"_s;
        QVERIFY(mattersOver(before, evaluated(rule, device, now.addSecs(1), &before)));
        ComplianceRule renamed = rule;
        renamed.name = u"Renamed"_s;
        QVERIFY(mattersOver(before, evaluated(renamed, laptop(), now.addSecs(1), &before)));
        ComplianceRule longer = rule;
        longer.grace = 9 * day;
        QVERIFY(mattersOver(before, evaluated(longer, laptop(), now.addSecs(1), &before)));
    }
};

QTEST_GUILESS_MAIN(TestRuleEvaluation)
#include "tst_rule_evaluation.moc"
