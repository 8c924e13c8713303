// Rules say what somebody would say who reads the device's record, the clock and the tables of the five states, and
// knows nothing of how rules are read and compiled.
#include "compliance/evaluate.h"

#include <QRandomGenerator>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

const QDateTime now(QDate(2026, 5, 4), QTime(12, 0), Qt::UTC);
constexpr qint64 week = 604'800; // seconds that a fact is good for, unless a test says otherwise

enum class Found : quint8 { Pass, Fail, Unknown, NotApplicable };

// A fact that is a number on both sides.
struct Fact {
    const char *name;
    bool isTruth;
    std::optional<qint64> (*get)(const Device &device);
    void (*set)(Device &device, qint64 value);
    std::initializer_list<Platform> platforms; // that have it; none: all
};

template<auto member> std::optional<qint64> read(const Device &device)
{
    const auto &value = device.*member;
    return value ? std::optional<qint64>(*value) : std::nullopt;
}
template<auto member> void write(Device &device, qint64 value) { device.*member = value; }

using P = Platform;
const Fact facts[] = {
    {"memory", false, &read<&Device::memory>, &write<&Device::memory>, {}},
    {"updates.security", false, &read<&Device::securityUpdates>, &write<&Device::securityUpdates>,
        {P::MacOs, P::Windows, P::Linux}},
    {"firewall.enabled", true, &read<&Device::firewallEnabled>, &write<&Device::firewallEnabled>,
        {P::MacOs, P::Windows, P::Linux}},
    {"debug.usb_enabled", true, &read<&Device::usbDebugging>, &write<&Device::usbDebugging>, {P::Android}},
    {"passcode.policy_min_length", false, &read<&Device::passcodeMinimumLength>, &write<&Device::passcodeMinimumLength>,
        {P::Ios, P::IpadOs, P::Android, P::MacOs, P::Windows, P::Linux}},
    {"device.supervised", true, &read<&Device::supervised>, &write<&Device::supervised>,
        {P::Ios, P::IpadOs, P::Android, P::MacOs}},
};

struct Test {
    size_t fact = 0;
    QString op; // ":", ">=", "<"
    qint64 value = 0;
    std::optional<Found> missing;
    std::optional<qint64> age; // days; 0: any
};

struct Expression {
    enum class Kind : quint8 { Test, All, Any, Not } kind = Kind::Test;
    Test test;
    std::vector<Expression> parts = {};
};

struct Observed {
    Device device;
    std::vector<QDateTime> times; // by fact
};

class Draw {
public:
    explicit Draw(quint32 seed)
        : m_random(seed)
    {
    }
    int below(int bound) { return int(m_random.bounded(bound)); }

