// Contents: kept once, swept only when nothing names them and the transaction is sure; seats and installs follow.
#include "sitefile.h"

#include "api/operations.h"
#include "base/digest.h"
#include "server/content/blobs.h"
#include "server/content/databasecontents.h"
#include "server/content/diskcontents.h"
#include "server/content/installs.h"
#include "server/content/licences.h"
#include "server/content/uploads.h"

#include <QDirIterator>
#include <QFile>
#include <QVariant>

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

namespace {

// A site with its contents, wherever this run keeps them.
struct Store {
    SiteFile site;
    std::unique_ptr<Contents> contents;
    const Id<Account> account{u"acc-1"_s};

    Store()
    {
        if (SiteFile::isPostgres())
            contents = std::make_unique<DatabaseContents>();
        else
            contents = std::move(DiskContents::open(site.dir.path())).value();
    }
    Database &database() { return *site.database; }
    template<class F> Result<Done> write(F job)
    {
        Result<WriteBatch> batch = WriteBatch::begin(database());
        if (!batch)
            return batch.error();
        const Result<Done> done = batch.value().run(site.now, job);
        const Result<Done> committed = batch.value().commit();
        return done ? committed : done;
    }
    Result<Upload> announce(const QString &name, qint64 size)
    {
        Result<Upload> made = Upload();
        const Result<Done> done = write([&](Transaction &transaction) {
            made = announceUpload(transaction, account, {name, size, {}});
            return made.map([](const Upload &) { return Done{}; });
        });
        return done ? made : done.error();
    }
    Result<Done> append(const Upload &upload, qint64 offset, const QByteArray &bytes)
    {
        const Result<Contents::Step> step = contents->append(database(), upload.id.text, offset, bytes);
        if (!step)
            return step.error();
        return write([&](Transaction &transaction) -> Result<Done> {
            const Result<Upload> known = uploadOf(transaction.database(), *contents, account, upload.id, site.now);
            const Result<Done> done = known ? step.value()(transaction) : Result<Done>(known.error());
            return done ? keepUpload(transaction, known.value()).map([](const QDateTime &) { return Done{}; }) : done;
        });
    }
    // The digest of what is kept then.
    Result<QString> finish(const Upload &upload)
    {
        const Result<Upload> known = uploadOf(database(), *contents, account, upload.id, site.now);
        if (!known)
            return known.error();
        const Result<QString> digest = digestOf(*contents, database(), upload.id.text);
        const Result<Contents::Step> step =
            digest ? contents->keep(upload.id.text, digest.value()) : Result<Contents::Step>(digest.error());
        if (!step)
            return step.error();
        const Result<Done> done = write([&](Transaction &transaction) -> Result<Done> {
            const Result<Done> kept = step.value()(transaction);
            if (!kept)
                return kept;
            return finishUpload(transaction, known.value(), digest.value()).map([](const QDateTime &) {
                return Done{};
            });
        });
        return done ? digest : done.error();
    }
    Result<Done> sweep()
    {
        const Result<Done> done =
            write([this](Transaction &transaction) { return sweepContents(transaction, *contents); });
        contents->settle(bool(done));
        return done;
    }
    QByteArray read(const QString &sha256)
    {
        QByteArray all;
        for (;;) {
            const Result<QByteArray> piece = contents->read(database(), sha256, all.size(), 1'000);
            if (!piece || piece.value().isEmpty())
                return all;
            all += piece.value();
        }
    }
};

Result<Done> ran(Transaction &transaction, const QString &sql, const QVariantList &values)
{
    return transaction.database().run(sql, values).map([](QSqlQuery *) { return Done{}; });
}

// A version that was in force once.
Result<Done> keptVersion(Transaction &transaction, const QString &item)
{
    static const Table<PolicyVersion> versions;
    PolicyVersion version;
    version.policy = Id<BusinessPolicy>{u"pol-1"_s};
    version.number = 1;
    version.state = VersionState::Superseded;
    version.content = {{u"items"_s, QJsonArray{QJsonObject{{u"item"_s, item}}}}};
    return versions.insert(transaction, version).map([](const PolicyVersion &) { return Done{}; });
}

} // namespace

class TestContents : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void piecesAreKeptUnderTheirDigest()
    {
        Store store;
        const QByteArray bytes = QByteArray(700'000, 'a') + QByteArray(700'000, 'b');
        const Result<Upload> upload = store.announce(u"a.bin"_s, bytes.size());
        OK(upload);
        OK(store.append(upload.value(), 0, bytes.first(1'000'000)));
        const Result<Done> twice = store.append(upload.value(), 0, "x");
        QCOMPARE(code(twice), u"upload.offset"_s);
        QCOMPARE(twice.error().fields.first().message, u"1000000"_s);
        OK(store.append(upload.value(), 1'000'000, bytes.sliced(1'000'000)));
        const Result<QString> digest = store.finish(upload.value());
        OK(digest);
        QCOMPARE(digest.value(), sha256Hex(bytes));
        QVERIFY(store.read(digest.value()) == bytes);
    }

