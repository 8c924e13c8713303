// LineReader: lines of JSON from a server into columns; a bad line is an error with its number, the others stay.
#pragma once

#include "table/builder.h"
#include "table/filter.h"

#include <QByteArray>

namespace belvedere {

struct LineError {
    qint64 line; // from 1
    // "line.too-long", "line.malformed", "line.encoding", "line.not-an-object", "line.duplicate-key", "line.no-room",
    // "decode.type", "decode.missing"
    QString code;
    QString field; // of the two decode errors
};

struct LineReport {
    static constexpr int keptErrors = 100;

    qint64 rows = 0; // put
    qint64 removals = 0; // named; the row may not have been there
    qint64 badLines = 0;
    QList<LineError> errors; // the first of them
    // Of the last line: {"token": text, "total": number}. Without it the stream was cut short.
    QString token;
    std::optional<qint64> total;
    bool isComplete() const { return total.has_value(); }
};

class LineReader {
public:
    static constexpr qsizetype maximumLine = 4 * 1024 * 1024; // bytes

    explicit LineReader(std::span<const Field> fields);
    ~LineReader();
    Q_DISABLE_COPY_MOVE(LineReader)

    // Reads lines of three kinds into `builder`, made from the same fields: a row; {"id": text, "removed": true};
    // the last one, with the change token. Fields that a row does not have are not known. Keys that no field has are
    // skipped, and so are the values of objects and lists, which tables do not hold. `stop` ends the work early.
    LineReport read(const QByteArray &lines, SnapshotBuilder &builder, const StopFlag *stop = nullptr);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace belvedere
