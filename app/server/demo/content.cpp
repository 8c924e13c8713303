// Storing of a demo catalogue.
#include "server/demo/content.h"

#include "api/operations.h"
#include "base/digest.h"
#include "server/content/blobs.h"
#include "server/content/certificatefile.h"
#include "server/content/installs.h"
#include "server/content/licences.h"
#include "server/demo/catalogue.h"
#include "server/demo/draw.h"
#include "server/store/entitytable.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr quint32 installPurpose = 41;
constexpr quint32 seatPurpose = 42;
constexpr int portion = 2'000; // devices of one transaction
constexpr int mostDevices = 25'000;

struct Share {
    Application application;
    int perMille = 0;
    struct Release {
        QString text;
        int weight = 0;
    };
    QList<Release> releases;
};

class Seeder {
public:
    Seeder(Transaction &transaction, Contents &contents)
        : m_transaction(transaction)
        , m_contents(contents)
        , m_morning(transaction.now().date(), QTime(8, 15), Qt::UTC)
    {
    }

    Result<Share> storeApplication(const QJsonValue &entry)
    {
        static const Table<Application> table;
        auto application = recordOf<Application>(entry);
        application.created = daysAgo(entry);
        application.edited = application.created;
        Result<Application> stored = table.insert(m_transaction, application);
        const QJsonArray releases = entry["releases"_L1].toArray();
        for (const QJsonValue release : releases) {
            if (stored)
                stored = addRelease(stored.value(), release);
        }
        if (!stored)
            return stored.error();
        Share share{stored.value(), entry["share"_L1].toInt(), {}};
        const QJsonArray versions = entry["versions"_L1].toArray();
        for (const QJsonValue version : versions)
            share.releases.append({version["text"_L1].toString(), version["weight"_L1].toInt()});
        return share;
    }

    Result<Done> storeFile(const QJsonValue &entry)
    {
        static const Table<ManagedFile> table;
        auto file = recordOf<ManagedFile>(entry);
        const QByteArray bytes = entry["text"_L1].toString().toUtf8();
        file.fileName = entry["file"_L1].toString();
        file.size = bytes.size();
        file.revision = 1;
        file.created = daysAgo(entry);
        file.edited = file.created;
        const Result<QString> sha256 = keep(bytes);
        if (!sha256)
            return sha256.error();
        file.sha256 = sha256.value();
        const Result<ManagedFile> stored = table.insert(m_transaction, file);
        if (!stored)
            return stored.error();
        const FileRevision revision{
            1, file.path, file.mode, file.fileName, file.sha256, file.size, file.created, u"Demo"_s};
        const Result<QSqlQuery *> kept =
            m_transaction.database().run(u"INSERT INTO file_revisions (file, revision, content) VALUES (?, 1, ?)"_s,
                {stored.value().id.text,
                    QString::fromUtf8(QJsonDocument(toJson(revision)).toJson(QJsonDocument::Compact))});
        return kept ? useBlob(m_transaction, stored.value().id.text, 1, file.sha256) : kept.error();
    }

    Result<Done> storeCertificate(const QJsonValue &entry)
    {
        static const Table<Certificate> table;
        const Result<CertificateFile> file = readCertificateFile(entry["pem"_L1].toString(), {});
        if (!file)
            return file.error();
        Certificate certificate = file.value().facts;
        certificate.description = entry["description"_L1].toString();
        certificate.revision = 1;
        certificate.created = daysAgo(entry);
        certificate.edited = certificate.created;
        const Result<QString> sha256 = keep(file.value().pem);
        const Result<Certificate> stored =
            sha256 ? table.insert(m_transaction, certificate) : Result<Certificate>(sha256.error());
        return stored ? useBlob(m_transaction, stored.value().id.text, 1, certificate.sha256) : stored.error();
    }

    Result<Done> storeLicence(const QJsonValue &entry, const QList<Share> &shares, int devices, quint32 seed)
    {
        static const Table<LicencePool> table;
        auto pool = recordOf<LicencePool>(entry);
        pool.created = daysAgo(entry);
        pool.edited = pool.created;
        pool.available = pool.seats;
        if (const int days = entry["days"_L1].toInt())
            pool.expires = m_morning.addDays(days);
        for (const Share &share : shares) {
            if (share.application.name == entry["application"_L1].toString()) {
                pool.application = share.application.id;
                pool.applicationName = share.application.name;
            }
        }
        const Result<LicencePool> stored = table.insert(m_transaction, pool);
        if (!stored)
            return stored.error();
        Draw draw(seed, seatPurpose, int(number(stored.value().id).value_or(0)));
        const bool isDevice = entry["holders"_L1] == "device"_L1;
        const int wanted = draw.between(int(pool.seats) / 2, int(pool.seats));
        // one in three draws may meet nobody, or who has a seat already
        for (int i = 0; i < wanted; ++i) {
            const int at = 1 + draw.below(isDevice ? devices : qMax(1, devices * 2 / 3));
            const LicenceHolder holder =
                isDevice ? LicenceHolder{makeId<Device>(at).text, {}} : LicenceHolder{{}, makeId<Person>(at).text};
            const Result<LicenceSeat> seat = assignSeat(m_transaction, stored.value().id, holder, u"Demo"_s);
            if (!seat && seat.error().kind != ApiError::Kind::Conflict
                && seat.error().kind != ApiError::Kind::Validation)
                return seat.error();
        }
        return Done{};
    }

private:
    QDateTime daysAgo(const QJsonValue &entry) const { return m_morning.addDays(-entry["age"_L1].toInt()); }

