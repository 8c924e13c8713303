// Holdings: what policies have brought to a simulated device, and what is true about it because of that.
#pragma once

#include "agent/commands/commandend.h"
#include "agent/facts/facts.h"

#include <QMap>

namespace belvedere {

class Holdings {
public:
    // Kinds that bring and take items, and install updates.
    static bool takes(CommandKind kind);
    // The proof of what was brought tells everything that restore() needs.
    CommandEnd perform(const Command &command, Platform platform, const QDateTime &today);
    // A result of an earlier run.
    void restore(const CommandResult &result);

    // Items, certificates and packages become sections, settings of profiles become facts, and what was updated is no
    // longer pending.
    void apply(Facts &facts) const;

private:
    struct Held {
        InstalledItem item;
        QJsonObject facts; // name of a Device field -> value
        QString version; // of an application
        QDateTime notAfter; // of a certificate
    };
    CommandEnd install(const Command &command, Platform platform, const QDateTime &today);
    void hold(const QJsonObject &held);

    QMap<QString, Held> m_held; // by id of the item
    QMap<QString, QString> m_updated; // package -> version
};

} // namespace belvedere
