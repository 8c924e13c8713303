// Writing XLSX.
#include "table/xlsx.h"

#include "table/exporterror.h"

#include <QFile>
#include <xlsxwriter.h>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qsizetype longestText = 32'767; // of a cell, in UTF-16 units
constexpr double narrowColumn = 14; // letters
constexpr double wideColumn = 26;
constexpr double exactInteger = 9'007'199'254'740'992.0; // 2^53: what a cell's number can hold

ApiError writeError(int error)
{
    return exportError(u"xlsx.write"_s, QString::fromUtf8(lxw_strerror(lxw_error(error))));
}

} // namespace

XlsxWriter::XlsxWriter(
    ViewPointer view, std::vector<int> columns, Display display, const QString &path, quint32 rowsOfSheet)
    : m_view(std::move(view))
    , m_columns(std::move(columns))
    , m_display(std::move(display))
    , m_rowsOfSheet(rowsOfSheet)
{
    lxw_workbook_options options = {};
    options.constant_memory = LXW_TRUE;
    m_book = workbook_new_opt(QFile::encodeName(path).constData(), &options);
    if (!m_book)
        return;
    m_heading = workbook_add_format(m_book);
    format_set_bold(m_heading);
    m_time = workbook_add_format(m_book);
    format_set_num_format(m_time, "yyyy-mm-dd hh:mm:ss");
    addSheet();
}

XlsxWriter::~XlsxWriter()
{
    if (m_book)
        lxw_workbook_free(m_book);
}

void XlsxWriter::addSheet()
{
    m_sheet = workbook_add_worksheet(m_book, nullptr);
    if (!m_sheet)
        return;
    for (size_t i = 0; i < m_columns.size(); ++i) {
        const Field &field = *m_view->snapshot->column(m_columns[i]).field;
        const auto column = lxw_col_t(i);
        const bool isWide = field.kind == Kind::Text || field.kind == Kind::Set || field.kind == Kind::Time;
        worksheet_set_column(m_sheet, column, column, isWide ? wideColumn : narrowColumn, nullptr);
        const QString label = m_display.label(field);
        const QString heading = field.kind == Kind::Time ? QString(label + u" (UTC)") : label;
        worksheet_write_string(m_sheet, 0, column, heading.toUtf8().constData(), m_heading);
    }
    worksheet_freeze_panes(m_sheet, 1, 0);
}

int XlsxWriter::writeCell(const Cell &cell, const Field &field, quint32 at, quint16 column)
{
    if (const auto *truth = std::get_if<bool>(&cell))
        return worksheet_write_boolean(m_sheet, at, column, *truth ? 1 : 0, nullptr);
    if (const auto *time = std::get_if<QDateTime>(&cell)) {
        constexpr double secondsPerDay = 86'400;
        constexpr double firstDay = 25'569; // 1970-01-01, in days of a spreadsheet
        const double days = double(time->toMSecsSinceEpoch()) / 1'000 / secondsPerDay + firstDay;
        if (days >= 1) // before 1900 a sheet knows no dates
            return worksheet_write_number(m_sheet, at, column, days, m_time);
    }
    const auto *number = std::get_if<qint64>(&cell);
    if (number && std::abs(double(*number)) <= exactInteger)
        return worksheet_write_number(m_sheet, at, column, double(*number), nullptr);
    QString text = m_display.plain(cell, field);
    if (text.isEmpty())
        return LXW_NO_ERROR;
    if (text.size() > longestText) {
        text.truncate(longestText - 1);
        if (text.back().isHighSurrogate())
            text.chop(1);
        text.append(u'…');
    }
    return worksheet_write_string(m_sheet, at, column, text.toUtf8().constData(), nullptr);
}

int XlsxWriter::writeRow(quint32 row, quint32 at)
{
    for (size_t i = 0; i < m_columns.size(); ++i) {
        const int number = m_columns[i];
        const Field &field = *m_view->snapshot->column(number).field;
        if (const int error = writeCell(m_view->snapshot->cell(row, number), field, at, quint16(i)))
            return error;
    }
    return LXW_NO_ERROR;
}

Result<qint64> XlsxWriter::step(qint64 rows)
{
    if (!m_book || !m_sheet)
        return writeError(LXW_ERROR_MEMORY_MALLOC_FAILED);
    const auto end = quint32(std::min<qint64>(m_view->count(), m_next + rows));
    for (; m_next < end; ++m_next) {
        if (m_next > 0 && m_next % m_rowsOfSheet == 0)
            addSheet();
        if (!m_sheet)
            return writeError(LXW_ERROR_MEMORY_MALLOC_FAILED);
        if (const int error = writeRow(m_view->rows[m_next], 1 + m_next % m_rowsOfSheet))
            return writeError(error);
    }
    return qint64(m_next);
}

Result<Done> XlsxWriter::finish()
{
    if (!m_book)
        return writeError(LXW_ERROR_MEMORY_MALLOC_FAILED);
    if (const lxw_error error = workbook_close(std::exchange(m_book, nullptr)))
        return writeError(error);
    return Done{};
}

} // namespace belvedere
