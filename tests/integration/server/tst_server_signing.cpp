// Signed configuration profiles, from the server's certificate to what openssl says of the file that comes out.
#include "support/certificates.h"
#include "support/files.h"
#include "support/places.h"
#include "support/serverprocess.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace belvedere::test;
using namespace Qt::StringLiterals;

class TestServerSigning : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        CertificateWish authority;
        authority.name = u"Example authority"_s;
        authority.authority = true;
        const Identity root = makeIdentity(authority);
        CertificateWish wish;
        wish.name = u"Example profiles"_s;
        const Identity signer = makeIdentity(wish, &root);
        wish.validFromDays = -9;
        wish.validUntilDays = -1;
        const Identity expired = makeIdentity(wish, &root);
        wish.validFromDays = 1;
        wish.validUntilDays = 2;
        const Identity early = makeIdentity(wish, &root);
        write(u"root.pem"_s, root.certificate.toPem());
        write(u"signer.pem"_s, signer.certificate.toPem() + root.certificate.toPem());
        write(u"signer.key"_s, signer.key.toPem());
        write(u"protected.key"_s, signer.key.toPem("a pass phrase"));
        write(u"other.key"_s, root.key.toPem());
        write(u"expired.pem"_s, expired.certificate.toPem());
        write(u"expired.key"_s, expired.key.toPem());
        write(u"early.pem"_s, early.certificate.toPem());
        write(u"early.key"_s, early.key.toPem());
        write(u"password"_s, ServerProcess::adminPassword);
        QVERIFY2(m_server.start(options(u"signer.pem"_s, u"signer.key"_s)), qPrintable(m_server.errors()));
        m_token = m_server.administrator();
    }

    void opensslFindsTheSameTextInside()
    {
        const QString id = profile(u"ios"_s, u"passcode"_s, {{u"minimum_length"_s, 8}});
        const QString text = path(u"plain.mobileconfig"_s);
        const QString message = path(u"signed.mobileconfig"_s);
        QCOMPARE(cli({u"profiles"_s, u"render"_s, id, u"--out"_s, text}), 0);
        QCOMPARE(cli({u"profiles"_s, u"render"_s, id, u"--signed"_s, u"--out"_s, message}), 0);
        QVERIFY(fileBytes(text).startsWith("<?xml"));
        QVERIFY(fileBytes(message) != fileBytes(text));
        QCOMPARE(opensslContent(message), fileBytes(text));
        QByteArray changed = fileBytes(message);
        const qsizetype name = changed.indexOf("passwordpolicy");
        QVERIFY(name > 0);
        changed[name] = 'P';
        write(u"changed.mobileconfig"_s, changed);
        QVERIFY(opensslContent(path(u"changed.mobileconfig"_s)).isNull());
    }

    void whatSomebodyElseSignedStays()
    {
        write(u"foreign.mobileconfig"_s,
            "<?xml version=\"1.0\"?>\n<plist "
            "version='1.0'><dict>\r\n<key>PayloadContent</key><array/></dict></plist>\n");
        const QString message = path(u"foreign.der"_s);
        QCOMPARE(run(u"openssl"_s,
                     {u"cms"_s, u"-sign"_s, u"-nodetach"_s, u"-binary"_s, u"-outform"_s, u"DER"_s, u"-signer"_s,
                         path(u"signer.pem"_s), u"-inkey"_s, path(u"signer.key"_s), u"-in"_s,
                         path(u"foreign.mobileconfig"_s), u"-out"_s, message}),
            0);
        QCOMPARE(cli({u"profiles"_s, u"import"_s, message, u"--platform"_s, u"macos"_s}), 0);
        const QString id = QString::fromUtf8(m_output.trimmed());
        for (const QStringList &more : {QStringList(), QStringList{u"--signed"_s}}) {
            const QString out = path(u"again.mobileconfig"_s);
            QCOMPARE(cli(QStringList{u"profiles"_s, u"render"_s, id, u"--out"_s, out} + more), 0);
            QCOMPARE(fileBytes(out), fileBytes(message));
        }
    }

    void onlyApplesAreSigned()
    {
        const QString id = profile(u"linux"_s, u"browser"_s, {{u"developer_tools"_s, false}});
        QCOMPARE(codeOf(m_server, m_token, id, u"true"_s), u"409 signing.platform"_s);
        QCOMPARE(codeOf(m_server, m_token, id, u"false"_s), u"200 "_s);
        QCOMPARE(cli({u"profiles"_s, u"render"_s, id, u"--signed"_s}), 1);
    }

    void aServerWithoutACertificateSaysSo()
    {
        ServerProcess plain;
        QVERIFY2(plain.start(), qPrintable(plain.errors()));
        refusesToSign(plain, u"409 signing.off"_s);
    }

    // Whoever restarts the server a year later finds it at work, and a warning.
    void aCertificateOutOfItsTimeStopsTheSigningAlone_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("expired") << u"expired"_s;
        QTest::newRow("not yet valid") << u"early"_s;
    }
    void aCertificateOutOfItsTimeStopsTheSigningAlone()
    {
        QFETCH(QString, name);
        ServerProcess server;
        QVERIFY(server.start(options(name + u".pem"_s, name + u".key"_s))); // what it said is read below
        refusesToSign(server, u"409 signing.expired"_s);
        QCOMPARE(server.stop(), 0);
        const QString said = server.errors();
        QVERIFY2(said.contains(name + u".pem: The certificate is valid from "_s), qPrintable(said));
        QVERIFY(!said.contains("PRIVATE"_L1));
    }

    void aMistakeIsToldAtTheStart_data()
    {
        QTest::addColumn<QStringList>("more");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QString>("said");
        const auto row = [this](const char *name, const QString &certificate, const QString &key, const QString &said) {
            QTest::newRow(name) << options(certificate, key) << 1 << said;
        };
        row("missing", u"nothing.pem"_s, u"signer.key"_s, u"(signing.certificate)"_s);
        row("no certificate", u"password"_s, u"signer.key"_s, u"holds no PEM certificate. (signing.certificate)"_s);
        row("missing key", u"signer.pem"_s, u"nothing.key"_s, u"(signing.key)"_s);
        row("protected key", u"signer.pem"_s, u"protected.key"_s, u"without a password. (signing.key)"_s);
        row("another key", u"signer.pem"_s, u"other.key"_s, u"(signing.key-mismatch)"_s);
        row("another key, and expired", u"expired.pem"_s, u"other.key"_s, u"(signing.key-mismatch)"_s);
        QTest::newRow("certificate alone")
            << QStringList{u"--signing-cert"_s, path(u"signer.pem"_s)} << 2 << u"go together"_s;
    }
    void aMistakeIsToldAtTheStart()
    {
        QFETCH(QStringList, more);
        QFETCH(int, exitCode);
        QFETCH(QString, said);
        ServerProcess server;
        QVERIFY(!server.start(more));
        const QString errors = server.errors();
        QVERIFY2(errors.contains(said), qPrintable(errors));
        QCOMPARE(server.exitCode(), exitCode);
        QVERIFY(!errors.contains("PRIVATE"_L1));
    }

