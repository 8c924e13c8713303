// Telling cases apart and planning each once.
#include "server/policy/planbook.h"

#include <algorithm>
#include <cstring>
#include <numeric>

namespace belvedere::server {

// What a device's plan hangs on, as bytes: equal bytes, equal plans.
class PlanBook::Signature {
public:
    Signature(const PolicySet &set, const FleetMoment &moment, const FleetOrder &order, const FleetScopes &scopes)
        : m_set(set)
        , m_scopes(scopes)
        , m_present(order.rowsOf(*moment.deployments))
        , m_platform(moment.devices->column(moment.devices->columnOf(u"platform")))
        , m_management(moment.devices->column(moment.devices->columnOf(u"management")))
        , m_osVersion(moment.devices->column(moment.devices->columnOf(u"os.version")))
        , m_steps(versionSteps(set, m_osVersion))
    {
        m_deployments.reserve(moment.deployments->kinds().size());
        m_retries.reserve(moment.deployments->kinds().size());
        for (const QStringList &kind : moment.deployments->kinds()) {
            m_deployments.push_back(FleetMemory::deploymentOf(kind));
            m_retries.push_back(willBeRetried(m_deployments.back()));
        }
    }

    const std::string &of(quint32 row)
    {
        m_bytes.clear();
        m_codes.clear();
        put(code(m_platform, row));
        put(code(m_management, row));
        if (!m_steps.empty())
            put(m_steps[versionCode(row)]);
        auto word = quint32(m_scopes.members.at(row));
        quint32 bits = 1;
        const auto putBit = [&](bool bit) {
            word = word << 1 | quint32(bit);
            if (++bits % 32 == 0)
                put(std::exchange(word, 0));
        };
        for (const FleetScopes::Versions &versions : m_scopes.active) {
            for (const RowBits &version : versions)
                putBit(version.at(row));
        }
        for (const RowBits &paused : m_scopes.paused)
            putBit(paused.at(row));
        putBit(m_scopes.unsupervised.at(row));
        putBit(m_scopes.personal.at(row));
        put(word);
        for (const FleetRow &present : m_present[row])
            m_codes.push_back(2 * present.kind + quint32(isDueNow(present)));
        std::sort(m_codes.begin(), m_codes.end());
        for (const quint32 code : m_codes)
            put(code);
        return m_bytes;
    }

