// Previews.
#include "server/policy/preview.h"

#include "api/operations.h"
#include "compliance/registry.h"
#include "server/policy/currentset.h"
#include "server/policy/devicelists.h"
#include "server/policy/facttimes.h"
#include "server/policy/fleetcompliance.h"
#include "server/policy/previewsum.h"
#include "server/policy/rollouts.h"
#include "server/policy/scoperows.h"
#include "server/store/entitytable.h"
#include "table/searchcache.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

// `visit` may ask the database for more. Inside a transaction.
Result<Done> eachDevice(Database &database, const std::function<Result<Done>(const Device &)> &visit)
{
    static const EntityTable table(tableSpec<Device>());
    Device device;
    return table.all(database, &device, [&] { return visit(device); });
}

// The devices that are on record for the policy.
Result<RowBits> members(Database &database, const BusinessPolicy &policy, const Snapshot &devices)
{
    return namedRows(database, u"SELECT device FROM policy_devices WHERE policy = ?"_s, {policy.id.text}, devices);
}

void count(RuleTrial &trial, RuleState state)
{
    switch (state) {
    case RuleState::Pass:
        ++trial.pass;
        break;
    case RuleState::Fail:
    case RuleState::Excepted:
        ++trial.fail;
        break;
    case RuleState::Undetermined:
    case RuleState::NotChecked:
    case RuleState::Unknown:
        ++trial.undetermined;
        break;
    case RuleState::Error:
        ++trial.error;
        break;
    case RuleState::NotApplicable:
        ++trial.notApplicable;
        break;
    }
}

Result<RuleTrial> tryOverColumns(Database &database, const SnapshotPointer &devices, const CompiledRule &rule)
{
    const Result<FactColumns> times =
        database.look([&] { return factColumns(database, *devices, std::span(&rule, 1), rule.now()); });
    if (!times)
        return times.error();
    const RuleColumns columns(std::span(&rule, 1), devices, times.value());
    RuleColumns::Sheet sheet;
    RuleTrial trial;
    for (size_t block = 0; block < columns.blockCount(); ++block) {
        columns.evaluate(block, sheet);
        const size_t rows = std::min<size_t>(blockRows, devices->rowCount() - block * blockRows);
        for (const RuleState state : std::span(sheet.states.front()).first(rows))
            count(trial, state);
    }
    return trial;
}

// Which version of an active policy each device is to have, as subjectOf() finds it.
Result<FleetScopes::Versions> versionRows(
    Database &database, const CompiledPolicy &policy, const Snapshot &devices, FilterTools &tools)
{
    FleetScopes::Versions versions;
    RowBits unreached(devices.rowCount(), true);
    std::vector<quint16> buckets; // once they are needed
    for (const CompiledPolicy *version = &policy; version; version = version->previous.get()) {
        if (unreached.count() == 0) {
            versions.emplace_back(devices.rowCount());
            continue;
        }
        Result<RowBits> rows = scopeRows(database, *version, devices, tools);
        if (!rows)
            return rows.error();
        versions.push_back(std::move(rows).value());
        const bool isForAll = version->waves.empty();
        if (isForAll && version == &policy)
            continue;
        if (!isForAll && buckets.empty())
            buckets = bucketRows(policy.policy.id, devices, tools);
        const Result<std::vector<quint8>> waves =
            isForAll ? std::vector<quint8>() : waveRows(database, *version, buckets, devices, tools);
        if (!waves)
            return waves.error();
        for (quint32 row = 0; row < devices.rowCount(); ++row) {
            const bool hasReached = isForAll || waves.value()[row] <= version->policy.wave;
            if (!hasReached || !unreached.at(row))
                versions.back().reset(row);
            if (hasReached)
                unreached.reset(row);
        }
    }
    return versions;
}

Result<FleetScopes> fleetScopes(
    Database &database, const BusinessPolicy &policy, const PolicySet &set, const Snapshot &devices, FilterTools &tools)
{
    FleetScopes scopes;
    scopes.concerned = RowBits(devices.rowCount());
    scopes.active.reserve(set.active.size());
    scopes.paused.reserve(set.paused.size());
    for (const CompiledPolicy &active : set.active) {
        Result<FleetScopes::Versions> versions = versionRows(database, active, devices, tools);
        if (!versions)
            return versions.error();
        if (active.policy.id == policy.id) {
            for (const RowBits &version : versions.value())
                version.forEach([&scopes](quint32 row) { scopes.concerned.set(row); });
        }
        scopes.active.push_back(std::move(versions).value());
    }
    for (const BusinessPolicy &paused : set.paused) {
        Result<RowBits> rows = members(database, paused, devices);
        if (!rows)
            return rows.error();
        scopes.paused.push_back(std::move(rows).value());
    }
    Result<RowBits> before = members(database, policy, devices);
    if (!before)
        return before.error();
    scopes.members = std::move(before).value();
    const auto lacking = [&](bool DeviceNeeds::*need, const QString &query) -> Result<RowBits> {
        const bool isAsked = std::any_of(set.items.begin(), set.items.end(), [need](const DeployableItem &item) {
            return item.*need
                || std::any_of(item.settings.begin(), item.settings.end(),
                    [need](const ItemSetting &setting) { return setting.needs.*need; });
        });
        return isAsked ? matchingRows(database, query, devices, tools) : RowBits(devices.rowCount());
    };
    Result<RowBits> unsupervised = lacking(&DeviceNeeds::supervisedOnly, u"device.supervised:no"_s);
    Result<RowBits> personal = lacking(&DeviceNeeds::companyOnly, u"ownership:byod"_s);
    if (!unsupervised || !personal)
        return unsupervised ? personal.error() : unsupervised.error();
    scopes.unsupervised = std::move(unsupervised).value();
    scopes.personal = std::move(personal).value();
    return scopes;
}

