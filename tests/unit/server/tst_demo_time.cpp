// The demo that the README starts is there before anybody looks away.
#include "sitefile.h"

#include "server/demo/seed.h"

#include <QElapsedTimer>

using namespace belvedere;
using namespace belvedere::server;

class TestDemoTime : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fiveHundredAreThereAtOnce()
    {
        const SiteFile site;
        const auto executor = Executor::start(
            site.path, {}, [&site] { return site.now; }, [](const QList<Change> &) {});
        OK(executor);
        QElapsedTimer timer;
        timer.start();
        OK(seedDemo(*executor.value(), 500, 3));
        const qint64 took = timer.elapsed();
        qInfo("500 devices in %lld ms", static_cast<long long>(took));
        QVERIFY2(took < 5'000, qPrintable(QString::number(took)));
    }
};

QTEST_GUILESS_MAIN(TestDemoTime)
#include "tst_demo_time.moc"
