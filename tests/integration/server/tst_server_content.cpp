// Applications, files, certificates and licences over HTTP, and what a device may fetch.
#include "support/uploads.h"

#include <QTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

// Made once with: openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -days 36500 -subj "/CN=Test CA"
constexpr char testCa[] = "-----BEGIN CERTIFICATE-----\n"
                          "MIIBezCCASGgAwIBAgIURUY2QPCN+Olj8Fg4tuP0ZqtdYIIwCgYIKoZIzj0EAwIw\n"
                          "EjEQMA4GA1UEAwwHVGVzdCBDQTAgFw0yNjExMjMwNDE1MDJaGA8yMTI2MTAzMDA0\n"
                          "MTUwMlowEjEQMA4GA1UEAwwHVGVzdCBDQTBZMBMGByqGSM49AgEGCCqGSM49AwEH\n"
                          "A0IABLJ34+xU5NTOqoQja7LGnqozHP4qQ0LiL5rH86wQQYJHoQvCies0CtS9aFYo\n"
                          "smKilWwuOEpYY59V1eJCjJM73z2jUzBRMB0GA1UdDgQWBBQooXexO8P0zvlInMWu\n"
                          "o/iVUGYlCDAfBgNVHSMEGDAWgBQooXexO8P0zvlInMWuo/iVUGYlCDAPBgNVHRMB\n"
                          "Af8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQDITfD6obgW08KeVK6UyjmrLxkv\n"
                          "XEtLG71um8NwTQXdMgIgKz5FK/fhCq1SZMCo7mc5s+MMhb1jXksXznBj+WvKKDE=\n"
                          "-----END CERTIFICATE-----\n";

constexpr int patience = 40000; // milliseconds; lists of packages are read with every heartbeat

QString codeOfField(const HttpReply &reply) { return reply.json()["errors"_L1].toArray().at(0)["field"_L1].toString(); }

} // namespace

