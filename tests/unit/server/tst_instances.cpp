// Several instances over one database: changes reach all of them in order, work is done once, lost connections come
// back.
#include "sitefile.h"

#include "api/operations.h"
#include "audit/chain.h"
#include "server/jobs/changelistener.h"
#include "server/jobs/executor.h"
#include "server/policy/queue.h"
#include "server/store/auditlog.h"
#include "server/store/entitytable.h"
#include "server/store/instances.h"
#include "server/store/postgresplace.h"

#include <atomic>
#include <future>

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000; // milliseconds; the machine may be busy

// One instance: an executor, and what it was told.
struct Instance {
    explicit Instance(const SiteFile &site)
    {
        auto started = Executor::start(
            site.path, {}, [now = site.now] { return now; },
            [this](const QList<Change> &changes) {
                const std::lock_guard lock(mutex);
                told += changes;
            });
        if (started)
            executor = std::move(started).value();
    }
    QList<Change> changes() const
    {
        const std::lock_guard lock(mutex);
        return told;
    }
    QSet<QString> ids() const
    {
        QSet<QString> all;
        for (const Change &change : changes())
            all.insert(QString(change.kind + u' ' + change.id));
        return all;
    }

    mutable std::mutex mutex;
    QList<Change> told;
    std::unique_ptr<Executor> executor;
};

Result<Done> insertDevice(Transaction &transaction)
{
    Device device;
    device.name = u"BRU-LT-0001"_s;
    return Table<Device>().insert(transaction, device).map([](const Device &) { return Done{}; });
}

Result<Done> noteStart(Transaction &transaction)
{
    return appendAudit(transaction, {}, AuditNote{.action = "server.started"});
}

} // namespace

#define ONLY_POSTGRESQL                                                                                                \
    if (!SiteFile::isPostgres())                                                                                       \
        QSKIP("SQLite has one instance");

