// CSV (RFC 4180) of what a view shows, written step by step so that a page stays alive meanwhile.
#pragma once

#include "base/result.h"
#include "table/display.h"
#include "table/view.h"

#include <QIODevice>

namespace belvedere {

struct CsvOptions {
    bool byteOrderMark = true; // spreadsheets need it to recognise UTF-8
    char separator = ',';
};

// One cell: quoted where needed. A spreadsheet would run text that starts like a formula (= + - @, tab, carriage
// return), so such text gets an apostrophe in front; `isNumber` cells may start with a minus.
QByteArray csvCell(const QString &text, bool isNumber, char separator = ',');

// The view is held as it was; changes that come later are not in the file.
class CsvWriter {
public:
    // `columns`: field numbers, in order.
    CsvWriter(ViewPointer view, std::vector<int> columns, Display display, CsvOptions options = {});

    // Writes the header first, then up to `rows` rows, and returns how many are done in all. Error: csv.write.
    Result<qint64> step(QIODevice &to, qint64 rows = 5'000);
    bool isDone() const { return m_headerDone && m_next == m_view->count(); }
    qint64 total() const { return m_view->count(); }

private:
    void appendRow(QByteArray &out, quint32 row) const;
    QByteArray header() const;

    ViewPointer m_view;
    std::vector<int> m_columns;
    Display m_display;
    CsvOptions m_options;
    bool m_headerDone = false;
    quint32 m_next = 0;
};

} // namespace belvedere
