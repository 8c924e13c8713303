// Definition of the compliance report.
#include "reports/compliance.h"

#include "domain/json.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QString tr(const char *text) { return QCoreApplication::translate("ComplianceReport", text); }

struct DeviceState {
    const char *word; // of Compliance
    const char *label;
    const char *query;
    ChartTone tone;
    qint64 ComplianceReport::*count;
    bool counts; // in the percentage
};

// The words of the labels are those of the list of devices. In a query a bare `unknown` means a missing value.
constexpr DeviceState deviceStates[] = {
    {"compliant", QT_TRANSLATE_NOOP("ComplianceReport", "Compliant"), "compliance:compliant", ChartTone::Good,
        &ComplianceReport::compliant, true},
    {"in_grace", QT_TRANSLATE_NOOP("ComplianceReport", "In grace period"), "compliance:in_grace", ChartTone::Caution,
        &ComplianceReport::inGrace, true},
    {"noncompliant", QT_TRANSLATE_NOOP("ComplianceReport", "Not compliant"), "compliance:noncompliant", ChartTone::Bad,
        &ComplianceReport::noncompliant, true},
    {"unknown", QT_TRANSLATE_NOOP("ComplianceReport", "Not determined"), "compliance:\"unknown\"", ChartTone::Unclear,
        &ComplianceReport::undetermined, true},
    {"error", QT_TRANSLATE_NOOP("ComplianceReport", "Error"), "compliance:error", ChartTone::Broken,
        &ComplianceReport::error, true},
    {"not_assigned", QT_TRANSLATE_NOOP("ComplianceReport", "No policy"), "compliance:not_assigned", ChartTone::Outside,
        &ComplianceReport::notAssigned, false},
    {"not_applicable", QT_TRANSLATE_NOOP("ComplianceReport", "Not applicable"), "compliance:not_applicable",
        ChartTone::Outside, &ComplianceReport::notApplicable, false},
};

struct ResultState {
    const char *word; // of RuleState
    const char *label;
    ChartTone tone;
    qint64 ReportRule::*count;
    bool counts;
};

constexpr ResultState resultStates[] = {
    {"fail", QT_TRANSLATE_NOOP("ComplianceReport", "Fail"), ChartTone::Bad, &ReportRule::fail, true},
    {"error", QT_TRANSLATE_NOOP("ComplianceReport", "Error"), ChartTone::Broken, &ReportRule::error, true},
    {"undetermined", QT_TRANSLATE_NOOP("ComplianceReport", "Not determined"), ChartTone::Unclear,
        &ReportRule::undetermined, true},
    {"pass", QT_TRANSLATE_NOOP("ComplianceReport", "Pass"), ChartTone::Good, &ReportRule::pass, true},
    {"not_applicable", QT_TRANSLATE_NOOP("ComplianceReport", "Not applicable"), ChartTone::Outside,
        &ReportRule::notApplicable, false},
};

QString severityLabel(const Coded<RuleSeverity> &severity)
{
    const char *label = choices<RuleSeverity>()[size_t(severity.value())].label;
    return severity.isKnown() ? QCoreApplication::translate("ComplianceRule", label) : severity.token();
}

ChartData deviceChart(const ComplianceReport &numbers)
{
    ChartData chart;
    chart.title = tr(QT_TRANSLATE_NOOP("ComplianceReport", "Devices by state"));
    chart.place = u"devices"_s;
    chart.categories = {tr(QT_TRANSLATE_NOOP("ComplianceReport", "Devices"))};
    for (const DeviceState &state : deviceStates)
        chart.series.push_back(
            {tr(state.label), state.tone, {{numbers.*state.count, QString::fromLatin1(state.query)}}});
    return chart;
}

ChartData ruleChart(const ComplianceReport &numbers)
{
    ChartData chart;
    chart.title = tr(QT_TRANSLATE_NOOP("ComplianceReport", "Devices by rule"));
    chart.place = u"results"_s;
    for (const ReportRule &rule : numbers.rules) {
        chart.categories.append(rule.name);
        chart.details.append(severityLabel(rule.severity));
    }
    for (const ResultState &state : resultStates) {
        ChartSeries series{tr(state.label), state.tone, {}};
        // `=`, because a colon would also find rul-10 when asked for rul-1
        for (const ReportRule &rule : numbers.rules)
            series.points.push_back(
                {rule.*state.count, u"rule_id=%1 state:%2"_s.arg(rule.rule, QLatin1StringView(state.word))});
        chart.series.push_back(std::move(series));
    }
    return chart;
}

std::vector<Figure> figures(const ComplianceReport &numbers)
{
    std::vector<Figure> list;
    for (const DeviceState &state : deviceStates)
        list.push_back({u"devices"_s, {}, {}, {}, QString::fromLatin1(state.word),
            {numbers.*state.count, state.counts ? numbers.assessed() : 0}});
    for (const ReportRule &rule : numbers.rules) {
        for (const ResultState &state : resultStates)
            list.push_back({u"rules"_s, rule.rule, rule.name, rule.severity.token(), QString::fromLatin1(state.word),
                {rule.*state.count, state.counts ? rule.assessed() : 0}});
    }
    return list;
}

} // namespace

qint64 ChartData::total(size_t category) const
{
    qint64 sum = 0;
    for (const ChartSeries &one : series)
        sum += one.points[category].value;
    return sum;
}

bool ChartData::hasShapeOf(const ChartData &other) const
{
    return categories == other.categories
        && std::equal(series.begin(), series.end(), other.series.begin(), other.series.end(),
            [](const ChartSeries &a, const ChartSeries &b) { return a.label == b.label; });
}

std::optional<qint64> Share::perMille() const { return whole > 0 ? std::optional(part * 1'000 / whole) : std::nullopt; }

Report complianceReport(const ComplianceReport &numbers)
{
    Report report;
    report.id = u"compliance"_s;
    report.title = tr(QT_TRANSLATE_NOOP("ComplianceReport", "Compliance report"));
    report.generated = numbers.generated;
    report.headline = {numbers.compliant, numbers.assessed()};
    report.figures = figures(numbers);
    report.charts = {deviceChart(numbers), ruleChart(numbers)};
    report.data = toJson(numbers);
    return report;
}

} // namespace belvedere