// Everybody in the scope, wave by wave.
Result<Done> addWaves(
    Database &database, const CompiledPolicy &wanted, const Snapshot &devices, FilterTools &tools, PreviewSum &sum)
{
    if (wanted.waves.empty())
        return Done{};
    const Result<RowBits> scope = scopeRows(database, wanted, devices, tools);
    const Result<std::vector<quint8>> waves =
        waveRows(database, wanted, bucketRows(wanted.policy.id, devices, tools), devices, tools);
    if (!scope || !waves)
        return scope ? waves.error() : scope.error();
    std::vector<qint64> counts(wanted.waves.size() + 2);
    scope.value().forEach([&](quint32 row) { ++counts[waves.value()[row]]; });
    for (size_t wave = 1; wave < counts.size(); ++wave) {
        if (counts[wave] > 0)
            sum.addToWave(qint64(wave), counts[wave]);
    }
    return Done{};
}

// Devices on which something changes, or those that `line` is about, counted, and the first of them by name.
class Changing {
public:
    Changing(const Snapshot &devices, const PreviewSum &sum, const PlanBook &book, const PreviewParameters &line)
        : m_devices(devices)
        , m_sum(sum)
        , m_book(book)
        , m_isAboutLine(!line.isEmpty())
        , m_name(devices.columnOf(u"name"))
        , m_simulated(devices.columnOf(u"simulated"))
        , m_compliance(devices.columnOf(u"compliance"))
    {
        m_effects.reserve(book.cases().size());
        m_isListed.reserve(book.cases().size());
        for (const PlanBook::Case &one : book.cases()) {
            m_effects.push_back(sum.effect(one.plan, one.present, one.wasMember));
            m_isListed.push_back(m_isAboutLine ? sum.isAbout(line, one.plan) : PreviewSum::changes(m_effects.back()));
        }
    }

    void add(quint32 row, const Coded<Compliance> &before, Compliance after)
    {
        const quint32 number = m_book.caseOf(row);
        if (!m_isListed[number] && (m_isAboutLine || before == Coded<Compliance>(after)))
            return;
        ++m_count;
        PreviewDevice line;
        const Cell name = m_devices.cell(row, m_name);
        if (const auto *text = std::get_if<QString>(&name))
            line.name = *text;
        line.device = m_devices.id(row);
        const bool isFull = m_listed.size() == PreviewSum::listedDevices;
        if (isFull && !PreviewSum::isListedBefore(line, m_listed.front().line))
            return;
        if (isFull) {
            std::pop_heap(m_listed.begin(), m_listed.end(), isBefore);
            m_listed.pop_back();
        }
        m_listed.push_back({line, row, after});
        std::push_heap(m_listed.begin(), m_listed.end(), isBefore);
    }

    qint64 count() const { return m_count; }
    std::vector<PreviewDevice> listed()
    {
        std::sort(m_listed.begin(), m_listed.end(), isBefore);
        std::vector<PreviewDevice> lines;
        lines.reserve(m_listed.size());
        for (const Listed &one : m_listed) {
            PreviewDevice line = m_effects[m_book.caseOf(one.row)];
            line.ineffective = m_sum.ineffective(m_book.cases()[m_book.caseOf(one.row)].plan);
            line.name = one.line.name;
            line.device = one.line.device;
            const Cell simulated = m_devices.cell(one.row, m_simulated);
            const auto *yes = std::get_if<bool>(&simulated);
            line.simulated = yes && *yes;
            line.before = complianceOf(m_devices.cell(one.row, m_compliance));
            line.after = one.after;
            lines.push_back(line);
        }
        return lines;
    }

    static Coded<Compliance> complianceOf(const Cell &cell)
    {
        const auto *token = std::get_if<QString>(&cell);
        return token ? Coded<Compliance>::fromToken(*token) : Coded<Compliance>();
    }

private:
    struct Listed {
        PreviewDevice line; // name and id alone
        quint32 row;
        Compliance after;
    };
    static bool isBefore(const Listed &a, const Listed &b) { return PreviewSum::isListedBefore(a.line, b.line); }

