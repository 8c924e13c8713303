// Signing in: tokens and their rotation, guessing, passwords, and the kept answers of repeated requests.
#include "sitefile.h"

#include "base/digest.h"
#include "server/api/idempotency.h"
#include "server/api/sessions.h"
#include "server/auth/password.h"
#include "server/auth/sealed.h"
#include "server/auth/signinguard.h"
#include "server/store/entitytable.h"

#include "api/operations.h"

#include <QElapsedTimer>
#include <QFile>

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

class TestSessions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_site = std::make_unique<SiteFile>();
        Account account;
        account.email = u"anna@example.org"_s;
        account.name = u"Anna"_s;
        account.role = Role::Helpdesk;
        const auto stored = m_site->write([&](Transaction &t) { return Table<Account>().insert(t, account); });
        OK(stored);
        m_account = stored.value();
    }

    void accessTokenNamesTheAccountUntilItExpires()
    {
        const Session session = open();
        const Result<Actor> actor = ask(session.accessToken);
        OK(actor);
        QCOMPARE(actor.value().account, m_account.id);
        QVERIFY(actor.value().role == Role::Helpdesk);
        QCOMPARE(actor.value().accessExpires, m_site->now.addSecs(accessSeconds));
        m_site->now = m_site->now.addSecs(accessSeconds - 1);
        OK(ask(session.accessToken));
        m_site->now = m_site->now.addSecs(1);
        QCOMPARE(code(ask(session.accessToken)), u"auth.token"_s);
    }

    void anythingElseIsRefused()
    {
        const Session session = open();
        QCOMPARE(code(authenticate(*m_site->database, {}, m_site->now)), u"auth.missing"_s);
        for (const QByteArray &header : {QByteArray("Bearer "), QByteArray("Basic eDp5"),
                 session.accessToken.toLatin1(), QByteArray("Bearer " + session.refreshToken.toLatin1()),
                 QByteArray("Bearer " + QByteArray(10'000, 'a')), QByteArray("Bearer \xff\xfe")}) {
            const auto refused = authenticate(*m_site->database, header, m_site->now);
            QCOMPARE(code(refused), u"auth.token"_s);
            QCOMPARE(refused.error().status(), 401);
        }
    }

    void tokensAreNotStoredInClear()
    {
        const Session session = open();
        const QByteArray all = m_site->store.everything();
        QVERIFY(all.contains("anna@example.org"));
        QVERIFY(!all.contains(session.accessToken.toLatin1()));
        QVERIFY(!all.contains(session.refreshToken.toLatin1()));
    }

    void refreshGivesNewTokensAndEndsTheOld()
    {
        const Session first = open();
        const Result<Refreshed> second = refresh(first.refreshToken);
        OK(second);
        QVERIFY(second.value().session);
        QCOMPARE(code(ask(first.accessToken)), u"auth.token"_s);
        OK(ask(second.value().session->accessToken));
        const Result<Refreshed> third = refresh(second.value().session->refreshToken);
        QVERIFY(third.value().session);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM sessions"_s), 1);
    }

    void refreshTokenUsedTwiceEndsTheSession()
    {
        const Session first = open();
        const Session second = *refresh(first.refreshToken).value().session;
        const Result<Refreshed> stolen = refresh(first.refreshToken);
        OK(stolen); // what was written stays
        QVERIFY(!stolen.value().session);
        QCOMPARE(stolen.value().error->code, u"auth.reused"_s);
        QVERIFY(stolen.value().endedSession > 0);
        QCOMPARE(code(ask(second.accessToken)), u"auth.token"_s);
        QCOMPARE(refresh(second.refreshToken).value().error->code, u"auth.token"_s);
    }

    void thiefWhoRefreshesTwiceIsNoticed()
    {
        const Session own = open();
        const Session stolen = *refresh(own.refreshToken).value().session;
        const Session hurried = *refresh(stolen.refreshToken).value().session;
        QCOMPARE(refresh(own.refreshToken).value().error->code, u"auth.reused"_s);
        QCOMPARE(code(ask(hurried.accessToken)), u"auth.token"_s);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM used_refresh_tokens"_s), 0); // gone with their session
    }

    void refreshTokenExpires()
    {
        const Session session = open();
        m_site->now = m_site->now.addSecs(refreshSeconds);
        QCOMPARE(refresh(session.refreshToken).value().error->code, u"auth.token"_s);
        const Session fresh = open();
        static_cast<void>(refresh(fresh.refreshToken));
        OK(m_site->write(&forgetSessions));
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM sessions"_s), 1);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM used_refresh_tokens"_s), 1);
        m_site->now = m_site->now.addSecs(refreshSeconds);
        OK(m_site->write(&forgetSessions));
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM sessions"_s), 0);
    }

    void disabledAccountHasNoSession()
    {
        const Session session = open();
        m_account.disabled = true;
        OK(m_site->write([&](Transaction &t) { return Table<Account>().update(t, m_account); }));
        QCOMPARE(code(ask(session.accessToken)), u"auth.token"_s);
        QCOMPARE(refresh(session.refreshToken).value().error->code, u"auth.token"_s);
    }

    void sessionsEndTogetherButForOne()
    {
        open();
        open();
        const Session kept = open();
        const qint64 keep = ask(kept.accessToken).value().session;
        const auto ended = m_site->write([&](Transaction &t) { return endSessions(t, m_account.id, keep); });
        OK(ended);
        QCOMPARE(ended.value().size(), 2);
        OK(ask(kept.accessToken));
        OK(m_site->write([&](Transaction &t) { return endSession(t, keep); }));
        QCOMPARE(code(ask(kept.accessToken)), u"auth.token"_s);
    }

    void guessingIsSlowedDown()
    {
        SignInGuard guard;
        const QString email = u"anna@example.org"_s;
        const QDateTime now = m_site->now;
        for (int i = 0; i < 5; ++i) {
            OK(guard.check(email, u"10.0.0.1"_s, now));
            guard.note(email, u"10.0.0.1"_s, now, false);
        }
        const auto refused = guard.check(u"ANNA@example.org"_s, u"10.0.0.2"_s, now); // by account, however written
        QCOMPARE(code(refused), u"auth.too-many"_s);
        QCOMPARE(refused.error().status(), 429);
        QCOMPARE(refused.error().retryAfter, std::optional(32));
        OK(guard.check(u"bea@example.org"_s, u"10.0.0.1"_s, now));
        OK(guard.check(email, u"10.0.0.1"_s, now.addSecs(32)));
        guard.note(email, u"10.0.0.1"_s, now.addSecs(32), false);
        QCOMPARE(guard.check(email, {}, now.addSecs(32)).error().retryAfter, std::optional(64));
        guard.note(email, u"10.0.0.1"_s, now.addSecs(33), true);
        OK(guard.check(email, u"10.0.0.1"_s, now.addSecs(33)));
    }

    void waitHasAnEnd()
    {
        SignInGuard guard;
        for (int i = 0; i < 100; ++i)
            guard.note(u"a@b"_s, {}, m_site->now, false);
        const auto refused = guard.check(u"a@b"_s, {}, m_site->now);
        QVERIFY(*refused.error().retryAfter <= 15 * 60);
        OK(guard.check(u"a@b"_s, {}, m_site->now.addSecs(15 * 60)));
    }

    void oneAddressMayNotTryManyAccounts()
    {
        SignInGuard guard;
        for (int i = 0; i < 50; ++i)
            guard.note(u"person%1@example.org"_s.arg(i), u"10.0.0.1"_s, m_site->now, false);
        QCOMPARE(code(guard.check(u"new@example.org"_s, u"10.0.0.1"_s, m_site->now)), u"auth.too-many"_s);
        OK(guard.check(u"new@example.org"_s, u"10.0.0.2"_s, m_site->now));
    }

    void passwordIsVerified()
    {
        const auto hash = hashPassword(u"correct horse"_s);
        OK(hash);
        QVERIFY(hash.value().startsWith("scrypt$32768$8$1$"_L1));
        QVERIFY(verifyPassword(u"correct horse"_s, hash.value()));
        QVERIFY(!verifyPassword(u"correct horsf"_s, hash.value()));
        QVERIFY(!verifyPassword({}, hash.value()));
        QVERIFY(hashPassword(u"correct horse"_s).value() != hash.value()); // salted
    }

    void otherFormsAreNeverRight()
    {
        const QString hash = hashPassword(u"correct horse"_s).value();
        for (const QString &stored : {QString(), u"scrypt"_s, QString(hash).replace(u"$8$"_s, u"$4$"_s),
                 QString(hash).replace(u"32768"_s, u"2"_s), QString(hash + u"$"_s), hash.section(u'$', 0, 4),
                 QString(hash.section(u'$', 0, 4) + u'$')})
            QVERIFY2(!verifyPassword(u"correct horse"_s, stored), qPrintable(stored));
    }

    void unknownAccountTakesAsLong()
    {
        const QString hash = hashPassword(u"correct horse"_s).value();
        const auto nanoseconds = [](const QString &stored) {
            qint64 best = std::numeric_limits<qint64>::max();
            for (int i = 0; i < 3; ++i) {
                QElapsedTimer timer;
                timer.start();
                static_cast<void>(verifyPassword(u"a guess of some kind"_s, stored));
                best = qMin(best, timer.nsecsElapsed());
            }
            return best;
        };
        QVERIFY(nanoseconds({}) > nanoseconds(hash) / 4); // a shortcut would take a thousandth
    }

    void weakPasswordsAreNamed()
    {
        QVERIFY(passwordProblem(u"long enough for all"_s, u"a@b"_s).isEmpty());
        for (const QString &bad :
            {QString(), u"short"_s, QString(257, u'a'), u"aaaaaaaaaaaaaaaa"_s, u"ANNA@example.org"_s})
            QVERIFY2(!passwordProblem(bad, u"anna@example.org"_s).isEmpty(), qPrintable(bad));
    }

    void sealedTextOpensOnlyWithItsKey()
    {
        for (const QByteArray &plain : {QByteArray(), QByteArray("x"), QByteArray(100'000, '\0')}) {
            const QString text = sealed(plain, "key");
            QCOMPARE(unsealed(text, "key"), std::optional(plain));
            QVERIFY(!unsealed(text, "kez"));
        }
        const QByteArray whole = QByteArray::fromBase64(sealed("secret", "key").toLatin1());
        for (qsizetype i = 0; i < whole.size(); ++i) {
            QByteArray changed = whole;
            changed[i] = char(changed[i] ^ 1);
            QVERIFY(!unsealed(QString::fromLatin1(changed.toBase64()), "key"));
        }
        QVERIFY(!unsealed({}, "key"));
        QVERIFY(!unsealed(u"####"_s, "key"));
        QVERIFY(!unsealed(QString::fromLatin1(whole.first(20).toBase64()), "key"));
    }

    void repeatedRequestGetsTheSameAnswer()
    {
        const CallInfo info = call("key-of-sixteen-characters");
        keep(info, "body", {200, "application/json", "{\"token\":\"very-secret-token\"}\nsecond line", "7"});
        const auto again = storedAnswer(*m_site->database, info, u"createX"_s, "body", m_site->now.addSecs(3'600));
        OK(again);
        QVERIFY(again.value());
        QCOMPARE(again.value()->status, 200);
        QCOMPARE(again.value()->contentType, "application/json");
        QCOMPARE(again.value()->body, "{\"token\":\"very-secret-token\"}\nsecond line");
        QCOMPARE(again.value()->etag, "7");
        const QByteArray all = m_site->store.everything();
        QVERIFY(all.contains("createX"));
        QVERIFY(!all.contains("very-secret-token") && !all.contains("key-of-sixteen"));
    }

    void keyWithAnotherBodyIsRefused()
    {
        const CallInfo info = call("key-of-sixteen-characters");
        keep(info, "body", {204, {}, {}, {}});
        const auto other = storedAnswer(*m_site->database, info, u"createX"_s, "bodz", m_site->now);
        QCOMPARE(code(other), u"idempotency.other-body"_s);
        QCOMPARE(other.error().status(), 422);
        QCOMPARE(storedAnswer(*m_site->database, info, u"createX"_s, "body", m_site->now).value()->status, 204);
    }

    void keyBelongsToAccountAndRouteForADay()
    {
        const CallInfo info = call("key-of-sixteen-characters");
        keep(info, "body", {204, {}, {}, {}});
        CallInfo other = info;
        other.actor.account.text = u"acc-99"_s;
        QVERIFY(!storedAnswer(*m_site->database, other, u"createX"_s, "body", m_site->now).value());
        QVERIFY(!storedAnswer(*m_site->database, info, u"createY"_s, "body", m_site->now).value());
        const QDateTime tomorrow = m_site->now.addDays(1);
        QVERIFY(storedAnswer(*m_site->database, info, u"createX"_s, "body", tomorrow.addSecs(-1)).value());
        QVERIFY(!storedAnswer(*m_site->database, info, u"createX"_s, "body", tomorrow).value());
        m_site->now = tomorrow;
        OK(m_site->write(&forgetAnswers));
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM idempotency"_s), 0);
    }

private:
    Session open()
    {
        const auto session = m_site->write([&](Transaction &t) { return openSession(t, m_account, u"test"_s); });
        return session ? session.value() : Session();
    }
    Result<Refreshed> refresh(const QString &token)
    {
        return m_site->write([&](Transaction &t) { return refreshSession(t, token); });
    }
    Result<Actor> ask(const QString &token) const
    {
        return authenticate(*m_site->database, QByteArray("Bearer " + token.toLatin1()), m_site->now);
    }
    CallInfo call(const QByteArray &key) const
    {
        CallInfo info;
        info.idempotencyKey = key;
        info.actor.account = m_account.id;
        return info;
    }
    void keep(const CallInfo &info, const QByteArray &body, const Encoded &answer)
    {
        OK(m_site->write([&](Transaction &t) { return storeAnswer(t, info, u"createX"_s, body, answer); }));
    }

    std::unique_ptr<SiteFile> m_site;
    Account m_account;
};

QTEST_GUILESS_MAIN(TestSessions)
#include "tst_sessions.moc"
