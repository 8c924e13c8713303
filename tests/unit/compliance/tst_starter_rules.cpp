// The starter rules: complete, readable, translatable, and possible on the platforms that they are for.
#include "compliance/evaluate.h"
#include "compliance/registry.h"
#include "compliance/ruleparameters.h"
#include "compliance/starter.h"
#include "query/checkform.h"
#include "support/places.h"

#include <map>
#include <QDir>
#include <QJsonDocument>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

const QDateTime now(QDate(2026, 5, 4), QTime(12, 0), Qt::UTC);
constexpr qint64 day = 86400; // seconds

} // namespace

class TestStarterRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsLeftOut()
    {
        qsizetype written = 0;
        const QDir folder(test::sourcePath(u"resources/rules"));
        for (const QString &name : folder.entryList({u"*.json"_s})) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            written += QJsonDocument::fromJson(file.readAll())["rules"_L1].toArray().size();
        }
        QVERIFY(written >= 26);
        QCOMPARE(qsizetype(starterRules().size()), written);
    }

    void eachIsARule()
    {
        QStringList keys;
        for (const StarterRule &starter : starterRules()) {
            const ComplianceRule &rule = starter.rule;
            QVERIFY2(!keys.contains(starter.key), qPrintable(starter.key));
            keys.append(starter.key);
            QCOMPARE(findStarterRule(starter.key), &starter);
            QVERIFY2(parameterProblems(rule).isEmpty(), qPrintable(starter.key));
            const Result<CompiledRule> compiled = CompiledRule::compile(rule, now);
            QVERIFY2(compiled, qPrintable(starter.key));
            QVERIFY2(!rule.description.isEmpty() && !rule.remediation.isEmpty() && !rule.references.isEmpty(),
                qPrintable(starter.key));
            QVERIFY2(rule.severity.isKnown() && !rule.actions.empty(), qPrintable(starter.key));
            QVERIFY2(rule.severity != RuleSeverity::Critical || rule.grace == 0, qPrintable(starter.key));
            const QueryParse check = parseQuery(rule.check, ruleFields(), QueryMode::Check);
            QVERIFY2(check && formOf(check.query(), ruleFields()), qPrintable(starter.key));
            // a rule that no device of a platform could ever answer must not be for it
            for (const QString &word : rule.platforms) {
                const Platform platform = Coded<Platform>::fromToken(word).value();
                QVERIFY2(platform != Platform::Unknown, qPrintable(starter.key));
                const auto leaves = compiled.value().check()->leaves();
                QVERIFY2(std::any_of(leaves.begin(), leaves.end(),
                             [platform](const Check::Leaf &leaf) { return hasFact(leaf.field, platform); }),
                    qPrintable(starter.key + u" on "_s + word));
            }
        }
    }

    // The severity decides on weight, grace and steps; what becomes of a missing fact, and how old one may be, is the
    // rule's own affair.
    void severitiesAndLadders_data()
    {
        QTest::addColumn<RuleSeverity>("severity");
        QTest::addColumn<OnMissing>("missing");
        QTest::addColumn<qint64>("age");
        const auto row = [](const char *key, RuleSeverity severity, OnMissing missing = OnMissing::Unknown,
                             qint64 age = 7 * day) { QTest::newRow(key) << severity << missing << age; };
        row("enrolled_and_reporting", RuleSeverity::High, OnMissing::Fail, CheckAttributes::anyAge);
        row("os.min_version", RuleSeverity::Medium);
        row("os.min_version.gap", RuleSeverity::High);
        row("os.patch_age", RuleSeverity::Medium);
        row("android.security_patch_level", RuleSeverity::High);
        row("storage.encrypted", RuleSeverity::High);
        row("passcode.required", RuleSeverity::High);
        row("passcode.min_length", RuleSeverity::High, OnMissing::Fail);
        row("passcode.not_simple", RuleSeverity::Medium, OnMissing::Fail);
        row("passcode.max_failed", RuleSeverity::Medium, OnMissing::Fail);
        row("screen.lock_timeout", RuleSeverity::Medium, OnMissing::Fail);
        row("passcode.grace", RuleSeverity::Low, OnMissing::Fail);
        row("device.not_compromised", RuleSeverity::Critical, OnMissing::Unknown, day);
        row("integrity.level", RuleSeverity::High, OnMissing::Unknown, day);
        row("apps.unknown_sources_off", RuleSeverity::Medium);
        row("debug.usb_off", RuleSeverity::Medium);
        row("apps.verify_on", RuleSeverity::Medium);
        row("backup.encrypted", RuleSeverity::Medium, OnMissing::Fail);
        row("data.managed_open_in", RuleSeverity::Medium, OnMissing::Fail);
        row("data.unmanaged_open_in", RuleSeverity::Medium, OnMissing::Fail);
        row("lockscreen.hidden", RuleSeverity::Low, OnMissing::Fail);
        row("apps.blocked_absent", RuleSeverity::Medium);
        row("apps.required_present", RuleSeverity::Medium);
        row("av.enabled", RuleSeverity::High, OnMissing::Unknown, 3 * day);
        row("firewall.on", RuleSeverity::Medium);
        row("boot.secure", RuleSeverity::High);
        row("mdm.not_removable", RuleSeverity::Medium);
        row("cert.expiry", RuleSeverity::Medium);
        row("cert.expiry.last_week", RuleSeverity::High);
    }
    void severitiesAndLadders()
    {
        QFETCH(const RuleSeverity, severity);
        QFETCH(const OnMissing, missing);
        QFETCH(const qint64, age);
        const StarterRule *starter = findStarterRule(QString::fromLatin1(QTest::currentDataTag()));
        QVERIFY(starter);
        const ComplianceRule &rule = starter->rule;
        QVERIFY(rule.severity == severity);
        QVERIFY(rule.mode == RuleMode::Enforce && rule.graceStarts == GraceStart::FirstFail && !rule.disabled);
        using Act = RuleActionKind;
        using Step = std::tuple<Act, qint64, qint64>; // what, after and every so many seconds
        struct Ladder {
            qint64 weight;
            qint64 grace;
            std::vector<Step> steps;
        };
        const std::map<RuleSeverity, Ladder> ladders{{RuleSeverity::Low, {1, 14 * day, {{Act::NotifyUser, 0, 0}}}},
            {RuleSeverity::Medium, {5, 7 * day, {{Act::NotifyUser, 0, 3 * day}, {Act::NotifyAdmin, 7 * day, 0}}}},
            {RuleSeverity::High,
                {10, 3 * day, {{Act::NotifyUser, 0, 0}, {Act::NotifyAdmin, day, 0}, {Act::BlockAccess, 3 * day, 0}}}},
            {RuleSeverity::Critical,
                {20, 0,
                    {{Act::NotifyUser, 0, 0}, {Act::NotifyAdmin, 0, 0}, {Act::BlockAccess, 0, 0},
                        {Act::RemoteLock, 0, 0}}}}};
        const Ladder &ladder = ladders.at(severity);
        QCOMPARE(weightOf(rule), ladder.weight);
        QCOMPARE(rule.grace, ladder.grace);
        std::vector<Step> steps;
        for (const RuleAction &action : rule.actions)
            steps.emplace_back(action.kind.value(), action.after, action.repeat);
        QVERIFY(steps == ladder.steps);
        const Result<CompiledRule> compiled = CompiledRule::compile(rule, now);
        QVERIFY(compiled);
        const auto leaves = compiled.value().check()->leaves();
        QVERIFY(leaves.front().missing == missing);
        for (const Check::Leaf &leaf : leaves)
            QCOMPARE(leaf.maximumAge, age);
    }

    // One warns in time, the other when it is urgent.
    void certificatesAreWarnedOfTwice()
    {
        const auto stateOf = [](const char *key, int days) {
            DeviceLists lists;
            lists.certificates = {{u"CN=vpn"_s, {}, u"CN=ca"_s, now.addDays(days)}};
            lists.certificatesAsOf = now;
            const Result<CompiledRule> rule =
                CompiledRule::compile(findStarterRule(QString::fromLatin1(key))->rule, now);
            const RuleCircumstances circumstances{nullptr, &lists};
            return rule ? rule.value().evaluate(Device(), {}, circumstances).state.value() : RuleState::Error;
        };
        QVERIFY(stateOf("cert.expiry", 40) == RuleState::Pass);
        QVERIFY(stateOf("cert.expiry", 20) == RuleState::Fail);
        QVERIFY(stateOf("cert.expiry.last_week", 20) == RuleState::Pass);
        QVERIFY(stateOf("cert.expiry", 5) == RuleState::Fail);
        QVERIFY(stateOf("cert.expiry.last_week", 5) == RuleState::Fail);
    }

    // Which versions are supported, and which are tolerated for a while, only the organisation knows.
    void rangesAreToBeGiven()
    {
        for (const char *key : {"os.min_version", "os.min_version.gap"}) {
            const StarterRule *starter = findStarterRule(QString::fromLatin1(key));
            QVERIFY2(starter && starter->rule.parameters.size() == 1, key);
            QVERIFY2(starter->rule.parameters.front().value.isEmpty(), key);
        }
    }

    void linuxHasItsRules()
    {
        for (const char *key : {"os.min_version", "os.patch_age", "storage.encrypted", "passcode.min_length",
                 "screen.lock_timeout", "firewall.on", "boot.secure", "cert.expiry", "apps.blocked_absent"}) {
            const StarterRule *starter = findStarterRule(QString::fromLatin1(key));
            QVERIFY2(starter, key);
            const QStringList &platforms = starter->rule.platforms;
            QVERIFY2(platforms.isEmpty() || platforms.contains(u"linux"_s), key);
        }
    }

    void everyTextCanBeTranslated()
    {
        QStringList known;
        for (const char *text : starterTexts())
            known.append(QString::fromUtf8(text));
        QStringList used;
        for (const StarterRule &starter : starterRules()) {
            used += {starter.rule.name, starter.rule.description, starter.rule.rationale, starter.rule.remediation};
            for (const RuleParameter &parameter : starter.rule.parameters)
                used.append(parameter.label);
        }
        QCOMPARE(canonicalSet(known), canonicalSet(used));
    }

    void parametersHaveBounds()
    {
        const StarterRule *length = findStarterRule(u"passcode.min_length"_s);
        QVERIFY(length);
        const RuleParameter &minimum = length->rule.parameters.front();
        QCOMPARE(minimum.baselines.value("cis_macos"_L1).toString(), u"15"_s);
        QVERIFY(readParameter(minimum, u"4"_s));
        QVERIFY(!readParameter(minimum, u"3"_s));
        QVERIFY(!readParameter(minimum, u"17"_s));
        QVERIFY(!readParameter(minimum, u"six"_s));
    }
};

QTEST_GUILESS_MAIN(TestStarterRules)
#include "tst_starter_rules.moc"
