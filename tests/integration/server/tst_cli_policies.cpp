// Policies by belvedere-cli against the real server: made from files, previewed, activated in the version that was
// previewed, paused; and what is refused.
#include "support/places.h"
#include "support/serverprocess.h"

#include <QJsonDocument>
#include <QTest>

using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

struct Outcome {
    int status = -1;
    QByteArray out;
    QByteArray err;
    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
    QString word() const { return QString::fromUtf8(out.trimmed()); }
};

} // namespace

class TestCliPolicies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_server.start({u"--seed-demo"_s, u"60"_s}), qPrintable(m_server.errors()));
        write(u"password"_s, ServerProcess::adminPassword);
    }

    void demoIsListed()
    {
        const Outcome rules = cli({u"rules"_s, u"list"_s, u"--json"_s});
        QCOMPARE(rules.status, 0);
        QCOMPARE(QJsonDocument::fromJson(rules.out).array().size(), 8);
        const Outcome failing = cli({u"results"_s, u"list"_s, u"--query"_s, u"state:fail"_s, u"--format"_s, u"csv"_s});
        QCOMPARE(failing.status, 0);
        QVERIFY(failing.out.count('\n') > 1);
        QVERIFY(failing.out.startsWith("id,rule,"));
        QCOMPARE(cli({u"deployments"_s, u"list"_s}).status, 0);
    }

    void policyFromFileToPause()
    {
        const Outcome profile = create(u"profiles"_s,
            R"({"name":"Strict","platform":"linux","type":"browser","settings":{"developer_tools":false}})");
        QCOMPARE(profile.status, 0);
        const Outcome rule =
            create(u"rules"_s, R"({"name":"Encrypted","check":"storage.encrypted:yes","severity":"high"})");
        QCOMPARE(rule.status, 0);
        const Outcome policy = create(u"policies"_s,
            R"({"name":"Servers","scope":"form:server,virtual","profiles":[")" + profile.out.trimmed()
                + R"("],"rules":[")" + rule.out.trimmed() + R"("]})");
        QCOMPARE(policy.status, 0);
        const QString id = policy.word();
        const Outcome shown = cli({u"policies"_s, u"show"_s, id, u"--json"_s});
        QCOMPARE(shown.json()["state"_L1].toString(), u"draft"_s);

        const QJsonObject preview = cli({u"policies"_s, u"preview"_s, id, u"--json"_s}).json();
        QCOMPARE(preview["policy"_L1].toString(), id);
        QCOMPARE(preview["version"_L1], shown.json()["version"_L1]);
        const int enter = preview["enter"_L1].toInt();
        QVERIFY(enter > 0);
        const QJsonObject item = preview["items"_L1][0].toObject();
        QCOMPARE(item["install"_L1].toInt() + item["impossible"_L1].toInt() + item["waiting"_L1].toInt(), enter);
        QVERIFY(preview["conflicts"_L1].isArray());
        int counted = 0;
        for (const QJsonValue devices : preview["compliance"_L1]["after"_L1].toObject())
            counted += devices.toInt();
        QCOMPARE(counted, enter);
        int impossible = 0;
        for (const QJsonValue devices : item["reasons"_L1].toObject())
            impossible += devices.toInt();
        QCOMPARE(impossible, item["impossible"_L1].toInt());
        const Outcome text = cli({u"policies"_s, u"preview"_s, id});
        QHash<QString, int> states; // before, and then what the transitions make of it
        const QJsonObject before = preview["compliance"_L1]["before"_L1].toObject();
        for (auto it = before.begin(); it != before.end(); ++it)
            states[it.key()] += it.value().toInt();
        for (const QJsonValue change : preview["transitions"_L1].toArray()) {
            const QString from = change["before"_L1].toString();
            const QString to = change["after"_L1].toString();
            const int devices = change["devices"_L1].toInt();
            states[from] -= devices;
            states[to] += devices;
            const QString line = u"compliance changes from %1 to %2: %3\n"_s.arg(from, to).arg(devices);
            QVERIFY2(text.out.contains(line.toUtf8()), text.out.constData());
        }
        const QJsonObject after = preview["compliance"_L1]["after"_L1].toObject();
        for (auto it = states.begin(); it != states.end(); ++it)
            QCOMPARE(after.value(it.key()).toInt(), it.value());

        const Outcome activated = cli({u"policies"_s, u"activate"_s, id});
        QCOMPARE(activated.status, 0);
        QVERIFY(activated.out.contains(QByteArray(QByteArray::number(enter) + " devices enter")));
        QVERIFY(activated.out.endsWith("is active\n"));
        QCOMPARE(cli({u"policies"_s, u"activate"_s, id}).status, 1); // it is active already
        QTRY_COMPARE_WITH_TIMEOUT(
            cli({u"policies"_s, u"show"_s, id, u"--json"_s}).json()["devices"_L1].toInt(), enter, 30'000);
        QCOMPARE(cli({u"policies"_s, u"pause"_s, id}).status, 0);
        QCOMPARE(cli({u"policies"_s, u"pause"_s, id}).status, 1);

        // of a roll-out, which versions there are then
        const Outcome staged = create(u"policies"_s,
            R"({"name":"Staged","all_devices":true,"rollout.waves":[{"percent":100}],"profiles":[")"
                + profile.out.trimmed() + R"("]})");
        QCOMPARE(staged.status, 0);
        const QJsonObject told = cli({u"policies"_s, u"preview"_s, staged.word(), u"--json"_s}).json();
        const int reached = told["waves"_L1][0]["devices"_L1].toInt();
        QVERIFY(reached >= enter);
        QCOMPARE(told["versions"_L1][0]["number"_L1].toInt(), 1);
        QCOMPARE(told["versions"_L1][0]["devices"_L1].toInt(), reached);
        const Outcome inWords = cli({u"policies"_s, u"preview"_s, staged.word()});
        QVERIFY(inWords.out.contains(u"version 1: on %1 devices then\n"_s.arg(reached).toUtf8()));

        // what was shown can be made again
        const Outcome copy = create(u"policies"_s, shown.out);
        QCOMPARE(copy.status, 0);
        QVERIFY(copy.word() != id);
    }

    // Computers from before Windows 11 pass over the keys; telephones that are old or a person's own over the network.
    void settingsWithoutEffectAreTold()
    {
        const Outcome kiosk = create(u"profiles"_s,
            R"({"name":"Kiosk","platform":"windows","type":"kiosk","settings":{"application":"store",)"
            R"("app_id":"Microsoft.WindowsCalculator_8wekyb3d8bbwe!App","account":"automatic",)"
            R"("exit_keys":"Ctrl+Alt+K"}})");
        QVERIFY2(kiosk.status == 0, kiosk.err.constData());
        const Outcome phones = create(u"profiles"_s,
            R"({"name":"Phones","platform":"android","type":"restrictions",)"
            R"("settings":{"camera":"disabled","cellular_2g":false}})");
        QVERIFY2(phones.status == 0, phones.err.constData());
        const Outcome policy = create(u"policies"_s,
            R"({"name":"Parts","all_devices":true,"profiles":[")" + kiosk.out.trimmed() + R"(",")"
                + phones.out.trimmed() + R"("]})");
        QVERIFY2(policy.status == 0, policy.err.constData());
        const QJsonObject preview = cli({u"policies"_s, u"preview"_s, policy.word(), u"--json"_s}).json();
        const Outcome text = cli({u"policies"_s, u"preview"_s, policy.word()});
        QMap<QStringList, int> devices; // by profile and setting, for all reasons
        for (const QJsonValue item : preview["items"_L1].toArray()) {
            for (const QJsonValue line : item["ineffective"_L1].toArray()) {
                const QString key = line["setting"_L1].toString();
                const QString reason = line["reason"_L1].toString();
                const bool isOld = reason == "minimum-os"_L1;
                const QString said = u"  setting %1 (%2) of revision 1 has no effect because of %3 on %4\n"_s.arg(key,
                    line["label"_L1].toString(),
                    isOld ? QString(reason + u' ' + line["minimum_os"_L1].toString()) : reason,
                    QString::number(line["devices"_L1].toInt()));
                QVERIFY2(text.out.contains(said.toUtf8()), qPrintable(QString(said + text.word())));
                devices[{item["item"_L1].toString(), key}] += line["devices"_L1].toInt();
            }
        }
        QVERIFY2(!devices.isEmpty(), text.out.constData());
        for (auto it = devices.begin(); it != devices.end(); ++it) {
            const Outcome listed = cli({u"policies"_s, u"preview"_s, policy.word(), u"--profile"_s, it.key().first(),
                u"--setting"_s, it.key().last()});
            QVERIFY2(listed.out.count('\n') == it.value(), listed.out.constData());
            QVERIFY(listed.out.startsWith("dev-"));
        }
        // nobody has shown to hold any of it
        const Outcome device = cli({u"profiles"_s, u"partial"_s, u"dev-1"_s});
        QVERIFY2(device.status == 0 && !device.out.contains(kiosk.out.trimmed()), device.err.constData());
        QCOMPARE(cli({u"profiles"_s, u"partial"_s, u"dev-99999"_s}).status, 1);
    }

    void twoPoliciesWithOneRule()
    {
        const Outcome rule = create(u"rules"_s,
            R"({"name":"Updates","check":"updates.security<=$most","params":[{"name":"most","type":"int","value":"1"}]})");
        QVERIFY2(rule.status == 0, rule.err.constData());
        const auto policy = [&](const QByteArray &scope, const QByteArray &most) {
            return create(u"policies"_s,
                R"({"name":"Updates","scope":")" + scope + R"(","rule_pins":[{"rule":")" + rule.out.trimmed()
                    + R"(","params":{"most":")" + most + R"("}}]})")
                .word();
        };
        const QString all = policy("platform:linux", "0");
        QCOMPARE(cli({u"policies"_s, u"activate"_s, all}).status, 0);
        const QString servers = policy("platform:linux form:server,virtual", "5");
        const Outcome preview = cli({u"policies"_s, u"preview"_s, servers});
        const QString line =
            u"%1 is here in revision 1 most=5 and by %2 in revision 1 most=0 on "_s.arg(rule.word(), all);
        QVERIFY2(preview.out.contains(line.toUtf8()), preview.out.constData());
        QVERIFY2(
            preview.out.contains(QString(u" devices: "_s + all + u" decides\n").toUtf8()), preview.out.constData());
    }

    void aDryRunNamesTheRuleAsItIs()
    {
        const Outcome rule = create(u"rules"_s, R"({"name":"Over %2 of %3","check":"tag:x"})");
        QCOMPARE(rule.status, 0);
        const Outcome run = cli({u"rules"_s, u"dry-run"_s, rule.word()});
        QCOMPARE(run.status, 0);
        QCOMPARE(run.word(), u"Over %2 of %3: 0 steps that destroy are due on 0 devices"_s);
    }

    void versionsFromTheCommandLine()
    {
        const Outcome made = create(u"policies"_s, R"({"name":"Printers","scope":"form:server"})");
        QCOMPARE(made.status, 0);
        const QString id = made.word();
        write(u"record.json"_s, R"({"scope":"form:virtual","reason":"the others"})");
        const Outcome edited =
            cli({u"policies"_s, u"edit"_s, id, u"--file"_s, m_dir.filePath(u"record.json"_s), u"--json"_s});
        QCOMPARE(edited.json()["number"_L1].toInt(), 2);
        const Outcome versions = cli({u"policies"_s, u"versions"_s, id});
        QCOMPARE(versions.out.count('\n'), 2);
        QVERIFY2(versions.out.contains("the others"), versions.out.constData());
        const Outcome diff = cli({u"policies"_s, u"diff"_s, id, u"--from"_s, u"1"_s});
        QVERIFY2(diff.out.contains("scope: changed"), diff.out.constData());
        QCOMPARE(cli({u"policies"_s, u"diff"_s, id, u"--from"_s, u"one"_s}).status, 2);
        QCOMPARE(cli({u"policies"_s, u"rollback"_s, id, u"1"_s, u"--reason"_s, u"after all"_s}).status, 0);
        QCOMPARE(cli({u"policies"_s, u"diff"_s, id, u"--from"_s, u"1"_s, u"--json"_s})
                     .json()["differences"_L1]
                     .toArray()
                     .size(),
            0);
        QCOMPARE(cli({u"policies"_s, u"approve"_s, id}).status, 1); // by whoever wrote it
        QCOMPARE(cli({u"policies"_s, u"activate"_s, id}).status, 0);
        QCOMPARE(cli({u"policies"_s, u"continue"_s, id}).status, 1);
        QCOMPARE(cli({u"policies"_s, u"retire"_s, id, u"--installed"_s, u"keep"_s}).status, 2);
        QCOMPARE(cli({u"policies"_s, u"retire"_s, id, u"--installed"_s, u"leave"_s}).status, 0);
        QCOMPARE(cli({u"policies"_s, u"delete"_s, id}).status, 0);
        QCOMPARE(cli({u"policies"_s, u"show"_s, id}).status, 1);
        QCOMPARE(cli({u"deployments"_s, u"retry"_s, u"dep-99999"_s}).status, 1);
    }

    void badFilesAreRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("named");
        QTest::newRow("no JSON") << QByteArray("name: x") << 2 << QByteArray("record.json");
        QTest::newRow("a list") << QByteArray("[]") << 2 << QByteArray("record.json");
        QTest::newRow("unknown field") << QByteArray(R"({"name":"x","check":"tag:x","colour":1})") << 2
                                       << QByteArray("colour");
        QTest::newRow("no check") << QByteArray(R"({"name":"x"})") << 2 << QByteArray("check");
        QTest::newRow("bad check") << QByteArray(R"({"name":"x","check":"firewall:yes nonsense:1"})") << 2
                                   << QByteArray("column 14");
        QTest::newRow("bad grace") << QByteArray(R"({"name":"x","check":"tag:x","grace":-1})") << 1 << QByteArray();
    }
    void badFilesAreRefused()
    {
        QFETCH(const QByteArray, content);
        QFETCH(const int, status);
        QFETCH(const QByteArray, named);
        const Outcome outcome = create(u"rules"_s, content);
        QCOMPARE(outcome.status, status);
        QVERIFY(outcome.out.isEmpty());
        QVERIFY2(outcome.err.contains(named), outcome.err.constData());
    }

    void unknownOnesAreSaid()
    {
        QCOMPARE(cli({u"rules"_s, u"create"_s}).status, 2);
        QCOMPARE(cli({u"rules"_s, u"create"_s, u"--file"_s, m_dir.filePath(u"missing"_s)}).status, 2);
        QCOMPARE(cli({u"policies"_s, u"preview"_s, u"pol-999"_s}).status, 1);
        QCOMPARE(cli({u"policies"_s, u"activate"_s, u"rul-1"_s}).status, 1);
        QCOMPARE(cli({u"policies"_s, u"explain"_s, u"pol-1"_s}).status, 2);
    }

private:
    void write(const QString &name, const QByteArray &content) const
    {
        QFile file(m_dir.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    Outcome create(const QString &kind, const QByteArray &content)
    {
        write(u"record.json"_s, content);
        return cli({kind, u"create"_s, u"--file"_s, m_dir.filePath(u"record.json"_s)});
    }
    Outcome cli(const QStringList &words) const
    {
        QProcess program;
        program.start(programPath(u"belvedere-cli"),
            QStringList{u"--site"_s, m_server.url(), u"--user"_s, QString::fromLatin1(ServerProcess::adminEmail),
                u"--password-file"_s, m_dir.filePath(u"password"_s)}
                + words);
        if (!program.waitForFinished(ServerProcess::patience))
            return {};
        return {program.exitCode(), program.readAllStandardOutput(), program.readAllStandardError()};
    }

    QTemporaryDir m_dir;
    ServerProcess m_server;
};

QTEST_GUILESS_MAIN(TestCliPolicies)
#include "tst_cli_policies.moc"
