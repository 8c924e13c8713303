// The roll-up of rule results, by the vectors of the compliance rules.
#include "compliance/rollup.h"

#include <algorithm>
#include <QRandomGenerator>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

const QDateTime now(QDate(2026, 5, 4), QTime(12, 0), Qt::UTC);

// "fail high past", "pass", "fail low grace", "unknown": state, severity (medium), grace (in)
RuleResult resultOf(const QString &text)
{
    static const QHash<QString, RuleState> states{{u"pass"_s, RuleState::Pass}, {u"fail"_s, RuleState::Fail},
        {u"unknown"_s, RuleState::Undetermined}, {u"error"_s, RuleState::Error}, {u"na"_s, RuleState::NotApplicable},
        {u"excepted"_s, RuleState::Excepted}, {u"unchecked"_s, RuleState::NotChecked}};
    const QStringList words = text.split(u' ');
    RuleResult result;
    result.state = states.value(words.first());
    result.severity = words.size() > 1 ? Coded<RuleSeverity>::fromToken(words[1]) : RuleSeverity::Medium;
    if (result.state.value() == RuleState::Fail)
        result.graceUntil = words.value(2) == "past"_L1 ? now.addSecs(-1) : now.addSecs(1);
    return result;
}

std::vector<RuleResult> resultsOf(const QString &text)
{
    std::vector<RuleResult> results;
    for (const QString &part : text.split(u", "_s, Qt::SkipEmptyParts))
        results.push_back(resultOf(part));
    return results;
}

} // namespace

class TestRollup : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void vectors_data()
    {
        QTest::addColumn<QString>("device");
        const auto row = [](const char *results, const char *device) {
            QTest::newRow(results) << QString::fromLatin1(device);
        };
        row("pass, pass", "compliant");
        row("pass, fail high grace", "in_grace");
        row("fail high past, error", "noncompliant");
        row("fail medium past, pass", "noncompliant");
        row("fail critical past, fail high grace", "noncompliant");
        row("fail low past, pass", "in_grace");
        row("fail low past, error", "in_grace");
        row("fail info past, pass", "compliant");
        row("fail info past", "compliant");
        row("unknown info, pass", "compliant");
        row("error info, pass", "compliant");
        row("unknown, pass", "unknown");
        row("error, unknown", "error");
        row("fail high grace, unknown", "in_grace");
        row("excepted, pass", "compliant");
        row("excepted high", "compliant");
        row("excepted, fail high past", "noncompliant");
        row("unchecked, pass", "unknown");
        row("na", "not_applicable");
        row("na, pass", "compliant");
        row("", "not_applicable");
    }
    void vectors()
    {
        QFETCH(const QString, device);
        const auto results = resultsOf(QString::fromLatin1(QTest::currentDataTag()));
        QCOMPARE(Coded<Compliance>(rollUp(results, true, now)).token(), device);
        QVERIFY(rollUp(results, false, now) == Compliance::NotAssigned);
    }

    void whatOnlyMonitorsChangesNothing()
    {
        std::vector<RuleResult> results = resultsOf(u"fail critical past, error, unknown, pass"_s);
        for (RuleResult &result : results)
            result.mode = RuleMode::Monitor;
        QVERIFY(rollUp(results, true, now) == Compliance::Compliant);
        results.front().mode = RuleMode::Enforce;
        QVERIFY(rollUp(results, true, now) == Compliance::Noncompliant);
    }

    void graceEndsOnTime()
    {
        RuleResult failing = resultOf(u"fail high grace"_s);
        failing.graceUntil = now;
        QVERIFY(rollUp({&failing, 1}, true, now.addMSecs(-1)) == Compliance::InGrace);
        QVERIFY(rollUp({&failing, 1}, true, now) == Compliance::Noncompliant);
    }

    void orderDoesNotMatterAndWhatDoesNotApplyAddsNothing()
    {
        const QStringList kinds{u"pass"_s, u"fail high grace"_s, u"fail high past"_s, u"fail low past"_s,
            u"fail info past"_s, u"unknown"_s, u"error"_s, u"na"_s};
        QRandomGenerator random(7);
        for (int round = 0; round < 2'000; ++round) {
            std::vector<RuleResult> results;
            for (int i = int(random.bounded(1, 6)); i > 0; --i)
                results.push_back(resultOf(kinds[random.bounded(int(kinds.size()))]));
            const Compliance whole = rollUp(results, true, now);
            std::shuffle(results.begin(), results.end(), random);
            QVERIFY(rollUp(results, true, now) == whole);
            results.push_back(resultOf(u"na"_s));
            QVERIFY(rollUp(results, true, now) == whole);
            results.push_back(resultOf(u"unknown"_s));
            QVERIFY(rollUp(results, true, now) != Compliance::Compliant); // the unknown never counts as well
        }
    }
};

QTEST_GUILESS_MAIN(TestRollup)
#include "tst_rollup.moc"
