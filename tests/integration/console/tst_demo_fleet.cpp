// The demo's answering devices, at a real server: they come in by themselves, and what is asked of them is done.
#include "console/demofleet.h"
#include "integration/console/consolerun.h"

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

class TestDemoFleet : public QObject {
    Q_OBJECT

public:
    static void initMain() { ConsoleRun::isolate(); }

private:
    ConsoleRun m_run;
    std::unique_ptr<DemoFleet> m_fleet;

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_run.startServer(), qPrintable(m_run.server().errors()));
        QVERIFY(m_run.open(
            QString::fromLatin1(ServerProcess::adminEmail), QString::fromLatin1(ServerProcess::adminPassword)));
    }
    void cleanupTestCase()
    {
        m_fleet.reset();
        m_run.close();
    }

    void aFewOfManyAnswer()
    {
        QCOMPARE(DemoFleet::share(3), 0);
        QCOMPARE(DemoFleet::share(40), 10);
        QCOMPARE(DemoFleet::share(100000), 24);
    }

    void theyComeInByThemselves()
    {
        QVERIFY(m_run.go(u"Devices"_s, u"devices"_s));
        m_fleet = std::make_unique<DemoFleet>(*m_run.site(), 6);
        QTRY_COMPARE_WITH_TIMEOUT(m_run.page()->model().total(), 6, ConsoleRun::patience);
        m_run.type(u"simulated:yes tag:answers"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_run.page()->model().matching(), 6, ConsoleRun::patience);
    }

    // Not every one: like computers, some are away for a while.
    void whatIsAskedOfThemEnds()
    {
        const QByteArray administrator = m_run.server().administrator();
        const HttpReply order = m_run.server().post(
            u"/api/v1/actions"_s, administrator, {{u"kind"_s, u"sync"_s}, {u"query"_s, u"simulated:yes"_s}});
        QCOMPARE(order.json()["accepted"_L1].toInt(), 6);
        QVERIFY(m_run.go(u"Actions"_s, u"actions"_s));
        QTRY_VERIFY_WITH_TIMEOUT(
            m_run.textOf(order.json()["request"_L1].toString(), u"done"_s).toInt() >= 3, ConsoleRun::patience);
    }
};

QTEST_MAIN(TestDemoFleet)
#include "tst_demo_fleet.moc"
