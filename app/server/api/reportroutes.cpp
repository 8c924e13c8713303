// Reports: counted by the database in one consistent look at it.
#include "server/api/routes.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

Result<Done> countDevices(Database &database, ComplianceReport &report)
{
    const Result<QSqlQuery *> rows =
        database.run(u"SELECT compliance, COUNT(*), COALESCE(SUM(simulated), 0) FROM devices GROUP BY compliance"_s);
    if (!rows)
        return rows.error();
    static const QHash<QString, qint64 ComplianceReport::*> counters{{u"compliant"_s, &ComplianceReport::compliant},
        {u"in_grace"_s, &ComplianceReport::inGrace}, {u"noncompliant"_s, &ComplianceReport::noncompliant},
        {u"error"_s, &ComplianceReport::error}, {u"not_assigned"_s, &ComplianceReport::notAssigned},
        {u"not_applicable"_s, &ComplianceReport::notApplicable}};
    while (rows.value()->next()) {
        const qint64 devices = rows.value()->value(1).toLongLong();
        report.devices += devices;
        report.simulated += rows.value()->value(2).toLongLong();
        // a device whose state is missing or of a later version is not known to be well
        report.*counters.value(rows.value()->value(0).toString(), &ComplianceReport::undetermined) += devices;
    }
    rows.value()->finish();
    return Done{};
}

Result<Done> countResults(Database &database, ComplianceReport &report)
{
    const Result<QSqlQuery *> rows =
        database.run(u"SELECT r.id, r.name, r.severity, COUNT(*) FILTER (WHERE s.state = 'pass'), "
                     "COUNT(*) FILTER (WHERE s.state IN ('fail', 'excepted')), COUNT(*) FILTER (WHERE s.state IN "
                     "('undetermined', 'not_checked')), "
                     "COUNT(*) FILTER (WHERE s.state = 'error'), COUNT(*) FILTER (WHERE s.state = 'not_applicable') "
                     "FROM results s JOIN rules r ON r.id = s.rule_id GROUP BY r.n"_s);
    if (!rows)
        return rows.error();
    const auto number = [&rows](int column) { return rows.value()->value(column).toLongLong(); };
    while (rows.value()->next()) {
        ReportRule rule;
        rule.rule = rows.value()->value(0).toString();
        rule.name = rows.value()->value(1).toString();
        rule.severity = Coded<RuleSeverity>::fromToken(rows.value()->value(2).toString());
        rule.pass = number(3);
        rule.fail = number(4);
        rule.undetermined = number(5);
        rule.error = number(6);
        rule.notApplicable = number(7);
        report.rules.push_back(rule);
    }
    rows.value()->finish();
    std::sort(report.rules.begin(), report.rules.end(), [](const ReportRule &a, const ReportRule &b) {
        return std::tuple(b.severity.value(), b.fail, a.name, a.rule)
            < std::tuple(a.severity.value(), a.fail, b.name, b.rule);
    });
    return Done{};
}

} // namespace

Result<ComplianceReport> countCompliance(Database &database, const QDateTime &now)
{
    ComplianceReport report;
    report.generated = now;
    const Result<Done> begun = database.begin(Database::Begin::Look);
    if (!begun)
        return begun.error();
    Result<Done> counted = countDevices(database, report);
    if (counted)
        counted = countResults(database, report);
    const Result<Done> ended = database.commit();
    if (!ended)
        database.rollback();
    if (!counted || !ended)
        return counted ? ended.error() : counted.error();
    return report;
}

void serveReports(Router &router)
{
    router.read<GetComplianceReport>(
        [](ReadCall &call, const GetComplianceReport &) { return countCompliance(call.database, call.now); });
}

} // namespace belvedere::server
