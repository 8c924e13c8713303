// Keys, files and the order in which they are touched.
#include "sites/sitecache.h"

#include "base/digest.h"
#include "domain/json.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr char identityList[] = "identity";
constexpr qint64 maximumIdentity = 64 * 1024; // bytes
constexpr qint64 worthAgain = 60; // seconds after which the time alone is worth writing the rows again

QByteArray bytesOf(const Identity &identity)
{
    const QJsonObject object{{u"account"_s, identity.account.text}, {u"email"_s, identity.email},
        {u"name"_s, identity.name}, {u"role"_s, identity.role.token()},
        {u"passwordChangeDue"_s, identity.passwordChangeDue}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

std::optional<Identity> identityOf(const QByteArray &bytes)
{
    const Result<QJsonObject> object = parseObject(bytes, maximumIdentity);
    if (!object || object.value()["account"_L1].toString().isEmpty())
        return {};
    Identity identity;
    identity.account.text = object.value()["account"_L1].toString();
    identity.email = object.value()["email"_L1].toString();
    identity.name = object.value()["name"_L1].toString();
    identity.role = Coded<Role>::fromToken(object.value()["role"_L1].toString());
    identity.passwordChangeDue = object.value()["passwordChangeDue"_L1].toBool();
    return identity;
}

std::optional<Identity> readIdentity(const QString &path, const Secret &key, const SealPurpose &purpose)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    SealReader reader(file, key, purpose);
    if (reader.left() <= 0 || reader.left() > maximumIdentity)
        return {};
    QByteArray bytes(reader.left(), '\0');
    return reader.read(bytes.data(), size_t(bytes.size())) ? identityOf(bytes) : std::nullopt;
}

// Whole or not at all, and for its owner's eyes only.
template<class Write> void replaceFile(const QString &path, const Secret &key, const SealPurpose &purpose, Write write)
{
    const QString folder = QFileInfo(path).absolutePath();
    QDir().mkpath(folder);
    QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return; // a full or read-only disk costs the next start some time, nothing else
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    SealWriter writer(file, key, purpose);
    if (write(writer) && writer.finish())
        file.commit();
}

} // namespace

SiteCache::SiteCache(CacheFolder &folder, const SiteRecord &record, QObject *parent)
    : QObject(parent)
    , m_folder(folder)
    , m_site(record.id)
    , m_address(record.address)
{
    // erased in the settings, or because the site is no longer in the book
    connect(&m_folder, &CacheFolder::erased, this, [this](const QString &site) {
        if (site != m_site)
            return;
        close();
    });
    connect(&m_folder, &QObject::destroyed, this, &SiteCache::close);
}

void SiteCache::close()
{
    m_state = State::Closed;
    m_key.reset();
    m_identity.reset();
    m_saved.clear();
}

void SiteCache::open()
{
    if (m_state != State::Closed)
        return;
    m_state = State::Opening;
    m_folder.secrets().read(CacheFolder::keyName(m_site), this, [this](Result<Secret> key) { useKey(std::move(key)); });
}

void SiteCache::useKey(Result<Secret> key)
{
    if (m_state != State::Opening)
        return; // erased in the meantime
    if (key && key.value().bytes().size() == sealKeySize) {
        m_key = std::make_shared<const Secret>(std::move(key).value());
    } else if (!key && key.error().kind != ApiError::Kind::NotFound && QDir(m_folder.of(m_site)).exists()) {
        // the next start may find the key to what is there
        m_state = State::Closed;
        Q_EMIT opened({});
        return;
    } else {
        // Nothing that is there can be read any more. Without a keychain the key is kept for this run, and the files
        // go at its end.
        m_folder.noteNewKey(m_site);
        m_folder.run([folder = m_folder.of(m_site)] { QDir(folder).removeRecursively(); });
        m_key = std::make_shared<const Secret>(randomBytes(sealKeySize));
        m_folder.secrets().write(CacheFolder::keyName(m_site), m_key->clone());
    }
    m_folder.run([self = QPointer<SiteCache>(this), context = &m_folder, path = fileOf(QLatin1StringView(identityList)),
                     key = m_key, purpose = purpose({})] {
        const std::optional<Identity> identity = readIdentity(path, *key, purpose);
        QMetaObject::invokeMethod(
            context,
            [self, key, identity] {
                if (!self || self->m_key != key)
                    return;
                self->m_state = State::Open;
                self->m_identity = identity;
                Q_EMIT self->opened(identity);
            },
            Qt::QueuedConnection);
    });
}

void SiteCache::keep(const Identity &identity)
{
    if (m_state != State::Open || m_identity == identity)
        return;
    if (m_identity && m_identity->account.text != identity.account.text) {
        erase();
        open();
        return; // the caller keeps again once it is open
    }
    m_identity = identity;
    m_folder.run([path = fileOf(QLatin1StringView(identityList)), key = m_key, purpose = purpose({}),
                     bytes = bytesOf(identity)] {
        replaceFile(path, *key, purpose,
            [&bytes](ByteSink &sink) { return sink.write(bytes.constData(), size_t(bytes.size())); });
    });
}

SealPurpose SiteCache::purpose(const QString &list) const
{
    const bool isIdentity = list.isEmpty();
    return {m_site, m_address, isIdentity || !m_identity ? QString() : m_identity->account.text,
        isIdentity ? QString::fromLatin1(identityList) : list};
}

QString SiteCache::fileOf(const QString &list) const
{
    return QString(m_folder.of(m_site) + u'/' + list + ".sealed"_L1);
}

TableStore::Restore SiteCache::restore(const QString &list, std::span<const Field> fields) const
{
    return [path = fileOf(list), key = m_key, purpose = purpose(list), fields](
               const StopFlag &stop) -> std::optional<KeptSnapshot> {
        QFile file(path);
        if (!key || !file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
            return {};
        SealReader reader(file, *key, purpose);
        Result<KeptSnapshot> kept = readSnapshot(fields, reader, &stop);
        if (kept)
            return std::move(kept).value();
        if (!stop)
            QFile::remove(path);
        return {};
    };
}

void SiteCache::save(const QString &list, const KeptSnapshot &kept)
{
    if (m_state != State::Open || !m_identity)
        return;
    Saved &saved = m_saved[list];
    const bool isSame = saved.lineage == kept.snapshot->lineage() && saved.generation == kept.snapshot->generation()
        && saved.token == kept.token;
    if (isSame && saved.asOf.secsTo(kept.asOf) < worthAgain)
        return;
    saved = {kept.snapshot->lineage(), kept.snapshot->generation(), kept.token, kept.asOf};
    m_folder.run([path = fileOf(list), key = m_key, purpose = purpose(list), kept, effort = m_effort] {
        QElapsedTimer timer;
        timer.start();
        replaceFile(path, *key, purpose, [&kept](ByteSink &sink) { return writeSnapshot(kept, sink); });
        *effort += timer.elapsed();
    });
}

void SiteCache::forget(const QString &list)
{
    m_saved.erase(list);
    m_folder.run([path = fileOf(list)] { QFile::remove(path); });
}

void SiteCache::erase() { m_folder.erase(m_site); }

} // namespace belvedere
