// Joining by the numbers of ids.
#include "server/policy/fleetorder.h"

#include "domain/device.h"

#include <algorithm>
#include <numeric>

namespace belvedere::server {

FleetOrder::FleetOrder(const Snapshot &devices)
    : m_numbers(devices.rowCount())
    , m_rows(devices.rowCount())
{
    for (quint32 row = 0; row < devices.rowCount(); ++row)
        m_numbers[row] = idNumber(devices.id(row), Device::idPrefix).value_or(0);
    std::iota(m_rows.begin(), m_rows.end(), 0U);
    const auto isBefore = [this](quint32 a, quint32 b) { return m_numbers[a] < m_numbers[b]; };
    if (!std::is_sorted(m_rows.begin(), m_rows.end(), isBefore)) // rows move only when one is removed
        std::sort(m_rows.begin(), m_rows.end(), isBefore);
}

std::vector<std::span<const FleetRow>> FleetOrder::rowsOf(const FleetTable &table) const
{
    std::vector<std::span<const FleetRow>> result(m_rows.size());
    const std::span<const FleetRow> all = table.rows();
    size_t at = 0;
    for (const quint32 row : m_rows) {
        while (at < all.size() && all[at].device < m_numbers[row])
            ++at;
        const size_t first = at;
        while (at < all.size() && all[at].device == m_numbers[row])
            ++at;
        result[row] = all.subspan(first, at - first);
    }
    return result;
}

} // namespace belvedere::server
