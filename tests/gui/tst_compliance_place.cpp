// The compliance report in the window: its numbers, where they lead, how it keeps up, and its files.
#include "gui/placefixture.h"
#include "support/accessibility.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"
#include "ui/common/statestack.h"
#include "ui/reports/barchart.h"
#include "ui/reports/charttable.h"
#include "ui/reports/reportplace.h"
#include "ui/reports/ringchart.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace belvedere;
using namespace belvedere::test;

class TestCompliancePlace : public QObject {
    Q_OBJECT

    PlaceFixture m;

    static QJsonObject rule(int number, int pass, int fail)
    {
        return {{u"rule"_s, u"rul-%1"_s.arg(number)}, {u"name"_s, u"Rule %1"_s.arg(number)}, {u"severity"_s, u"high"_s},
            {u"pass"_s, pass}, {u"fail"_s, fail}, {u"undetermined"_s, 1}, {u"error"_s, 0}, {u"not_applicable"_s, 2}};
    }
    static QJsonObject report(int compliant, int noncompliant, const QJsonArray &rules)
    {
        return {{u"generated"_s, u"2026-03-02T10:00:00Z"_s}, {u"devices"_s, compliant + noncompliant + 4},
            {u"simulated"_s, 2}, {u"compliant"_s, compliant}, {u"in_grace"_s, 0}, {u"noncompliant"_s, noncompliant},
            {u"undetermined"_s, 0}, {u"error"_s, 0}, {u"not_assigned"_s, 3}, {u"not_applicable"_s, 1},
            {u"rules"_s, rules}};
    }
    void answer(const QJsonObject &numbers) { m.answer(u"GET /reports/compliance"_s, jsonReply(numbers)); }
    static StateStack::State state(const Place *place) { return place->findChild<StateStack *>()->state(); }
    static ChartTable *table(const Place *place, const QString &name) { return place->findChild<ChartTable *>(name); }
    static QString cell(ChartTable *table, int row, int column)
    {
        return table->model().index(row, column).data().toString();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(u"belvedere-tests"_s);
        QCoreApplication::setApplicationName(u"tst_compliance_place"_s);
    }
    void init() { m.start(); }
    void cleanup() { m.stop(); }

