// ContentStore: the bytes that commands name, as fetched from the server, in the state directory until they are used.
#pragma once

#include "agent/files/rootdir.h"
#include "domain/command.h"

namespace belvedere {

class ContentStore {
public:
    // `state` must outlive it.
    explicit ContentStore(const RootDir &state)
        : m_state(state)
    {
    }

    // Below the state directory.
    static QString path(const QString &sha256) { return QStringLiteral("/content/") + sha256; }
    QString absolutePath(const QString &sha256) const { return m_state.root() + path(sha256); }
    QString partialPath(const QString &sha256) const { return absolutePath(sha256) + QStringLiteral(".part"); }

    Result<Done> prepare() const; // makes the directory
    // Whether the whole content is there, by size and hash; reads all of it.
    Result<bool> has(const ContentReference &content) const;
    // What was fetched becomes the content if it is; else it goes: "content.wrong-size", "content.wrong-hash".
    Result<Done> take(const ContentReference &content) const;
    Result<QByteArray> read(const ContentReference &content, qsizetype maximum) const; // "content.missing"
    void remove(const QString &sha256) const;
    // What no command has come back for is thrown away: files that were last written before `time`.
    void removeOlder(const QDateTime &time) const;

private:
    const RootDir &m_state;
};

} // namespace belvedere
