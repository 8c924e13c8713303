// Rules over columns, rolled up device by device.
#include "server/policy/fleetcompliance.h"

#include "api/operations.h"
#include "compliance/registry.h"
#include "compliance/rollup.h"
#include "compliance/rulecolumns.h"
#include "server/policy/devicelists.h"
#include "server/policy/facttimes.h"
#include "server/policy/results.h"
#include "server/policy/scoperows.h"
#include "server/store/entitytable.h"
#include "table/searchcache.h"

#include <QSet>

namespace belvedere::server {

namespace {

constexpr quint32 noRule = ~0U;

class Evaluation {
public:
    Evaluation(const PolicySet &set, const FleetMoment &moment, const FleetOrder &order, const PlanBook &book)
        : m_set(set)
        , m_moment(moment)
        , m_book(book)
        , m_failures(order.rowsOf(*moment.failures))
        , m_now(set.now.toMSecsSinceEpoch())
    {
        collectRules();
        QHash<Pin, quint32> numbers;
        QHash<QString, quint32> ids; // a rule may be there in several revisions, and by several parameters
        m_idOf.reserve(m_pins.size());
        for (size_t i = 0; i < m_pins.size(); ++i) {
            numbers.insert(m_pins[i], quint32(i));
            const QString &id = m_rules[i].rule().id.text;
            if (!ids.contains(id))
                ids.insert(id, quint32(i));
            m_idOf.push_back(ids.value(id));
        }
        m_kinds.reserve(moment.failures->kinds().size());
        for (const QStringList &kind : moment.failures->kinds()) {
            const FleetMemory::Failure failure = FleetMemory::failureOf(kind);
            m_kinds.push_back({ids.value(failure.rule, noRule), failure.revision, failure.isFail});
        }
        m_rulesOf.reserve(book.cases().size());
        for (const PlanBook::Case &one : book.cases()) {
            std::vector<quint32> rules;
            for (const PlannedRule &planned : one.plan.rules) {
                const auto found = numbers.constFind(rulePin(planned.rule, planned.revision, planned.parameters));
                if (found != numbers.constEnd() && !planned.isMonitored)
                    rules.push_back(*found);
            }
            m_rulesOf.push_back(std::move(rules));
        }
    }

    Result<std::vector<Compliance>> run(Database &database, Crew &crew)
    {
        const Result<FactColumns> times = factColumns(database, *m_moment.devices, listRules(), m_set.now);
        Result<Done> read = readDetails(database);
        if (read)
            read = readWaivers(database, crew);
        if (!times || !read)
            return times ? read.error() : times.error();
        const RuleColumns columns(listRules(), m_moment.devices, times.value());
        std::vector<Compliance> result(m_moment.devices->rowCount());
        crew.share(columns.blockCount(), [&](size_t block) {
            RuleColumns::Sheet sheet;
            columns.evaluate(block, sheet);
            const auto first = quint32(block * blockRows);
            const quint32 last = std::min(first + blockRows, m_moment.devices->rowCount());
            for (quint32 row = first; row < last; ++row) {
                if (m_book.caseOf(row) != PlanBook::none)
                    result[row] = rolledUp(row, sheet);
            }
        });
        return result;
    }

private:
    // What is found device by device.
    struct DetailResult {
        RuleState state = RuleState::Unknown;
        bool isInGrace = false; // only of rules whose grace counts from the assignment
    };
    struct FailureKind {
        quint32 rule; // see m_idOf
        qint64 revision;
        bool isFail;
    };

    std::span<const CompiledRule> listRules() const { return std::span(m_rules).first(m_listRules); }

    // Those of the list form first.
    void collectRules()
    {
        QSet<Pin> wanted;
        for (const PlanBook::Case &one : m_book.cases()) {
            for (const PlannedRule &planned : one.plan.rules)
                wanted.insert(rulePin(planned.rule, planned.revision, planned.parameters));
        }
        std::vector<CompiledRule> others;
        std::vector<Pin> otherPins;
        for (auto it = m_set.rules.begin(); it != m_set.rules.end(); ++it) {
            if (!wanted.contains(it.key()) || it->rule().disabled)
                continue;
            const bool isOfLists = isAboutLists(*it) && !countsFromAssignment(it->rule());
            (isOfLists ? m_rules : others).push_back(*it);
            (isOfLists ? m_pins : otherPins).push_back(it.key());
        }
        m_listRules = m_rules.size();
        m_rules.insert(m_rules.end(), others.begin(), others.end());
        m_pins.insert(m_pins.end(), otherPins.begin(), otherPins.end());
    }

    // The states of the rules behind the first, of the devices that have them.
    Result<Done> readDetails(Database &database)
    {
        m_details.assign(m_rules.size() - m_listRules, {});
        if (m_details.empty())
            return Done{};
        for (std::vector<DetailResult> &results : m_details)
            results.resize(m_moment.devices->rowCount());
        static const EntityTable table(tableSpec<Device>());
        Device device;
        return table.all(database, &device, [&]() -> Result<Done> {
            const std::optional<quint32> row = m_moment.devices->rowOf(device.id.text);
            const quint32 number = row ? m_book.caseOf(*row) : PlanBook::none;
            return number == PlanBook::none ? Result<Done>(Done{}) : readDevice(database, device, *row, number);
        });
    }