class TestInstances : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_site = std::make_unique<SiteFile>();
        m_first = std::make_unique<Instance>(*m_site);
        QVERIFY(m_first->executor);
    }
    void cleanup()
    {
        m_first.reset();
        m_second.reset();
    }

    void ownChangesAreToldBeforeTheAnswer()
    {
        QVERIFY(write(*m_first, &insertDevice));
        QCOMPARE(m_first->changes().size(), 1);
        QCOMPARE(m_first->changes()[0].id, u"dev-1"_s);
        QCOMPARE(m_first->changes()[0].token, 1);
    }

    void changesOfOthersAreTold()
    {
        ONLY_POSTGRESQL
        startSecond();
        QVERIFY(write(*m_first, &insertDevice));
        QTRY_COMPARE_WITH_TIMEOUT(m_second->changes().size(), 1, patience);
        QCOMPARE(m_second->changes()[0].kind, u"device"_s);
        QCOMPARE(m_second->changes()[0].token, 1);
        QVERIFY(write(*m_second, [](Transaction &t) { return Table<Device>().remove(t, Id<Device>{u"dev-1"_s}); }));
        QCOMPARE(m_second->changes().size(), 2); // its own, at once
        QTRY_COMPARE_WITH_TIMEOUT(m_first->changes().size(), 2, patience);
        QVERIFY(m_first->changes()[1].removed);
        QCOMPARE(m_first->changes()[1].id, u"dev-1"_s);
    }

    void bothHearEverythingInTheSameOrder()
    {
        ONLY_POSTGRESQL
        startSecond();
        std::atomic<int> failed = 0;
        const int each = 150;
        for (int i = 0; i < each; ++i) {
            for (Instance *instance : {m_first.get(), m_second.get()}) {
                QVERIFY(instance->executor->write(
                    [i](Transaction &t) { return i % 3 == 0 ? noteStart(t) : insertDevice(t); },
                    [&failed](const Result<Done> &result) { failed += result ? 0 : 1; }));
            }
        }
        QTRY_COMPARE_WITH_TIMEOUT(m_first->ids().size(), qsizetype(2 * each), patience);
        QTRY_COMPARE_WITH_TIMEOUT(m_second->ids().size(), qsizetype(2 * each), patience);
        QCOMPARE(failed.load(), 0);
        for (const Instance *instance : {m_first.get(), m_second.get()}) {
            qint64 last = 0;
            for (const Change &change : instance->changes()) {
                QVERIFY(change.token > last);
                last = change.token;
            }
            QCOMPARE(last, 2 * each);
        }
        QList<QByteArray> lines;
        const auto kept = m_site->store.rows(u"SELECT line FROM audit_lines ORDER BY seq"_s);
        QVERIFY(kept);
        for (const QVariant &line : *kept)
            lines.append(line.toString().toUtf8());
        QCOMPARE(lines.size(), 2 * each / 3);
        QVERIFY(!verifyChain(lines).broken);
    }

    void lostNotificationOnlyDelays()
    {
        ONLY_POSTGRESQL
        // as if written by an instance whose notification never came
        OK(m_site->database->script(
            u"BEGIN; UPDATE change_counter SET token = 1 WHERE one = 1; "
            "INSERT INTO removals (kind, id, token, removed) VALUES ('device', 'dev-9', 1, 0); COMMIT"_s));
        static_assert(ChangeListener::pollMilliseconds <= 2'000);
        QTRY_COMPARE_WITH_TIMEOUT(m_first->changes().size(), 1, patience);
        QVERIFY(m_first->changes()[0].removed);
    }

    void whoAsksIsToldAtOnce()
    {
        ONLY_POSTGRESQL
        OK(m_site->database->script(
            u"BEGIN; UPDATE change_counter SET token = 1 WHERE one = 1; "
            "INSERT INTO removals (kind, id, token, removed) VALUES ('device', 'dev-9', 1, 0); COMMIT"_s));
        OK(m_first->executor->catchUp(*m_site->database));
        QCOMPARE(m_first->changes().size(), 1);
        OK(m_first->executor->catchUp(*m_site->database));
        QCOMPARE(m_first->changes().size(), 1); // once each
    }

    void changesBeforeTheStartAreNotTold()
    {
        QVERIFY(write(*m_first, &insertDevice));
        startSecond();
        QVERIFY(write(*m_second, &insertDevice));
        QCOMPARE(m_second->changes().size(), 1);
        QCOMPARE(m_second->changes()[0].id, u"dev-2"_s);
    }

    void roundIsBegunByOne()
    {
        const auto claim = [this] {
            const Result<bool> claimed =
                m_site->write([](Transaction &t) { return claimRound(t, u"policies"_s, std::chrono::hours(1)); });
            return claimed && claimed.value();
        };
        QVERIFY(claim());
        QVERIFY(!claim());
        m_site->now = m_site->now.addSecs(3'599);
        QVERIFY(!claim());
        m_site->now = m_site->now.addSecs(1);
        QVERIFY(claim());
        QVERIFY(!claim());
    }

    void instancesKnowOfEachOthersListeners()
    {
        const auto note = [this](const QString &id, int listeners) {
            const Result<qint64> others = m_site->write([&](Transaction &t) { return noteInstance(t, id, listeners); });
            return others ? others.value() : -1;
        };
        QCOMPARE(note(u"a"_s, 2), 0);
        QCOMPARE(note(u"b"_s, 0), 2);
        QCOMPARE(note(u"c"_s, 3), 2);
        QCOMPARE(note(u"b"_s, 0), 5);
        OK(m_site->write([](Transaction &t) { return forgetInstance(t, u"c"_s); }));
        QCOMPARE(note(u"b"_s, 0), 2);
        m_site->now = m_site->now.addSecs(61); // the first one is silent
        QCOMPARE(note(u"b"_s, 0), 0);
    }

    void queueIsWorkedOffOnceByBoth()
    {
        ONLY_POSTGRESQL
        startSecond();
        for (int i = 0; i < 300; ++i)
            QVERIFY(m_first->executor->write(
                [](Transaction &t) -> Result<Done> {
                    const Result<Done> made = insertDevice(t);
                    return made ? enqueueDevice(t, Id<Device>{t.changes().last().id}) : made;
                },
                [](const Result<Done> &) {}));
        QTRY_COMPARE_WITH_TIMEOUT(m_site->number(u"SELECT COUNT(*) FROM reconcile_queue"_s), 300, patience);
        std::atomic<int> jobs = 0;
        for (int i = 0; i < 15; ++i) {
            for (Instance *instance : {m_first.get(), m_second.get()})
                QVERIFY(instance->executor->write(
                    [](Transaction &t) {
                        return drainQueue(t, 10, std::chrono::seconds(10)).map([](bool) { return Done{}; });
                    },
                    [&jobs](const Result<Done> &result) { jobs += result ? 1 : 100; }));
        }
        QTRY_COMPARE_WITH_TIMEOUT(jobs.load(), 30, patience);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM reconcile_queue"_s), 0); // 30 times ten, none twice
    }

    void batchThatMetAnotherChangeIsDoneAgain()
    {
        int runs = 0;
        QVERIFY(write(*m_first, [&runs](Transaction &t) -> Result<Done> {
            const Result<Done> inserted = insertDevice(t);
            if (++runs < 3)
                return storeError(u"store.conflict"_s, u"as a serialisation failure"_s);
            return inserted;
        }));
        QCOMPARE(runs, 3);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM devices"_s), 1);
        QCOMPARE(m_first->changes().size(), 1);
        QCOMPARE(m_first->changes()[0].token, 1);
    }

    void serialisationFailureIsAConflict()
    {
        ONLY_POSTGRESQL
        const auto other = m_site->open();
        OK(m_site->write(&insertDevice));
        OK(m_site->database->script(u"BEGIN ISOLATION LEVEL REPEATABLE READ"_s));
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM devices"_s), 1);
        OK(other->script(u"UPDATE devices SET note = 'x'"_s));
        const Result<Done> late = m_site->database->script(u"UPDATE devices SET note = 'y'"_s);
        QCOMPARE(code(late), u"store.conflict"_s);
        QCOMPARE(late.error().status(), 503);
        OK(m_site->database->script(u"ROLLBACK"_s));
    }

    void connectionThatEndedIsMadeAgain()
    {
        ONLY_POSTGRESQL
        QVERIFY(write(*m_first, &insertDevice));
        QCOMPARE(readCount(), 1);
        endConnections();
        QCOMPARE(readCount(), 1);
        QVERIFY(write(*m_first, &insertDevice));
        QCOMPARE(readCount(), 2);
        // and the listener hears again
        startSecond();
        endConnections();
        QVERIFY(write(*m_second, &insertDevice));
        QTRY_VERIFY_WITH_TIMEOUT(m_first->ids().contains(u"device dev-3"_s), patience);
    }

    void connectionThatEndsInTheMiddleLeavesNothing()
    {
        ONLY_POSTGRESQL
        const Result<Done> cut = m_first->executor->writeAndWait([](Transaction &t) -> Result<Done> {
            const Result<Done> inserted = insertDevice(t);
            static_cast<void>(bool(t.database().script(u"SELECT pg_terminate_backend(pg_backend_pid())"_s)));
            return inserted;
        });
        QCOMPARE(code(cut), u"store.unavailable"_s);
        QCOMPARE(cut.error().status(), 503);
        QVERIFY(cut.error().retryAfter);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM devices"_s), 0);
        QVERIFY(m_first->changes().isEmpty());
        QVERIFY(write(*m_first, &insertDevice));
        QCOMPARE(m_first->changes().size(), 1);
        QCOMPARE(m_first->changes()[0].token, 1);
    }

    void databaseThatCannotBeReachedIsTold()
    {
        const auto opened = Database::open(u"postgresql://nobody@127.0.0.1:1/none"_s, Database::Mode::ReadOnly);
        QCOMPARE(code(opened), u"store.unavailable"_s);
        QCOMPARE(opened.error().status(), 503);
    }

    void urlsAreRead_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("expected"); // host port database user password options
        QTest::newRow("name") << u"postgresql://anna@db.example.org:5433/site"_s
                              << u"db.example.org 5433 site anna  sslmode=verify-full"_s;
        QTest::newRow("chosen mode") << u"postgres://db.example.org/site?sslmode=require&sslrootcert=/etc/ca.pem"_s
                                     << u"db.example.org 5432 site   sslmode=require sslrootcert=/etc/ca.pem"_s;
        QTest::newRow("loopback") << u"postgresql://anna:pa%40ss@127.0.0.1/site"_s
                                  << u"127.0.0.1 5432 site anna pa@ss "_s;
        QTest::newRow("socket") << u"postgresql:///site?host=/run/postgresql&port=5434&user=anna"_s
                                << u"/run/postgresql 5434 site anna  "_s;
        QTest::newRow("encoded socket") << u"postgresql://%2Frun%2Fpostgresql/site"_s
                                        << u"/run/postgresql 5432 site   "_s;
        QTest::newRow("six") << u"postgresql://[::1]:5435/site"_s << u"::1 5435 site   "_s;
        QTest::newRow("no database") << u"postgresql://anna@db.example.org"_s << QString();
        QTest::newRow("no port") << u"postgresql://db.example.org:port/site"_s << QString();
        QTest::newRow("another kind") << u"mysql://db.example.org/site"_s << QString();
        QTest::newRow("smuggled option") << u"postgresql:///site?sslmode=disable%20host=evil"_s << QString();
    }
    void urlsAreRead()
    {
        QFETCH(QString, url);
        QFETCH(QString, expected);
        const Result<PostgresPlace> place = postgresPlace(url);
        if (expected.isEmpty()) {
            QCOMPARE(code(place), u"usage"_s);
            return;
        }
        OK(place);
        const PostgresPlace &p = place.value();
        const QStringList parts{p.host, QString::number(p.port), p.database, p.user, p.password, p.options.join(u' ')};
        QCOMPARE(parts.join(u' '), expected);
    }

private:
    void startSecond()
    {
        m_second = std::make_unique<Instance>(*m_site);
        QVERIFY(m_second->executor);
    }
    template<class F> static bool write(Instance &instance, F job)
    {
        const Result<Done> done = instance.executor->writeAndWait(job);
        if (!done)
            qWarning("%s", qPrintable(codeOf(done)));
        return bool(done);
    }
    // Through the executor's readers.
    qint64 readCount()
    {
        std::promise<qint64> promise;
        const bool taken = m_first->executor->read([&promise](Database &database) {
            const Result<QVariant> count = database.value(u"SELECT COUNT(*) FROM devices"_s);
            promise.set_value(count ? count.value().toLongLong() : -1);
        });
        return taken ? promise.get_future().get() : -1;
    }
    void endConnections() const
    {
        m_site->store.rows(u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                           "WHERE datname = current_database() AND pid <> pg_backend_pid()"_s);
    }

    std::unique_ptr<SiteFile> m_site;
    std::unique_ptr<Instance> m_first;
    std::unique_ptr<Instance> m_second;
};

QTEST_GUILESS_MAIN(TestInstances)
#include "tst_instances.moc"
