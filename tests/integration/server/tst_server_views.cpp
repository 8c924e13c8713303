// Saved views over HTTP: whose they are, who sees them where, what is refused, and what they count.
#include "support/serverprocess.h"

#include "api/operations.h"

#include <QJsonDocument>
#include <QTest>
#include <QUrl>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

QJsonObject view(const QString &name, const QString &query = u"platform:windows"_s, const QJsonObject &more = {})
{
    QJsonObject object{{u"name"_s, name}, {u"list"_s, u"devices"_s}, {u"query"_s, query}};
    for (auto it = more.begin(); it != more.end(); ++it)
        object[it.key()] = it.value();
    return object;
}

const QJsonObject sharedFlag{{u"shared"_s, true}};

QStringList namesIn(const QJsonArray &items)
{
    QStringList names;
    for (const QJsonValue item : items)
        names.append(item["name"_L1].toString());
    names.sort();
    return names;
}

} // namespace

class TestServerViews : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_server.start({u"--seed-demo"_s, u"120"_s}), qPrintable(m_server.errors()));
        m_admin = m_server.administrator();
        QVERIFY(!m_admin.isEmpty());
        m_helpdesk = m_server.account(m_admin, u"desk@example.org"_s, u"helpdesk"_s);
        m_auditor = m_server.account(m_admin, u"audit@example.org"_s, u"auditor"_s);
        QVERIFY(!m_helpdesk.isEmpty() && !m_auditor.isEmpty());
        for (const QJsonValue demo : m_server.get(views(), m_admin).json()["items"_L1].toArray())
            m_demo.append(demo["name"_L1].toString());
        m_demo.sort();
    }
    void cleanup()
    {
        for (const QByteArray &token : {m_admin, m_helpdesk, m_auditor}) {
            for (const QJsonValue item :
                m_server.get(u"/api/v1/views?limit=1000"_s, token).json()["items"_L1].toArray()) {
                if (!m_demo.contains(item["name"_L1].toString()))
                    m_server.ask("DELETE", views() + u'/' + item["id"_L1].toString(), token, {},
                        {{"If-Match", QByteArray('"' + QByteArray::number(item["version"_L1].toInteger()) + '"')}});
            }
        }
    }

    void personalViewIsItsOwnersAlone()
    {
        const QByteArray before = tokenOf(lines(m_helpdesk));
        EventReader other(m_server, m_helpdesk);
        EventReader owner(m_server, m_admin);
        QCOMPARE(other.next().data["kind"_L1].toString(), u"start"_s);
        QCOMPARE(owner.next().data["kind"_L1].toString(), u"start"_s);
        const HttpReply made = m_server.post(views(), m_admin, view(u"Mine alone"_s));
        QCOMPARE(made.status, 200);
        const QString id = made.json()["id"_L1].toString();
        QCOMPARE(made.json()["shared"_L1].toBool(), false);
        QCOMPARE(made.json()["owner"_L1].toString(), u"admin"_s);

        QCOMPARE(owner.next().data["id"_L1].toString(), id);
        QVERIFY(own(m_admin).contains(u"Mine alone"_s));
        for (const QByteArray &token : {m_helpdesk, m_auditor}) {
            QVERIFY(!own(token).contains(u"Mine alone"_s));
            const HttpReply page = m_server.get(u"/api/v1/views?query=mine&limit=1"_s, token);
            QCOMPARE(page.json()["total"_L1].toInteger(), 0);
            QCOMPARE(m_server.get(u"/api/v1/views?limit=1"_s, token).json()["total"_L1].toInteger(), m_demo.size());
            QVERIFY(!lines(token).contains("Mine alone"));
            QVERIFY(!lines(token, before).contains(id.toLatin1()));
            QVERIFY(lines(token).contains(QByteArray("\"total\":" + QByteArray::number(m_demo.size()))));
            QCOMPARE(m_server.get(views() + u'/' + id, token).status, 404);
            QCOMPARE(m_server.get(views() + u'/' + id + u"/count"_s, token).status, 404);
            QCOMPARE(m_server.patch(views() + u'/' + id, token, {{u"name"_s, u"x"_s}}, 1).status, 404);
            QCOMPARE(m_server.ask("DELETE", views() + u'/' + id, token, {}, {{"If-Match", "\"1\""}}).status, 404);
        }
        // also its end is nobody else's business
        QCOMPARE(m_server.patch(views() + u'/' + id, m_admin, {{u"name"_s, u"Mine now"_s}}, 1).status, 200);
        QCOMPARE(m_server.ask("DELETE", views() + u'/' + id, m_admin, {}, {{"If-Match", "\"2\""}}).status, 204);
        QVERIFY(!lines(m_helpdesk, before).contains(id.toLatin1()));
        QVERIFY(!m_server.get(u"/api/v1/audit?limit=1000"_s, m_auditor).body.contains("Mine"));
        // the first thing the other hears of is what concerns him
        const HttpReply told = m_server.post(views(), m_admin, view(u"For all"_s, u"tag:x"_s, sharedFlag));
        QCOMPARE(other.next().data["id"_L1].toString(), told.json()["id"_L1].toString());
    }

    void sharedViewComesAndGoesAtTheOthers()
    {
        const HttpReply made = m_server.post(views(), m_admin, view(u"Comes"_s, u"seen>30d"_s, sharedFlag));
        QCOMPARE(made.status, 200);
        const QString id = made.json()["id"_L1].toString();
        QByteArray token = tokenOf(lines(m_helpdesk));
        QVERIFY(lines(m_helpdesk).contains("Comes"));
        EventReader other(m_server, m_helpdesk);
        QCOMPARE(other.next().data["kind"_L1].toString(), u"start"_s);

        QCOMPARE(
            m_server.patch(views() + u'/' + id, m_admin, {{u"shared"_s, false}, {u"query"_s, u"secret"_s}}, 1).status,
            200);
        const QJsonObject heard = other.next().data;
        QCOMPARE(heard["id"_L1].toString(), id);
        QCOMPARE(heard["op"_L1].toString(), u"remove"_s);
        const QByteArray gone = lines(m_helpdesk, token);
        QVERIFY(gone.contains(QByteArray("{\"id\":\"" + id.toLatin1() + "\",\"removed\":true}")));
        QVERIFY(!gone.contains("Comes"));
        QVERIFY(lines(m_admin, token).contains("Comes"));
        QVERIFY(!lines(m_admin, token).contains("removed"));
        QVERIFY(!own(m_helpdesk).contains(u"Comes"_s));
        QVERIFY(own(m_admin).contains(u"Comes"_s));
        token = tokenOf(gone);

        QCOMPARE(m_server.patch(views() + u'/' + id, m_admin, {{u"shared"_s, true}}, 2).status, 200);
        const QJsonObject again = other.next().data;
        QCOMPARE(again["op"_L1].toString(), u"put"_s);
        for (const QByteArray &since : {token, QByteArray()}) {
            const QByteArray back = lines(m_helpdesk, since);
            QVERIFY(back.contains("Comes"));
            QVERIFY(!back.contains("removed"));
        }
        // a token from before both changes sees it as it is, too
        QVERIFY(!lines(m_admin, token).contains("removed"));
        const QByteArray log = m_server.get(u"/api/v1/audit?limit=1000&query=target.id:%1"_s.arg(id), m_auditor).body;
        QVERIFY(log.contains("view.created") && log.contains("view.withdrawn") && log.contains("view.shared"));
    }

    void whoMayShareEditAndDelete()
    {
        QCOMPARE(m_server.post(views(), m_auditor, view(u"Auditor's own"_s)).status, 200);
        const HttpReply refused = m_server.post(views(), m_auditor, view(u"Auditor's"_s, u"x"_s, sharedFlag));
        QCOMPARE(refused.status, 403);
        QCOMPARE(refused.code(), u"forbidden"_s);
        const HttpReply made = m_server.post(views(), m_helpdesk, view(u"Desk"_s, u"x"_s, sharedFlag));
        QCOMPARE(made.status, 200);
        const QString path = views() + u'/' + made.json()["id"_L1].toString();
        QCOMPARE(m_server.patch(path, m_auditor, {{u"name"_s, u"Mine"_s}}, 1).status, 403);
        QCOMPARE(m_server.ask("DELETE", path, m_auditor, {}, {{"If-Match", "\"1\""}}).status, 403);
        QCOMPARE(m_server.patch(path, m_admin, {{u"name"_s, u"Desk 2"_s}}, 1).status, 200);
        const HttpReply taken = m_server.patch(path, m_admin, {{u"shared"_s, false}}, 2);
        QCOMPARE(taken.status, 409);
        QCOMPARE(taken.code(), u"view.not-yours"_s);
        QCOMPARE(m_server.ask("DELETE", path, m_admin, {}, {{"If-Match", "\"2\""}}).status, 204);
        QVERIFY(
            m_server.get(u"/api/v1/audit?query=action:permission.denied"_s, m_auditor).body.contains("updateViews"));
    }

    void viewOfAListIsForThoseWhoMayReadIt()
    {
        QJsonObject log = view(u"Refusals"_s, u"action:permission.denied"_s, sharedFlag);
        log[u"list"_s] = u"audit"_s;
        QCOMPARE(m_server.post(views(), m_helpdesk, log).status, 403);
        QCOMPARE(m_server.post(views(), m_admin, log).status, 200);
        QVERIFY(own(m_auditor).contains(u"Refusals"_s));
        QVERIFY(!own(m_helpdesk).contains(u"Refusals"_s));
        QVERIFY(!lines(m_helpdesk).contains("Refusals"));
    }

    // A change of rights changes which rows are seen, of which no change of a row tells.
    void otherRoleMeansOtherViews()
    {
        const QByteArray token = tokenOf(lines(m_helpdesk));
        const QByteArray asAuditor = deskAs(u"auditor"_s);
        const HttpReply stale = m_server.get(u"/api/v1/views/stream?since="_s + QString::fromLatin1(token), asAuditor);
        QCOMPARE(stale.status, 410);
        QCOMPARE(stale.code(), u"changes.expired"_s);
        m_helpdesk = deskAs(u"helpdesk"_s);
        const QByteArray fresh = tokenOf(lines(m_helpdesk));
        QVERIFY(lines(m_helpdesk, fresh).startsWith("{\"token\""));
    }

    void whoMayNotShareAnyMoreCanOnlyTakeBack()
    {
        const HttpReply made = m_server.post(views(), m_helpdesk, view(u"Desk's"_s, u"x"_s, sharedFlag));
        QCOMPARE(made.status, 200);
        const QString path = views() + u'/' + made.json()["id"_L1].toString();
        m_helpdesk = deskAs(u"auditor"_s);
        QCOMPARE(m_server.patch(path, m_helpdesk, {{u"query"_s, u"y"_s}}, 1).status, 403);
        QCOMPARE(m_server.patch(path, m_helpdesk, {{u"smart_group"_s, true}}, 1).status, 403);
        QCOMPARE(m_server.patch(path, m_helpdesk, {{u"shared"_s, false}}, 1).status, 200);
        QCOMPARE(m_server.patch(path, m_helpdesk, {{u"query"_s, u"y"_s}}, 2).status, 200);
        m_helpdesk = deskAs(u"helpdesk"_s);
    }

    void emptyNamesAreNotKept()
    {
        const HttpReply made = m_server.post(views(), m_admin,
            view(u"All"_s, QString(3'000, u' '),
                {{u"all"_s, true}, {u"columns"_s, QString(QString(9'000, u',') + u"name,,seen,"_s)},
                    {u"sort"_s, u",-seen,"_s}}));
        QCOMPARE(made.status, 200);
        QCOMPARE(made.json()["columns"_L1].toString(), u"name,seen"_s);
        QCOMPARE(made.json()["sort"_L1].toString(), u"-seen"_s);
        QVERIFY(made.json()["query"_L1].toString().isEmpty());
    }

    void timesAndAmountsCanBeGroupedBy()
    {
        for (const QString &field : {u"seen"_s, u"storage.free"_s, u"platform"_s})
            QCOMPARE(m_server.post(views(), m_admin, view(field, u"x"_s, {{u"group"_s, field}})).status, 200);
    }

    void namesAndVersionsCollide()
    {
        QCOMPARE(m_server.post(views(), m_admin, view(u"Café"_s)).status, 200);
        const HttpReply same = m_server.post(views(), m_admin, view(u" CAFE "_s));
        QCOMPARE(same.status, 409);
        QCOMPARE(same.code(), u"view.name-taken"_s);
        // another owner, everybody, another list: each has names of its own
        QCOMPARE(m_server.post(views(), m_helpdesk, view(u"Café"_s)).status, 200);
        QCOMPARE(m_server.post(views(), m_helpdesk, view(u"Café"_s, u"x"_s, sharedFlag)).status, 200);
        QCOMPARE(m_server.post(views(), m_admin, view(u"café"_s, u"x"_s, sharedFlag)).status, 409);
        QCOMPARE(m_server.post(views(), m_admin, view(u"Café"_s, u"x"_s, {{u"list"_s, u"persons"_s}})).status, 200);
        const HttpReply made = m_server.post(views(), m_admin, view(u"Other"_s));
        const QString path = views() + u'/' + made.json()["id"_L1].toString();
        QCOMPARE(m_server.patch(path, m_admin, {{u"name"_s, u"café"_s}}, 1).code(), u"view.name-taken"_s);
        QCOMPARE(m_server.patch(path, m_admin, {{u"shared"_s, true}, {u"name"_s, u"café"_s}}, 1).code(),
            u"view.name-taken"_s);
        const HttpReply stale = m_server.patch(path, m_admin, {{u"name"_s, u"Another"_s}}, 7);
        QCOMPARE(stale.status, 412);
        QCOMPARE(stale.code(), u"precondition.failed"_s);
        QCOMPARE(m_server.ask("PATCH", path, m_admin, "{\"name\":\"x\"}").status, 428);
        QCOMPARE(m_server.ask("DELETE", path, m_admin).status, 428);
    }

    void hostileInput_data()
    {
        QTest::addColumn<QJsonObject>("body");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("says");
        const QString ok = u"platform:linux"_s;
        QTest::newRow("no name") << view(u"  "_s) << u"validation"_s << u"name"_s;
        QTest::newRow("long name") << view(QString(201, u'x')) << u"validation"_s << u"name"_s;
        QTest::newRow("no such list") << view(u"n"_s, ok, {{u"list"_s, u"sessions"_s}}) << u"validation"_s << u"list"_s;
        QTest::newRow("views of views") << view(u"n"_s, ok, {{u"list"_s, u"views"_s}}) << u"validation"_s << u"list"_s;
        QTest::newRow("sql as list") << view(u"n"_s, ok, {{u"list"_s, u"devices; DROP TABLE views"_s}})
                                     << u"validation"_s << u"list"_s;
        QTest::newRow("unknown field") << view(u"n"_s, u"platform:linux colour:red"_s) << u"query.unknown-field"_s
                                       << u"16"_s;
        QTest::newRow("syntax") << view(u"n"_s, u"(platform:linux"_s) << u"query.syntax"_s << u"column"_s;
        QTest::newRow("long query") << view(u"n"_s, QString(5'000, u'x')) << u"query.too-long"_s << QString();
        QTest::newRow("deep query") << view(u"n"_s, QString(100, u'(') + u"x"_s + QString(100, u')'))
                                    << u"query.too-deep"_s << QString();
        QTest::newRow("nothing said") << view(u"n"_s, u"   "_s) << u"view.scope"_s << u"query"_s;
        QTest::newRow("two things said") << view(u"n"_s, ok, {{u"all"_s, true}}) << u"view.scope"_s << u"query"_s;
        QTest::newRow("columns") << view(u"n"_s, ok, {{u"columns"_s, u"name,password"_s}}) << u"view.unknown-field"_s
                                 << u"password"_s;
        QTest::newRow("many columns") << view(u"n"_s, ok, {{u"columns"_s, QString(u"name,"_s).repeated(65)}})
                                      << u"view.unknown-field"_s << u"64"_s;
        QTest::newRow("sort") << view(u"n"_s, ok, {{u"sort"_s, u"-nothing"_s}}) << u"view.unknown-field"_s
                              << u"nothing"_s;
        QTest::newRow("minus alone") << view(u"n"_s, ok, {{u"sort"_s, u"-"_s}}) << u"view.unknown-field"_s << QString();
        QTest::newRow("group") << view(u"n"_s, ok, {{u"group"_s, u"serial"_s}}) << u"view.unknown-field"_s
                               << u"serial"_s;
        QTest::newRow("group of one") << view(u"n"_s, ok, {{u"smart_group"_s, true}}) << u"validation"_s
                                      << u"smart_group"_s;
        QTest::newRow("group of persons")
            << view(u"n"_s, u"x"_s, {{u"smart_group"_s, true}, {u"shared"_s, true}, {u"list"_s, u"persons"_s}})
            << u"validation"_s << u"smart_group"_s;
        QTest::newRow("another's") << view(u"n"_s, ok, {{u"owner_id"_s, u"acc-1"_s}}) << u"validation"_s
                                   << u"owner_id"_s;
        QTest::newRow("zero byte") << view(u"n\u0000"_s, ok) << QString() << QString();
    }
    void hostileInput()
    {
        QFETCH(const QJsonObject, body);
        QFETCH(const QString, code);
        QFETCH(const QString, says);
        const HttpReply reply = m_server.post(views(), m_admin, body);
        QVERIFY2(reply.status == 422 || reply.status == 400, reply.body.constData());
        if (!code.isEmpty())
            QVERIFY2(reply.code().contains(code), reply.body.constData());
        QVERIFY2(reply.body.contains(says.toUtf8()), reply.body.constData());
        QCOMPARE(own(m_admin), m_demo);
    }

    void nobodyKeepsMoreThanThereIsRoomFor()
    {
        for (int i = 0; i < 200; ++i)
            QCOMPARE(m_server.post(views(), m_auditor, view(u"n%1"_s.arg(i))).status, 200);
        QCOMPARE(m_server.post(views(), m_auditor, view(u"one more"_s)).code(), u"view.too-many"_s);
    }

    void countIsThatOfTheList()
    {
        for (const QString &query : {u"platform:windows"_s, u"seen>1h"_s, u"compliance:unknown or -platform:linux"_s}) {
            const HttpReply made = m_server.post(views(), m_auditor, view(query, query));
            QCOMPARE(made.status, 200);
            const HttpReply counted =
                m_server.get(views() + u'/' + made.json()["id"_L1].toString() + u"/count"_s, m_auditor);
            QCOMPARE(counted.status, 200);
            const QString list =
                u"/api/v1/devices?limit=1&query="_s + QString::fromLatin1(QUrl::toPercentEncoding(query));
            QCOMPARE(counted.json()["matching"_L1], m_server.get(list, m_auditor).json()["total"_L1]);
            QCOMPARE(counted.json()["total"_L1].toInteger(), 120);
        }
        const HttpReply all =
            m_server.post(views(), m_auditor, {{u"name"_s, u"All"_s}, {u"list"_s, u"persons"_s}, {u"all"_s, true}});
        QCOMPARE(all.status, 200);
        const QJsonObject counts =
            m_server.get(views() + u'/' + all.json()["id"_L1].toString() + u"/count"_s, m_auditor).json();
        QCOMPARE(counts["matching"_L1], counts["total"_L1]);
        QCOMPARE(counts["total"_L1], m_server.get(u"/api/v1/persons?limit=1"_s, m_auditor).json()["total"_L1]);
    }

    void demoHasGroupsThatCount()
    {
        int groups = 0;
        for (const QJsonValue item :
            m_server.get(u"/api/v1/views?query=smart_group:yes"_s, m_auditor).json()["items"_L1].toArray()) {
            ++groups;
            QVERIFY(item["shared"_L1].toBool());
            QCOMPARE(m_server.get(views() + u'/' + item["id"_L1].toString() + u"/count"_s, m_auditor).status, 200);
        }
        QVERIFY(groups >= 3);
    }

private:
    // The helpdesk's account has this role now; a token of its new session.
    QByteArray deskAs(const QString &role)
    {
        const QJsonObject account =
            m_server.get(u"/api/v1/accounts?query=desk"_s, m_admin).json()["items"_L1].toArray()[0].toObject();
        const HttpReply changed = m_server.patch(u"/api/v1/accounts/"_s + account["id"_L1].toString(), m_admin,
            {{u"role"_s, role}}, account["version"_L1].toInt());
        if (changed.status != 200)
            return {};
        return m_server.signIn(u"desk@example.org"_s, u"a password for tests"_s)["access_token"_L1]
            .toString()
            .toLatin1();
    }
    static QString views() { return u"/api/v1/views"_s; }
    QStringList own(const QByteArray &token) const
    {
        return namesIn(m_server.get(u"/api/v1/views?limit=1000"_s, token).json()["items"_L1].toArray());
    }
    QByteArray lines(const QByteArray &token, const QByteArray &since = {}) const
    {
        return m_server
            .get(u"/api/v1/views/stream"_s
                    + (since.isEmpty() ? QString() : QString(u"?since="_s + QString::fromLatin1(since))),
                token)
            .body;
    }
    static QByteArray tokenOf(const QByteArray &lines)
    {
        const QByteArray last = lines.trimmed().sliced(lines.trimmed().lastIndexOf('\n') + 1);
        return QJsonDocument::fromJson(last)["token"_L1].toString().toLatin1();
    }

    ServerProcess m_server;
    QByteArray m_admin;
    QByteArray m_helpdesk;
    QByteArray m_auditor;
    QStringList m_demo; // names of what the demo brings
};

QTEST_GUILESS_MAIN(TestServerViews)
#include "tst_server_views.moc"
