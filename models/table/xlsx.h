// XLSX (ECMA-376) of what a view shows, by libxlsxwriter; written row by row, so that memory does not grow with it.
#pragma once

#include "base/result.h"
#include "table/display.h"
#include "table/view.h"

struct lxw_format;
struct lxw_workbook;
struct lxw_worksheet;

namespace belvedere {

// Numbers, truths and times are cells of their own kind; times are in UTC, as the heading says. Text is text, also
// where it looks like a formula or an address. What a sheet has no more room for goes on in another one.
class XlsxWriter {
public:
    static constexpr quint32 rowsPerSheet = 1'048'575; // below the heading

    // `columns`: field numbers, in order. The view is held as it was. `path` is overwritten.
    XlsxWriter(ViewPointer view, std::vector<int> columns, Display display, const QString &path,
        quint32 rowsOfSheet = rowsPerSheet);
    ~XlsxWriter();
    XlsxWriter(const XlsxWriter &) = delete;
    XlsxWriter &operator=(const XlsxWriter &) = delete;

    // Writes up to `rows` rows and returns how many are done in all. Error: xlsx.write.
    Result<qint64> step(qint64 rows = 5'000);
    // Packs the file, which takes about as long as all rows before.
    Result<Done> finish();
    bool isDone() const { return m_next == m_view->count(); }

private:
    void addSheet();
    int writeRow(quint32 row, quint32 at);
    int writeCell(const Cell &cell, const Field &field, quint32 at, quint16 column);

    ViewPointer m_view;
    std::vector<int> m_columns;
    Display m_display;
    quint32 m_rowsOfSheet;
    lxw_workbook *m_book = nullptr; // owned; ends with finish()
    lxw_worksheet *m_sheet = nullptr;
    lxw_format *m_heading = nullptr;
    lxw_format *m_time = nullptr;
    quint32 m_next = 0;
};

} // namespace belvedere
