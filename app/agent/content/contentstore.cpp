// Keeping of fetched contents.
#include "agent/content/contentstore.h"

#include "agent/agenterror.h"

#include <QDateTime>
#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;

namespace belvedere {

Result<Done> ContentStore::prepare() const { return m_state.makeDirectory(u"/content"_s, 0700); }

Result<bool> ContentStore::has(const ContentReference &content) const
{
    return m_state.digest(path(content.sha256)).map([&content](const std::optional<RootDir::FileDigest> &digest) {
        return digest && digest->sha256 == content.sha256 && digest->size == content.size;
    });
}

Result<Done> ContentStore::take(const ContentReference &content) const
{
    const QString partial = path(content.sha256) + u".part"_s;
    const auto digest = m_state.digest(partial);
    if (!digest)
        return digest.error();
    if (!digest.value() || digest.value()->size != content.size) {
        QFile::remove(partialPath(content.sha256));
        return agentError(u"content.wrong-size"_s, u"The content has another size than was announced."_s);
    }
    if (digest.value()->sha256 != content.sha256) {
        QFile::remove(partialPath(content.sha256));
        return agentError(u"content.wrong-hash"_s, u"The content has another SHA-256 than was announced."_s);
    }
    QFile::remove(absolutePath(content.sha256));
    if (!QFile::rename(partialPath(content.sha256), absolutePath(content.sha256)))
        return agentError(u"file.failed"_s, u"The content cannot be kept."_s);
    return Done{};
}

Result<QByteArray> ContentStore::read(const ContentReference &content, qsizetype maximum) const
{
    const Result<bool> whole = has(content);
    if (!whole)
        return whole.error();
    const auto bytes = whole.value() ? m_state.read(path(content.sha256), maximum)
                                     : Result<std::optional<QByteArray>>(std::optional<QByteArray>());
    if (!bytes)
        return bytes.error();
    if (!bytes.value())
        return agentError(u"content.missing"_s, u"The content of this command has not been fetched."_s);
    return *bytes.value();
}

void ContentStore::remove(const QString &sha256) const
{
    QFile::remove(absolutePath(sha256));
    QFile::remove(partialPath(sha256));
}

void ContentStore::removeOlder(const QDateTime &time) const
{
    const QDir directory(m_state.root() + u"/content"_s);
    const QFileInfoList files = directory.entryInfoList(QDir::Files | QDir::Hidden | QDir::System);
    for (const QFileInfo &file : files) {
        if (file.isSymLink() || file.lastModified() < time)
            QFile::remove(file.filePath());
    }
}

} // namespace belvedere