    void theModelIsAModel()
    {
        ChartTableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        ChartData ring{u"T"_s, u"devices"_s, {u"Devices"_s}, {},
            {{u"Good"_s, ChartTone::Good, {{3, u"a:1"_s}}}, {u"Bad"_s, ChartTone::Bad, {{0, u"a:2"_s}}}}};
        model.setChart(ring);
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0, 0).data(ChartTableModel::QueryRole).toString(), u"a:1"_s);
        QVERIFY(model.index(1, 1).data(ChartTableModel::QueryRole).toString().isEmpty()); // leads to nothing
        const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        ring.series[0].points[0].value = 4;
        model.setChart(ring);
        QCOMPARE(reset.size(), 0);
        QCOMPARE(changed.size(), 1);
        ChartData bars{u"T"_s, u"results"_s, {u"R1"_s, u"R2"_s, u"R3"_s}, {u"High"_s, u"Low"_s, u"Low"_s},
            {{u"Fail"_s, ChartTone::Bad, {{1, u"q"_s}, {2, {}}, {3, {}}}}}};
        model.setChart(bars);
        QCOMPARE(reset.size(), 1);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.columnCount(), 3);
        QVERIFY(model.index(0, 2).data(Qt::AccessibleTextRole).toString().contains("Fail"_L1));
        model.setChart({});
        QCOMPARE(model.rowCount(), 0);
    }

    void everyNumberHasItsWord()
    {
        answer(report(6, 2, {rule(1, 5, 3), rule(10, 8, 0)}));
        const std::unique_ptr<Place> place(m.enter(compliancePlace));
        QTRY_COMPARE(state(place.get()), StateStack::State::Content);
        QVERIFY(place->findChild<Label *>(u"headline"_s)->text().contains("6 of 8"_L1));
        ChartTable *states = table(place.get(), u"states"_s);
        QCOMPARE(cell(states, 0, 0), u"Compliant"_s);
        QCOMPARE(cell(states, 0, 1), u"6"_s);
        QCOMPARE(cell(states, 2, 0), u"Not compliant"_s);
        ChartTable *rules = table(place.get(), u"rules"_s);
        QCOMPARE(rules->model().rowCount(), 2);
        QCOMPARE(cell(rules, 0, 1), u"High"_s);
        QCOMPARE(cell(rules, 0, 2), u"3"_s);
        QVERIFY(place->findChild<RingChart *>()->accessibleDescription().contains("Not compliant: 2"_L1));
        QCOMPARE(unnamedWidgets(place.get()), QStringList());
        QCOMPARE(richLabels(place.get()), QStringList());
    }

    void numbersLeadToWhatTheyCount()
    {
        answer(report(6, 2, {rule(1, 5, 3)}));
        const std::unique_ptr<Place> place(m.enter(compliancePlace));
        QTRY_COMPARE(state(place.get()), StateStack::State::Content);
        ChartTable *states = table(place.get(), u"states"_s);
        states->setFocus();
        states->setCurrentIndex(states->model().index(2, 0));
        QTest::keyClick(states, Qt::Key_Return);
        QCOMPARE(m.navigator.current(), (Location{u"devices"_s, {{u"query"_s, u"compliance:noncompliant"_s}}}));
        ChartTable *rules = table(place.get(), u"rules"_s);
        rules->setCurrentIndex(rules->model().index(0, 2));
        QTest::keyClick(rules, Qt::Key_Enter);
        QCOMPARE(m.navigator.current(), (Location{u"results"_s, {{u"query"_s, u"rule_id=rul-1 state:fail"_s}}}));
        rules->setCurrentIndex(rules->model().index(0, 0)); // a name counts nothing
        QTest::keyClick(rules, Qt::Key_Enter);
        QCOMPARE(m.navigator.current().place, u"results"_s);
        Q_EMIT place->findChild<RingChart *>()->chosen(u"compliance:compliant"_s);
        QCOMPARE(m.navigator.current(), (Location{u"devices"_s, {{u"query"_s, u"compliance:compliant"_s}}}));
    }

    void itKeepsUpWithoutFlicker()
    {
        answer(report(6, 2, {rule(1, 5, 3)}));
        const std::unique_ptr<Place> place(m.enter(compliancePlace));
        QTRY_COMPARE(state(place.get()), StateStack::State::Content);
        ChartTable *states = table(place.get(), u"states"_s);
        states->setCurrentIndex(states->model().index(2, 1));
        const QSignalSpy reset(&states->model(), &QAbstractItemModel::modelReset);
        const QSignalSpy left(place->findChild<StateStack *>(), &StateStack::stateChanged);
        answer(report(7, 1, {rule(1, 5, 3)}));
        m.server->putDevice(1, u"Changed"_s);
        QTRY_COMPARE(cell(states, 2, 1), u"1"_s);
        QCOMPARE(reset.size(), 0);
        QCOMPARE(left.size(), 0);
        QCOMPARE(states->currentIndex().row(), 2);
    }

    void withoutAPolicyItLeadsToOne()
    {
        answer(report(0, 0, {}));
        const std::unique_ptr<Place> place(m.enter(compliancePlace));
        QTRY_COMPARE(state(place.get()), StateStack::State::Empty);
        QVERIFY(!PlaceFixture::action(place.get(), u"Export CSV…"_s)->isEnabled());
        PlaceFixture::button(place.get(), u"Go to the policies"_s)->click();
        QCOMPARE(m.navigator.current().place, u"policies"_s);
    }

    void whatWasCountedStaysWhenTheServerFails()
    {
        answer(report(6, 2, {rule(1, 5, 3)}));
        const std::unique_ptr<Place> place(m.enter(compliancePlace));
        QTRY_COMPARE(state(place.get()), StateStack::State::Content);
        m.answer(u"GET /reports/compliance"_s, problemReply(403, u"forbidden"_s));
        m.server->putDevice(1, u"Changed"_s);
        auto *notice = place->findChild<InlineMessage *>();
        QTRY_VERIFY(notice->isVisible());
        QCOMPARE(state(place.get()), StateStack::State::Content);
        answer(report(7, 1, {rule(1, 5, 3)}));
        PlaceFixture::button(place.get(), u"Try again"_s)->click();
        QTRY_VERIFY(!notice->isVisible());
        QCOMPARE(cell(table(place.get(), u"states"_s), 0, 1), u"7"_s);
    }

    void aRefusalIsShownInstead()
    {
        m.answer(u"GET /reports/compliance"_s, problemReply(403, u"forbidden"_s));
        const std::unique_ptr<Place> place(m.enter(compliancePlace));
        QTRY_COMPARE(state(place.get()), StateStack::State::Error);
        answer(report(6, 2, {rule(1, 5, 3)}));
        PlaceFixture::button(place.get(), u"Try again"_s)->click();
        QTRY_COMPARE(state(place.get()), StateStack::State::Content);
    }

    void itIsWrittenAsCsvAndJson()
    {
        answer(report(6, 2, {rule(1, 5, 3)}));
        const std::unique_ptr<Place> place(m.enter(compliancePlace));
        QTRY_COMPARE(state(place.get()), StateStack::State::Content);
        const QTemporaryDir dir;
        const QString csv = dir.filePath(u"r.csv"_s);
        const QString json = dir.filePath(u"r.json"_s);
        m.prompts.files = {csv, json, dir.filePath(u"none/r.csv"_s)};
        PlaceFixture::action(place.get(), u"Export CSV…"_s)->trigger();
        PlaceFixture::action(place.get(), u"Export JSON…"_s)->trigger();
        QVERIFY(m.prompts.requests.first().suggested.endsWith(".csv"_L1));
        QFile first(csv);
        QVERIFY(first.open(QIODevice::ReadOnly));
        QVERIFY(first.readAll().contains("headline,,,,compliant,6,8,75.0,"));
        QFile second(json);
        QVERIFY(second.open(QIODevice::ReadOnly));
        QCOMPARE(QJsonDocument::fromJson(second.readAll()).object()["noncompliant"_L1].toInt(), 2);
        QCOMPARE(m.toasts->count(), 2);
        PlaceFixture::action(place.get(), u"Export CSV…"_s)->trigger();
        QCOMPARE(m.toasts->count(), 3);
        PlaceFixture::action(place.get(), u"Export CSV…"_s)->trigger(); // the person gave up
        QCOMPARE(m.toasts->count(), 3);
    }
};

QTEST_MAIN(TestCompliancePlace)
#include "tst_compliance_place.moc"
