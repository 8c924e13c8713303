// Fetching and writing of reports.
#include "cli/report.h"

#include "api/operations.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "reports/compliance.h"
#include "reports/writers.h"

using namespace Qt::StringLiterals;

namespace belvedere {

Result<ReportFormat> reportFormat(const QString &format, bool json)
{
    if (format == "json"_L1 || (format.isEmpty() && json))
        return ReportFormat::Json;
    if (format == "csv"_L1 || format.isEmpty())
        return ReportFormat::Csv;
    return usageError(u"--format of a report takes csv or json."_s);
}

namespace {

// To the file named by --out, or to standard output without one or with "-".
void writeComplianceReport(Runner &runner)
{
    const Result<ReportFormat> format = reportFormat(runner.options().value("format"), runner.options().json);
    if (!format) {
        runner.fail(format.error());
        return;
    }
    runner.send(GetComplianceReport{}, [&runner, format = format.value()](const ComplianceReport &numbers) {
        const Report report = complianceReport(numbers);
        const QByteArray bytes = format == ReportFormat::Json ? reportJson(report) : reportCsv(report);
        const QString path = runner.options().value("out");
        if (path.isEmpty() || path == "-"_L1) {
            print(bytes);
        } else if (const Result<Done> written = writeReportFile(path, bytes); !written) {
            runner.fail(written.error());
            return;
        }
        runner.end(ExitStatus::Success);
    });
}

} // namespace

std::span<const CliCommand> reportCommands()
{
    static constexpr CliCommand list[] = {{"report compliance", 2, &writeComplianceReport}};
    return list;
}

} // namespace belvedere
