// Writing CSV.
#include "table/csv.h"

#include "table/exporterror.h"

using namespace Qt::StringLiterals;

namespace belvedere {

QByteArray csvCell(const QString &text, bool isNumber, char separator)
{
    static constexpr QStringView formulaStarts = u"=+-@\t\r";
    QString value = text;
    if (!isNumber && !value.isEmpty() && formulaStarts.contains(value.front()))
        value.prepend(u'\'');
    const auto needsQuotes = [separator](QChar c) {
        return c == u'"' || c == u'\n' || c == u'\r' || c == QLatin1Char(separator);
    };
    const bool hasEdgeSpace = !value.isEmpty() && (value.front().isSpace() || value.back().isSpace());
    if (hasEdgeSpace || std::any_of(value.cbegin(), value.cend(), needsQuotes)) {
        value.replace(u'"', "\"\""_L1);
        value = u'"' + value + u'"';
    }
    return value.toUtf8();
}

CsvWriter::CsvWriter(ViewPointer view, std::vector<int> columns, Display display, CsvOptions options)
    : m_view(std::move(view))
    , m_columns(std::move(columns))
    , m_display(std::move(display))
    , m_options(options)
{
}

QByteArray CsvWriter::header() const
{
    QByteArray out;
    if (m_options.byteOrderMark)
        out.append("\xEF\xBB\xBF");
    for (size_t i = 0; i < m_columns.size(); ++i) {
        if (i > 0)
            out.append(m_options.separator);
        const Field &field = *m_view->snapshot->column(m_columns[i]).field;
        out.append(csvCell(m_display.label(field), false, m_options.separator));
    }
    out.append("\r\n");
    return out;
}

void CsvWriter::appendRow(QByteArray &out, quint32 row) const
{
    for (size_t i = 0; i < m_columns.size(); ++i) {
        if (i > 0)
            out.append(m_options.separator);
        const Cell cell = m_view->snapshot->cell(row, m_columns[i]);
        const bool isNumber = std::holds_alternative<qint64>(cell);
        const QString text = m_display.plain(cell, *m_view->snapshot->column(m_columns[i]).field);
        out.append(csvCell(text, isNumber, m_options.separator));
    }
    out.append("\r\n");
}

Result<qint64> CsvWriter::step(QIODevice &to, qint64 rows)
{
    QByteArray out;
    if (!m_headerDone)
        out = header();
    const auto end = quint32(std::min<qint64>(m_view->count(), m_next + rows));
    for (quint32 position = m_next; position < end; ++position)
        appendRow(out, m_view->rows[position]);
    if (to.write(out) != out.size())
        return exportError(u"csv.write"_s, to.errorString());
    m_headerDone = true;
    m_next = end;
    return qint64(end);
}

} // namespace belvedere
