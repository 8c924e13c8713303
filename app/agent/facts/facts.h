// Facts: what is true about a computer; what cannot be told is absent, never guessed.
#pragma once

#include "agent/facts/source.h"
#include "domain/inventory.h"
#include "domain/patch.h"

#include <QMap>

namespace belvedere {

class UpdateAges;

struct Facts {
    Device device; // the fields of the four object sections
    std::optional<QList<Package>> packages;
    std::optional<QList<NetworkInterface>> interfaces;
    std::optional<QList<DeviceUser>> users;
    std::optional<QList<InstalledItem>> items;
    std::optional<QList<InstalledCertificate>> certificates;
    std::optional<QList<PendingUpdate>> updates; // empty: none is pending
    QStringList macs; // what identifies the computer
};

// The sections of the agent protocol; one that nothing is known of is left out.
QMap<QString, QJsonObject> sections(const Facts &facts);

// Remembers the slow facts (pending updates, packages) until what they are computed from has changed.
class FactCollector {
public:
    // `ages` may be null: then it is not told since when updates are pending.
    explicit FactCollector(FactSource source, const UpdateAges *ages = nullptr)
        : m_source(std::move(source))
        , m_ages(ages)
    {
    }
    // Blocks for the programs it runs, at most about a minute.
    Facts collect();

private:
    struct Remembered;
    FactSource m_source;
    const UpdateAges *m_ages;
    std::shared_ptr<Remembered> m_remembered;
};

} // namespace belvedere
