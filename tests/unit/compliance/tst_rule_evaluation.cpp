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
    device.storageTotal = 1'000'000'000'000;
    device.storageFree = 9'999'999'999;
    device.screenLockTimeout = 600;
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
        row("storage.free>=10GB", u"fail"_s, {}, u"storage.free>=10GB"_s, u"9.999GB"_s);
        row("storage.total>=1TB", u"pass"_s, {}, u"storage.total>=1TB"_s, u"1TB"_s);
        row("screen.lock_timeout<=15m", u"pass"_s, {}, u"screen.lock_timeout<=15m"_s, u"10m"_s);
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
        const RuleResult error =
            CompiledRule::unreadable(ruleOf(u"x"_s), now).evaluate(laptop(), timesOf(now), nullptr);
        QCOMPARE(error.state.token(), u"error"_s);
        QCOMPARE(error.reason, u"rule.invalid"_s);
    }

    void whomARuleIsFor_data()
    {
        QTest::addColumn<ComplianceRule>("rule");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char *name, const char *reason, auto change) {
            ComplianceRule rule = ruleOf(u"updates.security:3"_s);
            change(rule);
            QTest::newRow(name) << rule << QString::fromLatin1(reason);
        };
        using R = ComplianceRule;
        row("everybody", "", [](R &) {});
        row("from a version", "", [](R &rule) { rule.osMinimum = Version(u"12.9"_s); });
        row("from a later version", "unsupported_os", [](R &rule) { rule.osMinimum = Version(u"12.11"_s); });
        row("to an earlier version", "unsupported_os", [](R &rule) { rule.osMaximum = Version(u"12.9"_s); });
        row("ownership not known", "", [](R &rule) { rule.ownership = Ownership::Corporate; });
        row("supervision not known", "", [](R &rule) { rule.supervisedOnly = true; });
        row("its form", "", [](R &rule) { rule.forms = {u"laptop"_s}; });
        row("another form", "unsupported_form", [](R &rule) { rule.forms = {u"phone"_s}; });
    }
    void whomARuleIsFor()
    {
        QFETCH(const ComplianceRule, rule);
        QFETCH(const QString, reason);
        Device device = laptop();
        device.formFactor = FormFactor::Laptop;
        const RuleResult result = evaluated(rule, device);
        QCOMPARE(result.reason, reason);
        QCOMPARE(result.state.token(), reason.isEmpty() ? u"pass"_s : u"not_applicable"_s);
        device.ownership = Ownership::Byod;
        device.supervised = false;
        if (rule.ownership.isKnown() || rule.supervisedOnly)
            QCOMPARE(evaluated(rule, device).reason, u"unsupported_enrolment"_s);
    }

    void everyTestIsOnRecord()
    {
        const RuleResult result =
            evaluated(ruleOf(u"firewall.enabled:yes (updates.security:0 or storage.encrypted:yes)"_s), laptop());
        QCOMPARE(result.state.token(), u"undetermined"_s);
        QCOMPARE(result.leaves.size(), size_t(3));
        QCOMPARE(result.leaves[0].state.token(), u"pass"_s);
        QVERIFY(!result.leaves[0].decided);
        QCOMPARE(result.leaves[1].state.token(), u"fail"_s);
        QCOMPARE(result.leaves[1].actual, u"3"_s);
        QCOMPARE(result.leaves[2].reason, u"missing"_s);
        QVERIFY(result.leaves[2].decided);
    }

    void whatAPlatformDoesNotHaveIsNotAsked()
    {
        // Linux has no passcode flag and no integrity protection of that kind
        Device device = laptop();
        device.passcodeMinimumLength = 8;
        device.secureBoot = SecureBoot::Full;
        QCOMPARE(evaluated(ruleOf(u"passcode.policy_min_length>=6 passcode.compliant:yes"_s), device).state.token(),
            u"pass"_s);
        QCOMPARE(evaluated(ruleOf(u"system.integrity_protection:yes"_s), device).state.token(), u"not_applicable"_s);
        device.platform = Platform::MacOs;
        QCOMPARE(evaluated(ruleOf(u"boot.secure>=medium system.integrity_protection:yes"_s), device).state.token(),
            u"undetermined"_s);
        device.platform = {}; // may be anything
        QCOMPARE(evaluated(ruleOf(u"system.integrity_protection:yes"_s), device).state.token(), u"undetermined"_s);
    }

    void absenceIsAValueOfItsOwn()
    {
        const ComplianceRule rule = ruleOf(u"os.update_available_since:unknown or os.update_available_since<30d"_s);
        Device device = laptop();
        QCOMPARE(evaluated(rule, device).state.token(), u"undetermined"_s); // never told
        device.absent = QStringList{u"os.update_available_since"_s};
        QCOMPARE(evaluated(rule, device).state.token(), u"pass"_s); // up to date
        device.absent.reset();
        device.updateAvailableSince = now.addDays(-31);
        QCOMPARE(evaluated(rule, device).state.token(), u"fail"_s);
        device.updateAvailableSince = now.addDays(-29);
        QCOMPARE(evaluated(rule, device).state.token(), u"pass"_s);
    }

    void listsOfWhatIsInstalled()
    {
        DeviceLists lists;
        lists.apps = {{u"firefox"_s, Version(u"128.3"_s), {}, {}}, {u"netcat"_s, Version(u"1.2"_s), {}, {}}};
        lists.appsAsOf = now;
        lists.certificates = {{u"CN=vpn"_s, {}, u"CN=ca"_s, now.addDays(20)}};
        lists.certificatesAsOf = now.addDays(-8);
        const auto stateOf = [](const QString &check, const DeviceLists *known) {
            const Result<CompiledRule> rule = CompiledRule::compile(ruleOf(check), now);
            Q_ASSERT(rule && rule.value().asksLists());
            return rule.value().evaluate(laptop(), timesOf(now), RuleCircumstances{nullptr, known}).state.token();
        };
        QCOMPARE(stateOf(u"apps.installed lacks \"telnet\""_s, &lists), u"pass"_s);
        QCOMPARE(stateOf(u"apps.installed lacks \"netcat\""_s, &lists), u"fail"_s);
        QCOMPARE(stateOf(u"apps.installed has \"firefox\">=128"_s, &lists), u"pass"_s);
        QCOMPARE(stateOf(u"apps.installed has \"firefox\">=129"_s, &lists), u"fail"_s);
        QCOMPARE(stateOf(u"apps.installed has \"firefox\""_s, nullptr), u"undetermined"_s);
        QCOMPARE(stateOf(u"certs.installed lasts 10d"_s, &lists), u"undetermined"_s); // told too long ago
        QCOMPARE(stateOf(u"certs.installed lasts 10d{age:any}"_s, &lists), u"pass"_s);
        QCOMPARE(stateOf(u"certs.installed lasts 30d{age:any}"_s, &lists), u"fail"_s);
    }

    void policiesGiveParameters()
    {
        ComplianceRule rule = ruleOf(u"updates.security<=$most"_s);
        rule.parameters = {{u"most"_s, ParameterType::Int, {}, u"2"_s, u"0"_s, u"10"_s, {}, {}}};
        QCOMPARE(evaluated(rule, laptop()).state.token(), u"fail"_s);
        const Result<CompiledRule> wider = CompiledRule::compile(rule, now, {{{u"most"_s, u"3"_s}}});
        QVERIFY(wider);
        const RuleResult result = wider.value().evaluate(laptop(), timesOf(now));
        QCOMPARE(result.state.token(), u"pass"_s);
        QCOMPARE(result.expected, u"updates.security<=3"_s);
        QCOMPARE(CompiledRule::compile(rule, now, {{{u"most"_s, u"11"_s}}}).error().code, u"rule.parameter"_s);
        QCOMPARE(
            CompiledRule::compile(rule, now, {{{u"least"_s, u"1"_s}}}).error().fields.first().field, u"params.least"_s);
        rule.parameters[0].value.clear();
        QCOMPARE(evaluated(rule, laptop()).state.token(), u"not_applicable"_s);
    }

    void waiversExceptAFailureAlone()
    {
        const ComplianceRule rule = ruleOf(u"updates.security:0"_s);
        const Result<CompiledRule> compiled = CompiledRule::compile(rule, now);
        QVERIFY(compiled);
        RuleCircumstances covered;
        covered.waiver = u"wai-3"_s;
        Device device = laptop();
        const RuleResult excepted = compiled.value().evaluate(device, timesOf(now), covered);
        QCOMPARE(excepted.state.token(), u"excepted"_s);
        QCOMPARE(excepted.waiver, u"wai-3"_s);
        QCOMPARE(excepted.failingSince, now);
        // the clock ran on: what was excepted is past its grace at once
        const RuleResult after = evaluated(rule, device, now.addSecs(10 * day), &excepted);
        QCOMPARE(after.state.token(), u"fail"_s);
        QCOMPARE(after.failingSince, now);
        QCOMPARE(after.previous.token(), u"excepted"_s);
        device.securityUpdates = 0;
        QCOMPARE(compiled.value().evaluate(device, timesOf(now), covered).state.token(), u"pass"_s);
        device.securityUpdates.reset();
        QCOMPARE(compiled.value().evaluate(device, timesOf(now), covered).state.token(), u"undetermined"_s);
    }

    void graceMayStartWithThePolicy()
    {
        ComplianceRule rule = ruleOf(u"updates.security:0"_s);
        rule.graceStarts = GraceStart::PolicyAssigned;
        const Result<CompiledRule> compiled = CompiledRule::compile(rule, now);
        QVERIFY(compiled);
        RuleCircumstances circumstances;
        circumstances.assigned = now.addSecs(-2 * day);
        QCOMPARE(compiled.value().evaluate(laptop(), timesOf(now), circumstances).graceUntil, now.addSecs(day));
    }

    void aPolicyThatMonitorsEnforcesNothing()
    {
        ComplianceRule rule = ruleOf(u"updates.security:0"_s);
        QCOMPARE(evaluated(rule, laptop()).mode.token(), u"enforce"_s);
        const Result<CompiledRule> watched = CompiledRule::compile(rule, now);
        QVERIFY(watched);
        RuleCircumstances circumstances;
        circumstances.monitors = true;
        QCOMPARE(watched.value().evaluate(laptop(), timesOf(now), circumstances).mode.token(), u"monitor"_s);
        rule.mode = RuleMode::Monitor;
        QCOMPARE(evaluated(rule, laptop()).mode.token(), u"monitor"_s);
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