class TestServerContent : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_server.start({u"--seed-demo"_s, u"20"_s}), qPrintable(m_server.errors()));
        m_admin = m_server.administrator();
    }

    void filesHaveRevisions()
    {
        const QString first = uploaded(m_server, m_admin, u"motd"_s, "hello\n");
        const HttpReply made = m_server.post(u"/api/v1/files"_s, m_admin, file(u"/srv/motd/site"_s, first));
        QCOMPARE(made.status, 200);
        const QString id = made.json()["id"_L1].toString();
        QCOMPARE(made.json()["revision"_L1].toInt(), 1);
        // an upload is somebody's own, who may have sent it in two windows
        const QByteArray other = m_server.account(m_admin, u"second@example.org"_s, u"administrator"_s);
        QCOMPARE(m_server.post(u"/api/v1/files"_s, other, file(u"/srv/other"_s, first)).status, 409);
        QCOMPARE(m_server.post(u"/api/v1/files"_s, m_admin, file(u"/srv/other"_s, first)).status, 200);
        const QString path = u"/api/v1/files/"_s + id;
        const HttpReply named = m_server.patch(path, m_admin, {{u"name"_s, u"Greeting"_s}}, 1);
        QCOMPARE(named.json()["revision"_L1].toInt(), 1);
        const HttpReply moved = m_server.patch(path, m_admin, {{u"mode"_s, u"0600"_s}}, 2);
        QCOMPARE(moved.json()["revision"_L1].toInt(), 2);
        const QString second = uploaded(m_server, m_admin, u"motd2"_s, "good day\n");
        QCOMPARE(m_server.post(path + u"/content"_s, m_admin, {{u"upload"_s, second}, {u"version"_s, 1}}).status, 412);
        const HttpReply replaced =
            m_server.post(path + u"/content"_s, m_admin, {{u"upload"_s, second}, {u"version"_s, 3}});
        QCOMPARE(replaced.json()["revision"_L1].toInt(), 3);
        QCOMPARE(replaced.json()["sha256"_L1].toString(), hexDigest("good day\n"));
        const QJsonArray revisions = m_server.get(path + u"/revisions"_s, m_admin).json()["items"_L1].toArray();
        QCOMPARE(revisions.size(), 3);
        QCOMPARE(revisions.at(2)["sha256"_L1].toString(), hexDigest("hello\n"));
    }

    void targetsAreExamined_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("upwards") << u"/etc/../etc/shadow"_s;
        QTest::newRow("relative") << u"etc/motd"_s;
        QTest::newRow("guarded") << u"/etc/sudoers.d/all"_s;
        QTest::newRow("a control character") << u"/etc/a\nb"_s;
        QTest::newRow("a folder") << u"/etc/"_s;
        QTest::newRow("where other programs act upon it") << u"/etc/cron.d/all"_s;
        QTest::newRow("double") << u"/etc//passwd"_s;
    }
    void targetsAreExamined()
    {
        QFETCH(const QString, path);
        const QString upload = uploaded(m_server, m_admin, u"x"_s, "x");
        const HttpReply reply = m_server.post(u"/api/v1/files"_s, m_admin, file(path, upload));
        QCOMPARE(reply.status, 422);
        QCOMPARE(codeOfField(reply), u"path"_s);
    }

    void applicationsHaveReleases()
    {
        const QJsonObject body{{u"name"_s, u"Field tool"_s}, {u"platform"_s, u"linux"_s}, {u"kind"_s, u"package"_s},
            {u"identifier"_s, u"field-tool"_s}};
        const HttpReply made = m_server.post(u"/api/v1/applications"_s, m_admin, body);
        QCOMPARE(made.status, 200);
        const QString path = u"/api/v1/applications/"_s + made.json()["id"_L1].toString();
        QCOMPARE(m_server.post(path + u"/releases"_s, m_admin, {{u"release"_s, u"1.0"_s}}).status, 422);
        for (int i = 1; i <= 2; ++i) {
            const QString package = uploaded(m_server, m_admin, u"field-tool.deb"_s, QByteArray::number(i));
            const HttpReply release = m_server.post(
                path + u"/releases"_s, m_admin, {{u"release"_s, u"1.%1"_s.arg(i)}, {u"upload"_s, package}});
            QCOMPARE(release.status, 200);
            QCOMPARE(release.json()["revision"_L1].toInt(), i);
        }
        const QJsonObject now = m_server.get(path, m_admin).json();
        QCOMPARE(now["release"_L1].toString(), u"1.2"_s);
        QCOMPARE(now["revision"_L1].toInt(), 2);
    }

    void packageListsAreCounted()
    {
        const QString enrolment =
            m_server
                .post(u"/api/v1/enrolments"_s, m_admin,
                    {{u"label"_s, u"t"_s}, {u"uses"_s, 5},
                        {u"expires"_s, QDateTime::currentDateTimeUtc().addDays(1).toString(Qt::ISODate)}})
                .json()["token"_L1]
                .toString();
        const HttpReply made = m_server.post(u"/api/v1/applications"_s, m_admin,
            {{u"name"_s, u"Curl"_s}, {u"platform"_s, u"linux"_s}, {u"kind"_s, u"repository"_s},
                {u"identifier"_s, u"curl"_s}});
        const QString path = u"/api/v1/applications/"_s + made.json()["id"_L1].toString();
        const QByteArray first = enrolled(enrolment, u"a"_s);
        const QByteArray second = enrolled(enrolment, u"b"_s);
        QVERIFY(reports(first, u"7.88"_s));
        QVERIFY(reports(second, u"7.88"_s));
        QTRY_COMPARE_WITH_TIMEOUT(versions(path), (QStringList{u"7.88 2"_s}), patience);
        QVERIFY(reports(second, u"8.0"_s));
        QTRY_COMPARE_WITH_TIMEOUT(versions(path), (QStringList{u"7.88 1"_s, u"8.0 1"_s}), patience);
        const QJsonObject devices = m_server.get(path + u"/devices?release=8.0"_s, m_admin).json();
        QCOMPARE(devices["total"_L1].toInt(), 1);
        QCOMPARE(devices["items"_L1].toArray().at(0)["name"_L1].toString(), u"b"_s);
        // one that comes later finds what was reported before
        const HttpReply later = m_server.post(u"/api/v1/applications"_s, m_admin,
            {{u"name"_s, u"Wget"_s}, {u"platform"_s, u"linux"_s}, {u"kind"_s, u"repository"_s},
                {u"identifier"_s, u"wget"_s}});
        const QString laterPath = u"/api/v1/applications/"_s + later.json()["id"_L1].toString();
        QTRY_COMPARE_WITH_TIMEOUT(versions(laterPath), (QStringList{u"1.21 2"_s}), patience);
        // a device that goes takes its installs along
        const QString gone = QString::fromLatin1(second).section(u'.', 0, 0);
        QCOMPARE(m_server.post(u"/api/v1/devices/remove"_s, m_admin, {{u"devices"_s, QJsonArray{gone}}}).status, 200);
        QTRY_COMPARE_WITH_TIMEOUT(versions(path), (QStringList{u"7.88 1"_s}), patience);
    }

    void licencesAreCounted()
    {
        const HttpReply pool =
            m_server.post(u"/api/v1/licences"_s, m_admin, {{u"name"_s, u"Office"_s}, {u"seats"_s, 2}});
        QCOMPARE(pool.status, 200);
        const QString path = u"/api/v1/licences/"_s + pool.json()["id"_L1].toString();
        const HttpReply device = m_server.post(path + u"/assign"_s, m_admin, {{u"device"_s, u"dev-1"_s}});
        QCOMPARE(device.status, 200);
        QCOMPARE(m_server.post(path + u"/assign"_s, m_admin, {{u"device"_s, u"dev-1"_s}}).code(), u"licence.held"_s);
        QCOMPARE(m_server.post(path + u"/assign"_s, m_admin, {{u"person"_s, u"per-1"_s}}).status, 200);
        QCOMPARE(m_server.post(path + u"/assign"_s, m_admin, {{u"person"_s, u"per-2"_s}}).code(), u"licence.full"_s);
        QCOMPARE(m_server.get(path, m_admin).json()["available"_L1].toInt(), 0);
        QCOMPARE(m_server.patch(path, m_admin, {{u"seats"_s, 1}}, 1).status, 422);
        // holders' names and ends are followed
        const QString seat = u"/api/v1/seats/"_s + device.json()["id"_L1].toString();
        const int version = m_server.get(u"/api/v1/devices/dev-1"_s, m_admin).json()["version"_L1].toInt();
        QCOMPARE(m_server.patch(u"/api/v1/devices/dev-1"_s, m_admin, {{u"name"_s, u"renamed"_s}}, version).status, 200);
        QCOMPARE(m_server.get(seat, m_admin).json()["holder"_L1].toString(), u"renamed"_s);
        QCOMPARE(
            m_server.post(u"/api/v1/devices/remove"_s, m_admin, {{u"devices"_s, QJsonArray{u"dev-1"_s}}}).status, 200);
        QCOMPARE(m_server.get(seat, m_admin).status, 404);
        QCOMPARE(m_server.get(path, m_admin).json()["available"_L1].toInt(), 1);
    }

    void certificatesAreRead()
    {
        const HttpReply made =
            m_server.post(u"/api/v1/certificates"_s, m_admin, {{u"content"_s, QString::fromLatin1(testCa)}});
        QCOMPARE(made.status, 200);
        QCOMPARE(made.json()["name"_L1].toString(), u"Test CA"_s);
        QVERIFY(made.json()["is_ca"_L1].toBool());
        QCOMPARE(
            m_server.post(u"/api/v1/certificates"_s, m_admin, {{u"content"_s, QString::fromLatin1(testCa)}}).code(),
            u"certificate.there"_s);
    }

    // A device gets what an open command of its own names, and from where it was cut off.
    void devicesFetchWhatTheyAreTold()
    {
        const QString enrolment =
            m_server
                .post(u"/api/v1/enrolments"_s, m_admin,
                    {{u"label"_s, u"t"_s}, {u"uses"_s, 5},
                        {u"expires"_s, QDateTime::currentDateTimeUtc().addDays(1).toString(Qt::ISODate)}})
                .json()["token"_L1]
                .toString();
        const QByteArray secret = enrolled(enrolment, u"fetcher"_s);
        const QByteArray bytes(600'000, 'b');
        const QString upload = uploaded(m_server, m_admin, u"c"_s, bytes);
        QCOMPARE(m_server.post(u"/api/v1/files"_s, m_admin, file(u"/srv/content"_s, upload)).status, 200);
        const QString path = u"/agent/v1/content/"_s + hexDigest(bytes);
        QCOMPARE(m_server.get(path, secret).code(), u"content.unknown"_s);
        QVERIFY(m_server.database().rows(
            u"INSERT INTO commands (n, id, device, kind, parameters, origin, queued) VALUES (900001, 'x.900001', '%1', "
            "'file_install', '{\"content\":{\"sha256\":\"%2\"}}', 'x', 0)"_s.arg(
                QString::fromLatin1(secret).section(u'.', 0, 0), hexDigest(bytes))));
        const HttpReply whole = m_server.get(path, secret);
        QCOMPARE(whole.status, 200);
        QCOMPARE(whole.body.size(), bytes.size());
        QCOMPARE(hexDigest(whole.body), hexDigest(bytes));
        const HttpReply rest = m_server.ask("GET", path, secret, {}, {{"Range", "bytes=599990-"}});
        QCOMPARE(rest.status, 206);
        QCOMPARE(rest.body, QByteArray(10, 'b'));
        QCOMPARE(rest.header("content-range"), "bytes 599990-599999/600000");
        QCOMPARE(m_server.ask("GET", path, secret, {}, {{"Range", "bytes=600000-"}}).status, 416);
        QCOMPARE(m_server.get(path, "dev-1.wrong").status, 401);
    }

private:
    static QJsonObject file(const QString &path, const QString &upload)
    {
        return {{u"name"_s, u"A file"_s}, {u"platform"_s, u"linux"_s}, {u"path"_s, path}, {u"mode"_s, u"0644"_s},
            {u"upload"_s, upload}};
    }
    // Its bearer secret.
    QByteArray enrolled(const QString &token, const QString &name) const
    {
        const QJsonObject answer = m_server
                                       .post(u"/agent/v1/enrol"_s, {},
                                           {{u"token"_s, token}, {u"name"_s, name}, {u"platform"_s, u"linux"_s},
                                               {u"hardware_id"_s, QString(u"hw-"_s + name)}})
                                       .json();
        return QString(answer["device"_L1].toString() + u'.' + answer["secret"_L1].toString()).toLatin1();
    }
    bool reports(const QByteArray &secret, const QString &curl) const
    {
        const QJsonObject packages{{u"items"_s,
            QJsonArray{QJsonObject{{u"name"_s, u"curl"_s}, {u"version"_s, curl}, {u"manager"_s, u"deb"_s}},
                QJsonObject{{u"name"_s, u"wget"_s}, {u"version"_s, u"1.21"_s}, {u"manager"_s, u"deb"_s}}}}};
        const HttpReply reply = m_server.post(u"/agent/v1/checkin"_s, secret,
            {{u"as_of"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODate)}, {u"boot_id"_s, u"b"_s},
                {u"agent_version"_s, u"1"_s}, {u"sections"_s, QJsonObject()},
                {u"changed"_s, QJsonObject{{u"packages"_s, packages}}}});
        return reply.status == 200;
    }
    QStringList versions(const QString &path) const
    {
        QStringList list;
        const QJsonArray items = m_server.get(path + u"/versions"_s, m_admin).json()["items"_L1].toArray();
        for (const QJsonValue item : items)
            list.append(u"%1 %2"_s.arg(item["release"_L1].toString()).arg(item["devices"_L1].toInt()));
        list.sort();
        return list;
    }

    ServerProcess m_server;
    QByteArray m_admin;
};

QTEST_GUILESS_MAIN(TestServerContent)
#include "tst_server_content.moc"
