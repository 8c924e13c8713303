// Policies from end to end: the real server and the real agent, files of a root directory, rules over real facts, and
// a server that is killed right after an activation.
#include "support/places.h"
#include "support/serverprocess.h"

#include <QDir>
#include <QJsonDocument>
#include <QTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = ServerProcess::patience;
constexpr char chromiumFile[] = "etc/chromium/policies/managed/belvedere.json";

QJsonObject browserProfile(const QString &homepage)
{
    return {{u"name"_s, u"Browser"_s}, {u"platform"_s, u"linux"_s}, {u"type"_s, u"browser"_s},
        {u"settings"_s, QJsonObject{{u"homepage"_s, homepage}, {u"private_browsing"_s, false}}}};
}

} // namespace

class TestServerPolicies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<ServerProcess>();
        m_home = std::make_unique<QTemporaryDir>();
        QVERIFY2(m_server->start(), qPrintable(m_server->errors()));
        m_token = m_server->administrator();
        QVERIFY(QDir(m_home->path()).mkpath(u"root"_s));
    }

    void profileIsInstalledReplacedKeptAndTakenBack()
    {
        agent();
        const QString profile = create(u"profiles"_s, browserProfile(u"https://intranet.example.org"_s));
        const QString policy = create(u"policies"_s,
            {{u"name"_s, u"Browsers"_s}, {u"scope"_s, u"platform:linux"_s}, {u"profiles"_s, QJsonArray{profile}}});
        const QJsonObject preview = m_server->get(path(u"policies"_s, policy, u"/preview"_s), m_token).json();
        QCOMPARE(preview["enter"_L1].toInt(), 1);
        QCOMPARE(preview["items"_L1][0]["install"_L1].toInt(), 1);
        QVERIFY(!QFile::exists(file())); // looking does nothing
        activate(policy);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(profile), u"queued"_s, patience);
        agent();
        QCOMPARE(stateOf(profile), u"installed"_s);
        QCOMPARE(content()["HomepageLocation"_L1].toString(), u"https://intranet.example.org"_s);
        QCOMPARE(content()["IncognitoModeAvailability"_L1].toInt(), 1);
        QCOMPARE(record(u"policies"_s, policy)["devices"_L1].toInt(), 1);
        QCOMPARE(edit(u"policies"_s, policy, {{u"name"_s, u"Other"_s}}).status, 200); // a draft beside what is in force
        QCOMPARE(record(u"policies"_s, policy)["number"_L1].toInt(), 2);
        QCOMPARE(record(u"policies"_s, policy)["in_force"_L1].toInt(), 1);
        QCOMPARE(remove(u"profiles"_s, profile).code(), u"profile.in-use"_s);

        QCOMPARE(
            edit(u"profiles"_s, profile, {{u"settings"_s, QJsonObject{{u"homepage"_s, u"https://new.example.org"_s}}}})
                .status,
            200);
        agent();
        QCOMPARE(deployment(profile)["revision"_L1].toInt(), 1); // which is the one that the policy names
        QCOMPARE(record(u"policies"_s, policy)["outdated"_L1].toInt(), 1);
        QCOMPARE(edit(u"policies"_s, policy, {{u"profiles"_s, QJsonArray{profile}}}).status, 200);
        activate(policy);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(profile), u"queued"_s, patience);
        agent();
        QCOMPARE(stateOf(profile), u"installed"_s);
        QCOMPARE(deployment(profile)["revision"_L1].toInt(), 2);
        QCOMPARE(content()["HomepageLocation"_L1].toString(), u"https://new.example.org"_s);

        QCOMPARE(step(policy, u"pause"_s).status, 200);
        agent();
        QCOMPARE(stateOf(profile), u"installed"_s);
        QCOMPARE(remove(u"policies"_s, policy).code(), u"policy.installed"_s);
        QCOMPARE(remove(u"policies"_s, policy, u"?installed=remove"_s).status, 204);
        QTRY_COMPARE_WITH_TIMEOUT(stateOf(profile), u"removing"_s, patience);
        agent();
        QCOMPARE(list(u"deployments"_s).size(), 0);
        QVERIFY(QDir(m_home->filePath(u"root"_s)).isEmpty(QDir::AllEntries | QDir::NoDotAndDotDot));
        QCOMPARE(remove(u"profiles"_s, profile).status, 204);
    }

    void foreignFileIsLeftAloneAndNamed()
    {
        QVERIFY(QDir(m_home->filePath(u"root"_s)).mkpath(QFileInfo(QString::fromLatin1(chromiumFile)).path()));
        QFile foreign(file());
        QVERIFY(foreign.open(QIODevice::WriteOnly));
        foreign.write("{}");
        foreign.close();
        const QString profile = create(u"profiles"_s, browserProfile(u"https://intranet.example.org"_s));
        activate(create(
            u"policies"_s, {{u"name"_s, u"All"_s}, {u"all_devices"_s, true}, {u"profiles"_s, QJsonArray{profile}}}));
        agent();
        const QJsonObject failed = deployment(profile);
        QCOMPARE(failed["state"_L1].toString(), u"failed"_s);
        QCOMPARE(failed["code"_L1].toString(), u"conflict"_s);
        QVERIFY2(failed["detail"_L1].toString().contains(QLatin1StringView(chromiumFile)),
            qPrintable(failed["detail"_L1].toString()));
        QVERIFY(foreign.open(QIODevice::ReadOnly));
        QCOMPARE(foreign.readAll(), QByteArray("{}"));
        foreign.remove();
        const QString retry = path(u"deployments"_s, failed["id"_L1].toString(), u"/retry"_s);
        QCOMPARE(m_server->post(retry, m_token, {}).status, 200);
        agent();
        QCOMPARE(stateOf(profile), u"installed"_s);
        QCOMPARE(m_server->post(retry, m_token, {}).code(), u"deployment.state"_s);
    }

    void rulesAreEvaluatedOnRealFacts()
    {
        const QString cores = rule(u"processor.cores>=1"_s, u"high"_s, 0);
        const QString other = rule(u"platform:windows"_s, u"medium"_s, 86'400);
        const QString policy = create(u"policies"_s,
            {{u"name"_s, u"Rules"_s}, {u"scope"_s, u"platform:linux"_s}, {u"rules"_s, QJsonArray{cores, other}}});
        activate(policy);
        agent();
        QCOMPARE(result(cores)["state"_L1].toString(), u"pass"_s);
        QCOMPARE(result(other)["state"_L1].toString(), u"fail"_s);
        QCOMPARE(result(other)["actual"_L1].toString(), u"linux"_s);
        QCOMPARE(list(u"devices"_s).first()["compliance"_L1].toString(), u"in_grace"_s);
        QCOMPARE(remove(u"rules"_s, cores).code(), u"rule.in-use"_s);

        QCOMPARE(edit(u"rules"_s, other, {{u"check"_s, u"platform:linux"_s}}).status, 200);
        QCOMPARE(edit(u"policies"_s, policy, {{u"rules"_s, QJsonArray{cores, other}}}).status, 200);
        activate(policy);
        QTRY_COMPARE_WITH_TIMEOUT(list(u"devices"_s).first()["compliance"_L1].toString(), u"compliant"_s, patience);
        QCOMPARE(result(other)["revision"_L1].toInt(), 2);
        QCOMPARE(step(policy, u"pause"_s).status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(list(u"results"_s).size(), 0, patience);
        QCOMPARE(list(u"devices"_s).first()["compliance"_L1].toString(), u"not_assigned"_s);
    }

    void badRecordsAreRefusedByField()
    {
        const auto refused = [this](const QString &kind, const QJsonObject &body) {
            const HttpReply reply = m_server->post(QString(u"/api/v1/"_s + kind), m_token, body);
            return QString(QString::number(reply.status) + u' ' + reply.json()["errors"_L1][0]["field"_L1].toString());
        };
        QJsonObject profile = browserProfile(u"ftp://x"_s);
        QCOMPARE(refused(u"profiles"_s, profile), u"422 settings.homepage"_s);
        profile = browserProfile(u"https://x.example"_s);
        profile[u"type"_s] = u"no-such-type"_s;
        QCOMPARE(refused(u"profiles"_s, profile), u"422 type"_s);
        const HttpReply column = m_server->post(
            u"/api/v1/rules"_s, m_token, {{u"name"_s, u"x"_s}, {u"check"_s, u"firewall.enabled:yes nonsense:1"_s}});
        QCOMPARE(column.json()["errors"_L1][0]["field"_L1].toString(), u"check"_s);
        QVERIFY2(column.json()["detail"_L1].toString().contains("column 22"_L1), column.body.constData());
        QCOMPARE(refused(u"rules"_s, {{u"name"_s, u"x"_s}, {u"check"_s, u"compliance:compliant"_s}}), u"422 check"_s);
        QCOMPARE(refused(u"rules"_s,
                     {{u"name"_s, u"x"_s}, {u"check"_s, u"tag:x"_s}, {u"severity"_s, u"critical"_s}, {u"grace"_s, 60}}),
            u"422 grace"_s);
        QCOMPARE(refused(u"policies"_s, {{u"name"_s, u"x"_s}}), u"422 scope"_s);
        QCOMPARE(refused(u"policies"_s, {{u"name"_s, u"x"_s}, {u"scope"_s, u"tag:x"_s}, {u"all_devices"_s, true}}),
            u"422 scope"_s);
        QCOMPARE(refused(u"policies"_s,
                     {{u"name"_s, u"x"_s}, {u"all_devices"_s, true}, {u"profiles"_s, QJsonArray{u"rul-1"_s}}}),
            u"422 profiles"_s);
        const QString policy = create(u"policies"_s, {{u"name"_s, u"x"_s}, {u"all_devices"_s, true}});
        const HttpReply stale = m_server->post(path(u"policies"_s, policy, u"/activate"_s), m_token,
            {{u"version"_s, 7}, {u"hash"_s, record(u"policies"_s, policy)["hash"_L1]}});
        QCOMPARE(stale.status, 412);
        const HttpReply blind =
            m_server->post(path(u"policies"_s, policy, u"/activate"_s), m_token, {{u"version"_s, 1}});
        QCOMPARE(blind.status, 422);
        const QByteArray auditor = m_server->account(m_token, u"auditor@example.org"_s, u"auditor"_s);
        QCOMPARE(m_server->post(path(u"policies"_s, policy, u"/activate"_s), auditor, {{u"version"_s, 1}}).status, 403);
        QCOMPARE(m_server->get(path(u"policies"_s, policy, u"/preview"_s), auditor).status, 200);
    }

    void killedServerFinishesWhatItBegan()
    {
        constexpr int count = 60;
        simulate(count, 1);
        QCOMPARE(list(u"devices"_s).size(), count);
        const QString profile = create(u"profiles"_s, browserProfile(u"https://intranet.example.org"_s));
        const QString always = rule(u"enrolled<=30d"_s, u"medium"_s, 0);
        const QString policy = create(u"policies"_s,
            {{u"name"_s, u"All"_s}, {u"all_devices"_s, true}, {u"profiles"_s, QJsonArray{profile}},
                {u"rules"_s, QJsonArray{always}}});
        activate(policy);
        m_server->kill();
        const QString address = m_server->url().section(u'/', -1);
        QVERIFY2(m_server->start({u"--listen"_s, address}), qPrintable(m_server->errors()));
        m_token = m_server->administrator();
        QTRY_COMPARE_WITH_TIMEOUT(record(u"policies"_s, policy)["devices"_L1].toInt(), count, patience);
        QCOMPARE(list(u"results"_s).size(), count);
        QCOMPARE(list(u"deployments"_s).size(), count);
        const qsizetype possible = list(u"deployments"_s, u"state:queued"_s).size();
        QCOMPARE(possible + list(u"deployments"_s, u"state:not_possible code:platform"_s).size(), count);
        QVERIFY(possible > 0);
        QCOMPARE(number(u"SELECT COUNT(*) FROM commands"_s), possible);
        QCOMPARE(number(u"SELECT COUNT(*) FROM reconcile_queue"_s), 0);
        simulate(count, 3);
        const qsizetype ended =
            list(u"deployments"_s, u"state:installed"_s).size() + list(u"deployments"_s, u"state:failed"_s).size();
        QVERIFY2(ended >= possible * 8 / 10, qPrintable(QString::number(ended))); // a few are away
        QCOMPARE(number(u"SELECT COUNT(*) FROM deployments WHERE attempts > 1"_s), 0);
    }

private:
    void agent()
    {
        QStringList arguments{
            u"--once"_s, u"--state"_s, m_home->filePath(u"agent"_s), u"--root"_s, m_home->filePath(u"root"_s)};
        if (!QFile::exists(m_home->filePath(u"agent"_s)))
            arguments += QStringList{u"--server"_s, m_server->url(), u"--enrol"_s, grant()};
        run(arguments);
    }
    void simulate(int count, int rounds)
    {
        run({u"--server"_s, m_server->url(), u"--enrol"_s, grant(), u"--state"_s, m_home->filePath(u"fleet"_s),
            u"--simulate"_s, QString::number(count), u"--rounds"_s, QString::number(rounds)});
    }
    static void run(const QStringList &arguments)
    {
        QProcess program;
        program.start(programPath(u"belvedere-agent"), arguments);
        QVERIFY(program.waitForFinished(4 * patience));
        QVERIFY2(program.exitCode() == 0, program.readAllStandardError().constData());
    }
    QString grant() const
    {
        const QString expires = QDateTime::currentDateTimeUtc().addDays(1).toString(Qt::ISODateWithMs);
        return m_server
            ->post(
                u"/api/v1/enrolments"_s, m_token, {{u"label"_s, u"x"_s}, {u"uses"_s, 1'000}, {u"expires"_s, expires}})
            .json()["token"_L1]
            .toString();
    }

    static QString path(const QString &kind, const QString &id, const QString &rest = {})
    {
        return QString(u"/api/v1/"_s + kind + u'/' + id + rest);
    }
    QString create(const QString &kind, const QJsonObject &body) const
    {
        const HttpReply reply = m_server->post(QString(u"/api/v1/"_s + kind), m_token, body);
        if (reply.status != 200)
            qWarning("%s", reply.body.constData());
        return reply.json()["id"_L1].toString();
    }
    QString rule(const QString &check, const QString &severity, int grace) const
    {
        return create(
            u"rules"_s, {{u"name"_s, check}, {u"check"_s, check}, {u"severity"_s, severity}, {u"grace"_s, grace}});
    }
    QJsonObject record(const QString &kind, const QString &id) const
    {
        return m_server->get(path(kind, id), m_token).json();
    }
    HttpReply edit(const QString &kind, const QString &id, const QJsonObject &changes) const
    {
        return m_server->patch(path(kind, id), m_token, changes, record(kind, id)["version"_L1].toInt());
    }
    HttpReply remove(const QString &kind, const QString &id, const QString &how = {}) const
    {
        const QByteArray version = QByteArray::number(record(kind, id)["version"_L1].toInt());
        return m_server->ask("DELETE", path(kind, id, how), m_token, {}, {{"If-Match", '"' + version + '"'}});
    }
    HttpReply step(const QString &policy, const QString &name) const
    {
        const QJsonObject stored = record(u"policies"_s, policy);
        return m_server->post(path(u"policies"_s, policy, QString(u'/' + name)), m_token,
            {{u"version"_s, stored["version"_L1]}, {u"hash"_s, stored["hash"_L1]}});
    }
    void activate(const QString &policy) const
    {
        const HttpReply reply = step(policy, u"activate"_s);
        QVERIFY2(reply.status == 200, reply.body.constData());
    }
    QList<QJsonObject> list(const QString &kind, const QString &query = {}) const
    {
        const QString text = QString::fromLatin1(QUrl::toPercentEncoding(query));
        const HttpReply reply = m_server->get(QString(u"/api/v1/"_s + kind + u"?limit=1000&query="_s + text), m_token);
        QList<QJsonObject> items;
        for (const QJsonValue item : reply.json()["items"_L1].toArray())
            items.append(item.toObject());
        return items;
    }
    QJsonObject deployment(const QString &profile) const
    {
        return list(u"deployments"_s, QString(u"profile_id="_s + profile)).value(0);
    }
    QString stateOf(const QString &profile) const { return deployment(profile)["state"_L1].toString(); }
    QJsonObject result(const QString &rule) const { return list(u"results"_s, QString(u"rule_id="_s + rule)).value(0); }
    QString file() const { return m_home->filePath(u"root/"_s + QLatin1StringView(chromiumFile)); }
    QJsonObject content() const
    {
        QFile policy(file());
        return policy.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(policy.readAll()).object() : QJsonObject();
    }
    qint64 number(const QString &sql) const { return m_server->database().value(sql).value_or(-1).toLongLong(); }

    std::unique_ptr<ServerProcess> m_server;
    std::unique_ptr<QTemporaryDir> m_home;
    QByteArray m_token;
};

QTEST_GUILESS_MAIN(TestServerPolicies)
#include "tst_server_policies.moc"
