// The compliance report: its percentage, its pictures, its questions, its files.
#include "domain/json.h"
#include "query/evaluate.h"
#include "query/parser.h"
#include "reports/compliance.h"
#include "reports/writers.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace belvedere;

class TestReport : public QObject {
    Q_OBJECT

    static ComplianceReport numbers()
    {
        ComplianceReport report;
        report.generated = QDateTime({2026, 3, 2}, {10, 0}, Qt::UTC);
        report.devices = 100;
        report.simulated = 40;
        report.compliant = 60;
        report.inGrace = 5;
        report.noncompliant = 7;
        report.undetermined = 3;
        report.error = 2;
        report.notAssigned = 20;
        report.notApplicable = 3;
        report.rules = {{u"rul-1"_s, u"=HYPERLINK(\"x\"), \"encrypted\""_s, RuleSeverity::High, 50, 20, 4, 3, 23},
            {u"rul-2"_s, u"Firewall"_s, RuleSeverity::Low, 0, 0, 0, 0, 100}};
        return report;
    }
    static QList<QByteArray> lines(const Report &report) { return reportCsv(report).split('\n'); }

private Q_SLOTS:
    void thePercentageLeavesOutWhatNoPolicyConcerns()
    {
        const Report report = complianceReport(numbers());
        QCOMPARE(report.headline.part, 60);
        QCOMPARE(report.headline.whole, 77);
        QCOMPARE(report.headline.perMille(), std::optional<qint64>(779));
    }

