// The book of sites survives restarts, and a broken file costs nothing but a message.
#include "sites/sitebook.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace belvedere;

class TestSiteBook : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString file() const { return m_folder->filePath(u"config/sites.json"_s); }
    static SiteRecord record(const QString &name)
    {
        SiteRecord record = newSite(QUrl(u"https://mdm.example.org:8443"_s), name);
        record.email = u"anna@example.org"_s;
        record.pin = QString(64, u'a');
        record.remember = true;
        return record;
    }
    void write(const QByteArray &bytes)
    {
        QDir().mkpath(m_folder->filePath(u"config"_s));
        QFile out(file());
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(bytes);
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void aMissingFileIsAnEmptyBook()
    {
        SiteBook book(file());
        QVERIFY(book.load());
        QVERIFY(book.sites().isEmpty());
    }

    void recordsSurvive()
    {
        const SiteRecord first = record(u"One"_s);
        SiteRecord second = record(u"Two"_s);
        {
            SiteBook book(file());
            const QSignalSpy changed(&book, &SiteBook::changed);
            QVERIFY(book.put(first));
            QVERIFY(book.put(second));
            second.name = u"Zwei"_s;
            QVERIFY(book.put(second));
            QCOMPARE(changed.count(), 3);
        }
        SiteBook book(file());
        QVERIFY(book.load());
        QCOMPARE(book.sites(), (QList<SiteRecord>{first, second}));
        QCOMPARE(book.find(second.id)->name, u"Zwei"_s);
        QVERIFY(book.remove(first.id));
        QVERIFY(!book.find(first.id));
        QCOMPARE(QFile::permissions(file()) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    }

    void aBrokenFileIsSetAside_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("not JSON") << "{"_ba;
        QTest::newRow("no list") << R"({"sites":5})"_ba;
        QTest::newRow("no address") << R"({"sites":[{"id":"a","provider":"belvedere"}]})"_ba;
        QTest::newRow("plain http")
            << R"({"sites":[{"id":"a","provider":"belvedere","address":"http://mdm.example.org"}]})"_ba;
        QTest::newRow("too large") << QByteArray(2'000'000, ' ');
    }
    void aBrokenFileIsSetAside()
    {
        QFETCH(QByteArray, bytes);
        write(bytes);
        SiteBook book(file());
        const Result<Done> loaded = book.load();
        QVERIFY(!loaded);
        QCOMPARE(loaded.error().code, u"sites.broken"_s);
        QVERIFY(QFile::exists(file() + ".broken"_L1));
        QVERIFY(book.put(record(u"New"_s)));
        QVERIFY(book.load());
        QCOMPARE(book.sites().size(), 1);
    }

    void anUnwritablePlaceIsAnError()
    {
        write("x");
        SiteBook book(file() + "/below-a-file.json"_L1);
        QCOMPARE(book.put(record(u"One"_s)).error().code, u"sites.unwritable"_s);
        QVERIFY(book.sites().isEmpty());
    }

    void addressesAsTyped_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("address");
        QTest::newRow("host") << u" mdm.example.org/ "_s << u"https://mdm.example.org"_s;
        QTest::newRow("port") << u"mdm.example.org:8443"_s << u"https://mdm.example.org:8443"_s;
        QTest::newRow("path") << u"https://example.org/mdm"_s << u"https://example.org/mdm"_s;
        QTest::newRow("own") << u"localhost:8080"_s << u"http://localhost:8080"_s;
        QTest::newRow("own, TLS") << u"https://127.0.0.1:8080"_s << u"https://127.0.0.1:8080"_s;
        QTest::newRow("plain") << u"http://example.org"_s << QString();
        QTest::newRow("nothing") << QString() << QString();
        QTest::newRow("nonsense") << u"a b c"_s << QString();
        QTest::newRow("script") << u"javascript://x"_s << QString();
    }
    void addressesAsTyped()
    {
        QFETCH(QString, typed);
        QFETCH(QString, address);
        const Result<QUrl> url = siteAddress(typed);
        QCOMPARE(url ? url.value().toString() : QString(), address);
    }

    void thePinBelongsToHostAndPort()
    {
        const auto trust = record(u"One"_s).trust();
        QVERIFY(trust);
        QCOMPARE(*trust, (TrustDecision{u"mdm.example.org"_s, 8443, QString(64, u'a')}));
        QVERIFY(!newSite(QUrl(u"https://mdm.example.org"_s), {}).trust());
    }
};

QTEST_GUILESS_MAIN(TestSiteBook)
#include "tst_sitebook.moc"