    Case open(quint32 row)
    {
        PlanSubject subject;
        subject.platform = coded<Platform>(m_platform, row);
        subject.management = coded<Management>(m_management, row);
        if (const quint32 code = versionCode(row); code > 0)
            subject.osVersion = Version(m_osVersion.texts.text(code));
        if (m_scopes.unsupervised.at(row)) // otherwise it is the same to a plan whether it is known
            subject.supervised = false;
        if (m_scopes.personal.at(row))
            subject.ownership = Ownership::Byod;
        for (size_t i = 0; i < m_scopes.active.size(); ++i) {
            const FleetScopes::Versions &versions = m_scopes.active[i];
            const auto version =
                std::find_if(versions.begin(), versions.end(), [row](const RowBits &rows) { return rows.at(row); });
            if (version != versions.end())
                subject.scopes.push_back({i, size_t(version - versions.begin())});
        }
        QStringList policies;
        for (size_t i = 0; i < m_scopes.paused.size(); ++i) {
            if (m_scopes.paused[i].at(row))
                policies.append(m_set.paused[i].id.text);
        }
        std::vector<Deployment> present;
        present.reserve(m_present[row].size());
        for (const FleetRow &one : m_present[row])
            present.push_back(at(one));
        Case made;
        made.plan = planDevice(m_set, subject, {present, policies});
        made.present = std::move(present);
        made.wasMember = m_scopes.members.at(row);
        return made;
    }

private:
    static quint32 code(const Column &column, quint32 row)
    {
        const auto *lane = std::get_if<Lane<quint16>>(&column.lane);
        return lane ? lane->at(row) : 0;
    }
    quint32 versionCode(quint32 row) const
    {
        const auto *lane = std::get_if<Lane<quint32>>(&m_osVersion.lane);
        return lane ? lane->at(row) : 0;
    }
    // By code of the column: how many of the versions that items and settings need at least are known to be out of its
    // reach; those are the highest, so that their number tells which. Nothing where none needs one.
    static std::vector<quint32> versionSteps(const PolicySet &set, const Column &column)
    {
        std::vector<Version> minima;
        for (const DeployableItem &item : set.items) {
            if (!item.minimumOs.isNull())
                minima.push_back(item.minimumOs);
            for (const ItemSetting &setting : item.settings) {
                if (!setting.needs.minimumOs.isNull())
                    minima.push_back(setting.needs.minimumOs);
            }
        }
        std::sort(minima.begin(), minima.end());
        minima.erase(std::unique(minima.begin(), minima.end()), minima.end());
        std::vector<quint32> steps;
        if (minima.empty())
            return steps;
        steps.resize(std::max<quint32>(1, column.codeCount())); // not known reaches all of them
        for (quint32 code = 1; code < steps.size(); ++code) {
            const Version version(column.texts.text(code));
            steps[code] = quint32(std::count_if(minima.begin(), minima.end(),
                [&version](const Version &minimum) { return isOlder(version, minimum); }));
        }
        return steps;
    }
    template<class E> static Coded<E> coded(const Column &column, quint32 row)
    {
        const Cell cell = column.cell(row);
        const auto *token = std::get_if<QString>(&cell);
        return token ? Coded<E>::fromToken(*token) : Coded<E>();
    }
    void put(quint32 value)
    {
        char bytes[sizeof value];
        std::memcpy(bytes, &value, sizeof value);
        m_bytes.append(bytes, sizeof value);
    }
    const Deployment &at(const FleetRow &row)
    {
        Deployment &deployment = m_deployments[row.kind];
        deployment.due = row.time == 0 ? QDateTime() : QDateTime::fromMSecsSinceEpoch(row.time, Qt::UTC);
        return deployment;
    }
    bool isDueNow(const FleetRow &row) { return m_retries[row.kind] && isDue(at(row), m_set.now); }

    const PolicySet &m_set;
    const FleetScopes &m_scopes;
    const std::vector<std::span<const FleetRow>> m_present;
    const Column &m_platform;
    const Column &m_management;
    const Column &m_osVersion;
    const std::vector<quint32> m_steps; // by code of m_osVersion
    std::vector<Deployment> m_deployments; // by kind
    std::vector<bool> m_retries; // by kind: the time matters
    std::string m_bytes;
    std::vector<quint32> m_codes;
};

PlanBook::PlanBook(const PolicySet &set, const FleetMoment &moment, const FleetOrder &order, const FleetScopes &scopes)
    : m_caseOf(moment.devices->rowCount(), none)
{
    Signature signature(set, moment, order, scopes);
    std::unordered_map<std::string, quint32> known;
    RowBits rows = scopes.concerned;
    for (size_t i = 0; i < rows.words().size(); ++i)
        rows.words()[i] |= scopes.members.words()[i];
    rows.forEach([&](quint32 row) {
        const auto [place, isNew] = known.try_emplace(signature.of(row), quint32(m_cases.size()));
        const qint64 number = order.number(row);
        if (isNew) {
            m_cases.push_back(signature.open(row));
            m_cases.back().first = number;
        }
        Case &mine = m_cases[place->second];
        ++mine.devices;
        mine.first = std::min(mine.first, number);
        m_caseOf[row] = place->second;
    });
}

std::vector<quint32> PlanBook::inOrder() const
{
    std::vector<quint32> numbers(m_cases.size());
    std::iota(numbers.begin(), numbers.end(), 0U);
    std::sort(
        numbers.begin(), numbers.end(), [this](quint32 a, quint32 b) { return m_cases[a].first < m_cases[b].first; });
    return numbers;
}

} // namespace belvedere::server
