// RootDir with openat(2): each step of a path is opened relative to the one before.
#include "agent/files/rootdir.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <functional>
#include <QCryptographicHash>
#include <QFile>
#include <QStringList>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class Descriptor {
public:
    explicit Descriptor(int fd)
        : m_fd(fd)
    {
    }
    ~Descriptor()
    {
        if (m_fd >= 0)
            ::close(m_fd);
    }
    Descriptor(const Descriptor &) = delete;
    Descriptor &operator=(const Descriptor &) = delete;
    Descriptor(Descriptor &&other) noexcept
        : m_fd(std::exchange(other.m_fd, -1))
    {
    }
    Descriptor &operator=(Descriptor &&other) noexcept
    {
        std::swap(m_fd, other.m_fd);
        return *this;
    }
    int get() const { return m_fd; }

private:
    int m_fd;
};

ApiError failure(const QString &path, const QString &code, const QString &reason)
{
    ApiError error;
    error.kind = ApiError::Kind::Server;
    error.code = code;
    error.detail = path + u": "_s + reason;
    return error;
}

ApiError systemFailure(const QString &path)
{
    const int number = errno;
    if (number == ELOOP || number == ENOTDIR)
        return failure(path, u"path.unsafe"_s, u"a symbolic link or a file stands in the way"_s);
    return failure(path, u"file.failed"_s, QString::fromLocal8Bit(std::strerror(number)));
}

struct Place {
    Descriptor directory; // -1: a directory on the way does not exist
    QByteArray name;
};

