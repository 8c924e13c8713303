// Reading and writing of the known sites.
#include "sites/sitebook.h"

#include "rest/apiclient.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qint64 maximumFileSize = 1024 * 1024; // bytes

ApiError bookError(const QString &code, const QString &detail)
{
    ApiError error;
    error.kind = ApiError::Kind::Server;
    error.code = code;
    error.detail = detail;
    return error;
}

Result<QList<SiteRecord>> decoded(const QByteArray &bytes)
{
    const Result<QJsonObject> object = parseObject(bytes, maximumFileSize);
    if (!object)
        return object.error();
    const QJsonValue list = object.value().value("sites"_L1);
    if (!list.isArray() || list.toArray().size() > SiteBook::maximumSites)
        return decodeError(u"decode.type"_s, u"$.sites"_s, u"list of sites expected"_s);
    QList<SiteRecord> sites;
    for (const QJsonValue entry : list.toArray()) {
        const Result<SiteRecord> record = fromJson<SiteRecord>(entry.toObject(), u"$.sites[%1]"_s.arg(sites.size()));
        if (!record)
            return record.error();
        const Result<QUrl> address = checkedBase(record.value().url());
        if (!address)
            return address.error();
        sites.append(record.value());
    }
    return sites;
}

} // namespace

SiteBook::SiteBook(QString file, QObject *parent)
    : QObject(parent)
    , m_file(std::move(file))
{
}

QString SiteBook::defaultFile()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) + "/sites.json"_L1;
}

Result<Done> SiteBook::load()
{
    m_sites.clear();
    QFile file(m_file);
    if (!file.exists())
        return Done{};
    if (!file.open(QIODevice::ReadOnly))
        return bookError(u"sites.unreadable"_s, file.errorString());
    const Result<QList<SiteRecord>> sites = decoded(file.read(maximumFileSize + 1));
    file.close();
    if (!sites) {
        const QString aside = m_file + ".broken"_L1;
        QFile::remove(aside);
        file.rename(aside);
        return bookError(u"sites.broken"_s, sites.error().detail);
    }
    m_sites = sites.value();
    Q_EMIT changed();
    return Done{};
}

const SiteRecord *SiteBook::find(const QString &id) const
{
    const auto it = std::find_if(m_sites.cbegin(), m_sites.cend(), [&id](const SiteRecord &r) { return r.id == id; });
    return it == m_sites.cend() ? nullptr : &*it;
}

Result<Done> SiteBook::put(const SiteRecord &record)
{
    QList<SiteRecord> sites = m_sites;
    const auto it = std::find_if(sites.begin(), sites.end(), [&](const SiteRecord &r) { return r.id == record.id; });
    if (it != sites.end())
        *it = record;
    else
        sites.append(record);
    if (sites.size() > maximumSites)
        return bookError(u"sites.too-many"_s, u"More than %1 sites."_s.arg(maximumSites));
    return save(sites);
}

Result<Done> SiteBook::remove(const QString &id)
{
    QList<SiteRecord> sites = m_sites;
    if (sites.removeIf([&id](const SiteRecord &r) { return r.id == id; }) == 0)
        return Done{};
    const Result<Done> saved = save(sites);
    if (saved)
        Q_EMIT removed(id);
    return saved;
}

Result<Done> SiteBook::save(const QList<SiteRecord> &sites)
{
    QJsonArray list;
    for (const SiteRecord &record : sites)
        list.append(toJson(record));
    QDir().mkpath(QFileInfo(m_file).absolutePath());
    QSaveFile file(m_file);
    if (!file.open(QIODevice::WriteOnly))
        return bookError(u"sites.unwritable"_s, file.errorString());
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner); // whom somebody works for is their own business
    file.write(QJsonDocument(QJsonObject{{u"sites"_s, list}}).toJson());
    if (!file.commit())
        return bookError(u"sites.unwritable"_s, file.errorString());
    m_sites = sites;
    Q_EMIT changed();
    return Done{};
}

} // namespace belvedere