    void onlyAllOfThemAreAHundredPercent()
    {
        QCOMPARE((Share{99'999, 100'000}.perMille()), std::optional<qint64>(999));
        QCOMPARE((Share{100'000, 100'000}.perMille()), std::optional<qint64>(1'000));
        QCOMPARE((Share{0, 7}.perMille()), std::optional<qint64>(0));
        QVERIFY(!(Share{0, 0}.perMille()));
    }

    void picturesHoldEveryDeviceOnce()
    {
        const ComplianceReport counted = numbers();
        const Report report = complianceReport(counted);
        const ChartData &devices = report.charts[0];
        QCOMPARE(devices.categories.size(), 1);
        QCOMPARE(devices.total(0), counted.devices);
        const ChartData &rules = report.charts[1];
        QCOMPARE(rules.categories.size(), 2);
        for (size_t i = 0; i < counted.rules.size(); ++i)
            QCOMPARE(rules.total(i), counted.rules[i].assessed() + counted.rules[i].notApplicable);
        for (const ChartData &chart : report.charts) {
            for (const ChartSeries &series : chart.series) {
                QVERIFY(!series.label.isEmpty());
                QCOMPARE(qsizetype(series.points.size()), chart.categories.size());
            }
        }
    }

    // A device in each state is found by the query of its slice and by no other.
    void everySliceAsksForItsOwnDevices()
    {
        const Report report = complianceReport(numbers());
        const std::span<const Field> list = fields<Device>();
        QCOMPARE(report.charts[0].place, u"devices"_s);
        for (int state = int(Compliance::Compliant); state <= int(Compliance::NotApplicable); ++state) {
            Device device;
            device.compliance = Compliance(state);
            const auto cell = [&](size_t field) { return list[field].get(&device); };
            int found = 0;
            for (const ChartSeries &series : report.charts[0].series) {
                const QueryParse parsed = parseQuery(series.points[0].query, list);
                QVERIFY2(bool(parsed), qPrintable(series.points[0].query));
                const Result<Matcher> matcher = Matcher::compile(parsed.query(), list, report.generated);
                QVERIFY(matcher);
                found += matcher.value().evaluate(cell) == Truth::True ? 1 : 0;
            }
            QCOMPARE(found, 1);
        }
    }

    void everyBarAsksForItsOwnRule()
    {
        const Report report = complianceReport(numbers());
        const std::span<const Field> list = fields<RuleResult>();
        QCOMPARE(report.charts[1].place, u"results"_s);
        QStringList found;
        for (const ChartSeries &series : report.charts[1].series) {
            for (const QString &rule : {u"rul-1"_s, u"rul-10"_s}) {
                RuleResult result;
                result.rule.text = rule;
                result.state = RuleState::Fail;
                const QueryParse parsed = parseQuery(series.points[0].query, list);
                QVERIFY2(bool(parsed), qPrintable(series.points[0].query));
                const Result<Matcher> matcher = Matcher::compile(parsed.query(), list, report.generated);
                QVERIFY(matcher);
                if (matcher.value().evaluate([&](size_t field) { return list[field].get(&result); }) == Truth::True)
                    found.append(rule);
            }
        }
        QCOMPARE(found, QStringList{u"rul-1"_s});
    }

    void csvIsOneTable()
    {
        const Report report = complianceReport(numbers());
        const QList<QByteArray> text = lines(report);
        QCOMPARE(text[0], "section,id,name,severity,state,devices,of,percent,generated\r"_ba);
        QCOMPARE(text[1], "headline,,,,compliant,60,77,77.9,2026-03-02T10:00:00Z\r"_ba);
        QVERIFY(text.contains("devices,,,,not_assigned,20,,,2026-03-02T10:00:00Z\r"_ba));
        QVERIFY(text.contains("rules,rul-2,Firewall,low,not_applicable,100,,,2026-03-02T10:00:00Z\r"_ba));
        QCOMPARE(text.size(), 1 + 1 + 7 + 2 * 5 + 1);
        QCOMPARE(text.last(), QByteArray());
    }

    void csvRunsNothingInASpreadsheet()
    {
        const QByteArray text = reportCsv(complianceReport(numbers()));
        QVERIFY(text.contains("\"'=HYPERLINK(\"\"x\"\"), \"\"encrypted\"\"\""));
        QVERIFY(!text.contains(",=HYPERLINK"));
    }

    void jsonHoldsTheNumbersAndTheHeadline()
    {
        const QJsonObject object = QJsonDocument::fromJson(reportJson(complianceReport(numbers()))).object();
        QCOMPARE(object["report"_L1].toString(), u"compliance"_s);
        QCOMPARE(object["headline"_L1]["of"_L1].toInt(), 77);
        QCOMPARE(object["headline"_L1]["percent"_L1].toDouble(), 77.9);
        QCOMPARE(object["noncompliant"_L1].toInt(), 7);
        QCOMPARE(object["rules"_L1].toArray().size(), 2);
        const Result<ComplianceReport> again = fromJson<ComplianceReport>(object);
        QVERIFY(again);
        QCOMPARE(again.value().assessed(), 77);
    }

    void aFileIsWrittenWholeOrNotAtAll()
    {
        const QTemporaryDir dir;
        const QString path = dir.filePath(u"report.csv"_s);
        const QByteArray bytes = reportCsv(complianceReport(numbers()));
        QVERIFY(writeReportFile(path, bytes));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), bytes);
        QCOMPARE(writeReportFile(dir.filePath(u"none/report.csv"_s), bytes).error().code, u"file.write"_s);
    }

    void theShapeOfAPictureIsThatOfItsWords()
    {
        ComplianceReport later = numbers();
        later.noncompliant = 99;
        const Report report = complianceReport(numbers());
        QVERIFY(report.charts[0].hasShapeOf(complianceReport(later).charts[0]));
        later.rules.pop_back();
        QVERIFY(!report.charts[1].hasShapeOf(complianceReport(later).charts[1]));
        QCOMPARE(report.charts[1].details, (QStringList{u"High"_s, u"Low"_s}));
    }

    void anEmptySiteHasNoPercentage()
    {
        const Report report = complianceReport({});
        QVERIFY(!report.headline.perMille());
        QVERIFY(!QJsonDocument::fromJson(reportJson(report)).object()["headline"_L1].toObject().contains("percent"_L1));
        QVERIFY(report.charts[1].categories.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestReport)
#include "tst_report.moc"
