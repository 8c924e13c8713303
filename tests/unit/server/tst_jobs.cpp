// The database threads and the event hub: batches, failures, shutdown; resuming, permissions, expiry.
#include "sitefile.h"

#include "server/jobs/eventhub.h"
#include "server/jobs/executor.h"

#include <atomic>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSemaphore>

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

namespace {

Result<Done> insertRow(Transaction &transaction, int number)
{
    transaction.changed({u"device"_s, QString::number(number), false, number});
    return transaction.database().run(u"INSERT INTO rows (n) VALUES (?)"_s, {number}).map([](QSqlQuery *) {
        return Done{};
    });
}

Change change(qint64 token, const QString &kind = u"device"_s) { return {kind, u"x-%1"_s.arg(token), false, token}; }

} // namespace

class TestJobs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_site = std::make_unique<SiteFile>();
        OK(m_site->database->script(u"CREATE TABLE rows (n INTEGER PRIMARY KEY);"
                                    "CREATE TABLE children (parent INTEGER REFERENCES rows (n) "
                                    "DEFERRABLE INITIALLY DEFERRED)"_s));
        m_batches.clear();
        m_hold.tryAcquire(m_hold.available()); // what the test before left over
        start({});
    }
    void cleanup()
    {
        m_hold.release(100);
        m_executor.reset();
    }

    void waitingJobsShareOneCommitAndOneFailsAlone()
    {
        hold();
        QStringList answers(20);
        QSemaphore done;
        for (int i = 0; i < 20; ++i) {
            QVERIFY(m_executor->write(
                [i](Transaction &t) -> Result<Done> {
                    const Result<Done> inserted = insertRow(t, i);
                    return i == 7 ? Result<Done>(conflict(u"test.refused"_s, u"no"_s)) : inserted;
                },
                [&, i](const Result<Done> &result) {
                    answers[i] = code(result);
                    done.release();
                }));
        }
        m_hold.release();
        QVERIFY(done.tryAcquire(20, 20'000));
        for (int i = 0; i < 20; ++i)
            QCOMPARE(answers[i], i == 7 ? u"test.refused"_s : QString());
        QCOMPARE(rows(), 19);
        QCOMPARE(m_batches, QList<qsizetype>{19}); // published at once, without the change of the one that failed
    }

    void errorOfTheCommitReachesEveryJobOfTheBatch()
    {
        hold();
        QStringList answers(3);
        QSemaphore done;
        for (int i = 0; i < 3; ++i) {
            QVERIFY(m_executor->write(
                [i](Transaction &t) -> Result<Done> {
                    if (i != 1)
                        return insertRow(t, i);
                    // is accepted now and refused by the commit
                    return t.database().run(u"INSERT INTO children (parent) VALUES (99)"_s).map([](QSqlQuery *) {
                        return Done{};
                    });
                },
                [&, i](const Result<Done> &result) {
                    answers[i] = code(result);
                    done.release();
                }));
        }
        m_hold.release();
        QVERIFY(done.tryAcquire(3, 20'000));
        for (const QString &answer : answers)
            QCOMPARE(answer, u"store.failed"_s);
        QCOMPARE(rows(), 0);
        QVERIFY(m_batches.isEmpty());
        OK(m_executor->writeAndWait([](Transaction &t) { return insertRow(t, 5); })); // and the writer goes on
        QCOMPARE(rows(), 1);
    }

    void fullLaneRefuses()
    {
        m_executor.reset();
        start({.readers = 1, .slow = 1, .queue = 2});
        hold();
        const auto write = [&] {
            return m_executor->write([](Transaction &) -> Result<Done> { return Done{}; }, [](const Result<Done> &) {});
        };
        QVERIFY(write());
        QVERIFY(write());
        QVERIFY(!write());
        const Result<Done> waited = m_executor->writeAndWait([](Transaction &) -> Result<Done> { return Done{}; });
        QCOMPARE(code(waited), u"server.busy"_s);
        QCOMPARE(waited.error().status(), 503);
        m_hold.release();
    }

    void shutdownFinishesWhatWasAccepted()
    {
        hold();
        std::atomic<int> finished = 0;
        for (int i = 0; i < 200; ++i) {
            QVERIFY(m_executor->write([i](Transaction &t) { return insertRow(t, i); },
                [&](const Result<Done> &result) { finished += result ? 1 : 0; }));
        }
        // a slow job that has yet to write
        Executor *executor = m_executor.get();
        QVERIFY(executor->slow([&, executor](Database &) {
            finished += executor->writeAndWait([](Transaction &t) { return insertRow(t, 1'000); }) ? 1 : 0;
        }));
        m_hold.release();
        m_executor.reset();
        QCOMPARE(finished.load(), 201);
        QCOMPARE(rows(), 201);
    }

    void readersSeeWhatWasCommitted()
    {
        OK(m_executor->writeAndWait([](Transaction &t) { return insertRow(t, 1); }));
        QSemaphore done;
        qint64 seen = 0;
        QVERIFY(m_executor->read([&](Database &database) {
            seen = database.value(u"SELECT COUNT(*) FROM rows"_s).value().toLongLong();
            done.release();
        }));
        QVERIFY(done.tryAcquire(1, 20'000));
        QCOMPARE(seen, 1);
    }

    void startTellsWhyItCannot()
    {
        const auto started = Executor::start(u"/nowhere/site.db"_s, {}, [] { return QDateTime(); }, {});
        QCOMPARE(code(started), u"store.unreadable"_s);
    }

    void listenerHearsWhatItMayRead()
    {
        EventHub hub;
        QByteArray auditor;
        QByteArray helpdesk;
        QVERIFY(hub.add(listener(auditor, Role::Auditor), std::nullopt));
        QVERIFY(hub.add(listener(helpdesk, Role::Helpdesk), std::nullopt));
        hub.publish({change(1), change(2, u"account"_s), change(3, u"audit"_s), change(4, u"secret"_s)});
        QVERIFY(auditor.contains("id: 2\n") && auditor.contains("id: 3\n") && !auditor.contains("id: 4\n"));
        QVERIFY(helpdesk.contains("id: 1\n") && !helpdesk.contains("id: 2\n") && !helpdesk.contains("id: 3\n"));
    }

    void eventNamesTheRecordAndNothingElse()
    {
        EventHub hub;
        QByteArray heard;
        QVERIFY(hub.add(listener(heard), std::nullopt));
        heard.clear();
        hub.publish({{u"device"_s, u"dev-7"_s, true, 9}});
        const QByteArray data = heard.split('\n').value(1);
        QVERIFY(data.startsWith("data: "));
        QCOMPARE(QJsonDocument::fromJson(data.sliced(6)).object(),
            (QJsonObject{{u"kind"_s, u"device"_s}, {u"id"_s, u"dev-7"_s}, {u"op"_s, u"remove"_s}}));
        QVERIFY(heard.startsWith("id: 9\n") && heard.endsWith("\n\n"));
    }

    void resumesAfterATokenInOrder()
    {
        EventHub hub;
        hub.startAt(10);
        hub.publish({change(11), change(12)});
        hub.publish({change(13)});
        QByteArray heard;
        QVERIFY(hub.add(listener(heard), 11));
        QVERIFY(heard.indexOf("id: 12\n") >= 0 && heard.indexOf("id: 13\n") > heard.indexOf("id: 12\n"));
        QVERIFY(!heard.contains("id: 11\n"));
        QVERIFY(hub.canResume(10) && hub.canResume(13));
        QVERIFY(!hub.canResume(9) && !hub.canResume(14)); // before the start, and never given
        QVERIFY(!hub.add(listener(heard), 9));
    }

    void oldestChangesLeaveTheRing()
    {
        EventHub hub;
        for (qint64 token = 1; token <= 20'001; ++token)
            hub.publish({change(token)});
        QVERIFY(!hub.canResume(0));
        QVERIFY(hub.canResume(1));
        QByteArray heard;
        QVERIFY(hub.add(listener(heard), 1));
        QVERIFY(heard.startsWith("id: 2\n"));
        QCOMPARE(heard.count("id: "), 20'000);
        QVERIFY(heard.contains("id: 20001\n"));
    }

    void streamEndsWithItsTokenOrSession()
    {
        EventHub hub;
        QByteArray heard;
        int ended = 0;
        EventListener short1 = listener(heard);
        short1.session = 1;
        short1.expires = m_site->now;
        short1.end = [&] { ended += 1; };
        EventListener long2 = listener(heard);
        long2.session = 2;
        long2.expires = m_site->now.addSecs(60);
        long2.end = [&] { ended += 10; };
        QVERIFY(hub.add(short1, std::nullopt) && hub.add(long2, std::nullopt));
        hub.tick(m_site->now.addSecs(-1));
        QCOMPARE(ended, 0);
        QVERIFY(heard.contains("\n\n: ")); // a heartbeat
        hub.tick(m_site->now);
        QCOMPARE(ended, 1);
        hub.endSession(7);
        QCOMPARE(ended, 1);
        hub.endSession(2);
        QCOMPARE(ended, 11);
        heard.clear();
        hub.publish({change(1)});
        QVERIFY(heard.isEmpty());
    }

    void listenerThatHasGoneIsDropped()
    {
        EventHub hub;
        int writes = 0;
        EventListener gone = listener(m_heard);
        gone.write = [&](const QByteArray &) { return ++writes < 2; };
        QVERIFY(hub.add(gone, std::nullopt));
        hub.publish({change(1), change(2), change(3)});
        QCOMPARE(writes, 2);
    }

private:
    void start(const Executor::Options &options)
    {
        auto started = Executor::start(
            m_site->path, options, [this] { return m_site->now; },
            [this](const QList<Change> &changes) { m_batches.append(changes.size()); });
        OK(started);
        m_executor = std::move(started).value();
    }
    // Keeps the writer busy until m_hold is released, so that what follows waits together.
    void hold()
    {
        QSemaphore begun;
        QVERIFY(m_executor->write(
            [&begun, this](Transaction &) -> Result<Done> {
                begun.release();
                m_hold.acquire();
                return Done{};
            },
            [](const Result<Done> &) {}));
        QVERIFY(begun.tryAcquire(1, 20'000));
    }
    qint64 rows() const { return m_site->number(u"SELECT COUNT(*) FROM rows"_s); }
    EventListener listener(QByteArray &heard, Role role = Role::Administrator) const
    {
        EventListener made;
        made.write = [&heard](const QByteArray &bytes) {
            heard += bytes;
            return true;
        };
        made.end = [] {};
        made.reader.role = role;
        made.expires = m_site->now.addSecs(900);
        return made;
    }

    std::unique_ptr<SiteFile> m_site;
    std::unique_ptr<Executor> m_executor;
    QSemaphore m_hold;
    QList<qsizetype> m_batches; // changes of each publication
    QByteArray m_heard;
};

QTEST_GUILESS_MAIN(TestJobs)
#include "tst_jobs.moc"
