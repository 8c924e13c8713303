// CommandFolder: the programs that somebody has put on this computer for its server to run, and no others.
#pragma once

#include "base/result.h"

#include <QStringList>

namespace belvedere {

class CommandFolder {
public:
    // `path` is a directory of this computer, whatever the root of managed files; empty: there are no commands.
    explicit CommandFolder(QString path = {})
        : m_path(std::move(path))
    {
    }

    // Whether nobody but root, or the agent's own user, can change what lies there: that holds for the directory and
    // all above it, none of which is a symbolic link. Errors: "command.not-allowed" without a path, "command.unsafe",
    // "platform.unsupported".
    Result<Done> check() const;
    // Names of what may be run, sorted, at most maximumCommandNames.
    QStringList names() const;
    // Where the program is. Errors: as check(), for the file as well; "command.parameters" for what is no name;
    // "command.not-found".
    Result<QString> find(const QString &name) const;

private:
    QString m_path;
};

} // namespace belvedere
