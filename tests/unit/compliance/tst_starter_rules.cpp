// The starter rules: complete, readable, translatable, and possible on the platforms that they are for.
#include "compliance/evaluate.h"
#include "compliance/registry.h"
#include "compliance/ruleparameters.h"
#include "compliance/starter.h"
#include "query/checkform.h"
#include "support/places.h"

#include <QDir>
#include <QJsonDocument>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

const QDateTime now(QDate(2026, 5, 4), QTime(12, 0), Qt::UTC);

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
