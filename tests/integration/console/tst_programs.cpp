// belvedere and belvedere-cli as programs: what they print and how they end.
#include "integration/console/consolerun.h"

#include <QJsonDocument>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

class TestPrograms : public QObject {
    Q_OBJECT

public:
    static void initMain() { ConsoleRun::isolate(); }

private:
    ConsoleRun m_run;
    QString m_email = QString::fromLatin1(ServerProcess::adminEmail);
    QString m_password = QString::fromLatin1(ServerProcess::adminPassword);

    QStringList login(const QString &password) const
    {
        return {u"--site"_s, m_url, u"--user"_s, m_email, u"--password-file"_s, m_run.passwordFile(password)};
    }
    ConsoleRun::Outcome cli(const QStringList &words) const
    {
        return ConsoleRun::run(u"belvedere-cli"_s, words + login(m_password));
    }
    static QJsonDocument json(const ConsoleRun::Outcome &outcome) { return QJsonDocument::fromJson(outcome.out); }
    QString m_url;

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_run.startServer(), qPrintable(m_run.server().errors()));
        m_url = m_run.server().url();
    }

    void tokenIsMadeListedUsedAndRevoked()
    {
        const ConsoleRun::Outcome made =
            cli({u"tokens"_s, u"create"_s, u"--uses"_s, u"8"_s, u"--label"_s, u"Lab"_s, u"--tags"_s, u"lab"_s});
        QVERIFY2(made.code == 0, made.errors.constData());
        const QString enrolment = QString::fromUtf8(made.out).trimmed();
        QVERIFY(enrolment.startsWith(QString(m_url + u'#')));
        const ConsoleRun::Outcome agent = ConsoleRun::run(u"belvedere-agent"_s,
            {u"--enrol"_s, enrolment, u"--root"_s, m_run.path(u"fleet"_s), u"--simulate"_s, u"4"_s, u"--rounds"_s,
                u"1"_s});
        QVERIFY2(agent.code == 0, agent.errors.constData());
        const QJsonObject token = json(cli({u"tokens"_s, u"list"_s, u"--json"_s})).array().first().toObject();
        QCOMPARE(token["label"_L1].toString(), u"Lab"_s);
        QCOMPARE(token["used"_L1].toInt(), 4);
        QCOMPARE(token["state"_L1].toString(), u"open"_s);
        QCOMPARE(cli({u"tokens"_s, u"revoke"_s, token["id"_L1].toString()}).code, 0);
        QCOMPARE(json(cli({u"tokens"_s, u"list"_s, u"--json"_s})).array().first()["state"_L1].toString(), u"revoked"_s);
        QCOMPARE(ConsoleRun::run(u"belvedere-agent"_s,
                     {u"--enrol"_s, enrolment, u"--root"_s, m_run.path(u"late"_s), u"--simulate"_s, u"1"_s,
                         u"--rounds"_s, u"1"_s})
                     .code,
            1);
    }

    void devicesAreListedInThreeForms()
    {
        const QStringList list{u"devices"_s, u"list"_s, u"--columns"_s, u"name,platform,tags"_s};
        const ConsoleRun::Outcome asJson = cli(list + QStringList{u"--format"_s, u"json"_s});
        QCOMPARE(asJson.code, 0);
        QCOMPARE(json(asJson).array().size(), 4);
        const QJsonObject first = json(asJson).array().first().toObject();
        QCOMPARE(first.keys(), (QStringList{u"name"_s, u"platform"_s, u"tags"_s}));
        const QByteArray name = first["name"_L1].toString().toUtf8();
        const ConsoleRun::Outcome asCsv = cli(list + QStringList{u"--format"_s, u"csv"_s});
        QCOMPARE(asCsv.out.count("\r\n"), 5);
        QVERIFY(asCsv.out.startsWith("name,platform,tags\r\n"));
        QVERIFY(asCsv.out.contains(name));
        const ConsoleRun::Outcome asTable = cli(list + QStringList{u"--format"_s, u"table"_s});
        QCOMPARE(asTable.out.count('\n'), 5);
        QVERIFY(asTable.out.startsWith("name "));
        QVERIFY(asTable.out.contains(name));
        const ConsoleRun::Outcome none = cli(list + QStringList{u"--query"_s, u"tag:nowhere"_s, u"--json"_s});
        QCOMPARE(none.code, 0);
        QCOMPARE(json(none).array().size(), 0);
        QVERIFY(json(none).isArray());
    }

    void deviceIsShown()
    {
        const QString id = json(cli({u"devices"_s, u"list"_s, u"--columns"_s, u"id,name"_s, u"--json"_s}))
                               .array()
                               .first()["id"_L1]
                               .toString();
        QVERIFY(!id.isEmpty());
        const ConsoleRun::Outcome text = cli({u"devices"_s, u"show"_s, id});
        QCOMPARE(text.code, 0);
        QVERIFY(text.out.contains("os.version"));
        QCOMPARE(json(cli({u"devices"_s, u"show"_s, id, u"--json"_s})).object()["id"_L1].toString(), id);
        const ConsoleRun::Outcome missing = cli({u"devices"_s, u"show"_s, u"dev-99999"_s});
        QCOMPARE(missing.code, 1);
        QVERIFY(missing.out.isEmpty());
        QVERIFY(!missing.errors.isEmpty());
    }

    void errorsAndMisuseDiffer()
    {
        const ConsoleRun::Outcome wrong =
            ConsoleRun::run(u"belvedere-cli"_s, QStringList{u"devices"_s, u"list"_s} + login(u"wrong"_s));
        QCOMPARE(wrong.code, 1);
        QVERIFY(wrong.errors.contains("auth.failed"));
        QVERIFY(!wrong.errors.contains("wrong\n"));
        for (const QStringList &misuse : {QStringList{u"devices"_s, u"list"_s, u"--query"_s, u"plattform:linux"_s},
                 QStringList{u"devices"_s, u"list"_s, u"--query"_s, u"(name:x"_s},
                 QStringList{u"devices"_s, u"list"_s, u"--columns"_s, u"nmae"_s},
                 QStringList{u"devices"_s, u"list"_s, u"--format"_s, u"xml"_s}, QStringList{u"devices"_s, u"sing"_s},
                 QStringList{u"tokens"_s, u"create"_s, u"--expires"_s, u"soon"_s}, QStringList{}}) {
            const ConsoleRun::Outcome outcome = cli(misuse);
            QVERIFY2(outcome.code == 2, qPrintable(misuse.join(u' ')));
            QVERIFY(outcome.out.isEmpty());
            QVERIFY(outcome.errors.startsWith("belvedere-cli: "));
        }
        QCOMPARE(ConsoleRun::run(u"belvedere-cli"_s, {u"--help"_s}).code, 0);
    }

    void consoleTestsItself()
    {
        const ConsoleRun::Outcome there =
            ConsoleRun::run(u"belvedere"_s, QStringList{u"--self-test"_s} + login(m_password));
        QVERIFY2(there.code == 0, there.errors.constData());
        QVERIFY(there.out.contains("self-test passed"));
        QCOMPARE(ConsoleRun::run(u"belvedere"_s, QStringList{u"--self-test"_s} + login(u"wrong"_s)).code, 1);
        QCOMPARE(ConsoleRun::run(u"belvedere"_s, {u"--self-test"_s}).code, 2);
        const ConsoleRun::Outcome demo = ConsoleRun::run(u"belvedere"_s, {u"--self-test"_s, u"--demo"_s, u"40"_s});
        QVERIFY2(demo.code == 0, demo.errors.constData());
    }
};

QTEST_GUILESS_MAIN(TestPrograms)
#include "tst_programs.moc"
