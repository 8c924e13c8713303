// A list loads once, follows by deltas at a bounded rate, and recovers from every failure.
#include "domain/device.h"
#include "rest/wire.h"
#include "sites/livelist.h"
#include "support/faketime.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace belvedere;
using namespace belvedere::test;
using State = LiveList::State;

class TestLiveList : public QObject {
    Q_OBJECT

    struct Asked {
        QString since;
        CallOptions options;
        LiveList::Lines answer;
        void answerLines(const QByteArray &lines) const { answer(lines); }
    };
    std::shared_ptr<FakeTime> m_time;
    std::unique_ptr<LiveList> m_list;
    QList<Asked> m_asked;

    static QByteArray row(int number, const QString &name = u"PC"_s)
    {
        return "{\"id\":\"dev-" + QByteArray::number(number) + "\",\"name\":\"" + name.toUtf8() + "\"}\n";
    }
    static QByteArray last(int token, int total)
    {
        return "{\"token\":\"" + QByteArray::number(token) + "\",\"total\":" + QByteArray::number(total) + "}\n";
    }
    static ApiError failure(ApiError::Kind kind, int http = 0)
    {
        ApiError error = wireError(kind, u"some.failure"_s, {});
        error.http = http;
        return error;
    }
    static TableStore::Restore keptRows(int count, const QDateTime &asOf)
    {
        return [count, asOf](const StopFlag &) -> std::optional<KeptSnapshot> {
            SnapshotBuilder builder(fields<Device>());
            LineReader reader(fields<Device>());
            for (int i = 1; i <= count; ++i)
                reader.read(row(i), builder);
            return KeptSnapshot{builder.finish(), u"10"_s, asOf};
        };
    }
    void loadTwo()
    {
        m_list->open();
        m_asked.last().answerLines(row(1) + row(2) + last(10, 2));
        QTRY_COMPARE(m_list->state(), State::Ready);
    }

private Q_SLOTS:
    void init()
    {
        m_time = std::make_shared<FakeTime>();
        m_asked.clear();
        m_list = std::make_unique<LiveList>(
            fields<Device>(),
            [this](const QString &since, CallOptions options, QObject *, LiveList::Lines answer) {
                m_asked.append({since, std::move(options), std::move(answer)});
            },
            fakeEnvironment(m_time));
    }

    void itLoadsOnce()
    {
        QCOMPARE(m_list->state(), State::Empty);
        m_list->touch(); // nobody asked for it yet
        m_list->open();
        m_list->open();
        QCOMPARE(m_list->state(), State::Loading);
        QCOMPARE(m_asked.size(), 1);
        QVERIFY(m_asked[0].since.isEmpty());
        m_asked[0].answerLines(row(1) + row(2) + last(10, 2));
        QTRY_COMPARE(m_list->state(), State::Ready);
        QCOMPARE(m_list->store().total(), 2);
        m_list->open();
        QCOMPARE(m_asked.size(), 1);
    }

    void itOpensFromWhatWasKept()
    {
        const QDateTime then = m_time->now().addDays(-1);
        m_list->openFrom(keptRows(2, then));
        QCOMPARE(m_list->state(), State::Loading);
        m_list->open(); // does not start twice
        QTRY_COMPARE(m_list->state(), State::Stale);
        QCOMPARE(m_list->store().total(), 2);
        QCOMPARE(m_list->asOf(), then);
        QCOMPARE(m_list->kept()->token, u"10"_s);
        QCOMPARE(m_asked.size(), 1);
        QCOMPARE(m_asked[0].since, u"10"_s);
        m_asked[0].answer(failure(ApiError::Kind::Transport));
        QCOMPARE(m_list->state(), State::Stale);
        QVERIFY(m_list->error());
        QCOMPARE(m_list->asOf(), then);
        m_time->advance(5s);
        QCOMPARE(m_asked.size(), 2);
        m_asked[1].answerLines(row(3) + last(12, 3));
        QTRY_COMPARE(m_list->state(), State::Ready);
        QCOMPARE(m_list->store().total(), 3);
        QCOMPARE(m_list->asOf(), m_time->now());
        QCOMPARE(m_list->kept()->token, u"12"_s);
        QCOMPARE(m_list->kept()->snapshot->rowCount(), 3U);
    }

    void withNothingKeptItLoads()
    {
        m_list->openFrom([](const StopFlag &) { return std::nullopt; });
        QTRY_COMPARE(m_asked.size(), 1);
        QVERIFY(m_asked[0].since.isEmpty());
        QCOMPARE(m_list->state(), State::Loading);
        QVERIFY(!m_list->kept());
        QVERIFY(!m_list->asOf().isValid());
        m_asked[0].answerLines(row(1) + last(10, 1));
        QTRY_COMPARE(m_list->state(), State::Ready);
    }

