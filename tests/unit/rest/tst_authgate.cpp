// One refresh for everybody, and an end of the session only when the server says so.
#include "rest/authgate.h"
#include "rest/wire.h"
#include "support/faketime.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace belvedere;
using namespace belvedere::test;

class TestAuthGate : public QObject {
    Q_OBJECT

    std::shared_ptr<FakeTime> m_time;
    std::unique_ptr<AuthGate> m_gate;
    std::vector<QByteArray> m_asked; // refresh tokens
    AuthGate::Refreshed m_reply;
    QStringList m_passed; // bearers and error codes

    static Session session(int number, qint64 seconds = 600)
    {
        Session session;
        session.accessToken = u"access-%1"_s.arg(number);
        session.refreshToken = u"refresh-%1"_s.arg(number);
        session.expiresIn = seconds;
        session.account = {u"acc-1"_s};
        session.role = Role::Helpdesk;
        return session;
    }
    AuthGate::Pass note()
    {
        return [this](const Result<AuthGate::Ticket> &ticket) {
            m_passed.append(ticket ? QString::fromLatin1(ticket.value().bearer) : ticket.error().code);
        };
    }
    void enter() { m_gate->enter(this, note()); }
    static ApiError failure(ApiError::Kind kind) { return wireError(kind, u"some.failure"_s, {}); }

private Q_SLOTS:
    void init()
    {
        m_time = std::make_shared<FakeTime>();
        m_asked.clear();
        m_passed.clear();
        m_gate =
            std::make_unique<AuthGate>(fakeEnvironment(m_time), [this](const Secret &token, AuthGate::Refreshed reply) {
                m_asked.push_back(token.bytes());
                m_reply = std::move(reply);
            });
    }

    void withoutSessionNobodyPasses()
    {
        enter();
        QCOMPARE(m_passed, QStringList{u"auth.signed-out"_s});
        QVERIFY(m_asked.empty());
    }

    void aFreshTokenPassesAtOnce()
    {
        m_gate->adopt(session(1));
        enter();
        QCOMPARE(m_passed, QStringList{u"access-1"_s});
        QVERIFY(m_gate->identity()->role == Coded<Role>(Role::Helpdesk));
    }

    void twoRefusalsCauseOneRefresh()
    {
        m_gate->adopt(session(1));
        m_gate->reenter(1, this, note());
        m_gate->reenter(1, this, note());
        enter();
        QCOMPARE(m_asked, std::vector<QByteArray>{"refresh-1"});
        QVERIFY(m_passed.isEmpty());
        m_reply(session(2));
        QCOMPARE(m_passed, (QStringList{u"access-2"_s, u"access-2"_s, u"access-2"_s}));
        QCOMPARE(m_gate->refreshToken().bytes(), "refresh-2"_ba);
    }

    void aLateRefusalOfAnOldTokenCausesNone()
    {
        m_gate->adopt(session(1));
        m_gate->reenter(1, this, note());
        m_reply(session(2));
        m_gate->reenter(1, this, note());
        QCOMPARE(m_asked.size(), size_t(1));
        QCOMPARE(m_passed.size(), 2);
    }

    void tokensAreRenewedBeforeTheyEnd()
    {
        m_gate->adopt(session(1, 600));
        m_time->advance(569s);
        enter();
        QVERIFY(m_asked.empty());
        m_time->advance(2s);
        enter();
        QCOMPARE(m_asked.size(), size_t(1));
    }

    void aResumedSessionRefreshesFirst()
    {
        m_gate->resume(Secret("kept"));
        QVERIFY(m_gate->hasSession());
        enter();
        QCOMPARE(m_asked, std::vector<QByteArray>{"kept"});
    }

    void aRefusedRefreshEndsTheSession()
    {
        const QSignalSpy ended(m_gate.get(), &AuthGate::sessionEnded);
        m_gate->adopt(session(1));
        m_gate->reenter(1, this, note());
        m_gate->reenter(1, this, note());
        m_reply(failure(ApiError::Kind::Unauthorized));
        QCOMPARE(m_passed, (QStringList{u"some.failure"_s, u"some.failure"_s}));
        QCOMPARE(ended.count(), 1);
        QVERIFY(!m_gate->hasSession());
        enter();
        QCOMPARE(m_passed.last(), u"auth.signed-out"_s);
    }

    void aLostRefreshKeepsTheSession()
    {
        const QSignalSpy ended(m_gate.get(), &AuthGate::sessionEnded);
        m_gate->adopt(session(1));
        m_gate->reenter(1, this, note());
        m_reply(failure(ApiError::Kind::Transport));
        QCOMPARE(m_passed, QStringList{u"some.failure"_s});
        QCOMPARE(ended.count(), 0);
        QVERIFY(m_gate->hasSession());
        enter();
        QCOMPARE(m_asked.size(), size_t(2));
    }

    void signingOutRefusesWhoWaits()
    {
        m_gate->adopt(session(1));
        m_gate->reenter(1, this, note());
        m_gate->clear();
        QCOMPARE(m_passed, QStringList{u"auth.signed-out"_s});
        m_reply(session(2)); // too late
        QVERIFY(!m_gate->hasSession());
    }

    void aWaiterThatIsGoneIsNotCalled()
    {
        m_gate->adopt(session(1));
        {
            QObject owner;
            m_gate->reenter(1, &owner, note());
        }
        m_reply(session(2));
        QVERIFY(m_passed.isEmpty());
    }

    void aRefreshMayOutliveTheGate()
    {
        m_gate->adopt(session(1));
        m_gate->reenter(1, this, note());
        m_gate.reset();
        m_reply(session(2));
        QVERIFY(m_passed.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestAuthGate)
#include "tst_authgate.moc"