private:
    QString path(const QString &name) const { return m_folder.filePath(name); }
    QStringList options(const QString &certificate, const QString &key) const
    {
        return {u"--signing-cert"_s, path(certificate), u"--signing-key"_s, path(key)};
    }
    void write(const QString &name, const QByteArray &bytes) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
    int run(const QString &program, const QStringList &arguments)
    {
        QProcess process;
        process.start(program, arguments);
        if (!process.waitForFinished(ServerProcess::patience))
            return -1;
        m_output = process.readAllStandardOutput();
        return process.exitCode();
    }
    int cli(const QStringList &words)
    {
        return run(programPath(u"belvedere-cli"),
            QStringList{u"--site"_s, m_server.url(), u"--user"_s, QString::fromLatin1(ServerProcess::adminEmail),
                u"--password-file"_s, path(u"password"_s)}
                + words);
    }
    // What openssl reads out of a message whose signature and chain it has checked; null when it refuses.
    QByteArray opensslContent(const QString &message)
    {
        const int code = run(u"openssl"_s,
            {u"cms"_s, u"-verify"_s, u"-inform"_s, u"DER"_s, u"-binary"_s, u"-purpose"_s, u"any"_s, u"-CAfile"_s,
                path(u"root.pem"_s), u"-in"_s, message});
        return code == 0 ? m_output : QByteArray();
    }
    QString profile(const QString &platform, const QString &type, const QJsonObject &settings)
    {
        const HttpReply made = m_server.post(u"/api/v1/profiles"_s, m_token,
            {{u"name"_s, u"One"_s}, {u"platform"_s, platform}, {u"type"_s, type}, {u"settings"_s, settings}});
        return made.json()["id"_L1].toString();
    }
    static void refusesToSign(ServerProcess &server, const QString &code)
    {
        const QByteArray token = server.administrator();
        const HttpReply made = server.post(u"/api/v1/profiles"_s, token,
            {{u"name"_s, u"Codes"_s}, {u"platform"_s, u"macos"_s}, {u"type"_s, u"passcode"_s},
                {u"settings"_s, QJsonObject{{u"minimum_length"_s, 8}}}});
        const QString id = made.json()["id"_L1].toString();
        QCOMPARE(codeOf(server, token, id, u"true"_s), code);
        QCOMPARE(codeOf(server, token, id, u"false"_s), u"200 "_s);
    }
    static QString codeOf(ServerProcess &server, const QByteArray &token, const QString &id, const QString &isSigned)
    {
        const HttpReply reply = server.get(u"/api/v1/profiles/%1/rendering?signed=%2"_s.arg(id, isSigned), token);
        return u"%1 %2"_s.arg(QString::number(reply.status), reply.json()["code"_L1].toString());
    }

    ServerProcess m_server;
    QByteArray m_token;
    QByteArray m_output; // of the program that ran last
    QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestServerSigning)
#include "tst_server_signing.moc"
