// What steps tell targets outside, in the real store: queued once, sent by whoever claims it, tried again with pauses,
// withdrawn when nobody has to hear of it any more.
#include "stepsite.h"

#include "server/policy/deliveries.h"
#include "server/policy/deliverybody.h"
#include "server/policy/targets.h"

#include <QJsonDocument>
#include <QMessageAuthenticationCode>

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

class TestDeliveries : public QObject, private StepSite {
    Q_OBJECT

    static constexpr char secret[] = "0123456789abcdef";

    OutsideTarget makeTarget(TargetKind kind, const QString &name = u"Outside"_s)
    {
        OutsideTarget target;
        target.name = name;
        target.kind = kind;
        target.url = u"https://example.org/in"_s;
        target = insert(target);
        const Result<Done> kept = m_site->write([&](Transaction &transaction) {
            return keepTargetSecret(transaction, key(), target.id, QLatin1StringView(secret));
        });
        if (!kept)
            qFatal("%s", qPrintable(codeOf(kept)));
        return target;
    }
    SiteKey key() const { return SiteKey(m_site->dir.path()); }
    void setActions(std::vector<RuleAction> actions) { m_rule.actions = std::move(actions); }
    std::vector<Outgoing> claim(int most = 4)
    {
        std::vector<Outgoing> claimed;
        const Result<Done> done = m_site->write([&](Transaction &transaction) {
            return claimDeliveries(transaction, key(), u"https://here"_s, most, claimed);
        });
        if (!done)
            qFatal("%s", qPrintable(codeOf(done)));
        return claimed;
    }
    void finish(const QString &id, const QString &code, const QByteArray &answer = {})
    {
        OK(m_site->write([&](Transaction &transaction) { return finishDelivery(transaction, id, {code, answer}); }));
    }
    bool isDue() const { return hasDeliveries(*m_site->database, m_site->now).value(); }
    qint64 waiting() const { return m_site->number(u"SELECT COUNT(*) FROM deliveries"_s); }
    OutsideTarget stored(const Id<OutsideTarget> &id) const
    {
        static const Table<OutsideTarget> table;
        return table.get(*m_site->database, id).value();
    }

private Q_SLOTS:
    void init()
    {
        start();
        m_target = makeTarget(TargetKind::Webhook);
        setActions({{.kind = RuleActionKind::Webhook, .target = m_target.id.text}});
    }

    void aFailureIsToldOnce()
    {
        refresh();
        const RuleStep queued = step(RuleActionKind::Webhook);
        QCOMPARE(queued.state.token(), u"ordered"_s);
        QCOMPARE(queued.target, u"Outside"_s);
        QVERIFY(isDue());
        const std::vector<Outgoing> claimed = claim();
        QCOMPARE(claimed.size(), size_t(1));
        QVERIFY(!isDue());
        QVERIFY(claim().empty()); // another server finds nothing
        QCOMPARE(claimed[0].id, queued.id.text);
        QCOMPARE(claimed[0].repeatKey, queued.id.text.toUtf8());
        QCOMPARE(claimed[0].url, m_target.url);
        QCOMPARE(claimed[0].secret.bytes(), QByteArray(secret));
        QCOMPARE(claimed[0].problem, QString());
        const QJsonObject body = QJsonDocument::fromJson(claimed[0].body).object();
        const QJsonObject expected{{u"id"_s, queued.id.text}, {u"event"_s, u"rule.failing"_s},
            {u"site"_s, u"https://here"_s},
            {u"rule"_s,
                QJsonObject{{u"id"_s, m_rule.id.text}, {u"name"_s, u"Updates"_s}, {u"version"_s, 1},
                    {u"severity"_s, u"critical"_s}}},
            {u"device"_s,
                QJsonObject{{u"id"_s, m_device.id.text}, {u"name"_s, u"LT-1"_s}, {u"platform"_s, u"linux"_s}}},
            {u"first_failed_at"_s, u"2026-03-02T10:00:00.000Z"_s}, {u"due_at"_s, u"2026-03-02T10:00:00.000Z"_s},
            {u"repetition"_s, 0}};
        QCOMPARE(body, expected);
        later(2);
        finish(queued.id.text, {});
        QCOMPARE(step(RuleActionKind::Webhook).state.token(), u"done"_s);
        QCOMPARE(step(RuleActionKind::Webhook).taken, m_site->now);
        QCOMPARE(stored(m_target.id).told, m_site->now);
        QCOMPARE(stored(m_target.id).version, m_target.version); // whoever edits it is not disturbed
        QCOMPARE(waiting(), 0);
        later(600);
        refresh();
        QCOMPARE(all<RuleStep>().size(), size_t(1));
        QCOMPARE(waiting(), 0);
        finish(queued.id.text, u"delivery.timeout"_s); // told twice: nothing changes
        QCOMPARE(step(RuleActionKind::Webhook).state.token(), u"done"_s);
    }

