// The console's site against the real server: sign in, load, follow, survive a restart, change under a version.
#include "api/operations.h"
#include "sites/site.h"
#include "support/places.h"

#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace belvedere;

namespace {

constexpr int patience = 20'000; // ms; a first start makes its database

}

class TestSiteServer : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_server;
    MemorySecretStore m_secrets;
    std::unique_ptr<Site> m_site;
    SiteRecord m_record;

    static QString email() { return u"admin@example.org"_s; }
    static QString password() { return u"a long enough password"_s; }

    // The address that the server announces; empty when it does not start.
    QString start(const QString &listen, const QStringList &more = {})
    {
        QFile file(m_folder.filePath(u"password"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(password().toUtf8()) < 0)
            return {};
        file.close();
        const QString program = qEnvironmentVariable("BELVEDERE_SERVER", test::programPath(u"belvedere-server"));
        m_server = std::make_unique<QProcess>();
        m_server->setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_server->start(program,
            QStringList{u"--data"_s, m_folder.filePath(u"data"_s), u"--listen"_s, listen, u"--bootstrap-admin"_s,
                email(), u"--bootstrap-password-file"_s, file.fileName()}
                + more);
        QByteArray line;
        const auto hasLine = [this, &line] {
            line += m_server->readAllStandardOutput();
            return line.contains('\n');
        };
        if (!QTest::qWaitFor(hasLine, patience))
            return {};
        return QJsonDocument::fromJson(line).object().value("url"_L1).toString();
    }
    void stop()
    {
        m_server->terminate();
        if (!m_server->waitForFinished(patience))
            m_server->kill();
    }
    template<class T> static Result<T> outcome(const Call<T> &call)
    {
        const auto future = call.future();
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }, patience) || future.resultCount() == 0)
            return wireError(ApiError::Kind::Server, u"test.no-result"_s, {});
        return future.result();
    }
    LiveList &persons() { return m_site->list<Person>(); }
    bool hasPerson(const QString &id) { return persons().store().snapshot()->rowOf(id).has_value(); }
    static Create<Person> newPerson(const QString &name)
    {
        Create<Person> operation;
        operation.body.name = name;
        operation.body.email = u"anna@example.org"_s;
        return operation;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString url = start(u"127.0.0.1:0"_s);
        QVERIFY2(!url.isEmpty(), "the server does not start");
        const Result<QUrl> address = siteAddress(url);
        QVERIFY(address);
        m_record = newSite(address.value(), u"Test"_s);
        Site::Setup setup;
        setup.secrets = &m_secrets;
        m_site = std::make_unique<Site>(m_record, std::move(setup));
        connect(m_site.get(), &Site::recordChanged, this, [this](const SiteRecord &record) { m_record = record; });
    }
    void cleanupTestCase()
    {
        m_site.reset();
        stop();
    }

    void aWrongPasswordIsRefused()
    {
        m_site->signIn(email(), u"wrong"_s, false);
        QTRY_COMPARE_WITH_TIMEOUT(m_site->state(), Site::State::SignedOut, patience);
        QCOMPARE(m_site->error()->code, u"auth.failed"_s);
    }

    void signingInGoesOnline()
    {
        m_site->signIn(email(), password(), true);
        QTRY_COMPARE_WITH_TIMEOUT(m_site->state(), Site::State::Online, patience);
        QVERIFY(m_site->allowed(Permission::AccountsWrite));
        QTRY_COMPARE_WITH_TIMEOUT(persons().state(), LiveList::State::Ready, patience);
    }

    void changesArrive()
    {
        const Result<Person> made = outcome(m_site->send(newPerson(u"Anna"_s)));
        QVERIFY2(made, qPrintable(made ? QString() : made.error().detail));
        const QString id = made.value().id.text;
        QTRY_VERIFY_WITH_TIMEOUT(hasPerson(id), patience);

        Update<Person> update;
        update.id = made.value().id;
        update.body.changes = {{u"name"_s, u"Anne"_s}};
        QCOMPARE(outcome(m_site->send(update)).error().http, 428);
        CallOptions options;
        options.ifMatch = QString::number(made.value().version);
        const Result<Person> updated = outcome(m_site->send(update, options));
        QVERIFY(updated);
        QCOMPARE(updated.value().name, u"Anne"_s);
        QCOMPARE(outcome(m_site->send(update, options)).error().code, u"precondition.failed"_s);

        Remove<Person> remove;
        remove.id = made.value().id;
        options.ifMatch = QString::number(updated.value().version);
        QVERIFY(outcome(m_site->send(remove, options)));
        QTRY_VERIFY_WITH_TIMEOUT(!hasPerson(id), patience);
    }

    void aRepeatedRequestIsTheSame()
    {
        CallOptions options;
        options.idempotencyKey = u"integration-test-key"_s;
        const Result<Person> first = outcome(m_site->send(newPerson(u"Once"_s), options));
        const Result<Person> again = outcome(m_site->send(newPerson(u"Once"_s), options));
        QVERIFY(first && again);
        QCOMPARE(again.value().id.text, first.value().id.text);
        QCOMPARE(outcome(m_site->send(newPerson(u"Other"_s), options)).error().code, u"idempotency.other-body"_s);
    }

    void aListIsPaged()
    {
        List<Person> list;
        list.parameters.query = u"name:once"_s;
        list.parameters.limit = 1;
        const Result<Page<Person>> page = outcome(m_site->send(list));
        QVERIFY2(page, qPrintable(page ? QString() : page.error().detail));
        QCOMPARE(page.value().total, 1);
        QCOMPARE(page.value().items.size(), size_t(1));
        list.parameters.query = u"name:("_s;
        QCOMPARE(outcome(m_site->send(list)).error().kind, ApiError::Kind::Validation);
    }

    void aRestartHealsByItself()
    {
        QTRY_COMPARE_WITH_TIMEOUT(persons().store().total(), 1, patience); // "Once"
        stop();
        QTRY_COMPARE_WITH_TIMEOUT(m_site->state(), Site::State::Offline, patience);
        QCOMPARE(persons().state(), LiveList::State::Stale);
        QVERIFY(!start(m_record.url().authority()).isEmpty());
        QTRY_COMPARE_WITH_TIMEOUT(m_site->state(), Site::State::Online, patience);
        QTRY_COMPARE_WITH_TIMEOUT(persons().state(), LiveList::State::Ready, patience);
        QCOMPARE(persons().store().total(), 1);
    }

    void aKeptSessionResumes()
    {
        Site::Setup setup;
        setup.secrets = &m_secrets;
        m_site = std::make_unique<Site>(m_record, std::move(setup));
        m_site->resume();
        QTRY_COMPARE_WITH_TIMEOUT(m_site->state(), Site::State::Online, patience);
        QCOMPARE(m_site->identity()->email, email());
    }

    void signingOutEndsTheSession()
    {
        m_site->signOut();
        QCOMPARE(m_site->state(), Site::State::SignedOut);
        QTRY_VERIFY_WITH_TIMEOUT(!m_site->identity(), patience);
        QVERIFY(!m_secrets.contains(m_record.id));
    }
};

QTEST_GUILESS_MAIN(TestSiteServer)
#include "tst_site_server.moc"