    Result<Done> readDevice(Database &database, const Device &device, quint32 row, quint32 number)
    {
        std::vector<quint32> asked;
        std::copy_if(m_rulesOf[number].begin(), m_rulesOf[number].end(), std::back_inserter(asked),
            [this](quint32 rule) { return rule >= m_listRules; });
        if (asked.empty())
            return Done{};
        const auto any = [&](auto &&test) {
            return std::any_of(asked.begin(), asked.end(), [&](quint32 rule) { return test(m_rules[rule]); });
        };
        const Result<FactTimes> times = factTimes(database, device, m_set.now);
        const Result<DeviceLists> lists =
            deviceLists(database, device, any([](const CompiledRule &rule) { return rule.asksLists(); }), m_set.now);
        const Result<Assignments> assigned =
            any([](const CompiledRule &rule) { return countsFromAssignment(rule.rule()); })
            ? assignments(database, device.id)
            : Assignments();
        if (!times || !lists || !assigned)
            return !times ? times.error() : !lists ? lists.error() : assigned.error();
        for (const quint32 rule : asked) {
            RuleCircumstances circumstances;
            circumstances.lists = &lists.value();
            circumstances.assigned = assignedSince(m_set, assigned.value(), m_rules[rule].rule().id.text);
            const RuleResult result = m_rules[rule].evaluate(device, times.value(), circumstances);
            m_details[rule - m_listRules][row] = {result.state.value(), result.graceUntil > m_set.now};
        }
        return Done{};
    }

    // Which rows each waiver covers.
    Result<Done> readWaivers(Database &database, Crew &crew)
    {
        m_waivers.resize(m_rules.size());
        SearchCache searches;
        FilterTools tools{crew, searches};
        for (const CompiledWaiver &waiver : m_set.waivers) {
            RowBits rows(m_moment.devices->rowCount());
            if (waiver.scope) {
                CompiledPolicy scope;
                scope.scope = waiver.scope;
                Result<RowBits> found = scopeRows(database, scope, *m_moment.devices, tools);
                if (!found)
                    return found.error();
                rows = std::move(found).value();
            } else if (const std::optional<quint32> row = m_moment.devices->rowOf(waiver.waiver.device.text)) {
                rows.set(*row);
            }
            for (size_t rule = 0; rule < m_rules.size(); ++rule) {
                if (m_rules[rule].rule().id == waiver.waiver.rule)
                    m_waivers[rule].push_back(rows);
            }
        }
        return Done{};
    }

    bool isWaived(quint32 row, quint32 rule) const
    {
        return std::any_of(
            m_waivers[rule].begin(), m_waivers[rule].end(), [row](const RowBits &rows) { return rows.at(row); });
    }

    Compliance rolledUp(quint32 row, const RuleColumns::Sheet &sheet) const
    {
        const quint32 number = m_book.caseOf(row);
        RollUp sum;
        for (const quint32 rule : m_rulesOf[number]) {
            const bool isDetail = rule >= m_listRules;
            const ComplianceRule &record = m_rules[rule].rule();
            RollUp::Part part{isDetail ? m_details[rule - m_listRules][row].state : sheet.states[rule][row % blockRows],
                record.severity.value()};
            part.isMonitored = record.mode.value() == RuleMode::Monitor;
            if (part.state == RuleState::Fail && isWaived(row, rule))
                part.state = RuleState::Excepted;
            if (part.state == RuleState::Fail)
                part.isInGrace = countsFromAssignment(record) ? m_details[rule - m_listRules][row].isInGrace
                                                              : isInGrace(row, rule, record);
            sum.add(part);
        }
        return sum.result(m_book.cases()[number].plan.isAssigned);
    }

    bool isInGrace(quint32 row, quint32 rule, const ComplianceRule &record) const
    {
        std::optional<EarlierFailure> earlier;
        for (const FleetRow &failure : m_failures[row]) {
            const FailureKind &kind = m_kinds[failure.kind];
            if (kind.rule == m_idOf[rule]) {
                earlier = {kind.revision, kind.isFail, failure.time};
                break;
            }
        }
        const std::optional<qint64> since =
            failingSince(RuleState::Fail, record.revision, earlier ? &*earlier : nullptr, m_now);
        return since && *since + record.grace * 1'000 > m_now;
    }

    const PolicySet &m_set;
    const FleetMoment &m_moment;
    const PlanBook &m_book;
    const std::vector<std::span<const FleetRow>> m_failures;
    const qint64 m_now;
    std::vector<CompiledRule> m_rules;
    std::vector<Pin> m_pins; // of those
    std::vector<quint32> m_idOf; // the first one with the same id
    size_t m_listRules = 0; // the first so many are about the list form
    std::vector<FailureKind> m_kinds;
    std::vector<std::vector<quint32>> m_rulesOf; // by case; not those that are only monitored
    std::vector<std::vector<DetailResult>> m_details; // by rule behind the first, then by row
    std::vector<std::vector<RowBits>> m_waivers; // by rule
};

} // namespace

bool isAboutLists(const CompiledRule &rule)
{
    const auto leaves = rule.check() ? rule.check()->leaves() : std::span<const Check::Leaf>();
    return !rule.rule().supervisedOnly && std::none_of(leaves.begin(), leaves.end(), [](const Check::Leaf &leaf) {
        return ruleFields()[leaf.field].is(Detail);
    });
}

Result<std::vector<Compliance>> fleetCompliance(Database &database, const PolicySet &set, const FleetMoment &moment,
    const FleetOrder &order, const PlanBook &book, Crew &crew)
{
    Evaluation evaluation(set, moment, order, book);
    return evaluation.run(database, crew);
}

} // namespace belvedere::server