    void keptRowsThatAreTooOldStayUntilAllHasCome()
    {
        m_list->openFrom(keptRows(2, m_time->now()));
        QTRY_COMPARE(m_asked.size(), 1);
        m_asked[0].answer(failure(ApiError::Kind::NotFound, 410));
        QCOMPARE(m_asked.size(), 2);
        QVERIFY(m_asked[1].since.isEmpty());
        QCOMPARE(m_list->store().total(), 2);
        m_asked[1].answerLines(row(7) + last(20, 1));
        QTRY_COMPARE(m_list->state(), State::Ready);
        QCOMPARE(m_list->store().total(), 1);
    }

    void keptRowsOfAnotherHistoryAreReplaced()
    {
        m_list->openFrom(keptRows(2, m_time->now()));
        QTRY_COMPARE(m_asked.size(), 1);
        m_asked[0].answerLines(row(3) + last(11, 9)); // three here, nine there
        QTRY_COMPARE(m_asked.size(), 2);
        QVERIFY(m_asked[1].since.isEmpty());
        QCOMPARE(m_list->state(), State::Stale);
        m_asked[1].answerLines(row(7) + last(12, 1));
        QTRY_COMPARE(m_list->state(), State::Ready);
        QVERIFY(m_list->store().snapshot()->rowOf(u"dev-7"_s));
        QVERIFY(!m_list->store().snapshot()->rowOf(u"dev-3"_s));
    }

    // Once it is known that the history is another one, its change token says nothing about the rows that are shown.
    void aLostReloadOfAnotherHistoryIsRepeated()
    {
        m_list->openFrom(keptRows(2, m_time->now()));
        QTRY_COMPARE(m_asked.size(), 1);
        m_asked[0].answerLines(last(11, 9));
        QTRY_COMPARE(m_asked.size(), 2);
        m_asked[1].answer(failure(ApiError::Kind::Transport));
        QCOMPARE(m_list->state(), State::Stale);
        QCOMPARE(m_list->kept()->token, u"10"_s);
        m_time->advance(5s);
        QCOMPARE(m_asked.size(), 3);
        QCOMPARE(m_asked[2].since, QString());
        m_asked[2].answerLines(row(7)); // cut short
        QTRY_VERIFY(m_list->error() && m_list->error()->code == u"lines.incomplete"_s);
        m_list->retry();
        QCOMPARE(m_asked.size(), 4);
        QCOMPARE(m_asked[3].since, QString());
        m_asked[3].answerLines(row(7) + "junk\n" + last(12, 2)); // a bad line is no reason to load for ever
        QTRY_COMPARE(m_list->state(), State::Ready);
        QCOMPARE(m_list->kept()->token, u"12"_s);
        m_list->touch();
        m_time->advance(LiveList::interval);
        QCOMPARE(m_asked.last().since, u"12"_s);
    }

    void clearingWhileItOpensForgetsWhatWasKept()
    {
        m_list->openFrom(keptRows(2, m_time->now()));
        m_list->clear();
        QTRY_VERIFY(!m_list->store().isBusy());
        QCOMPARE(m_list->store().total(), 0);
        QCOMPARE(m_list->state(), State::Empty);
        QVERIFY(m_asked.isEmpty());
        QVERIFY(!m_list->kept());
    }

    void whatMayNotBeSeenAnyMoreIsNotKept()
    {
        loadTwo();
        QVERIFY(m_list->kept());
        m_list->touch();
        m_time->advance(LiveList::interval);
        m_asked.last().answer(failure(ApiError::Kind::Forbidden, 403));
        QVERIFY(!m_list->kept());
    }

    void deltasAreCoalesced()
    {
        loadTwo();
        for (int i = 0; i < 50; ++i)
            m_list->touch();
        QCOMPARE(m_asked.size(), 1);
        m_time->advance(LiveList::interval);
        QCOMPARE(m_asked.size(), 2);
        QCOMPARE(m_asked[1].since, u"10"_s);
        for (int i = 0; i < 50; ++i)
            m_list->touch(); // while the answer is under way
        m_time->advance(10s);
        QCOMPARE(m_asked.size(), 2);
        const QSignalSpy changed(&m_list->store(), &TableStore::changed);
        m_asked[1].answerLines(row(3) + "{\"id\":\"dev-1\",\"removed\":true}\n" + last(12, 2));
        QTRY_COMPARE(changed.count(), 1);
        QVERIFY(m_list->store().snapshot()->rowOf(u"dev-3"_s));
        QVERIFY(!m_list->store().snapshot()->rowOf(u"dev-1"_s));
        m_time->advance(LiveList::interval);
        QCOMPARE(m_asked.size(), 3);
        QCOMPARE(m_asked[2].since, u"12"_s);
    }

