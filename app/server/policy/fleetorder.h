// FleetOrder: from a device's row among the columns to its number and to its rows in a FleetTable.
#pragma once

#include "server/policy/fleettable.h"
#include "table/snapshot.h"

namespace belvedere::server {

class FleetOrder {
public:
    explicit FleetOrder(const Snapshot &devices);

    qint64 number(quint32 row) const { return m_numbers[row]; } // of the device's id
    // By row of the snapshot; valid while the table is. Devices that the snapshot does not have are passed over.
    std::vector<std::span<const FleetRow>> rowsOf(const FleetTable &table) const;

private:
    std::vector<qint64> m_numbers; // by row
    std::vector<quint32> m_rows; // by rising number
};

} // namespace belvedere::server
