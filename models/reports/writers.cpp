// Writing of reports.
#include "reports/writers.h"

#include "table/csv.h"

#include <QJsonDocument>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// Tenths of a percent as "97.3".
QString percent(const Share &share)
{
    const std::optional<qint64> tenths = share.perMille();
    return tenths ? u"%1.%2"_s.arg(*tenths / 10).arg(*tenths % 10) : QString();
}

QByteArray row(const Figure &figure, const QString &generated)
{
    QByteArray line;
    for (const QString &text : {figure.section, figure.id, figure.name, figure.severity, figure.state})
        line += csvCell(text, false) + ',';
    const QString whole = figure.share.whole > 0 ? QString::number(figure.share.whole) : QString();
    line += QByteArray::number(figure.share.part) + ',' + whole.toLatin1() + ',' + percent(figure.share).toLatin1();
    return line + ',' + generated.toLatin1() + "\r\n";
}

} // namespace

QByteArray reportCsv(const Report &report)
{
    const QString generated = report.generated.toUTC().toString(Qt::ISODate);
    QByteArray text = "section,id,name,severity,state,devices,of,percent,generated\r\n";
    text += row({u"headline"_s, {}, {}, {}, u"compliant"_s, report.headline}, generated);
    for (const Figure &figure : report.figures)
        text += row(figure, generated);
    return text;
}

QByteArray reportJson(const Report &report)
{
    QJsonObject headline{{u"compliant"_s, report.headline.part}, {u"of"_s, report.headline.whole}};
    if (const auto tenths = report.headline.perMille())
        headline.insert(u"percent"_s, double(*tenths) / 10);
    QJsonObject object = report.data;
    object.insert(u"report"_s, report.id);
    object.insert(u"headline"_s, headline);
    return QJsonDocument(object).toJson(QJsonDocument::Indented);
}

Result<Done> writeReportFile(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        return Done{};
    ApiError error;
    error.kind = ApiError::Kind::Validation;
    error.code = u"file.write"_s;
    error.detail = u"%1: %2"_s.arg(path, file.errorString());
    return error;
}

} // namespace belvedere
