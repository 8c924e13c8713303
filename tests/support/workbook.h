// What a spreadsheet program that is not ours reads in a workbook.
#pragma once

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>

namespace belvedere::test {

// By openpyxl: a list per sheet of rows; each cell as [type, value]. Empty when it cannot be read.
inline QJsonArray sheetsOf(const QString &path)
{
    using namespace Qt::StringLiterals;
    static const QString script = u"import sys, json, openpyxl\n"
                                  "book = openpyxl.load_workbook(sys.argv[1])\n"
                                  "print(json.dumps([[[[c.data_type, str(c.value)] for c in row] for row in s.rows]"
                                  " for s in book.worksheets]))\n"_s;
    // the system's own, whose package it is; another one may come first in the path
    const QString system = u"/usr/bin/python3"_s;
    QProcess python;
    python.start(QFile::exists(system) ? system : u"python3"_s, {u"-c"_s, script, path});
    if (!python.waitForFinished(60'000) || python.exitCode() != 0) {
        qWarning("%s", python.readAllStandardError().constData());
        return {};
    }
    return QJsonDocument::fromJson(python.readAllStandardOutput()).array();
}

// "s Name" and the like: type and value of a cell of the rows of one sheet.
inline QString cellOf(const QJsonArray &rows, int row, int column)
{
    const QJsonArray pair = rows[row].toArray()[column].toArray();
    return QString(pair[0].toString() + u' ' + pair[1].toString());
}

} // namespace belvedere::test