    const Snapshot &m_devices;
    const PreviewSum &m_sum;
    const PlanBook &m_book;
    const bool m_isAboutLine;
    const int m_name;
    const int m_simulated;
    const int m_compliance;
    std::vector<PreviewDevice> m_effects; // by case
    std::vector<bool> m_isListed; // by case, whatever becomes of the compliance
    std::vector<Listed> m_listed; // a heap, the last one on top
    qint64 m_count = 0;
};

void addRows(const Snapshot &devices, const PlanBook &book, const std::vector<Compliance> &after,
    const PreviewParameters &line, PreviewSum &sum)
{
    const Column &column = devices.column(devices.columnOf(u"compliance"));
    const auto &lane = *std::get_if<Lane<quint16>>(&column.lane);
    std::vector<Coded<Compliance>> words; // by code
    words.reserve(column.codeCount());
    for (quint32 code = 0; code < column.codeCount(); ++code)
        words.push_back(code == 0 ? Coded<Compliance>() : Changing::complianceOf(column.cellOfCode(code)));
    constexpr size_t states = 256;
    std::vector<qint64> counts(words.size() * states);
    Changing changing(devices, sum, book, line);
    for (quint32 row = 0; row < devices.rowCount(); ++row) {
        if (book.caseOf(row) == PlanBook::none)
            continue;
        const quint16 before = lane.at(row);
        ++counts[before * states + size_t(after[row])];
        changing.add(row, words[before], after[row]);
    }
    for (size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0)
            sum.addCompliance(words[i / states].token(), Compliance(i % states), counts[i]);
    }
    sum.setChanging(changing.count(), changing.listed());
}

Result<PolicyPreview> previewAtOneMoment(Database &database, const FleetMoment &moment, const BusinessPolicy &policy,
    const QDateTime &now, const PreviewParameters &line)
{
    const Result<BusinessPolicy> active = activatedPolicy(database, policy, now);
    if (!active)
        return active.error();
    const Result<CompiledPolicy> wanted = compilePolicy(active.value(), now);
    if (!wanted)
        return wanted.error();
    const Result<PolicySet> set = loadPolicySet(database, now, &active.value());
    if (!set)
        return set.error();
    const Snapshot &devices = *moment.devices;
    Crew crew;
    SearchCache searches;
    FilterTools tools{crew, searches};
    const Result<FleetScopes> scopes = fleetScopes(database, policy, set.value(), devices, tools);
    if (!scopes)
        return scopes.error();
    const FleetOrder order(devices);
    const PlanBook book(set.value(), moment, order, scopes.value());
    const Result<std::vector<Compliance>> after = fleetCompliance(database, set.value(), moment, order, book, crew);
    if (!after)
        return after.error();
    PreviewSum sum(policy, set.value());
    for (const quint32 number : book.inOrder()) {
        const PlanBook::Case &one = book.cases()[number];
        sum.add(one.plan, one.present, one.wasMember, one.devices);
    }
    addRows(devices, book, after.value(), line, sum);
    const Result<Done> waved = addWaves(database, wanted.value(), devices, tools, sum);
    return waved ? Result<PolicyPreview>(sum.result()) : waved.error();
}

} // namespace

Result<PolicyPreview> previewPolicy(Database &database, FleetMemory &memory, const BusinessPolicy &policy,
    const QDateTime &now, const PreviewParameters &line)
{
    PolicyPreview preview;
    const Result<Done> looked = memory.look(database, [&](const FleetMoment &moment) {
        return previewAtOneMoment(database, moment, policy, now, line).map([&preview](const PolicyPreview &made) {
            preview = made;
            return Done{};
        });
    });
    return looked ? Result<PolicyPreview>(preview) : looked.error();
}

Result<RuleTrial> tryRule(
    Database &database, const SnapshotPointer &devices, const ComplianceRule &rule, const QDateTime &now)
{
    const Result<CompiledRule> compiled = CompiledRule::compile(rule, now);
    if (!compiled)
        return compiled.error();
    if (devices && isAboutLists(compiled.value()))
        return tryOverColumns(database, devices, compiled.value());
    RuleTrial trial;
    const Result<Done> visited = database.look([&] {
        return eachDevice(database, [&](const Device &device) -> Result<Done> {
            const Result<FactTimes> times = factTimes(database, device, now);
            if (!times)
                return times.error();
            const Result<DeviceLists> lists = deviceLists(database, device, compiled.value().asksLists(), now);
            if (!lists)
                return lists.error();
            const RuleCircumstances circumstances{nullptr, &lists.value()};
            count(trial, compiled.value().evaluate(device, times.value(), circumstances).state.value());
            return Done{};
        });
    });
    return visited ? Result<RuleTrial>(trial) : visited.error();
}

} // namespace belvedere::server
