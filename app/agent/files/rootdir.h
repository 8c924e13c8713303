// RootDir: reading and writing below one directory without ever following a symbolic link.
#pragma once

#include "base/result.h"

#include <optional>

namespace belvedere {

// Paths are written like "/etc/firefox/policies/policies.json" and mean a place below the root. Errors:
// "path.unsafe" (a symbolic link or another kind of file stands in the way), "file.exists", "file.too-large",
// "file.failed". Every change is on the disk, file and directory, when a function returns.
class RootDir {
public:
    enum class Replace { Allowed, Refused };

    explicit RootDir(QString root)
        : m_root(std::move(root))
    {
    }
    const QString &root() const { return m_root; }

    // Nothing when the file, or a directory above it, does not exist.
    Result<std::optional<QByteArray>> read(const QString &path, qsizetype maximum) const;
    // Whole or not at all; the directory must exist. With Replace::Refused an existing file is "file.exists".
    Result<Done> write(const QString &path, const QByteArray &bytes, int mode, Replace replace) const;
    // The bytes of another file, however large, under the same promises.
    Result<Done> copy(const RootDir &from, const QString &source, const QString &path, int mode, Replace replace) const;
    // What a file is without holding it in memory; nothing when it does not exist.
    struct FileDigest {
        QString sha256; // lower-case hex
        qint64 size = 0;
        int mode = 0; // permission bits
        QString stamp; // changes with every change of the file; empty where that cannot be told
    };
    // The same without reading it: `sha256` stays empty.
    Result<std::optional<FileDigest>> stamp(const QString &path) const;
    Result<std::optional<FileDigest>> digest(const QString &path) const;
    Result<Done> remove(const QString &path) const; // absent is fine
    Result<bool> hasDirectory(const QString &path) const;
    Result<Done> makeDirectory(const QString &path, int mode) const; // one level; existing is fine
    Result<Done> removeDirectory(const QString &path) const; // only when empty; otherwise it stays

private:
    QString m_root;
};

// Makes every missing level of `path`; `mode` of the new ones.
Result<Done> makePath(const RootDir &dir, const QString &path, int mode);
// The levels of `path` that do not exist yet, outermost first.
Result<QStringList> missingLevels(const RootDir &dir, const QString &path);

} // namespace belvedere