    void twoTargetsOfAKindAreTwoSteps()
    {
        const OutsideTarget other = makeTarget(TargetKind::Webhook, u"Other"_s);
        setActions({{.kind = RuleActionKind::Webhook, .target = m_target.id.text},
            {.kind = RuleActionKind::Webhook, .target = other.id.text}});
        refresh();
        later(60);
        refresh();
        QCOMPARE(all<RuleStep>().size(), size_t(2));
        QCOMPARE(claim().size(), size_t(2));
    }

    void whatFailsIsTriedAgainWithPauses()
    {
        refresh();
        const QString id = step(RuleActionKind::Webhook).id.text;
        const qint64 minutes[] = {1, 5, 15, 60};
        for (const qint64 pause : minutes) {
            const std::vector<Outgoing> claimed = claim();
            QCOMPARE(claimed.size(), size_t(1));
            QCOMPARE(claimed[0].repeatKey, id.toUtf8()); // the same each time
            finish(id, u"delivery.status-500"_s);
            QCOMPARE(step(RuleActionKind::Webhook).state.token(), u"ordered"_s);
            QCOMPARE(step(RuleActionKind::Webhook).code, u"delivery.status-500"_s);
            QCOMPARE(stored(m_target.id).code, u"delivery.status-500"_s);
            later(pause * 60 * 8 / 10 - 1);
            QVERIFY(!isDue());
            later(pause * 60 * 4 / 10 + 2);
            QVERIFY(isDue());
        }
        QCOMPARE(claim().size(), size_t(1));
        finish(id, u"delivery.unreachable"_s);
        QCOMPARE(step(RuleActionKind::Webhook).state.token(), u"failed"_s);
        QCOMPARE(step(RuleActionKind::Webhook).code, u"delivery.unreachable"_s);
        QCOMPARE(waiting(), 0);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM audit WHERE action = 'rule.step.failed'"_s), 1);
        refresh();
        QCOMPARE(waiting(), 0); // not again for this failure
    }

    void aSuccessAfterAFailureHasNoReason()
    {
        refresh();
        const QString id = step(RuleActionKind::Webhook).id.text;
        claim();
        finish(id, u"delivery.status-500"_s);
        later(600);
        QCOMPARE(claim().size(), size_t(1));
        finish(id, {});
        QCOMPARE(step(RuleActionKind::Webhook).state.token(), u"done"_s);
        QCOMPARE(step(RuleActionKind::Webhook).code, QString());
        QCOMPARE(stored(m_target.id).code, QString());
    }

    // A server that ended while it was sending: another one does it, under the same key.
    void aClaimEndsByItself()
    {
        refresh();
        QCOMPARE(claim().size(), size_t(1));
        later(59);
        QVERIFY(claim().empty());
        later(2);
        QCOMPARE(claim().size(), size_t(1));
    }

    void whatWasNotSentIsWithdrawn()
    {
        refresh();
        m_device.securityUpdates = 0;
        later(60);
        refresh();
        QCOMPARE(step(RuleActionKind::Webhook).state.token(), u"withdrawn"_s);
        QCOMPARE(waiting(), 0);
    }

