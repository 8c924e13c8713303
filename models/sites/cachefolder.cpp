// Folders and the worker.
#include "sites/cachefolder.h"

#include "base/digest.h"

#include <QDir>
#include <QDirIterator>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// Ids come from a file; a hash is a safe name whatever is in it.
QString folderName(const QString &site) { return sha256Hex(site.toUtf8()).first(32); }

} // namespace

CacheFolder::CacheFolder(QString path, SecretStore &secrets, QObject *parent)
    : QObject(parent)
    , m_path(std::move(path))
    , m_secrets(secrets)
{
    m_worker.setMaxThreadCount(1);
}

CacheFolder::~CacheFolder()
{
    m_worker.waitForDone();
    if (m_secrets.isLasting())
        return;
    for (const QString &site : m_newKeys)
        QDir(of(site)).removeRecursively();
}

QString CacheFolder::defaultPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::CacheLocation) + "/sites"_L1;
}

QString CacheFolder::of(const QString &site) const { return QString(m_path + u'/' + folderName(site)); }

QString CacheFolder::keyName(const QString &site) { return site + "/cache"_L1; }

void CacheFolder::erase(const QString &site)
{
    // without the key the files are noise already
    m_secrets.remove(keyName(site));
    run([folder = of(site)] { QDir(folder).removeRecursively(); });
    Q_EMIT erased(site);
}

void CacheFolder::keepOnly(const QStringList &sites)
{
    QStringList names;
    for (const QString &site : sites)
        names.append(folderName(site));
    run([path = m_path, names] {
        const QDir dir(path);
        for (const QString &name : dir.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            if (!names.contains(name))
                QDir(dir.filePath(name)).removeRecursively();
        }
    });
}

void CacheFolder::measure(const QString &site, QObject *owner, std::function<void(qint64)> told)
{
    run([folder = of(site), owner = QPointer<QObject>(owner), told = std::move(told), context = this] {
        qint64 bytes = 0;
        for (QDirIterator files(folder, QDir::Files); files.hasNext();) {
            files.next();
            bytes += files.fileInfo().size();
        }
        // by way of this object's thread, which is the owner's: only there may the owner be looked at
        QMetaObject::invokeMethod(
            context,
            [owner, told, bytes] {
                if (owner)
                    told(bytes);
            },
            Qt::QueuedConnection);
    });
}

} // namespace belvedere
