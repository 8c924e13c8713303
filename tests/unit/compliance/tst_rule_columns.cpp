// Rules over columns find what they find device by device.
#include "compliance/rulecolumns.h"
#include "domain/json.h"
#include "query/print.h"
#include "table/linereader.h"
#include "unit/query/randomquery.h"
#include "unit/table/rows.h"

#include <QTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

const QDateTime now(QDate(2026, 5, 4), QTime(12, 0, 0, 123), Qt::UTC);

std::optional<CompiledRule> compiled(const QString &check, ComplianceRule rule = {})
{
    rule.id = makeId<ComplianceRule>(1);
    rule.check = check;
    Result<CompiledRule> result = CompiledRule::compile(rule, now);
    if (!result)
        return std::nullopt;
    return result.value();
}

// For which devices a rule is.
ComplianceRule kindOfRule(RandomQueries &random)
{
    ComplianceRule rule;
    if (random.below(3) == 0)
        rule.platforms = {u"linux"_s, u"foreign"_s};
    if (random.below(4) == 0)
        rule.osMinimum = Version(QString::number(random.below(20)));
    if (random.below(4) == 0)
        rule.osMaximum = Version(QString::number(random.below(20)));
    if (random.below(4) == 0)
        rule.ownership = Ownership::Corporate;
    if (random.below(4) == 0)
        rule.forms = {u"laptop"_s, u"phone"_s};
    rule.supervisedOnly = random.below(4) == 0;
    return rule;
}

// Devices, what their columns are, and when their fields were measured, in three sections.
struct Fleet {
    std::vector<Device> devices;
    std::vector<FactTimes> times;
    SnapshotPointer snapshot;
    FactColumns columns;
};

Fleet fleetOf(int count, quint32 seed)
{
    constexpr int sections = 3;
    const std::span<const Field> fields = belvedere::fields<Device>();
    RandomQueries random(fields, now, seed);
    Fleet fleet;
    QByteArray lines;
    fleet.columns.lanes.resize(sections);
    for (size_t i = 0; i < fields.size(); ++i)
        fleet.columns.laneOf.push_back(random.below(sections + 1) - 1);
    for (int row = 0; row < count; ++row) {
        Device device;
        device.id = makeId<Device>(row + 1);
        device.name = u"x"_s;
        for (const Field &field : fields) {
            const Cell cell = random.cell(field);
            const bool isFixed = QLatin1StringView(field.name) == "id"_L1 || field.is(Required);
            if (!isFixed)
                field.set(&device, cell);
        }
        // What the wire cannot carry is not known on either side.
        const Result<Device> read = fromJson<Device>(toJson(device));
        if (!read)
            continue;
        FactTimes times(fields.size(), now);
        std::array<QDateTime, sections> measured;
        for (int section = 0; section < sections; ++section) {
            const qint64 age = random.below(20) == 0 ? 604'800'000 + random.below(2'000)
                                                     : qint64(random.below(1'000'000)) * 1'000 + random.below(1'500);
            if (random.below(8) != 0)
                measured[size_t(section)] = now.addMSecs(-age);
        }
        const auto place = quint32(fleet.devices.size());
        for (int section = 0; section < sections; ++section) {
            Lane<qint64> &lane = fleet.columns.lanes[size_t(section)];
            const QDateTime &time = measured[size_t(section)];
            lane.resize(place + 1);
            lane.set(place, time.isValid() ? time.toMSecsSinceEpoch() : unknownValue<qint64>);
        }
        for (size_t i = 0; i < fields.size(); ++i) {
            if (fleet.columns.laneOf[i] >= 0)
                times[i] = measured[size_t(fleet.columns.laneOf[i])];
        }
        lines += lineOf(read.value());
        fleet.devices.push_back(read.value());
        fleet.times.push_back(times);
    }
    fleet.snapshot = snapshotOf(fields, lines);
    return fleet;
}

// Empty, or where the two differ.
QString difference(const Fleet &fleet, const std::vector<CompiledRule> &rules)
{
    const RuleColumns columns(rules, fleet.snapshot, fleet.columns);
    RuleColumns::Sheet sheet;
    for (size_t row = 0; row < fleet.devices.size(); ++row) {
        if (row % blockRows == 0)
            columns.evaluate(row / blockRows, sheet);
        for (size_t rule = 0; rule < rules.size(); ++rule) {
            const RuleResult result = rules[rule].evaluate(fleet.devices[row], fleet.times[row], nullptr);
            const Coded<RuleState> found = sheet.states[rule][row % blockRows];
            if (found.token() != result.state.token())
                return u"%1 on %2: %3, not %4"_s.arg(rules[rule].rule().check,
                    QString::fromUtf8(lineOf(fleet.devices[row])), found.token(), result.state.token());
        }
    }
    return {};
}

} // namespace

class TestRuleColumns : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void agreesWithTheRowEvaluatorOnRandomRules()
    {
        const std::span<const Field> fields = belvedere::fields<Device>();
        int tried = 0;
        for (quint32 seed = 1; seed <= 6; ++seed) {
            const Fleet fleet = fleetOf(150, seed);
            QVERIFY(fleet.devices.size() > 50);
            QCOMPARE(size_t(fleet.snapshot->rowCount()), fleet.devices.size());
            RandomQueries random(fields, now, seed * 1'000);
            std::vector<CompiledRule> rules;
            for (int i = 0; i < 120; ++i) {
                const Query query = random.query(QueryMode::Check);
                if (const auto rule = compiled(printed(query, fields), kindOfRule(random)))
                    rules.push_back(*rule);
            }
            tried += int(rules.size());
            const QString difference = ::difference(fleet, rules);
            QVERIFY2(difference.isEmpty(), qPrintable(difference));
        }
        QVERIFY2(tried > 250, qPrintable(QString::number(tried)));
    }

    void listOperatorsOverSetsAgree()
    {
        const Fleet fleet = fleetOf(200, 99);
        std::vector<CompiledRule> rules;
        for (const QString &check : {u"tags has \"a\",\"n\""_s, u"tags lacks \"a\""_s, u"-(tags has-all \"a\",\"n\")"_s,
                 u"tags only \"a\" or name:x"_s, u"tags has \"a\"{missing:fail age:any}"_s}) {
            if (const auto rule = compiled(check))
                rules.push_back(*rule);
        }
        QVERIFY(rules.size() >= 3);
        const QString difference = ::difference(fleet, rules);
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }

    void severalBlocksAndUnreadableRules()
    {
        Fleet fleet;
        QByteArray lines;
        DeviceMaker maker(4);
        for (int i = 1; i <= int(blockRows) + 10; ++i) {
            fleet.devices.push_back(maker.device(i));
            fleet.times.emplace_back(fields<Device>().size(), now);
            lines += lineOf(fleet.devices.back());
        }
        fleet.snapshot = snapshotOf(fields<Device>(), lines);
        ComplianceRule broken;
        broken.platforms = {u"linux"_s};
        std::vector<CompiledRule> rules = {CompiledRule::unreadable(broken, now)};
        rules.push_back(*compiled(u"os.version>=10 (tag:sales or storage.encrypted:yes)"_s));
        ComplianceRule kind;
        kind.platforms = {u"linux"_s, u"amiga"_s};
        rules.push_back(*compiled(u"updates.security:0{missing:pass} -name:zebra"_s, kind));
        const QString difference = ::difference(fleet, rules);
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
};

QTEST_GUILESS_MAIN(TestRuleColumns)
#include "tst_rule_columns.moc"
