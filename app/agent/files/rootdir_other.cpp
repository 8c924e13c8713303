// RootDir where there is no openat(2): links are looked for step by step, which a local attacker can race.
#include "agent/files/rootdir.h"

#include "base/digest.h"

#include <QDir>
#include <QFileInfo>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

ApiError failure(const QString &path, const QString &code, const QString &reason)
{
    ApiError error;
    error.kind = ApiError::Kind::Server;
    error.code = code;
    error.detail = path + u": "_s + reason;
    return error;
}

// The whole path, or an error when a link stands in the way.
Result<QString> resolve(const QString &root, const QString &path)
{
    const QStringList parts = path.split(u'/', Qt::SkipEmptyParts);
    if (parts.isEmpty() || parts.contains(u"."_s) || parts.contains(u".."_s))
        return failure(path, u"path.unsafe"_s, u"not a path below the root"_s);
    QString whole = root;
    for (const QString &part : parts) {
        whole += u'/' + part;
        const QFileInfo info(whole);
        if (info.isSymbolicLink() || info.isJunction())
            return failure(path, u"path.unsafe"_s, u"a symbolic link stands in the way"_s);
    }
    return whole;
}

} // namespace

Result<std::optional<QByteArray>> RootDir::read(const QString &path, qsizetype maximum) const
{
    const Result<QString> whole = resolve(m_root, path);
    if (!whole)
        return whole.error();
    if (!QFileInfo::exists(whole.value()))
        return std::optional<QByteArray>();
    QFile file(whole.value());
    if (!QFileInfo(whole.value()).isFile())
        return failure(path, u"path.unsafe"_s, u"not a regular file"_s);
    if (!file.open(QIODevice::ReadOnly))
        return failure(path, u"file.failed"_s, file.errorString());
    if (file.size() > maximum)
        return failure(path, u"file.too-large"_s, u"larger than %1 bytes"_s.arg(maximum));
    return std::optional<QByteArray>(file.readAll());
}

Result<Done> RootDir::write(const QString &path, const QByteArray &bytes, int mode, Replace replace) const
{
    const Result<QString> whole = resolve(m_root, path);
    if (!whole)
        return whole.error();
    if (replace == Replace::Refused && QFileInfo::exists(whole.value()))
        return failure(path, u"file.exists"_s, u"it exists"_s);
    QSaveFile file(whole.value());
    if (!file.open(QIODevice::WriteOnly))
        return failure(path, u"file.failed"_s, file.errorString());
    if ((mode & 077) == 0)
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(bytes);
    if (!file.commit())
        return failure(path, u"file.failed"_s, file.errorString());
    return Done{};
}

Result<Done> RootDir::copy(
    const RootDir &from, const QString &source, const QString &path, int mode, Replace replace) const
{
    const auto bytes = from.read(source, qsizetype(1) << 31);
    if (!bytes)
        return bytes.error();
    if (!bytes.value())
        return failure(source, u"file.failed"_s, u"it does not exist"_s);
    return write(path, *bytes.value(), mode, replace);
}

Result<std::optional<RootDir::FileDigest>> RootDir::stamp(const QString &path) const { return digest(path); }

Result<std::optional<RootDir::FileDigest>> RootDir::digest(const QString &path) const
{
    const auto bytes = read(path, qsizetype(1) << 31);
    if (!bytes)
        return bytes.error();
    if (!bytes.value())
        return std::optional<FileDigest>();
    return std::optional<FileDigest>({sha256Hex(*bytes.value()), bytes.value()->size(), 0, {}});
}

Result<Done> RootDir::remove(const QString &path) const
{
    const Result<QString> whole = resolve(m_root, path);
    if (!whole)
        return whole.error();
    if (QFileInfo::exists(whole.value()) && !QFile::remove(whole.value()))
        return failure(path, u"file.failed"_s, u"cannot be removed"_s);
    return Done{};
}

Result<bool> RootDir::hasDirectory(const QString &path) const
{
    const Result<QString> whole = resolve(m_root, path);
    if (!whole)
        return whole.error();
    return QFileInfo(whole.value()).isDir();
}

Result<Done> RootDir::makeDirectory(const QString &path, int) const
{
    const Result<QString> whole = resolve(m_root, path);
    if (!whole)
        return whole.error();
    if (!QFileInfo(whole.value()).isDir() && !QDir().mkdir(whole.value()))
        return failure(path, u"file.failed"_s, u"cannot be made"_s);
    return Done{};
}

Result<Done> RootDir::removeDirectory(const QString &path) const
{
    const Result<QString> whole = resolve(m_root, path);
    if (!whole)
        return whole.error();
    QDir().rmdir(whole.value()); // refuses a directory that is not empty, which then stays
    return Done{};
}

} // namespace belvedere