    Expression expression(int depth)
    {
        const int which = depth == 0 ? 0 : below(5);
        if (which < 2)
            return {Expression::Kind::Test, test()};
        if (which == 2)
            return {Expression::Kind::Not, {}, {expression(depth - 1)}};
        Expression made{which == 3 ? Expression::Kind::All : Expression::Kind::Any, {}, {}};
        for (int i = 2 + below(3); i > 0; --i)
            made.parts.push_back(expression(depth - 1));
        return made;
    }
    Observed observed()
    {
        Observed made;
        made.device.platform = Platform(1 + below(7));
        QStringList absent;
        for (const Fact &fact : facts) {
            const int what = below(8);
            if (what > 2)
                fact.set(made.device, fact.isTruth ? below(2) : below(6));
            else if (what == 2)
                absent.append(QString::fromLatin1(fact.name));
            const qint64 age = below(3) == 0 ? week + below(3) - 1 : below(20) * qint64(86'400);
            made.times.push_back(below(10) == 0 ? QDateTime() : now.addSecs(-age));
        }
        made.device.absent = absent;
        return made;
    }

private:
    Test test()
    {
        Test made;
        made.fact = size_t(below(int(std::size(facts))));
        made.op = facts[made.fact].isTruth ? u":"_s : QStringList{u":"_s, u">="_s, u"<"_s}[below(3)];
        made.value = facts[made.fact].isTruth ? below(2) : below(6);
        if (below(3) == 0)
            made.missing = Found(below(4));
        if (below(3) == 0)
            made.age = below(12);
        return made;
    }

    QRandomGenerator m_random;
};

// ---- as it is written ----

QString written(const Expression &expression)
{
    if (expression.kind == Expression::Kind::Not)
        return u"-(%1)"_s.arg(written(expression.parts.front()));
    if (expression.kind != Expression::Kind::Test) {
        QStringList parts;
        for (const Expression &part : expression.parts)
            parts.append(u'(' + written(part) + u')');
        return parts.join(expression.kind == Expression::Kind::All ? u" "_s : u" or "_s);
    }
    const Test &test = expression.test;
    const bool isTruth = facts[test.fact].isTruth;
    const QString value = isTruth ? (test.value ? u"yes"_s : u"no"_s) : QString::number(test.value);
    QStringList attributes;
    if (test.missing)
        attributes.append(u"missing:"_s + QStringList{u"pass"_s, u"fail"_s, u"unknown"_s, u"na"_s}[int(*test.missing)]);
    if (test.age)
        attributes.append(*test.age == 0 ? u"age:any"_s : u"age:%1d"_s.arg(*test.age));
    return QString::fromLatin1(facts[test.fact].name) + test.op + value
        + (attributes.isEmpty() ? QString() : u"{%1}"_s.arg(attributes.join(u' ')));
}

// ---- as it is meant ----

Found meant(const Test &test, const Observed &observed)
{
    const Fact &fact = facts[test.fact];
    const Platform platform = observed.device.platform.value();
    const bool isThere = fact.platforms.size() == 0
        || std::find(fact.platforms.begin(), fact.platforms.end(), platform) != fact.platforms.end();
    if (!isThere)
        return Found::NotApplicable;
    const std::optional<qint64> value = fact.get(observed.device);
    const bool isSaidToBeAbsent = !value && observed.device.absent->contains(QLatin1StringView(fact.name));
    if (!value && !isSaidToBeAbsent)
        return test.missing.value_or(Found::Unknown);
    const QDateTime &time = observed.times[test.fact];
    const qint64 limit = test.age ? *test.age * 86'400 : week;
    if (limit != 0 && (!time.isValid() || time.secsTo(now) > limit))
        return Found::Unknown;
    if (isSaidToBeAbsent)
        return Found::Fail;
    const bool holds = test.op == ":"_L1 ? *value == test.value
        : test.op == "<"_L1              ? *value < test.value
                                         : *value >= test.value;
    return holds ? Found::Pass : Found::Fail;
}

Found meant(const Expression &expression, const Observed &observed)
{
    if (expression.kind == Expression::Kind::Test)
        return meant(expression.test, observed);
    std::vector<Found> parts;
    for (const Expression &part : expression.parts)
        parts.push_back(meant(part, observed));
    const auto any = [&parts](Found found) { return std::find(parts.begin(), parts.end(), found) != parts.end(); };
    if (expression.kind == Expression::Kind::Not) {
        const Found part = parts.front();
        return part == Found::Pass ? Found::Fail : part == Found::Fail ? Found::Pass : part;
    }
    const bool isAll = expression.kind == Expression::Kind::All;
    for (const Found found : {isAll ? Found::Fail : Found::Pass, Found::Unknown, isAll ? Found::Pass : Found::Fail}) {
        if (any(found))
            return found;
    }
    return Found::NotApplicable;
}

QString nameOf(Found found)
{
    return QStringList{u"pass"_s, u"fail"_s, u"undetermined"_s, u"not_applicable"_s}[int(found)];
}

} // namespace

class TestRuleReference : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void randomRulesMeanWhatTheySay()
    {
        Draw draw(20'260'504);
        std::vector<Observed> fleet;
        for (int i = 0; i < 150; ++i)
            fleet.push_back(draw.observed());
        QMap<QString, int> seen;
        for (int i = 0; i < 400; ++i) {
            const Expression expression = draw.expression(3);
            ComplianceRule rule;
            rule.check = written(expression);
            const Result<CompiledRule> compiled = CompiledRule::compile(rule, now);
            QVERIFY2(bool(compiled), qPrintable(rule.check));
            for (const Observed &observed : fleet) {
                const QString expected = nameOf(meant(expression, observed));
                const RuleResult found = compiled.value().evaluate(observed.device, timesOf(observed), {});
                QVERIFY2(found.state.token() == expected,
                    qPrintable(u"%1 on %2: %3, not %4"_s.arg(
                        rule.check, observed.device.platform.token(), found.state.token(), expected)));
                ++seen[expected];
            }
        }
        for (const QString &state : {u"pass"_s, u"fail"_s, u"undetermined"_s, u"not_applicable"_s})
            QVERIFY2(seen.value(state) > 1'000, qPrintable(u"%1: %2"_s.arg(state).arg(seen.value(state))));
    }

private:
    static FactTimes timesOf(const Observed &observed)
    {
        FactTimes times(fields<Device>().size());
        for (size_t i = 0; i < std::size(facts); ++i)
            times[size_t(findField(fields<Device>(), QString::fromLatin1(facts[i].name)) - fields<Device>().data())] =
                observed.times[i];
        return times;
    }
};

QTEST_GUILESS_MAIN(TestRuleReference)
#include "tst_rule_reference.moc"