    void onlyWhatNothingNamesIsSwept()
    {
        Store store;
        QStringList digests;
        for (const QByteArray &bytes : {QByteArray("named"), QByteArray("not named")}) {
            const Result<Upload> upload = store.announce(u"a"_s, bytes.size());
            OK(upload);
            OK(store.append(upload.value(), 0, bytes));
            const Result<QString> digest = store.finish(upload.value());
            OK(digest);
            digests.append(digest.value());
            OK(store.write([&](Transaction &transaction) { return dropUpload(transaction, upload.value().id); }));
        }
        OK(store.write([&](Transaction &transaction) { return useBlob(transaction, u"fil-1"_s, 1, digests.first()); }));
        OK(store.sweep());
        QCOMPARE(store.read(digests.last()), "not named"); // an hour is left for its use
        store.site.now = store.site.now.addSecs(3'700);
        // a transaction that fails takes nothing away
        const Result<Done> failed = store.write([&](Transaction &transaction) -> Result<Done> {
            const Result<Done> swept = sweepContents(transaction, *store.contents);
            return swept ? Result<Done>(conflict(u"test"_s, u"undone"_s)) : swept;
        });
        QVERIFY(!failed);
        store.contents->settle(false);
        QCOMPARE(store.read(digests.last()), "not named");
        OK(store.sweep());
        QCOMPARE(store.read(digests.first()), "named");
        QCOMPARE(store.read(digests.last()), QByteArray());
        OK(store.write([&](Transaction &transaction) { return unuseBlobs(transaction, u"fil-1"_s); }));
        OK(store.sweep());
        QCOMPARE(store.read(digests.first()), "named"); // an hour is left, as after an upload
        store.site.now = store.site.now.addSecs(3'700);
        // a version of a policy still names the revision that named it
        OK(store.write([&](Transaction &transaction) {
            return ran(transaction, u"INSERT INTO revisions (id, revision, content, hash) VALUES (?, 1, ?, '')"_s,
                {u"fil-1"_s, QString(u"{\"sha256\":\""_s + digests.first() + u"\"}")});
        }));
        OK(store.write([&](Transaction &transaction) { return keptVersion(transaction, u"fil-1"_s); }));
        OK(store.sweep());
        QCOMPARE(store.read(digests.first()), "named");
        OK(store.write([&](Transaction &transaction) { return ran(transaction, u"DELETE FROM versions"_s, {}); }));
        OK(store.sweep());
        QCOMPARE(store.read(digests.first()), QByteArray());
    }

    void oldUploadsAreGivenUp()
    {
        Store store;
        const Result<Upload> upload = store.announce(u"a"_s, 10);
        OK(upload);
        OK(store.append(upload.value(), 0, "abc"));
        store.site.now = store.site.now.addSecs(uploadHours * 3'600 + 1);
        QCOMPARE(code(uploadOf(store.database(), *store.contents, store.account, upload.value().id, store.site.now)),
            u"not-found"_s);
        OK(store.sweep());
        const Result<qint64> left = store.contents->arrived(store.database(), upload.value().id.text);
        OK(left);
        QCOMPARE(left.value(), 0);
    }

    // However long it takes: only what nothing comes of any more is given up.
    void aSlowUploadLives()
    {
        Store store;
        const Result<Upload> upload = store.announce(u"a"_s, 4);
        OK(upload);
        const auto expires = [&] {
            return store.site.number(u"SELECT expires FROM uploads"_s) - store.site.now.toMSecsSinceEpoch();
        };
        constexpr qint64 hour = 3'600'000;
        const auto pass = [&store](qint64 hours) { store.site.now = store.site.now.addMSecs(hours * hour); };
        pass(10);
        OK(store.append(upload.value(), 0, "a"));
        QCOMPARE(expires(), 14 * hour); // enough is left
        pass(10);
        OK(store.append(upload.value(), 1, "b"));
        QCOMPARE(expires(), 24 * hour);
        pass(23);
        OK(store.sweep());
        OK(store.append(upload.value(), 2, "cd"));
        QCOMPARE(expires(), 24 * hour);
        store.site.now = store.site.now.addMSecs(24 * hour - 60'000);
        OK(store.finish(upload.value()));
        QCOMPARE(expires(), hour); // for its use
        store.site.now = store.site.now.addMSecs(hour - 60'000);
        OK(store.sweep());
        OK(uploadOf(store.database(), *store.contents, store.account, upload.value().id, store.site.now));
    }

    // Whoever sends the same file in two windows makes two records of it; an hour is left for the second.
    void aUsedUploadEndsWithinTheHour()
    {
        Store store;
        const Result<Upload> upload = store.announce(u"a"_s, 3);
        OK(upload);
        const auto take = [&] {
            return store.write([&](Transaction &transaction) -> Result<Done> {
                return takeUpload(transaction, store.account, upload.value().id.text).map([](const Upload &) {
                    return Done{};
                });
            });
        };
        const auto atHand = [&] {
            const Result<std::vector<Upload>> uploads =
                uploadsAtHand(store.database(), *store.contents, store.account, store.site.now);
            return uploads ? int(uploads.value().size()) : -1;
        };
        OK(store.append(upload.value(), 0, "abc"));
        QCOMPARE(code(take()), u"upload.unfinished"_s);
        OK(store.finish(upload.value()));
        OK(take());
        store.site.now = store.site.now.addSecs(2'900);
        QCOMPARE(atHand(), 1);
        OK(take()); // which gives it no more time
        store.site.now = store.site.now.addSecs(200);
        QCOMPARE(atHand(), 0);
        OK(take());
        store.site.now = store.site.now.addSecs(600);
        QCOMPARE(code(take()), u"upload.gone"_s);
        OK(store.sweep());
        QCOMPARE(store.database().value(u"SELECT COUNT(*) FROM uploads"_s).value().toInt(), 0);
    }

    // A crash between the file and its record leaves a file, which goes.
    void straysGo()
    {
        if (SiteFile::isPostgres())
            QSKIP("pieces and records go together");
        Store store;
        const QString stray = store.site.dir.filePath(u"contents/uploads/upl-99"_s);
        QFile file(stray);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("x") == 1);
        file.close();
        store.site.now = QDateTime::currentDateTimeUtc().addSecs(7'200);
        OK(store.sweep());
        QVERIFY(!QFile::exists(stray));
    }

    // However many contents there are, each comes to be looked at.
    void strayContentsGoInTheEnd()
    {
        if (SiteFile::isPostgres())
            QSKIP("pieces and records go together");
        Store store;
        for (int i = 0; i < 1'500; ++i) {
            const QString digest = sha256Hex(QByteArray::number(i));
            const QString folder = store.site.dir.filePath(u"contents/"_s + digest.left(2));
            QVERIFY(QDir().mkpath(folder));
            QFile file(QString(folder + u'/' + digest));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        store.site.now = QDateTime::currentDateTimeUtc().addSecs(7'200);
        const QDateTime moment = store.site.now;
        const QStringList first = store.contents->strays(moment);
        const QStringList second = store.contents->strays(moment);
        QVERIFY(first.size() >= 1'000 && first.size() < 1'500);
        QCOMPARE(first.size() + second.size(), 1'500);
        QCOMPARE(QSet<QString>(first.begin(), first.end()).intersect({second.begin(), second.end()}).size(), 0);
    }

    void aDeskServesOneAtATime()
    {
        UploadDesk desk;
        auto first = desk.begin(u"upl-1"_s);
        OK(first);
        QCOMPARE(code(desk.begin(u"upl-1"_s)), u"upload.busy"_s);
        OK(desk.begin(u"upl-2"_s));
        first.value().reset();
        OK(desk.begin(u"upl-1"_s));
    }

    void installsFollowPackageLists()
    {
        static const Table<Device> devices;
        static const Table<Application> applications;
        Store store;
        Application application;
        application.name = u"Curl"_s;
        application.platform = Platform::Linux;
        application.kind = ApplicationKind::Repository;
        application.identifier = u"curl"_s;
        Device device;
        device.name = u"a"_s;
        device.platform = Platform::Linux;
        OK(store.write([&](Transaction &transaction) -> Result<Done> {
            const Result<Application> made = applications.insert(transaction, application);
            const Result<Device> added = devices.insert(transaction, device);
            if (!made || !added)
                return made ? added.error() : made.error();
            application = made.value();
            device = added.value();
            return Done{};
        }));
        const auto report = [&](const QJsonArray &items) {
            return store.write([&](Transaction &transaction) {
                return noteInstalls(transaction, device, u"belvedere-agent"_s, {{u"items"_s, items}});
            });
        };
        const auto versions = [&] {
            QStringList list;
            const Result<Page<InstalledVersion>> page = installedVersions(store.database(), application.id);
            for (const InstalledVersion &version : page ? page.value().items : std::vector<InstalledVersion>())
                list.append(u"%1 %2"_s.arg(version.release).arg(version.devices));
            return list;
        };
        OK(report({QJsonObject{{u"name"_s, u"curl"_s}, {u"version"_s, u"7"_s}}}));
        QCOMPARE(versions(), QStringList{u"7 1"_s});
        OK(report({QJsonObject{{u"name"_s, u"curl"_s}, {u"version"_s, u"8"_s}}}));
        QCOMPARE(versions(), QStringList{u"8 1"_s});
        OK(report({QJsonObject{{u"name"_s, u"wget"_s}, {u"version"_s, u"8"_s}}}));
        QCOMPARE(versions(), QStringList());
        OK(report({QJsonObject{{u"name"_s, u"curl"_s}, {u"version"_s, u"8"_s}}}));
        OK(store.write(refreshCounts));
        QCOMPARE(applications.get(store.database(), application.id).value().devices, 1);
        OK(store.write([&](Transaction &transaction) { return forgetInstalls(transaction, device.id.text); }));
        QCOMPARE(versions(), QStringList());
    }

    void seatsAreCountedAndFollowTheirHolders()
    {
        static const Table<Device> devices;
        static const Table<LicencePool> pools;
        static const Table<LicenceSeat> seats;
        Store store;
        LicencePool pool;
        pool.name = u"Office"_s;
        pool.seats = 1;
        Device device;
        device.name = u"a"_s;
        OK(store.write([&](Transaction &transaction) -> Result<Done> {
            const Result<LicencePool> made = pools.insert(transaction, pool);
            const Result<Device> added = devices.insert(transaction, device);
            if (!made || !added)
                return made ? added.error() : made.error();
            pool = made.value();
            device = added.value();
            return Done{};
        }));
        const auto assign = [&](const LicenceHolder &holder) {
            return store.write([&](Transaction &transaction) {
                return assignSeat(transaction, pool.id, holder, u"me"_s).map([](const LicenceSeat &) {
                    return Done{};
                });
            });
        };
        OK(assign({device.id.text, {}}));
        QCOMPARE(code(assign({device.id.text, {}})), u"licence.held"_s);
        QCOMPARE(code(assign({u"dev-99"_s, {}})), u"validation"_s);
        QCOMPARE(code(assign({device.id.text, u"per-1"_s})), u"validation"_s);
        OK(store.write([&](Transaction &transaction) { return renameHolder(transaction, device.id.text, u"b"_s); }));
        const Result<std::vector<LicenceSeat>> held = seats.list(store.database());
        OK(held);
        QCOMPARE(held.value().front().holderName, u"b"_s);
        QCOMPARE(pools.get(store.database(), pool.id).value().available, 0);
        OK(store.write([&](Transaction &transaction) { return freeSeatsOf(transaction, device.id.text); }));
        QCOMPARE(pools.get(store.database(), pool.id).value().available, 1);
    }
};

QTEST_GUILESS_MAIN(TestContents)
#include "tst_contents.moc"
