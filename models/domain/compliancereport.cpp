// Fields of the compliance report.
#include "domain/compliancereport.h"

namespace belvedere {

template<> std::span<const Field> fields<ReportRule>()
{
    static const Field list[] = {field<&ReportRule::rule>("rule", "Rule", Required),
        field<&ReportRule::name>("name", "Name", Required), field<&ReportRule::severity>("severity", "Severity"),
        field<&ReportRule::pass>("pass", "Pass", Required), field<&ReportRule::fail>("fail", "Fail", Required),
        field<&ReportRule::undetermined>("undetermined", "Undetermined", Required),
        field<&ReportRule::error>("error", "Error", Required),
        field<&ReportRule::notApplicable>("not_applicable", "Not applicable", Required)};
    return list;
}

template<> std::span<const Field> fields<ComplianceReport>()
{
    using R = ComplianceReport;
    static const Field list[] = {field<&R::generated>("generated", "Generated", Required),
        field<&R::devices>("devices", "Devices", Required), field<&R::simulated>("simulated", "Simulated", Required),
        field<&R::compliant>("compliant", "Compliant", Required), field<&R::inGrace>("in_grace", "In grace", Required),
        field<&R::noncompliant>("noncompliant", "Not compliant", Required),
        field<&R::undetermined>("undetermined", "Undetermined", Required), field<&R::error>("error", "Error", Required),
        field<&R::notAssigned>("not_assigned", "Not assigned", Required),
        field<&R::notApplicable>("not_applicable", "Not applicable", Required),
        field<&R::rules>("rules", "Rules", Required)};
    return list;
}

} // namespace belvedere