    void theFirstRowsShowBeforeTheRest()
    {
        m_list->open();
        QByteArray whole;
        for (int i = 1; i <= 50'000; ++i)
            whole += row(i);
        whole += "junk\n" + last(10, 50'000);
        const auto arrive = [this, &whole](qsizetype from, qsizetype to) {
            for (qsizetype at = from; at < to; at += 10'000)
                m_asked[0].options.received(whole.sliced(at, std::min<qsizetype>(10'000, to - at)));
        };
        arrive(0, 100'000);
        QTRY_VERIFY(m_list->store().total() > 1'000);
        QCOMPARE(m_list->state(), State::Loading);
        arrive(100'000, 1'000'000);
        QTRY_VERIFY(m_list->store().total() > 10'000);
        arrive(1'000'000, whole.size());
        m_asked[0].answerLines({});
        QTRY_COMPARE(m_list->state(), State::Ready);
        QCOMPARE(m_list->store().total(), 50'000);
        QCOMPARE(m_list->badLines(), 1);
        QVERIFY(m_list->store().snapshot()->rowOf(u"dev-2"_s));
    }

    // Putting everything in order for each part would take more time than reading them.
    void aGrowingListIsShownNowAndThen()
    {
        m_list->open();
        QSignalSpy shown(&m_list->store(), &TableStore::loaded);
        QSignalSpy held(&m_list->store(), &TableStore::held);
        int next = 1;
        const auto arrive = [this, &next](qsizetype bytes) {
            QByteArray lines;
            while (lines.size() < bytes)
                lines += row(next++);
            m_asked[0].options.received(lines);
        };
        arrive(LiveList::firstPartBytes);
        QTRY_COMPARE(shown.size(), 1);
        arrive(LiveList::firstPartBytes * 2);
        arrive(LiveList::firstPartBytes * 2); // five times as much now
        QTRY_COMPARE(shown.size(), 2);
        arrive(LiveList::firstPartBytes * 16); // four times
        QTRY_COMPARE(held.size() + shown.size(), 3);
        arrive(LiveList::largestPartBytes);
        QTRY_COMPARE(held.size() + shown.size(), 4);
        QVERIFY(!held.isEmpty()); // not twice as much
        const qsizetype before = shown.size();
        m_time->advance(LiveList::longestHold); // on a slow line
        arrive(LiveList::largestPartBytes);
        QTRY_COMPARE(shown.size(), before + 1);
        arrive(LiveList::firstPartBytes);
        m_asked[0].options.received(last(10, next - 1));
        m_asked[0].answerLines({});
        QTRY_COMPARE(m_list->state(), State::Ready);
        QCOMPARE(m_list->store().total(), next - 1);
    }

    // A fast connection brings everything in one piece, which is larger than a part.
    void theLastLineMayComeWithAPart()
    {
        m_list->open();
        QByteArray everything;
        constexpr int rows = 5'000;
        for (int i = 1; i <= rows; ++i)
            everything += row(i);
        everything += last(10, rows);
        m_asked.last().options.received(everything);
        m_asked.last().answerLines({});
        QTRY_COMPARE(m_list->state(), State::Ready);
        QCOMPARE(m_list->store().total(), rows);
        QVERIFY(!m_list->error());
        m_list->touch();
        m_time->advance(1s);
        QTRY_COMPARE(m_asked.size(), 2);
        QCOMPARE(m_asked.last().since, u"10"_s);
    }

    // A line without an end costs neither time that grows with its square, nor memory, nor the other lines.
    void anEndlessLineIsOneBadLine()
    {
        m_list->open();
        QElapsedTimer clock;
        clock.start();
        const auto arrive = [this](const QByteArray &piece) { m_asked[0].options.received(piece); };
        arrive(row(1) + "{\"id\":\"dev-2\",\"name\":\"");
        const QByteArray piece(1'024, 'x');
        for (int i = 0; i < 24 * 1'024; ++i)
            arrive(piece);
        QVERIFY2(clock.elapsed() < 5'000, qPrintable(QString::number(clock.elapsed())));
        arrive("\"}\n" + row(3) + last(10, 3));
        m_asked[0].answerLines({});
        QTRY_COMPARE(m_list->state(), State::Ready);
        QCOMPARE(m_list->badLines(), 1);
        QCOMPARE(m_list->store().total(), 2);
        QVERIFY(m_list->store().snapshot()->rowOf(u"dev-3"_s));
    }

    void aLoadThatBreaksOffStartsAgain()
    {
        m_list->open();
        QByteArray rows;
        for (int i = 1; i <= 5'000; ++i)
            rows += row(i);
        m_asked[0].options.received(rows);
        QTRY_VERIFY(m_list->store().total() > 1'000);
        m_asked[0].answer(failure(ApiError::Kind::Transport));
        m_time->advance(5s);
        QCOMPARE(m_asked.size(), 2);
        QVERIFY(m_asked[1].since.isEmpty());
        m_asked[1].options.received(row(1) + last(10, 1));
        m_asked[1].answerLines({});
        QTRY_COMPARE(m_list->state(), State::Ready);
        QCOMPARE(m_list->store().total(), 1);
    }

    void anExpiredTokenLoadsEverything()
    {
        loadTwo();
        m_list->touch();
        m_time->advance(LiveList::interval);
        m_asked.last().answer(failure(ApiError::Kind::NotFound, 410));
        QCOMPARE(m_list->state(), State::Stale);
        QVERIFY(m_asked.last().since.isEmpty());
        m_asked.last().answerLines(row(7) + last(90, 1));
        QTRY_COMPARE(m_list->state(), State::Ready);
        QCOMPARE(m_list->store().total(), 1);
    }

    void aLostDeltaIsAskedForAgain()
    {
        loadTwo();
        m_list->touch();
        m_time->advance(LiveList::interval);
        m_asked.last().answer(failure(ApiError::Kind::Transport));
        QCOMPARE(m_list->state(), State::Stale);
        QVERIFY(m_list->error());
        QCOMPARE(m_list->store().total(), 2);
        m_time->advance(5s);
        QCOMPARE(m_asked.size(), 3);
        QCOMPARE(m_asked[2].since, u"10"_s);
        m_asked[2].answerLines(last(11, 2));
        QTRY_COMPARE(m_list->state(), State::Ready);
        QVERIFY(!m_list->error());
    }

    void aListCutShortIsAskedForAgain()
    {
        m_list->open();
        m_asked[0].answerLines(row(1));
        QTRY_VERIFY(m_list->error());
        QCOMPARE(m_list->error()->code, u"lines.incomplete"_s);
        m_time->advance(5s);
        QCOMPARE(m_asked.size(), 2);
        QVERIFY(m_asked[1].since.isEmpty());
    }

    void whatIsForbiddenIsNotAskedForAgain()
    {
        m_list->open();
        m_asked[0].answer(failure(ApiError::Kind::Forbidden, 403));
        QCOMPARE(m_list->state(), State::Failed);
        m_time->advance(1h);
        QCOMPARE(m_asked.size(), 1);
        m_list->retry();
        QCOMPARE(m_asked.size(), 2);
        QCOMPARE(m_list->state(), State::Loading);
    }

    void unreachableIsStale()
    {
        loadTwo();
        m_list->setReachable(false);
        QCOMPARE(m_list->state(), State::Stale);
        m_list->setReachable(true);
        QCOMPARE(m_asked.last().since, u"10"_s);
        m_asked.last().answerLines(last(10, 2));
        QTRY_COMPARE(m_list->state(), State::Ready);
    }

    void badLinesAreCounted()
    {
        m_list->open();
        m_asked[0].answerLines(row(1) + "junk\n" + last(10, 2));
        QTRY_COMPARE(m_list->state(), State::Ready);
        QCOMPARE(m_list->badLines(), 1);
    }

    void clearingForgetsEverythingUnderWay()
    {
        loadTwo();
        m_list->touch();
        m_time->advance(LiveList::interval);
        const Asked late = m_asked.last();
        m_list->clear();
        QCOMPARE(m_list->state(), State::Empty);
        late.answerLines(row(9) + last(11, 3));
        QTRY_COMPARE(m_list->store().total(), 0);
        m_list->open();
        QVERIFY(m_asked.last().since.isEmpty());
        m_asked.last().answerLines(row(5) + last(20, 1));
        QTRY_COMPARE(m_list->state(), State::Ready);
        QCOMPARE(m_list->store().total(), 1);
    }

    void anAnswerAfterTheEndIsHarmless()
    {
        m_list->open();
        const Asked late = m_asked.last();
        m_list.reset();
        late.options.received("x");
    }
};

QTEST_GUILESS_MAIN(TestLiveList)
#include "tst_livelist.moc"
