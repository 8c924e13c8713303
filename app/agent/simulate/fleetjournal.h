// FleetJournal: what each simulated device began and how it ended, a line each, before anybody hears of it.
#pragma once

#include "agent/files/rootdir.h"
#include "domain/command.h"

#include <functional>
#include <QFile>

namespace belvedere {

class FleetJournal {
public:
    struct Entry {
        QString device; // id
        CommandResult result; // the last thing known: started, or how it ended
        bool isAcknowledged = false; // the server has the end
    };

    // Hands over what earlier runs left, oldest first, and opens the file for more; what is acknowledged is forgotten
    // once the file has grown large. Errors are those of RootDir, "state.damaged" and "file.failed".
    Result<Done> open(const RootDir &state, const std::function<void(const Entry &)> &known);
    // The begin or the end of a command; false when it could not be written: nothing must be done then.
    bool write(const QString &device, const CommandResult &result);
    bool writeAcknowledged(const QString &device, const QString &command);

private:
    bool append(const QJsonObject &line);

    QFile m_file;
};

} // namespace belvedere