Result<std::shared_ptr<Place>> openPlace(const QString &root, const QString &path)
{
    const QStringList parts = path.split(u'/', Qt::SkipEmptyParts);
    if (parts.isEmpty() || parts.contains(u"."_s) || parts.contains(u".."_s) || path.contains(QChar(0)))
        return failure(path, u"path.unsafe"_s, u"not a path below the root"_s);
    // the root itself is the administrator's word and may be a link
    Descriptor directory(::open(QFile::encodeName(root).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.get() < 0)
        return systemFailure(root);
    for (qsizetype i = 0; i + 1 < parts.size(); ++i) {
        const QByteArray name = QFile::encodeName(parts[i]);
        Descriptor next(::openat(directory.get(), name.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (next.get() < 0 && errno != ENOENT)
            return systemFailure(path);
        directory = std::move(next);
        if (directory.get() < 0)
            break;
    }
    return std::make_shared<Place>(Place{std::move(directory), QFile::encodeName(parts.last())});
}

bool writeAll(int fd, const QByteArray &bytes)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const ssize_t count = ::write(fd, bytes.constData() + done, size_t(bytes.size() - done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        done += count;
    }
    return true;
}

// A regular file open for reading; nothing when it does not exist.
Result<std::optional<std::shared_ptr<Descriptor>>> openFile(const QString &root, const QString &path)
{
    using Found = std::optional<std::shared_ptr<Descriptor>>;
    const auto place = openPlace(root, path);
    if (!place)
        return place.error();
    if (place.value()->directory.get() < 0)
        return Found();
    // O_NONBLOCK: a named pipe must not hold us
    auto file = std::make_shared<Descriptor>(::openat(place.value()->directory.get(), place.value()->name.constData(),
        O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (file->get() < 0) {
        if (errno == ENOENT)
            return Found();
        return systemFailure(path);
    }
    struct stat info = {};
    if (::fstat(file->get(), &info) != 0)
        return systemFailure(path);
    if (!S_ISREG(info.st_mode))
        return failure(path, u"path.unsafe"_s, u"not a regular file"_s);
    return Found(file);
}

// Hands the bytes on block by block; false ends it early.
Result<bool> eachBlock(int fd, const QString &path, const std::function<bool(QByteArrayView)> &take)
{
    char block[65'536];
    for (;;) {
        const ssize_t count = ::read(fd, block, sizeof block);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return systemFailure(path);
        if (count == 0)
            return true;
        if (!take(QByteArrayView(block, count)))
            return false;
    }
}

// Whole or not at all: written beside the place by `fill`, on the disk, then moved there.
Result<Done> writePlace(const QString &root, const QString &path, int mode, RootDir::Replace replace,
    const std::function<bool(int fd)> &fill)
{
    const auto place = openPlace(root, path);
    if (!place)
        return place.error();
    const int directory = place.value()->directory.get();
    const QByteArray &name = place.value()->name;
    if (directory < 0)
        return failure(path, u"file.failed"_s, u"its directory does not exist"_s);
    struct stat info = {};
    if (::fstatat(directory, name.constData(), &info, AT_SYMLINK_NOFOLLOW) == 0) {
        if (!S_ISREG(info.st_mode))
            return failure(path, u"path.unsafe"_s, u"not a regular file"_s);
        if (replace == RootDir::Replace::Refused)
            return failure(path, u"file.exists"_s, u"it exists"_s);
    }
    // a fixed name: what a crash left behind is found and overwritten
    const QByteArray fresh = '.' + name + ".belvedere-new";
    ::unlinkat(directory, fresh.constData(), 0);
    const Descriptor file(
        ::openat(directory, fresh.constData(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (file.get() < 0)
        return systemFailure(path);
    bool written = fill(file.get()) && ::fchmod(file.get(), mode_t(mode)) == 0 && ::fsync(file.get()) == 0;
    if (written && replace == RootDir::Replace::Allowed)
        written = ::renameat(directory, fresh.constData(), directory, name.constData()) == 0;
    else if (written) // link(2) refuses a file that appeared since we looked
        written = ::linkat(directory, fresh.constData(), directory, name.constData(), 0) == 0;
    if (!written) {
        const ApiError error = errno == EEXIST ? failure(path, u"file.exists"_s, u"it exists"_s) : systemFailure(path);
        ::unlinkat(directory, fresh.constData(), 0);
        return error;
    }
    ::unlinkat(directory, fresh.constData(), 0);
    if (::fsync(directory) != 0)
        return systemFailure(path);
    return Done{};
}

} // namespace

Result<std::optional<QByteArray>> RootDir::read(const QString &path, qsizetype maximum) const
{
    const auto file = openFile(m_root, path);
    if (!file)
        return file.error();
    if (!file.value())
        return std::optional<QByteArray>();
    QByteArray bytes;
    const Result<bool> whole = eachBlock((*file.value())->get(), path, [&bytes, maximum](QByteArrayView block) {
        bytes.append(block.data(), block.size());
        return bytes.size() <= maximum;
    });
    if (!whole)
        return whole.error();
    if (!whole.value())
        return failure(path, u"file.too-large"_s, u"larger than %1 bytes"_s.arg(maximum));
    return std::optional<QByteArray>(bytes);
}

Result<Done> RootDir::write(const QString &path, const QByteArray &bytes, int mode, Replace replace) const
{
    return writePlace(m_root, path, mode, replace, [&bytes](int fd) { return writeAll(fd, bytes); });
}

Result<Done> RootDir::copy(
    const RootDir &from, const QString &source, const QString &path, int mode, Replace replace) const
{
    const auto file = openFile(from.m_root, source);
    if (!file)
        return file.error();
    if (!file.value())
        return failure(source, u"file.failed"_s, u"it does not exist"_s);
    return writePlace(m_root, path, mode, replace, [&](int fd) {
        const Result<bool> whole = eachBlock((*file.value())->get(), source,
            [fd](QByteArrayView block) { return writeAll(fd, QByteArray::fromRawData(block.data(), block.size())); });
        return whole && whole.value();
    });
}

Result<std::optional<RootDir::FileDigest>> RootDir::stamp(const QString &path) const
{
    const auto file = openFile(m_root, path);
    if (!file)
        return file.error();
    if (!file.value())
        return std::optional<FileDigest>();
    struct stat info = {};
    if (::fstat((*file.value())->get(), &info) != 0)
        return systemFailure(path);
    const QString stamp = u"%1 %2 %3 %4.%5 %6.%7"_s.arg(info.st_dev)
                              .arg(info.st_ino)
                              .arg(info.st_size)
                              .arg(info.st_mtim.tv_sec)
                              .arg(info.st_mtim.tv_nsec)
                              .arg(info.st_ctim.tv_sec)
                              .arg(info.st_ctim.tv_nsec);
    return std::optional<FileDigest>({{}, info.st_size, int(info.st_mode & 07777), stamp});
}

Result<std::optional<RootDir::FileDigest>> RootDir::digest(const QString &path) const
{
    const auto before = stamp(path);
    const auto file = openFile(m_root, path);
    if (!file || !before)
        return file ? before.error() : file.error();
    if (!file.value() || !before.value())
        return std::optional<FileDigest>();
    QCryptographicHash hash(QCryptographicHash::Sha256);
    FileDigest digest = *before.value();
    digest.size = 0;
    const Result<bool> whole = eachBlock((*file.value())->get(), path, [&](QByteArrayView block) {
        hash.addData(block);
        digest.size += block.size();
        return true;
    });
    if (!whole)
        return whole.error();
    digest.sha256 = QString::fromLatin1(hash.result().toHex());
    return std::optional<FileDigest>(digest);
}

Result<Done> RootDir::remove(const QString &path) const
{
    const auto place = openPlace(m_root, path);
    if (!place)
        return place.error();
    const int directory = place.value()->directory.get();
    if (directory < 0)
        return Done{};
    const QByteArray fresh = '.' + place.value()->name + ".belvedere-new";
    ::unlinkat(directory, fresh.constData(), 0);
    if (::unlinkat(directory, place.value()->name.constData(), 0) != 0 && errno != ENOENT)
        return systemFailure(path);
    if (::fsync(directory) != 0)
        return systemFailure(path);
    return Done{};
}

Result<bool> RootDir::hasDirectory(const QString &path) const
{
    const auto place = openPlace(m_root, path);
    if (!place)
        return place.error();
    if (place.value()->directory.get() < 0)
        return false;
    struct stat info = {};
    if (::fstatat(place.value()->directory.get(), place.value()->name.constData(), &info, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT)
            return false;
        return systemFailure(path);
    }
    if (!S_ISDIR(info.st_mode))
        return failure(path, u"path.unsafe"_s, u"not a directory"_s);
    return true;
}

Result<Done> RootDir::makeDirectory(const QString &path, int mode) const
{
    const auto place = openPlace(m_root, path);
    if (!place)
        return place.error();
    const int directory = place.value()->directory.get();
    if (directory < 0)
        return failure(path, u"file.failed"_s, u"the directory above it does not exist"_s);
    const char *name = place.value()->name.constData();
    if (::mkdirat(directory, name, mode_t(mode)) != 0) {
        if (errno != EEXIST)
            return systemFailure(path);
        const Result<bool> there = hasDirectory(path);
        if (!there)
            return there.error();
        return Done{};
    }
    // mkdir obeys the umask, a managed directory does not
    if (::fchmodat(directory, name, mode_t(mode), 0) != 0 || ::fsync(directory) != 0)
        return systemFailure(path);
    return Done{};
}

Result<Done> RootDir::removeDirectory(const QString &path) const
{
    const auto place = openPlace(m_root, path);
    if (!place)
        return place.error();
    const int directory = place.value()->directory.get();
    if (directory < 0)
        return Done{};
    if (::unlinkat(directory, place.value()->name.constData(), AT_REMOVEDIR) != 0 && errno != ENOENT
        && errno != ENOTEMPTY && errno != EEXIST)
        return systemFailure(path);
    if (::fsync(directory) != 0)
        return systemFailure(path);
    return Done{};
}

} // namespace belvedere
