// Secrets of profiles at the real server: nowhere in its database, whole on the device, kept by edits, roll-back,
// restarts and backups, and never opened or replaced without their key.
#include "support/files.h"
#include "support/places.h"
#include "support/serverprocess.h"

#include "api/agentprotocol.h"

#include <QDir>
#include <QJsonDocument>
#include <QTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

const QString mask = u"\u2022\u2022\u2022"_s;
const QString phrase = u"tangerine lighthouse"_s;
const QString otherPhrase = u"velvet submarine"_s;

} // namespace

class TestServerSecrets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<ServerProcess>();
        QVERIFY2(m_server->start(), qPrintable(m_server->errors()));
        m_token = m_server->administrator();
    }

    void databaseHoldsNoSecret()
    {
        const QString profile = make(phrase);
        QVERIFY(!m_server->database().everything().contains(phrase.toUtf8()));
        // an edit of something else, with and without the settings
        QCOMPARE(edit(profile, {{u"name"_s, u"Offices"_s}}).json()["revision"_L1].toInt(), 1);
        QCOMPARE(edit(profile, settings(mask, u"Guests"_s)).json()["revision"_L1].toInt(), 2);
        QCOMPARE(edit(profile, settings(phrase, u"Guests"_s)).json()["revision"_L1].toInt(), 2); // it is the same
        QVERIFY(rendering(*m_server, profile).contains(phrase.toUtf8()));
        QVERIFY(rendering(*m_server, profile).contains("Guests"));
        QCOMPARE(edit(profile, settings(otherPhrase, u"Guests"_s)).json()["revision"_L1].toInt(), 3);
        QVERIFY(rendering(*m_server, profile).contains(otherPhrase.toUtf8()));
        // what the database holds is refused as a value
        QCOMPARE(
            edit(profile,
                {{u"settings"_s,
                    QJsonObject{{u"ssid"_s, u"Guests"_s}, {u"password"_s, QJsonObject{{u"sealed"_s, u"AAAA"_s}}}}}})
                .status,
            422);
        QCOMPARE(m_server->get(path(profile), m_token).json()["settings"_L1]["password"_L1].toString(), mask);
        QCOMPARE(m_server->stop(), 0);
        const QByteArray all = m_server->database().everything();
        QVERIFY(all.contains("Guests"));
        QVERIFY(!all.contains(phrase.toUtf8()));
        QVERIFY(!all.contains(otherPhrase.toUtf8()));
        QVERIFY(!all.contains(fileBytes(keyFile(*m_server))));
    }

    void devicesGetTheTrueText()
    {
        const QString profile = make(phrase);
        const QByteArray device = enrol();
        const HttpReply made = m_server->post(u"/api/v1/policies"_s, m_token,
            {{u"name"_s, u"Everybody"_s}, {u"all_devices"_s, true}, {u"profiles"_s, QJsonArray{profile}}});
        QCOMPARE(made.status, 200);
        const QString policy = u"/api/v1/policies/"_s + made.json()["id"_L1].toString();
        QCOMPARE(step(policy, u"activate"_s).status, 200);
        QCOMPARE(delivered(device), phrase);

        // another name of the network: the secret is no difference
        QCOMPARE(edit(profile, settings(mask, u"Guests"_s)).status, 200);
        QCOMPARE(takeUp(policy, profile, 2), u"settings.ssid Office Guests"_s);
        QCOMPARE(delivered(device), phrase);
        const QString hash = record(policy)["hash"_L1].toString();
        QCOMPARE(edit(profile, settings(otherPhrase, u"Guests"_s)).status, 200);
        QCOMPARE(takeUp(policy, profile, 3), u"settings.password ••• •••"_s);
        QVERIFY(record(policy)["hash"_L1].toString() != hash);
        QCOMPARE(delivered(device), otherPhrase);

        const HttpReply back = m_server->post(policy + u"/rollback"_s, m_token,
            {{u"version"_s, record(policy)["version"_L1]}, {u"number"_s, 1}, {u"reason"_s, u"it was better"_s}});
        QCOMPARE(back.status, 200);
        QCOMPARE(step(policy, u"activate"_s).status, 200);
        QCOMPARE(delivered(device), phrase);
        QVERIFY(!m_server->database().everything().contains(phrase.toUtf8()));
        QVERIFY(!m_server->get(u"/api/v1/audit?limit=200"_s, m_token).body.contains(phrase.toUtf8()));
        QVERIFY(!m_server->errors().contains(phrase));
    }

    void nothingGoesWithoutTheKey()
    {
        const QString profile = make(phrase);
        const QByteArray key = fileBytes(keyFile(*m_server));
        QCOMPARE(key.size(), 64);
        QVERIFY(QFile::remove(keyFile(*m_server)));
        QCOMPARE(m_server->get(path(profile, u"/rendering"_s), m_token).code(), u"secret.key-missing"_s);
        QCOMPARE(edit(profile, settings(otherPhrase)).code(), u"secret.key-missing"_s);
        QCOMPARE(m_server->get(path(profile), m_token).status, 200); // it holds no secret
        QCOMPARE(m_server->stop(), 0);
        const QByteArray before = storedSettings();

        QVERIFY(!m_server->start());
        QCOMPARE(m_server->exitCode(), 1);
        QVERIFY(m_server->errors().contains("secret.key-missing"_L1));
        QVERIFY(!QFile::exists(keyFile(*m_server)));
        const QByteArray wrong(64, '0');
        QVERIFY(writeBytes(keyFile(*m_server), wrong));
        QVERIFY(!m_server->start());
        QVERIFY(m_server->errors().contains("secret.key-wrong"_L1));
        QCOMPARE(fileBytes(keyFile(*m_server)), wrong);
        QCOMPARE(storedSettings(), before);

        QVERIFY(writeBytes(keyFile(*m_server), key));
        QVERIFY2(m_server->start(), qPrintable(m_server->errors()));
        m_token = m_server->administrator();
        QVERIFY(rendering(*m_server, profile).contains(phrase.toUtf8()));
    }

    void lostKeyIsReplacedAndSecretsAreGivenAnew()
    {
        const QString option = u"--new-secrets-key"_s;
        const QString profile = make(phrase);
        QCOMPARE(m_server->stop(), 0);
        QVERIFY(!m_server->start({option}));
        QVERIFY(m_server->errors().contains("secret.key-good"_L1));
        const QByteArray first = fileBytes(keyFile(*m_server));
        QVERIFY(QFile::remove(keyFile(*m_server)));
        QVERIFY(!m_server->start());
        QVERIFY(m_server->errors().contains(option));
        QVERIFY2(m_server->start({option}), qPrintable(m_server->errors()));
        m_token = m_server->administrator();
        QCOMPARE(fileBytes(keyFile(*m_server)).size(), 64);
        QVERIFY(fileBytes(keyFile(*m_server)) != first);
        QCOMPARE(rows(u"audit WHERE action = 'secrets.key.replaced'"_s), 1);

        QCOMPARE(m_server->get(path(profile, u"/rendering"_s), m_token).code(), u"secret.corrupt"_s);
        QCOMPARE(edit(profile, {{u"name"_s, u"Offices"_s}}).code(), u"secret.corrupt"_s);
        QCOMPARE(edit(profile, settings(mask, u"Guests"_s)).code(), u"secret.corrupt"_s);
        QCOMPARE(edit(profile, settings(otherPhrase)).json()["revision"_L1].toInt(), 2);
        QVERIFY(rendering(*m_server, profile).contains(otherPhrase.toUtf8()));
        QCOMPARE(m_server->stop(), 0);
        QVERIFY2(m_server->start(), qPrintable(m_server->errors()));
        QVERIFY(rendering(*m_server, profile).contains(otherPhrase.toUtf8()));
        QCOMPARE(run({u"backup"_s, u"nowhere"_s, option}, *m_server).first, 2);
    }

    void backupBringsTheKey()
    {
        const QString profile = make(phrase);
        const QTemporaryDir dir;
        const QString file = dir.filePath(u"backup"_s);
        QCOMPARE(run({u"backup"_s, file}, *m_server).first, 0);
        QVERIFY(!fileBytes(file).contains(phrase.toUtf8()));
        QVERIFY(!(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther)));

        ServerProcess other;
        QVERIFY(QDir().mkpath(other.data()));
        QVERIFY(writeBytes(keyFile(other), QByteArray(64, '0')));
        const auto [code, said] = run({u"restore"_s, file}, other);
        QCOMPARE(code, 1);
        QVERIFY2(said.contains("secret.key-wrong"), said.constData());
        QCOMPARE(fileBytes(keyFile(other)), QByteArray(64, '0'));
        QVERIFY(QFile::remove(keyFile(other)));
        QCOMPARE(run({u"restore"_s, file}, other).first, 0);
        QVERIFY2(other.start(), qPrintable(other.errors()));
        QVERIFY(rendering(other, profile).contains(phrase.toUtf8()));

        QVERIFY(QFile::remove(keyFile(*m_server)));
        const auto [failed, why] = run({u"backup"_s, dir.filePath(u"second"_s)}, *m_server);
        QCOMPARE(failed, 1);
        QVERIFY2(why.contains("secret.key-missing"), why.constData());
        QVERIFY(!QFile::exists(dir.filePath(u"second"_s)));
    }

    void secondServerNeedsTheSameKey()
    {
        if (!TestDatabase::isPostgres())
            QSKIP("SQLite has one server");
        ServerProcess second;
        second.shareDatabaseOf(*m_server);
        QVERIFY2(second.start(), qPrintable(second.errors())); // there is no secret yet
        const QString profile = make(phrase);
        QCOMPARE(second.get(path(profile, u"/rendering"_s), m_token).code(), u"secret.key-missing"_s);
        QVERIFY(QFile::copy(keyFile(*m_server), keyFile(second)));
        QVERIFY(rendering(second, profile).contains(phrase.toUtf8()));
    }

    void demoIsSealed()
    {
        ServerProcess demo;
        QVERIFY2(demo.start({u"--seed-demo"_s, u"20"_s}), qPrintable(demo.errors()));
        for (const QString &column :
            {u"content FROM revisions"_s, u"settings FROM profiles"_s, u"parameters FROM commands"_s}) {
            const std::optional<QVariantList> rows = demo.database().rows(u"SELECT "_s + column);
            QVERIFY(rows);
            for (const QVariant &row : *rows)
                QVERIFY(!row.toString().contains("reception desk"_L1));
        }
        const QString sealings = u"SELECT COUNT(*) FROM audit WHERE action = 'secrets.sealed'"_s;
        QCOMPARE(demo.database().value(sealings).value_or(QVariant()).toInt(), 1);
        const QJsonArray found =
            demo.get(u"/api/v1/profiles?query=type%3Awifi%20platform%3Aios"_s, demo.administrator())
                .json()["items"_L1]
                .toArray();
        QCOMPARE(found.size(), 1);
        QVERIFY(rendering(demo, found.at(0)["id"_L1].toString()).contains("reception desk"));
    }