    void whatIsBeingSentIsToldAllTheSame()
    {
        refresh();
        const QString id = step(RuleActionKind::Webhook).id.text;
        claim();
        m_device.securityUpdates = 0;
        later(5);
        refresh();
        QCOMPARE(step(RuleActionKind::Webhook).state.token(), u"ordered"_s);
        finish(id, {});
        QCOMPARE(step(RuleActionKind::Webhook).state.token(), u"done"_s);
    }

    void nobodyHasToHearOfAFailureThatIsOver()
    {
        refresh();
        const QString id = step(RuleActionKind::Webhook).id.text;
        claim();
        m_device.securityUpdates = 0;
        later(5);
        refresh();
        finish(id, u"delivery.timeout"_s);
        QCOMPARE(step(RuleActionKind::Webhook).state.token(), u"withdrawn"_s);
        QCOMPARE(waiting(), 0);
    }

    void theRuleDoesNotAskForItAnyMore()
    {
        refresh();
        m_rule.actions.clear();
        m_rule.revision = 2;
        refresh();
        QCOMPARE(step(RuleActionKind::Webhook).state.token(), u"withdrawn"_s);
        QCOMPARE(waiting(), 0);
    }

    void theDeviceGoes()
    {
        refresh();
        OK(m_site->write([&](Transaction &transaction) { return forgetSteps(transaction, m_device.id); }));
        QCOMPARE(waiting(), 0);
    }

    void aTargetThatIsNotInUseLetsItsStepsWait()
    {
        static const Table<OutsideTarget> table;
        m_target.enabled = false;
        OK(m_site->write([&](Transaction &transaction) { return table.update(transaction, m_target); }));
        refresh();
        later(day);
        refresh();
        QVERIFY(!isDue());
        QVERIFY(claim().empty());
        QCOMPARE(step(RuleActionKind::Webhook).state.token(), u"ordered"_s);
        OK(m_site->write([&](Transaction &transaction) { return queueTest(transaction, m_target); }));
        QVERIFY(isDue()); // a test goes out
        QCOMPARE(claim().size(), size_t(1));
        m_target.enabled = true;
        OK(m_site->write([&](Transaction &transaction) { return table.update(transaction, m_target); }));
        QCOMPARE(claim().size(), size_t(1));
    }

    void aTargetThatIsGoneFailsTheStep()
    {
        refresh();
        OK(m_site->write([&](Transaction &transaction) -> Result<Done> {
            static const Table<OutsideTarget> table;
            const Result<Done> forgotten = forgetTarget(transaction, m_target.id);
            return forgotten ? table.remove(transaction, m_target.id) : forgotten;
        }));
        QCOMPARE(step(RuleActionKind::Webhook).state.token(), u"failed"_s);
        QCOMPARE(step(RuleActionKind::Webhook).code, u"target.missing"_s);
        QCOMPARE(waiting(), 0);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM target_secrets"_s), 0);
        // a policy may go by a revision that still names it
        m_device.securityUpdates = 0;
        later(60);
        refresh();
        m_device.securityUpdates = 3;
        later(60);
        refresh();
        QCOMPARE(all<RuleStep>().size(), size_t(2));
        QCOMPARE(all<RuleStep>().back().code, u"target.missing"_s);
    }

