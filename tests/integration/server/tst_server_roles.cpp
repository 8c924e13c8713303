// Every operation asked by every role over HTTP: what a role may not do is refused by the server, and on record.
#include "support/serverprocess.h"

#include "api/operations.h"

#include <QSet>
#include <QTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray verbName(Verb verb)
{
    static constexpr const char *names[] = {"GET", "POST", "PATCH", "DELETE"};
    return names[size_t(verb)];
}

// A record that does not exist: what is let through changes nothing.
QString pathOf(const OperationInfo &info)
{
    const QString id = info.idPrefix ? idText(info.idPrefix, 999'999) : QString();
    return QString(QLatin1StringView(apiRoot) + info.path().replace(u"{id}"_s, id));
}

} // namespace

class TestServerRoles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_server.start(), qPrintable(m_server.errors()));
        const QByteArray administrator = m_server.administrator();
        QVERIFY(!administrator.isEmpty());
        for (const Choice &role : choices<Role>().subspan(1)) {
            const QString token = QString::fromLatin1(role.token);
            m_emails[token] = QString(token + u"@roles.example.org"_s);
            QVERIFY2(!m_server.account(administrator, m_emails[token], token).isEmpty(), role.token);
        }
    }

    void operationIsAllowedOrRefused_data()
    {
        QTest::addColumn<int>("index");
        QTest::addColumn<QString>("role");
        for (int i = 0; i < int(operations().size()); ++i) {
            for (const Choice &role : choices<Role>())
                QTest::addRow("%s as %s", qPrintable(operations()[size_t(i)].id()), *role.token ? role.token : "nobody")
                    << i << QString::fromLatin1(role.token);
        }
    }
    void operationIsAllowedOrRefused()
    {
        QFETCH(const int, index);
        QFETCH(const QString, role);
        const OperationInfo &info = operations()[size_t(index)];
        const Permission needed = info.spec.permission;
        if (info.answer.shape == Shape::Events) {
            EventReader events(m_server, tokenOf(role));
            QCOMPARE(events.status(), role.isEmpty() ? 401 : 200);
            return;
        }
        const QByteArray body = info.spec.verb == Verb::Post || info.spec.verb == Verb::Patch ? "{}" : QByteArray();
        HttpHeaders headers{{"If-Match", "\"1\""}};
        if (info.body.shape == Shape::Bytes)
            headers.append(HttpHeaders::value_type("Content-Type", "application/octet-stream"));
        const HttpReply reply = m_server.ask(verbName(info.spec.verb), pathOf(info), tokenOf(role), body, headers);
        if (info.id() == "signOut"_L1)
            m_tokens.remove(role); // that was its session
        QVERIFY2(reply.status != 0, qPrintable(reply.failure));
        if (allows(Coded<Role>::fromToken(role).value(), needed)) {
            QVERIFY2(reply.status != 401 && reply.status != 403 && reply.status < 500,
                qPrintable(QString::number(reply.status) + u' ' + reply.code()));
        } else if (role.isEmpty()) {
            QCOMPARE(reply.status, 401);
            QCOMPARE(reply.code(), u"auth.missing"_s);
            QCOMPARE(reply.header("www-authenticate"), "Bearer");
        } else {
            QCOMPARE(reply.status, 403);
            QCOMPARE(reply.code(), u"forbidden"_s);
            m_refused.insert(QString(info.id() + u' ' + role));
        }
    }

    void everyRefusalIsOnRecord()
    {
        if (m_refused.isEmpty())
            QSKIP("needs the matrix before it");
        QSet<QString> recorded;
        QString cursor;
        const QByteArray administrator = m_server.administrator();
        do {
            const HttpReply page = m_server.get(
                QString(u"/api/v1/audit?limit=1000&query=action:permission.denied&cursor="_s + cursor), administrator);
            QCOMPARE(page.status, 200);
            for (const QJsonValue item : page.json()["items"_L1].toArray()) {
                QCOMPARE(item["result"_L1].toString(), u"denied"_s);
                recorded.insert(QString(item["target.id"_L1].toString() + u' ' + item["actor.role"_L1].toString()));
            }
            cursor = page.json()["nextCursor"_L1].toString();
        } while (!cursor.isEmpty());
        QCOMPARE(recorded, m_refused);
    }

    void garbageIsNoToken()
    {
        for (const QByteArray &header : {QByteArray("Bearer "), QByteArray("Bearer x"), QByteArray("Basic YTpi"),
                 QByteArray("bearer"), QByteArray("Bearer " + QByteArray(4'000, 'a'))}) {
            const HttpReply reply = m_server.ask("GET", u"/api/v1/devices"_s, {}, {}, {{"Authorization", header}});
            QCOMPARE(reply.status, 401);
            QCOMPARE(reply.code(), u"auth.token"_s);
        }
    }

private:
    QByteArray tokenOf(const QString &role)
    {
        if (!role.isEmpty() && !m_tokens.contains(role))
            m_tokens[role] =
                m_server.signIn(m_emails[role], u"a password for tests"_s)["access_token"_L1].toString().toLatin1();
        return m_tokens.value(role);
    }

    ServerProcess m_server;
    QHash<QString, QString> m_emails;
    QHash<QString, QByteArray> m_tokens;
    QSet<QString> m_refused; // "removeDevice auditor"
};

QTEST_GUILESS_MAIN(TestServerRoles)
#include "tst_server_roles.moc"
