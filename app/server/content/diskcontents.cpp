// Files of contents: written, moved under their digest, removed only after the transaction.
#include "server/content/diskcontents.h"

#include "server/store/syncfolder.h"

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QLoggingCategory>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

Q_LOGGING_CATEGORY(lc, "belvedere.server")

constexpr char uploadFolder[] = "uploads";
constexpr int looked = 1'000; // contents at which a round ends with the folder it is in

ApiError failed(const QFileDevice &file)
{
    const bool isFull = file.error() == QFileDevice::ResourceError;
    return storeError(isFull ? u"store.full"_s : u"store.unreadable"_s,
        u"%1: %2"_s.arg(QFileInfo(file).fileName(), file.errorString()));
}

// A digest lies in a folder of its first two digits; anything else is an upload.
bool isDigest(const QString &owner) { return owner.size() == 64; }

bool syncFile(QFile &file)
{
#ifdef Q_OS_UNIX
    return file.flush() && ::fsync(file.handle()) == 0;
#else
    return file.flush();
#endif
}

ApiError notKept(const QString &owner)
{
    return storeError(u"store.unreadable"_s, u"The content %1 cannot be put in its place."_s.arg(owner));
}

Result<Done> makeClosed(const QString &folder)
{
    constexpr auto mine = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    if (QDir(folder).exists() || (QDir().mkpath(folder) && QFile::setPermissions(folder, mine)))
        return Done{};
    return storeError(u"store.unreadable"_s, u"The directory %1 cannot be made."_s.arg(folder));
}

// The file stands under its digest, and will after a loss of power.
Result<Done> moveIn(const QString &from, const QString &to, const QString &sha256)
{
    const QString folder = QFileInfo(to).path();
    const bool isNewFolder = !QDir(folder).exists();
    const Result<Done> made = makeClosed(folder);
    if (!made)
        return made;
    if (isNewFolder && !syncFolder(QFileInfo(folder).path()))
        return notKept(sha256);
    if (QFileInfo(to).size() == QFileInfo(from).size() && QFile::exists(to))
        return QFile::remove(from) ? Result<Done>(Done{}) : notKept(sha256); // the same content, and it is safe
    QFile::remove(to); // what a disk has damaged
    if (!QFile::rename(from, to) || !syncFolder(folder))
        return notKept(sha256);
    return Done{};
}

} // namespace

QString DiskContents::folderOf(const QString &site) { return QDir(site).absoluteFilePath(u"contents"_s); }

Result<std::unique_ptr<DiskContents>> DiskContents::open(const QString &site)
{
    const QDir folder(folderOf(site));
    const Result<Done> made = makeClosed(folder.absoluteFilePath(QLatin1StringView(uploadFolder)));
    if (!made)
        return made.error();
    return std::unique_ptr<DiskContents>(new DiskContents(folder));
}

QString DiskContents::fileOf(const QString &owner) const
{
    return m_folder.absoluteFilePath(isDigest(owner) ? QString(owner.left(2) + u'/' + owner)
                                                     : QString(QLatin1StringView(uploadFolder) + u'/' + owner));
}

Result<qint64> DiskContents::arrived(Database &, const QString &upload) const
{
    return QFileInfo(fileOf(upload)).size(); // 0 when there is none
}

Result<Contents::Step> DiskContents::append(
    Database &database, const QString &upload, qint64 offset, const QByteArray &bytes)
{
    const Result<qint64> there = arrived(database, upload);
    if (!there || there.value() != offset)
        return there ? wrongOffset(there.value()) : there.error();
    QFile file(fileOf(upload));
    if (!file.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
        return failed(file);
    if (offset == 0)
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    if (file.write(bytes) == bytes.size())
        return Step([](Transaction &) -> Result<Done> { return Done{}; });
    ApiError error = failed(file);
    if (!file.resize(offset)) // so that the client can go on when there is room again
        error.detail += u" A part of a piece stays."_s;
    return error;
}

Result<Contents::Step> DiskContents::keep(const QString &upload, const QString &sha256)
{
    QFile file(fileOf(upload));
    const bool isEmpty = !file.exists(); // an empty file has no pieces
    if (!file.open(isEmpty ? QIODevice::WriteOnly : QIODevice::ReadWrite))
        return failed(file);
    if (!syncFile(file))
        return failed(file);
    file.close();
    return Step([this, from = fileOf(upload), to = fileOf(sha256), sha256](Transaction &) {
        const std::lock_guard lock(m_mutex);
        m_doomed.remove(sha256);
        return moveIn(from, to, sha256);
    });
}

Result<QByteArray> DiskContents::read(Database &, const QString &owner, qint64 offset, qint64 most) const
{
    QFile file(fileOf(owner));
    if (!file.exists())
        return isDigest(owner) ? Result<QByteArray>(notFound(u"content "_s + owner)) : QByteArray();
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered) || !file.seek(offset))
        return failed(file);
    const QByteArray bytes = file.read(most);
    return file.error() == QFileDevice::NoError ? Result<QByteArray>(bytes) : failed(file);
}

Result<Done> DiskContents::forget(Transaction &, const QString &owner)
{
    const std::lock_guard lock(m_mutex);
    m_doomed.insert(owner);
    return Done{};
}

void DiskContents::settle(bool committed)
{
    QSet<QString> doomed;
    {
        const std::lock_guard lock(m_mutex);
        doomed = std::exchange(m_doomed, {});
    }
    for (const QString &owner : doomed) {
        const QString file = fileOf(owner);
        if (committed && QFile::exists(file) && !QFile::remove(file))
            qCWarning(lc, "%s cannot be removed; it is tried again.", qPrintable(file));
    }
}

QStringList DiskContents::strays(const QDateTime &moment) const
{
    QStringList names;
    const auto look = [&](const QString &folder) {
        QDirIterator files(m_folder.absoluteFilePath(folder), QDir::Files | QDir::Hidden);
        qsizetype seen = 0;
        for (; files.hasNext(); ++seen) {
            files.next();
            if (files.fileInfo().lastModified() < moment)
                names.append(files.fileName());
        }
        return seen;
    };
    look(QLatin1StringView(uploadFolder));
    const std::lock_guard lock(m_mutex);
    const QStringList folders = m_folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    qsizetype seen = 0;
    for (const QString &folder : folders) {
        if (folder <= m_reached || folder == QLatin1StringView(uploadFolder))
            continue;
        seen += look(folder);
        m_reached = folder;
        if (seen >= looked)
            return names; // the next round goes on behind it
    }
    m_reached.clear();
    return names;
}

Result<Done> DiskContents::putBack(const QString &sha256, qint64 offset, const QByteArray &bytes)
{
    QFile file(fileOf(u"restore-"_s + sha256));
    const auto mode = offset == 0 ? QIODevice::WriteOnly : QIODevice::WriteOnly | QIODevice::Append;
    if (!file.open(mode) || file.write(bytes) != bytes.size())
        return failed(file);
    if (!bytes.isEmpty())
        return Done{};
    if (!syncFile(file))
        return failed(file);
    file.close();
    return moveIn(file.fileName(), fileOf(sha256), sha256);
}

} // namespace belvedere::server