    // A fleet that fails at once does not flood it.
    void moreThanAMinuteTakesWaits()
    {
        for (int i = 0; i < 70; ++i) {
            OK(m_site->write([&](Transaction &transaction) {
                return transaction.database().run(
                    u"INSERT INTO deliveries (id, target, body, due, attempts, claimed) VALUES (?, ?, '{}', 0, 0, 0)"_s,
                    {u"stp-%1"_s.arg(1'000 + i), m_target.id.text});
            }));
        }
        size_t sent = 0;
        for (int i = 0; i < 30; ++i)
            sent += claim().size();
        QCOMPARE(sent, size_t(deliveriesPerMinute));
        QVERIFY(!isDue());
        const OutsideTarget other = makeTarget(TargetKind::Webhook, u"Other"_s);
        OK(m_site->write([&](Transaction &transaction) { return queueTest(transaction, other); }));
        QCOMPARE(claim().size(), size_t(1)); // others do not wait for it
        later(60);
        sent = 0;
        for (int i = 0; i < 5; ++i)
            sent += claim().size();
        QCOMPARE(sent, size_t(20)); // as many as there was room for
    }

    void aTicketIsMadeOnceAndKeptOnTheStep()
    {
        const OutsideTarget tickets = makeTarget(TargetKind::Ticket, u"Tickets"_s);
        setActions({{.kind = RuleActionKind::CreateTicket, .target = tickets.id.text}});
        refresh();
        const std::vector<Outgoing> claimed = claim();
        QCOMPARE(claimed.size(), size_t(1));
        const QJsonObject body = QJsonDocument::fromJson(claimed[0].body).object();
        QCOMPARE(body["title"_L1].toString(), u"LT-1: Updates"_s);
        QVERIFY(body["text"_L1].toString().contains(u"LT-1"_s));
        const QString same = QString(m_rule.id.text + u':' + m_device.id.text);
        QCOMPARE(body["dedup_key"_L1].toString(), same);
        finish(claimed[0].id, {}, "{\"id\": 4711, \"url\": \"https://tickets.example.org/4711\"}");
        QCOMPARE(step(RuleActionKind::CreateTicket).reference, u"4711"_s);
        QCOMPARE(step(RuleActionKind::CreateTicket).link, u"https://tickets.example.org/4711"_s);
        later(30 * day);
        refresh();
        QCOMPARE(waiting(), 0);
        QCOMPARE(all<RuleStep>().size(), size_t(1));
        m_device.securityUpdates = 0;
        later(60);
        refresh();
        m_device.securityUpdates = 1;
        later(60);
        refresh();
        QCOMPARE(all<RuleStep>().size(), size_t(2)); // another failure, which the dedup key joins to the first
        const std::vector<Outgoing> again = claim();
        QCOMPARE(again.size(), size_t(1));
        QCOMPARE(QJsonDocument::fromJson(again[0].body).object()["dedup_key"_L1].toString(), same);
    }

    void answersAreBounded()
    {
        const auto facts = [](const QByteArray &answer) { return ticketFacts(answer); };
        QCOMPARE(facts("{\"id\": \"T-1\"}").reference, u"T-1"_s);
        QCOMPARE(facts("not JSON").reference, QString());
        QCOMPARE(facts(QByteArray("{\"id\": \"" + QByteArray(201, 'x') + "\"}")).reference, QString());
        QCOMPARE(facts("{\"id\": \"a\\u0007b\"}").reference, QString());
        QCOMPARE(facts("{\"url\": \"https://example.org/1\"}").link, u"https://example.org/1"_s);
        for (const char *bad : {"javascript:alert(1)", "file:///etc/passwd", "ftp://example.org/", "/relative",
                 "https://user:word@example.org/"}) {
            const QByteArray answer = QByteArray("{\"url\": \"") + bad + "\"}";
            QVERIFY2(facts(answer).link.isEmpty(), bad);
        }
        const QByteArray longOne = "{\"url\": \"https://example.org/" + QByteArray(2'000, 'x') + "\"}";
        QCOMPARE(facts(longOne).link, QString());
    }

    // By the recipe that receivers are told: HMAC-SHA256 of "<t>.<body>".
    void theSignatureIsThatOfTimeAndBody()
    {
        const QByteArray expected =
            QMessageAuthenticationCode::hash("1700000000.{\"a\":1}", QByteArray(secret), QCryptographicHash::Sha256)
                .toHex();
        QCOMPARE(deliverySignature("{\"a\":1}", secret, 1'700'000'000), QByteArray("t=1700000000,v1=" + expected));
        QVERIFY(deliverySignature("{\"a\":2}", secret, 1'700'000'000) != "t=1700000000,v1=" + expected);
    }

    void theSecretIsSealed()
    {
        QVERIFY(!m_site->store.everything().contains(secret));
        OK(m_site->write([&](Transaction &transaction) {
            return transaction.database().run(u"UPDATE target_secrets SET secret = 'x'"_s);
        }));
        refresh();
        const std::vector<Outgoing> claimed = claim();
        QCOMPARE(claimed.size(), size_t(1));
        QCOMPARE(claimed[0].problem, u"secret.corrupt"_s);
        QVERIFY(claimed[0].secret.isEmpty());
    }

    // Until somebody has put it back, or another server of the site has it.
    void aMissingKeyIsNoAttempt()
    {
        refresh();
        const QString id = step(RuleActionKind::Webhook).id.text;
        const QString file = siteKeyFile(m_site->dir.path());
        QVERIFY(QFile::rename(file, QString(file + u".away"_s)));
        for (int i = 0; i < 2 * deliveryAttempts; ++i) {
            const std::vector<Outgoing> claimed = claim();
            QCOMPARE(claimed.size(), size_t(1));
            QCOMPARE(claimed[0].problem, u"secret.key-missing"_s);
            finish(id, claimed[0].problem);
            QCOMPARE(step(RuleActionKind::Webhook).state.token(), u"ordered"_s);
            QCOMPARE(step(RuleActionKind::Webhook).code, u"secret.key-missing"_s);
            later(120);
        }
        QVERIFY(QFile::rename(QString(file + u".away"_s), file));
        const std::vector<Outgoing> claimed = claim();
        QCOMPARE(claimed.size(), size_t(1));
        QCOMPARE(claimed[0].problem, QString());
    }

    void aTestIsSentOnce()
    {
        const auto ask = [this] {
            OK(m_site->write([&](Transaction &transaction) { return queueTest(transaction, m_target); }));
        };
        ask();
        ask();
        QCOMPARE(waiting(), 1);
        const std::vector<Outgoing> claimed = claim();
        QCOMPARE(claimed.size(), size_t(1));
        const QJsonObject body = QJsonDocument::fromJson(claimed[0].body).object();
        QCOMPARE(body["event"_L1].toString(), u"test"_s);
        QVERIFY(claimed[0].repeatKey.startsWith("test-"));
        finish(claimed[0].id, u"delivery.redirect"_s);
        QCOMPARE(waiting(), 0); // no second attempt
        QCOMPARE(stored(m_target.id).code, u"delivery.redirect"_s);
        QCOMPARE(stored(m_target.id).tested, m_site->now);
        ask();
        const std::vector<Outgoing> second = claim();
        QCOMPARE(second.size(), size_t(1));
        QVERIFY(second[0].repeatKey != claimed[0].repeatKey);
    }

    void rulesThatNameATarget()
    {
        ComplianceRule rule = m_rule;
        rule.id = {};
        rule.name = u"Tells"_s;
        insert(rule);
        const auto names = [this] { return rulesThatTell(*m_site->database, m_target.id).value(); };
        QCOMPARE(names(), QStringList{u"Tells"_s});
        rule.actions[0].target = u"tgt-999"_s;
        Result<QList<FieldError>> problems = targetProblems(*m_site->database, rule);
        OK(problems);
        QCOMPARE(problems.value().size(), 1);
        rule.actions = {{.kind = RuleActionKind::CreateTicket, .target = m_target.id.text}};
        problems = targetProblems(*m_site->database, rule);
        OK(problems);
        QCOMPARE(problems.value().size(), 1); // a webhook takes no tickets
        rule.actions = {{.kind = RuleActionKind::Webhook, .target = m_target.id.text}};
        QVERIFY(targetProblems(*m_site->database, rule).value().isEmpty());
    }

private:
    OutsideTarget m_target;
};

QTEST_GUILESS_MAIN(TestDeliveries)
#include "tst_deliveries.moc"
