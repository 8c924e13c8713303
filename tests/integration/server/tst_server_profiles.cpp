// Configuration profiles of every platform against the real server: checked by the catalogue, secrets kept and never
// shown but in a rendering, which is audited; files imported and given back by belvedere-cli.
#include "support/places.h"
#include "support/serverprocess.h"

#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

const QString mask = u"\u2022\u2022\u2022"_s;
const QByteArray foreign = "<?xml version=\"1.0\"?>\n<plist version='1.0'><dict>\r\n<key>PayloadContent</key><array/>"
                           "<key>PayloadDisplayName</key><string>Made elsewhere</string></dict></plist>\n";

QJsonObject wifi(const QString &ssid)
{
    return {{u"name"_s, u"Office"_s}, {u"platform"_s, u"ios"_s}, {u"type"_s, u"wifi"_s},
        {u"settings"_s, QJsonObject{{u"ssid"_s, ssid}, {u"password"_s, u"correct horse"_s}}}};
}

} // namespace

class TestServerProfiles : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_server.start(), qPrintable(m_server.errors()));
        m_token = m_server.administrator();
        QFile file(m_folder.filePath(u"password"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(ServerProcess::adminPassword);
    }

    void secretsAreKeptAndNotShown()
    {
        const HttpReply made = m_server.post(u"/api/v1/profiles"_s, m_token, wifi(u"Office"_s));
        QCOMPARE(made.status, 200);
        QVERIFY(!made.body.contains("correct horse"));
        const QString path = u"/api/v1/profiles/"_s + made.json()["id"_L1].toString();
        const HttpReply read = m_server.get(path, m_token);
        QCOMPARE(read.json()["settings"_L1]["password"_L1].toString(), mask);
        QCOMPARE(read.json()["place"_L1].toString(), u"wifi:Office"_s);
        QVERIFY(m_server.get(path + u"/rendering"_s, m_token).json()["secrets"_L1].toBool());
        QVERIFY(renderingOf(path).contains("correct horse"));

        QJsonObject settings = read.json()["settings"_L1].toObject();
        settings[u"ssid"_s] = u"Guests"_s;
        const HttpReply edited = m_server.patch(path, m_token, {{u"settings"_s, settings}}, 1);
        QCOMPARE(edited.status, 200);
        QCOMPARE(edited.json()["revision"_L1].toInt(), 2);
        QCOMPARE(edited.json()["place"_L1].toString(), u"wifi:Guests"_s);
        QVERIFY(renderingOf(path).contains("correct horse"));
        QVERIFY(renderingOf(path).contains("Guests"));

        const QByteArray audit = m_server.get(u"/api/v1/audit?limit=100"_s, m_token).body;
        QVERIFY(audit.contains("profile.rendered"));
        QVERIFY(!audit.contains("correct horse"));
        const QByteArray auditor = m_server.account(m_token, u"auditor@example.org"_s, u"auditor"_s);
        QCOMPARE(m_server.get(path + u"/rendering"_s, auditor).status, 403);
        QCOMPARE(m_server.get(path, auditor).status, 200);
    }

    void whatTheCatalogueForbidsIsRefused()
    {
        const auto refused = [this](QJsonObject body, const QString &key, const QJsonValue &value) {
            if (key.startsWith("settings."_L1)) {
                QJsonObject settings = body[u"settings"_s].toObject();
                settings.insert(key.mid(9), value);
                body.insert(u"settings"_s, settings);
            } else {
                body.insert(key, value);
            }
            const HttpReply reply = m_server.post(u"/api/v1/profiles"_s, m_token, body);
            return QString(QString::number(reply.status) + u' ' + reply.json()["errors"_L1][0]["field"_L1].toString());
        };
        const QJsonObject good = wifi(u"Office"_s);
        QCOMPARE(refused(good, u"type"_s, u"no-such-type"_s), u"422 type"_s);
        QCOMPARE(refused(good, u"type"_s, u"firewall"_s), u"422 type"_s); // iOS has none
        QCOMPARE(refused(good, u"platform"_s, u"chromeos"_s), u"422 type"_s);
        QCOMPARE(refused(good, u"settings.colour"_s, u"red"_s), u"422 settings.colour"_s);
        QCOMPARE(refused(good, u"settings.ssid"_s, QString(17, u'\u00e4')), u"422 settings.ssid"_s);
        QCOMPARE(refused(good, u"settings.password"_s, mask), u"422 settings.password"_s);
        QCOMPARE(refused(good, u"place"_s, u"elsewhere"_s), u"422 place"_s);
    }

    void importedBytesComeBack()
    {
        const QString in = m_folder.filePath(u"foreign.mobileconfig"_s);
        const QString out = m_folder.filePath(u"out.mobileconfig"_s);
        QFile file(in);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(foreign);
        file.close();
        const QString id = cli({u"profiles"_s, u"import"_s, in, u"--platform"_s, u"macos"_s});
        QVERIFY2(id.startsWith("prf-"_L1), qPrintable(id));
        const HttpReply read = m_server.get(u"/api/v1/profiles/"_s + id, m_token);
        QCOMPARE(read.json()["name"_L1].toString(), u"Made elsewhere"_s);
        QCOMPARE(read.json()["type"_L1].toString(), u"custom"_s);
        QCOMPARE(read.json()["place"_L1].toString(), QString(u"custom:"_s + id));
        QCOMPARE(cli({u"profiles"_s, u"render"_s, id, u"--out"_s, out}), QString());
        QFile rendered(out);
        QVERIFY(rendered.open(QIODevice::ReadOnly));
        QCOMPARE(rendered.readAll(), foreign);
        QCOMPARE(int(QFileInfo(out).permissions() & QFile::Permissions(0x0077)), 0); // it may hold secrets
        cli({u"profiles"_s, u"import"_s, in, u"--platform"_s, u"windows"_s}, 2);
        cli({u"profiles"_s, u"import"_s, m_folder.filePath(u"missing"_s), u"--platform"_s, u"ios"_s}, 2);
    }

private:
    QByteArray renderingOf(const QString &path)
    {
        const QJsonObject files = m_server.get(path + u"/rendering"_s, m_token).json()["files"_L1].toObject();
        return files.isEmpty() ? QByteArray()
                               : QByteArray::fromBase64(files.begin().value()["base64"_L1].toString().toLatin1());
    }

    QString cli(const QStringList &words, int status = 0)
    {
        QProcess process;
        process.start(programPath(u"belvedere-cli"),
            QStringList{u"--site"_s, m_server.url(), u"--user"_s, QString::fromLatin1(ServerProcess::adminEmail),
                u"--password-file"_s, m_folder.filePath(u"password"_s)}
                + words);
        process.waitForFinished(60'000);
        if (process.exitCode() != status)
            QTest::qFail(process.readAllStandardError().constData(), __FILE__, __LINE__);
        return QString::fromUtf8(process.readAllStandardOutput().trimmed());
    }

    ServerProcess m_server;
    QByteArray m_token;
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestServerProfiles)
#include "tst_server_profiles.moc"
