// The compliance report counts what is stored, nothing else.
#include "sitefile.h"

#include "server/api/routes.h"
#include "server/store/entitytable.h"

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

class TestComplianceReport : public QObject {
    Q_OBJECT

    SiteFile m_site;
    ComplianceReport m_report;

    void count()
    {
        const Result<ComplianceReport> report = countCompliance(*m_site.database, m_site.now);
        QVERIFY2(bool(report), qPrintable(codeOf(report)));
        m_report = report.value();
    }
    qint64 devices(const QString &state)
    {
        return m_site.number(u"SELECT COUNT(*) FROM devices WHERE compliance = ?"_s, {state});
    }
    qint64 results(const QString &rule, const QString &state)
    {
        return m_site.number(u"SELECT COUNT(*) FROM results WHERE rule_id = ? AND state = ?"_s, {rule, state});
    }

private Q_SLOTS:
    void anEmptySiteCountsNothing()
    {
        count();
        QCOMPARE(m_report.devices, 0);
        QCOMPARE(m_report.assessed(), 0);
        QVERIFY(m_report.rules.empty());
        QCOMPARE(m_report.generated, m_site.now);
    }

    void numbersAreThoseOfTheTables()
    {
        constexpr int number = 200;
        OK(m_site.write([](Transaction &t) -> Result<Done> {
            for (const auto severity : {RuleSeverity::Low, RuleSeverity::Critical, RuleSeverity::Low}) {
                ComplianceRule rule;
                rule.name = u"Rule"_s;
                rule.check = u"storage.encrypted:yes"_s;
                rule.severity = severity;
                const auto made = Table<ComplianceRule>().insert(t, rule);
                if (!made)
                    return made.error();
            }
            for (int i = 1; i <= number; ++i) {
                Device device;
                device.name = u"d"_s;
                device.compliance = Compliance(1 + i * i % 7);
                device.simulated = i % 3 == 0;
                const auto made = Table<Device>().insert(t, device);
                if (!made)
                    return made.error();
                for (int rule = 1; rule <= 3; ++rule) {
                    RuleResult result;
                    result.rule = Id<ComplianceRule>{u"rul-%1"_s.arg(rule)};
                    result.device = made.value().id;
                    result.state = RuleState(1 + (i * rule + i / 7) % 5);
                    if (rule == 3 && i > 20)
                        result.state = RuleState::Fail;
                    const auto stored = Table<RuleResult>().insert(t, result);
                    if (!stored)
                        return stored.error();
                }
            }
            return Done{};
        }));
        count();
        QCOMPARE(m_report.devices, number);
        QCOMPARE(m_report.simulated, m_site.number(u"SELECT COUNT(*) FROM devices WHERE simulated = 1"_s));
        QCOMPARE(m_report.compliant, devices(u"compliant"_s));
        QCOMPARE(m_report.inGrace, devices(u"in_grace"_s));
        QCOMPARE(m_report.noncompliant, devices(u"noncompliant"_s));
        QCOMPARE(m_report.undetermined, devices(u"unknown"_s));
        QCOMPARE(m_report.error, devices(u"error"_s));
        QCOMPARE(m_report.notAssigned, devices(u"not_assigned"_s));
        QCOMPARE(m_report.notApplicable, devices(u"not_applicable"_s));
        QCOMPARE(m_report.assessed() + m_report.notAssigned + m_report.notApplicable, m_report.devices);
        QCOMPARE(m_report.rules.size(), 3u);
        for (const ReportRule &rule : m_report.rules) {
            QCOMPARE(rule.pass, results(rule.rule, u"pass"_s));
            QCOMPARE(rule.fail, results(rule.rule, u"fail"_s));
            QCOMPARE(rule.undetermined, results(rule.rule, u"undetermined"_s));
            QCOMPARE(rule.error, results(rule.rule, u"error"_s));
            QCOMPARE(rule.notApplicable, results(rule.rule, u"not_applicable"_s));
        }
    }

    void gravestRulesAndMostFailuresComeFirst()
    {
        QStringList order;
        for (const ReportRule &rule : m_report.rules)
            order.append(rule.rule);
        QCOMPARE(order, (QStringList{u"rul-2"_s, u"rul-3"_s, u"rul-1"_s}));
    }

    void aDeviceWithoutAStateIsNotKnownToBeWell()
    {
        const qint64 before = m_report.undetermined;
        const qint64 compliant = m_report.compliant;
        OK(m_site.database->script(u"UPDATE devices SET compliance = NULL WHERE n = 1"_s));
        count();
        QCOMPARE(m_report.devices, 200);
        QVERIFY(m_report.undetermined + m_report.compliant >= before + compliant);
        QCOMPARE(m_report.assessed() + m_report.notAssigned + m_report.notApplicable, m_report.devices);
    }

    void resultsOfRemovedRulesAreNotShown()
    {
        OK(m_site.database->script(u"DELETE FROM rules WHERE id = 'rul-2'"_s));
        count();
        QCOMPARE(m_report.rules.size(), 2u);
    }
};

QTEST_GUILESS_MAIN(TestComplianceReport)
#include "tst_compliance_report.moc"
