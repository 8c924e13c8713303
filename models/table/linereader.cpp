// Lines of JSON into columns: batch by batch, each line the short way if it can be, the long way if not.
#include "table/linereader.h"

#include "table/batchwriter.h"
#include "table/linedecoder.h"
#include "table/linescanner.h"

#include <cstring>

namespace belvedere {

namespace {

constexpr qsizetype worthAThread = 256 * 1024; // bytes

size_t idColumnOf(std::span<const Field> fields)
{
    const auto isId = [](const Field &field) { return std::string_view(field.name) == "id"; };
    return size_t(std::find_if(fields.begin(), fields.end(), isId) - fields.begin());
}

} // namespace

class LineReader::Private {
public:
    explicit Private(std::span<const Field> fieldList);

    // Bytes behind the lines must be readable, see read().
    void readAll(std::string_view lines, LineReport &report, const StopFlag *stop);

    static void refuse(LineReport &report, qint64 number, Refusal refusal, const Field *field);

    BatchWriter writer;
    RecentTexts recent;
    qint64 number = 0; // of the line that is read
    QByteArray tail; // the last lines once more, with readable bytes behind them

private:
    void readLine(std::string_view line, LineReport &report);
    // True when a row was added.
    bool apply(const LineDecoder::Line &line, LineReport &report);
    bool addRow(LineReport &report);

    std::span<const Field> m_fields;
    size_t m_idColumn;
    KeyOrder m_keys;
    LineScanner m_scanner;
    LineDecoder m_decoder;
    std::vector<size_t> m_required;
};

LineReader::Private::Private(std::span<const Field> fieldList)
    : writer(fieldList.size())
    , recent(fieldList.size())
    , m_fields(fieldList)
    , m_idColumn(idColumnOf(fieldList))
    , m_keys(fieldList)
    , m_scanner(fieldList, m_idColumn, m_keys, recent)
    , m_decoder(fieldList, m_keys, recent, size_t(maximumLine))
{
    for (size_t i = 0; i < m_fields.size(); ++i) {
        const bool isColumn = m_fields[i].kind != Kind::Object && m_fields[i].kind != Kind::List;
        if (isColumn && (i == m_idColumn || m_fields[i].is(Required)))
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

// Adds the row that was filled to the batch, unless something is missing.
bool LineReader::Private::addRow(LineReport &report)
{
    for (const size_t column : m_required) {
        if (!writer.batch().isKnown(column)) {
            refuse(report, number, "decode.missing", &m_fields[column]);
            return false;
        }
    }
    writer.addRow(number);
    return true;
}

bool LineReader::Private::apply(const LineDecoder::Line &line, LineReport &report)
{
    if (line.refusal) {
        refuse(report, number, line.refusal, line.field);
        return false;
    }
    if (line.token)
        report.token = *line.token;
    if (line.total)
        report.total = line.total;
    const RowBatch &batch = writer.batch();
    const bool hasId = batch.isKnown(m_idColumn);
    if (line.isLast && !hasId)
        return false;
    if (line.removed && hasId) {
        writer.remove(batch.value(m_idColumn).text());
        ++report.removals;
        return false;
    }
    return addRow(report);
}

void LineReader::Private::readLine(std::string_view line, LineReport &report)
{
    // What is decoded is no longer than the line, and a set is built once more.
    if (writer.batch().isFull() || !writer.batch().prepare(line.size() * 2)) {
        writer.next();
        writer.batch().prepare(line.size() * 2);
    }
    RowBatch &batch = writer.batch();
    batch.begin();
    bool isAdded = false;
    if (m_scanner.scan(line, batch)) {
        isAdded = addRow(report);
    } else {
        batch.begin();
        isAdded = apply(m_decoder.decode(line, batch), report);
    }
    if (!isAdded)
        recent.clear(); // the builder does not hear of the texts that this line had
}

void LineReader::Private::readAll(std::string_view lines, LineReport &report, const StopFlag *stop)
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
            readLine(line, report);
    }
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
    d->recent.clear();
    d->writer.start(builder, lines.size() >= worthAThread);
    // A line is read some bytes beyond its end; the last ones are copied to where there are some.
    constexpr auto readAhead = qsizetype(std::max(LineScanner::readAhead, LineDecoder::readAhead));
    const qsizetype lastEnd = lines.size() - readAhead;
    const qsizetype head = lastEnd < 0 ? 0 : lines.lastIndexOf('\n', lastEnd) + 1;
    d->readAll({lines.constData(), size_t(head)}, report, stop);
    d->tail = lines.mid(head);
    const auto rest = size_t(d->tail.size());
    d->tail.append(readAhead, '\n');
    d->readAll({d->tail.constData(), rest}, report, stop);
    d->writer.finish();
    d->tail.clear();
    report.rows = d->writer.rows();
    for (const qint64 line : d->writer.refusedLines())
        Private::refuse(report, line, "line.no-room", nullptr);
    std::stable_sort(report.errors.begin(), report.errors.end(),
        [](const LineError &a, const LineError &b) { return a.line < b.line; });
    return report;
}

} // namespace belvedere
