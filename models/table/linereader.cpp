// Lines of JSON into columns: batch by batch, each line the short way if it can be, the long way if not.
#include "table/linereader.h"

#include "table/linedecoder.h"
#include "table/linescanner.h"

#include <array>
#include <cstring>

namespace belvedere {

class LineReader::Private {
public:
    explicit Private(std::span<const Field> fieldList);

    // Bytes behind the lines must be readable, see read().
    void readAll(std::string_view lines, SnapshotBuilder &builder, LineReport &report, const StopFlag *stop);
    void flush(SnapshotBuilder &builder, LineReport &report);

    qint64 number = 0; // of the line that is read
    QByteArray tail; // the last lines once more, with readable bytes behind them

private:
    void readLine(std::string_view line, SnapshotBuilder &builder, LineReport &report);
    void apply(const LineDecoder::Line &line, SnapshotBuilder &builder, LineReport &report);
    bool addRow(LineReport &report);
    static void refuse(LineReport &report, qint64 number, Refusal refusal, const Field *field);

    std::span<const Field> m_fields;
    KeyOrder m_keys;
    LineScanner m_scanner;
    LineDecoder m_decoder;
    RowBatch m_batch;
    std::array<qint64, RowBatch::capacity> m_numbers{}; // of the lines whose rows are in the batch
    size_t m_idColumn = 0;
    std::vector<size_t> m_required;
};

LineReader::Private::Private(std::span<const Field> fieldList)
    : m_fields(fieldList)
    , m_keys(fieldList)
    , m_scanner(fieldList, m_keys)
    , m_decoder(fieldList, m_keys, size_t(maximumLine))
    , m_batch(fieldList.size())
{
    for (size_t i = 0; i < m_fields.size(); ++i) {
        const bool isColumn = m_fields[i].kind != Kind::Object && m_fields[i].kind != Kind::List;
        const bool isId = std::string_view(m_fields[i].name) == "id";
        if (isId)
            m_idColumn = i;
        if (isColumn && (isId || m_fields[i].is(Required)))
            m_required.push_back(i);
    }
}

void LineReader::Private::refuse(LineReport &report, qint64 number, Refusal refusal, const Field *field)
{
    if (++report.badLines > LineReport::keptErrors)
        return;
    const bool isAboutField = field && std::string_view(refusal).starts_with("decode.");
    report.errors.append(
        {number, QString::fromLatin1(refusal), isAboutField ? QString::fromLatin1(field->name) : QString()});
}

void LineReader::Private::flush(SnapshotBuilder &builder, LineReport &report)
{
    const std::vector<quint32> refused = builder.put(m_batch);
    report.rows += m_batch.rows() - qint64(refused.size());
    for (const quint32 row : refused)
        refuse(report, m_numbers[row], "line.no-room", nullptr);
    m_batch.clear();
}

// Adds the row that was filled to the batch, unless something is missing.
bool LineReader::Private::addRow(LineReport &report)
{
    for (const size_t column : m_required) {
        if (!m_batch.isKnown(column)) {
            refuse(report, number, "decode.missing", &m_fields[column]);
            return false;
        }
    }
    m_numbers[m_batch.rows()] = number;
    m_batch.add();
    return true;
}

void LineReader::Private::apply(const LineDecoder::Line &line, SnapshotBuilder &builder, LineReport &report)
{
    if (line.refusal) {
        refuse(report, number, line.refusal, line.field);
        return;
    }
    if (line.token)
        report.token = *line.token;
    if (line.total)
        report.total = line.total;
    const bool hasId = m_batch.isKnown(m_idColumn);
    if (line.isLast && !hasId)
        return;
    if (!line.removed || !hasId) {
        addRow(report);
        return;
    }
    // The text stays where it is until the next row begins.
    const std::string id(m_batch.value(m_idColumn).text());
    flush(builder, report);
    builder.remove(id);
    ++report.removals;
}

void LineReader::Private::readLine(std::string_view line, SnapshotBuilder &builder, LineReport &report)
{
    // What is decoded is no longer than the line, and a set is built once more.
    if (m_batch.isFull() || !m_batch.prepare(line.size() * 2)) {
        flush(builder, report);
        m_batch.prepare(line.size() * 2);
    }
    m_batch.begin();
    if (m_scanner.scan(line, m_batch)) {
        addRow(report);
        return;
    }
    m_batch.begin();
    apply(m_decoder.decode(line, m_batch), builder, report);
}

void LineReader::Private::readAll(
    std::string_view lines, SnapshotBuilder &builder, LineReport &report, const StopFlag *stop)
{
    const char *at = lines.data();
    const char *const end = at + lines.size();
    while (at < end && !(stop && *stop)) {
        ++number;
        const auto *newline = static_cast<const char *>(std::memchr(at, '\n', size_t(end - at)));
        const std::string_view line(at, size_t((newline ? newline : end) - at));
        at = newline ? newline + 1 : end;
        if (line.empty() || line == "\r")
            continue;
        if (qsizetype(line.size()) > maximumLine)
            refuse(report, number, "line.too-long", nullptr);
        else
            readLine(line, builder, report);
    }
    flush(builder, report);
}

LineReader::LineReader(std::span<const Field> fields)
    : d(std::make_unique<Private>(fields))
{
}

LineReader::~LineReader() = default;

LineReport LineReader::read(const QByteArray &lines, SnapshotBuilder &builder, const StopFlag *stop)
{
    LineReport report;
    d->number = 0;
    // A line is read some bytes beyond its end; the last ones are copied to where there are some.
    constexpr auto readAhead = qsizetype(std::max(LineScanner::readAhead, LineDecoder::readAhead));
    const qsizetype lastEnd = lines.size() - readAhead;
    const qsizetype head = lastEnd < 0 ? 0 : lines.lastIndexOf('\n', lastEnd) + 1;
    d->readAll({lines.constData(), size_t(head)}, builder, report, stop);
    d->tail = lines.mid(head);
    const auto rest = size_t(d->tail.size());
    d->tail.append(readAhead, '\n');
    d->readAll({d->tail.constData(), rest}, builder, report, stop);
    d->tail.clear();
    std::stable_sort(report.errors.begin(), report.errors.end(),
        [](const LineError &a, const LineError &b) { return a.line < b.line; });
    return report;
}

} // namespace belvedere
