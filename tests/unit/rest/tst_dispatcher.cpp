// At most six at once, the foreground first, pauses kept.
#include "rest/dispatcher.h"
#include "support/faketime.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace belvedere;
using namespace belvedere::test;

class TestDispatcher : public QObject {
    Q_OBJECT

    std::shared_ptr<FakeTime> m_time;
    std::unique_ptr<Dispatcher> m_dispatcher;
    std::vector<Dispatcher::Slot> m_slots;
    std::vector<int> m_started;

    void enqueue(int number, Priority priority = Priority::Foreground, QObject *owner = nullptr)
    {
        m_dispatcher->enqueue(owner ? owner : this, priority, [this, number](Dispatcher::Slot slot) {
            m_started.push_back(number);
            m_slots.push_back(std::move(slot));
        });
    }
    void finishOne()
    {
        const Dispatcher::Slot done = std::move(m_slots.front());
        m_slots.erase(m_slots.begin());
    }

private Q_SLOTS:
    void init()
    {
        m_time = std::make_shared<FakeTime>();
        m_dispatcher = std::make_unique<Dispatcher>(fakeEnvironment(m_time));
        m_started.clear();
    }
    void cleanup()
    {
        m_dispatcher->close();
        m_slots.clear();
    }

    void sixAtOnceAndTheNextWhenOneEnds()
    {
        for (int i = 0; i < 9; ++i)
            enqueue(i);
        QCOMPARE(m_started.size(), size_t(6));
        finishOne();
        QCOMPARE(m_started.back(), 6);
        QCOMPARE(m_dispatcher->running(), 6);
    }

    void backgroundLeavesRoomAndComesSecond()
    {
        for (int i = 0; i < 9; ++i)
            enqueue(100 + i, Priority::Background);
        QCOMPARE(m_dispatcher->running(), Dispatcher::backgroundLimit);
        enqueue(1);
        enqueue(2);
        enqueue(3);
        QCOMPARE(m_dispatcher->running(), Dispatcher::limit);
        QCOMPARE(m_started.back(), 2);
        finishOne();
        QCOMPARE(m_started.back(), 3);
    }

    void aPauseHoldsEverythingBack()
    {
        m_dispatcher->pause(5s);
        m_dispatcher->pause(2s);
        enqueue(1);
        m_time->advance(4s);
        QVERIFY(m_started.empty());
        m_time->advance(1s);
        QCOMPARE(m_started, std::vector<int>{1});
    }

    void aWaiterThatIsGoneIsSkipped()
    {
        for (int i = 0; i < 6; ++i)
            enqueue(i);
        {
            QObject owner;
            enqueue(6, Priority::Foreground, &owner);
        }
        enqueue(7);
        finishOne();
        QCOMPARE(m_started.back(), 7);
    }

    void slotsOutliveTheDispatcher()
    {
        enqueue(1);
        m_dispatcher = std::make_unique<Dispatcher>(fakeEnvironment(m_time));
        m_slots.clear();
        QCOMPARE(m_dispatcher->running(), 0);
    }
};

QTEST_GUILESS_MAIN(TestDispatcher)
#include "tst_dispatcher.moc"