private:
    static QString path(const QString &profile, const QString &rest = {})
    {
        return QString(u"/api/v1/profiles/"_s + profile + rest);
    }
    static QString keyFile(const ServerProcess &server) { return QDir(server.data()).filePath(u"secrets.key"_s); }
    static QJsonObject settings(const QString &password, const QString &ssid = u"Office"_s)
    {
        return {{u"settings"_s, QJsonObject{{u"ssid"_s, ssid}, {u"password"_s, password}}}};
    }
    QString make(const QString &password) const
    {
        QJsonObject body = settings(password);
        body.insert(u"name"_s, u"Office"_s);
        body.insert(u"platform"_s, u"ios"_s);
        body.insert(u"type"_s, u"wifi"_s);
        return m_server->post(u"/api/v1/profiles"_s, m_token, body).json()["id"_L1].toString();
    }
    HttpReply edit(const QString &profile, const QJsonObject &changes) const
    {
        const int version = m_server->get(path(profile), m_token).json()["version"_L1].toInt();
        return m_server->patch(path(profile), m_token, changes, version);
    }
    static QByteArray rendering(const ServerProcess &server, const QString &profile)
    {
        const QJsonObject files =
            server.get(path(profile, u"/rendering"_s), server.administrator()).json()["files"_L1].toObject();
        return files.isEmpty() ? QByteArray()
                               : QByteArray::fromBase64(files.begin().value()["base64"_L1].toString().toLatin1());
    }
    int rows(const QString &table) const
    {
        return m_server->database().value(u"SELECT COUNT(*) FROM "_s + table).value_or(QVariant()).toInt();
    }
    QByteArray storedSettings() const
    {
        return m_server->database().value(u"SELECT settings FROM profiles"_s).value_or(QVariant()).toByteArray();
    }

    QJsonObject record(const QString &policy) const { return m_server->get(policy, m_token).json(); }
    HttpReply step(const QString &policy, const QString &name) const
    {
        const QJsonObject stored = record(policy);
        return m_server->post(QString(policy + u'/' + name), m_token,
            {{u"version"_s, stored["version"_L1]}, {u"hash"_s, stored["hash"_L1]}});
    }
    // The policy with that revision, in force; what of the profile's settings the new version says otherwise.
    QString takeUp(const QString &policy, const QString &profile, int revision) const
    {
        const QJsonObject item{{u"item"_s, profile}, {u"revision"_s, revision}};
        const HttpReply edited =
            m_server->patch(policy, m_token, {{u"items"_s, QJsonArray{item}}}, record(policy)["version"_L1].toInt());
        if (edited.status != 200)
            return QString::fromUtf8(edited.body);
        QStringList found;
        const QJsonArray differences = m_server->get(policy + u"/diff"_s, m_token).json()["differences"_L1].toArray();
        for (const QJsonValue difference : differences) {
            const QString field = difference["field"_L1].toString();
            if (field.startsWith("settings."_L1))
                found.append(
                    field + u' ' + difference["before"_L1].toString() + u' ' + difference["after"_L1].toString());
        }
        const HttpReply active = step(policy, u"activate"_s);
        return active.status == 200 ? found.join(u'\n') : QString::fromUtf8(active.body);
    }

    // The bearer of a telephone.
    QByteArray enrol() const
    {
        const QJsonObject grant =
            m_server
                ->post(u"/api/v1/enrolments"_s, m_token,
                    {{u"label"_s, u"Test"_s}, {u"uses"_s, 1},
                        {u"expires"_s, QDateTime::currentDateTimeUtc().addSecs(3'600).toString(Qt::ISODateWithMs)}})
                .json();
        const QJsonObject answer =
            m_server
                ->post(QString::fromLatin1(enrolPath), {},
                    {{u"token"_s, grant["token"_L1]}, {u"name"_s, u"phone"_s}, {u"hardware_id"_s, u"a0"_s},
                        {u"platform"_s, u"ios"_s}, {u"agent_version"_s, u"0.1"_s}})
                .json();
        return QString(answer["device"_L1].toString() + u'.' + answer["secret"_L1].toString()).toLatin1();
    }
    QJsonArray checkIn(const QByteArray &bearer, const QJsonArray &results = {}) const
    {
        QJsonObject message{{u"as_of"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODate)},
            {u"agent_version"_s, u"0.1"_s}, {u"sections"_s, QJsonObject()}, {u"changed"_s, QJsonObject()}};
        if (!results.isEmpty())
            message.insert(u"results"_s, results);
        return m_server
            ->ask(
                "POST", QString::fromLatin1(checkInPath), bearer, QJsonDocument(message).toJson(QJsonDocument::Compact))
            .json()["commands"_L1]
            .toArray();
    }
    // The password in the order that the device gets next, which it then carries out.
    QString delivered(const QByteArray &bearer) const
    {
        QJsonArray commands;
        const bool came = QTest::qWaitFor(
            [&] {
                commands = checkIn(bearer);
                return !commands.isEmpty();
            },
            ServerProcess::patience);
        if (!came)
            return u"nothing came"_s;
        const QJsonObject parameters = commands.at(0)["parameters"_L1].toObject();
        const QJsonObject proof{{u"profile"_s, parameters["profile"_L1]}, {u"version"_s, parameters["version"_L1]}};
        checkIn(bearer,
            {QJsonObject{{u"command"_s, commands.at(0)["id"_L1]}, {u"outcome"_s, u"done"_s}, {u"proof"_s, proof},
                {u"as_of"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODate)}}});
        return parameters["settings"_L1]["password"_L1].toString();
    }

    // Exit code and everything said.
    static std::pair<int, QByteArray> run(const QStringList &arguments, const ServerProcess &site)
    {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        QStringList line = arguments + QStringList{u"--data"_s, site.data()};
        if (TestDatabase::isPostgres())
            line << u"--database"_s << site.database().place();
        process.start(programPath(u"belvedere-server"), line);
        const bool isOver = process.waitForFinished(ServerProcess::patience);
        return {isOver ? process.exitCode() : -1, process.readAll()};
    }

    std::unique_ptr<ServerProcess> m_server;
    QByteArray m_token;
};

QTEST_GUILESS_MAIN(TestServerSecrets)
#include "tst_server_secrets.moc"