    Result<QString> keep(const QByteArray &bytes)
    {
        const QString sha256 = sha256Hex(bytes);
        const Result<Contents::Step> step = m_contents.keep(m_transaction.database(), bytes);
        Result<Done> done = step ? step.value()(m_transaction) : step.error();
        if (done)
            done = noteBlob(m_transaction, sha256, bytes.size());
        return done ? Result<QString>(sha256) : done.error();
    }

    Result<Application> addRelease(Application application, const QJsonValue &entry)
    {
        static const Table<Application> applications;
        static const Table<ApplicationRelease> releases;
        ++application.revision;
        application.release = entry["release"_L1].toString();
        ApplicationRelease release;
        release.application = application.id;
        release.applicationName = application.name;
        release.revision = application.revision;
        release.release = application.release;
        release.url = entry["url"_L1].toString();
        release.notes = entry["notes"_L1].toString();
        release.created = daysAgo(entry);
        release.createdBy = u"Demo"_s;
        if (const QString package = entry["package"_L1].toString(); !package.isEmpty()) {
            const QByteArray bytes = QByteArray("A package of the demo: " + package.toUtf8() + '\n');
            const Result<QString> sha256 = keep(bytes);
            if (!sha256)
                return sha256.error();
            release.fileName = package;
            release.sha256 = sha256.value();
            release.size = bytes.size();
            const Result<Done> used = useBlob(m_transaction, application.id.text, release.revision, release.sha256);
            if (!used)
                return used.error();
        }
        const Result<ApplicationRelease> stored = releases.insert(m_transaction, release);
        return stored ? applications.refresh(m_transaction, application) : stored.error();
    }

    Transaction &m_transaction;
    Contents &m_contents;
    const QDateTime m_morning;
};

Result<Done> storeAll(Transaction &transaction, Contents &contents, int devices, quint32 seed, QList<Share> &shares)
{
    const QJsonObject demo = demoDocument(u"content"_s);
    Seeder seeder(transaction, contents);
    shares.clear();
    Result<Done> done = Done{};
    const QJsonArray applications = demo["applications"_L1].toArray();
    for (const QJsonValue entry : applications) {
        const Result<Share> share = seeder.storeApplication(entry);
        if (!share)
            return share.error();
        shares.append(share.value());
    }
    const QJsonArray files = demo["files"_L1].toArray();
    for (const QJsonValue entry : files)
        done = done ? seeder.storeFile(entry) : done;
    const QJsonArray certificates = demo["certificates"_L1].toArray();
    for (const QJsonValue entry : certificates)
        done = done ? seeder.storeCertificate(entry) : done;
    const QJsonArray licences = demo["licences"_L1].toArray();
    for (const QJsonValue entry : licences)
        done = done ? seeder.storeLicence(entry, shares, devices, seed) : done;
    return done;
}

Result<Done> install(Transaction &transaction, const QList<Share> &shares, int begin, quint32 seed)
{
    static const Table<Device> table;
    const Result<std::vector<Device>> devices =
        table.list(transaction.database(), {u"n > ? AND n <= ?"_s, {begin, begin + portion}});
    if (!devices)
        return devices.error();
    for (const Device &device : devices.value()) {
        Draw draw(seed, installPurpose, int(number(device.id).value_or(0)));
        for (const Share &share : shares) {
            if (share.application.platform != device.platform || share.releases.isEmpty()
                || !draw.chance(share.perMille))
                continue;
            const Result<Done> done =
                setInstall(transaction, share.application.id, device.id.text, draw.weighted(share.releases).text);
            if (!done)
                return done;
        }
    }
    return Done{};
}

} // namespace

Result<Done> seedContent(Executor &executor, Contents &contents, int devices, quint32 seed)
{
    QList<Share> shares;
    Result<Done> done = executor.writeAndWait(
        [&](Transaction &transaction) { return storeAll(transaction, contents, devices, seed, shares); });
    for (int begin = 0; devices <= mostDevices && done && begin < devices; begin += portion)
        done =
            executor.writeAndWait([&](Transaction &transaction) { return install(transaction, shares, begin, seed); });
    return done ? executor.writeAndWait(refreshCounts) : done;
}

} // namespace belvedere::server
