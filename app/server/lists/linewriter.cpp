// Writing of JSON from columns. Where Qt has a choice (order of keys, escapes, times), this does what Qt does.
#include "server/lists/linewriter.h"

#include <algorithm>
#include <charconv>

namespace belvedere::server {

namespace {

constexpr qint64 dayMilliseconds = 86'400'000;
constexpr qint64 lastPlainTime = 253'402'300'799'999; // the end of year 9999

bool needsEscape(char c) { return quint8(c) < 0x20 || c == '"' || c == '\\'; }

void appendEscaped(QByteArray &out, char c)
{
    constexpr char hex[] = "0123456789abcdef";
    out += '\\';
    switch (c) {
    case '"':
    case '\\':
        out += c;
        break;
    case '\b':
        out += 'b';
        break;
    case '\f':
        out += 'f';
        break;
    case '\n':
        out += 'n';
        break;
    case '\r':
        out += 'r';
        break;
    case '\t':
        out += 't';
        break;
    default:
        out += "u00";
        out += hex[quint8(c) >> 4];
        out += hex[quint8(c) & 15];
    }
}

void appendText(QByteArray &out, std::string_view text)
{
    out += '"';
    size_t plain = 0;
    for (size_t i = 0; i < text.size(); ++i) {
        if (!needsEscape(text[i]))
            continue;
        out.append(text.data() + plain, qsizetype(i - plain));
        appendEscaped(out, text[i]);
        plain = i + 1;
    }
    out.append(text.data() + plain, qsizetype(text.size() - plain));
    out += '"';
}

void appendNumber(QByteArray &out, qint64 number)
{
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof(digits), number).ptr;
    out.append(digits, qsizetype(end - digits));
}

template<int Width> char *putDigits(char *at, qint64 number)
{
    for (int i = Width - 1; i >= 0; --i, number /= 10)
        at[i] = char('0' + number % 10);
    return at + Width;
}

// "2026-11-22T13:05:00.000Z"
void appendTime(QByteArray &out, qint64 milliseconds)
{
    if (milliseconds < 0 || milliseconds > lastPlainTime) {
        out += '"' + QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC).toString(Qt::ISODateWithMs).toLatin1() + '"';
        return;
    }
    const qint64 day = milliseconds / dayMilliseconds;
    const qint64 left = milliseconds % dayMilliseconds;
    int year = 0;
    int month = 0;
    int dayOfMonth = 0;
    QDate::fromJulianDay(day + 2'440'588).getDate(&year, &month, &dayOfMonth); // 1970-01-01
    char text[] = "\"0000-00-00T00:00:00.000Z\"";
    putDigits<4>(text + 1, year);
    putDigits<2>(text + 6, month);
    putDigits<2>(text + 9, dayOfMonth);
    putDigits<2>(text + 12, left / 3'600'000);
    putDigits<2>(text + 15, left / 60'000 % 60);
    putDigits<2>(text + 18, left / 1'000 % 60);
    putDigits<3>(text + 21, left % 1'000);
    out.append(text, qsizetype(sizeof(text) - 1));
}

void appendSet(QByteArray &out, std::string_view members)
{
    out += '[';
    for (size_t start = 0; start < members.size();) {
        const size_t end = std::min(members.find(char(memberSeparator), start), members.size());
        if (start > 0)
            out += ',';
        appendText(out, members.substr(start, end - start));
        start = end + 1;
    }
    out += ']';
}

// Writes the key and the value of a row; nothing where nothing is known.
struct WriteValue {
    QByteArray &out;
    const QByteArray &start;
    const Column &column;
    const std::vector<QByteArray> &words;
    quint32 row;

    void operator()(std::monostate) const { }
    void operator()(const Lane<quint32> &lane) const
    {
        const quint32 code = lane.at(row);
        if (code == 0)
            return;
        out += start;
        if (column.field->kind == Kind::Set)
            appendSet(out, column.texts.utf8(code));
        else
            appendText(out, column.texts.utf8(code));
    }
    void operator()(const Lane<quint16> &lane) const
    {
        const quint32 code = lane.at(row);
        if (code == 0)
            return;
        out += start;
        if (code < words.size())
            out += words[code];
        else
            appendText(out, column.texts.utf8(code - column.firstForeign() + 1));
    }
    void operator()(const Lane<qint64> &lane) const
    {
        const qint64 value = lane.at(row);
        if (value == unknownValue<qint64>)
            return;
        out += start;
        if (column.field->kind == Kind::Time)
            appendTime(out, value);
        else
            appendNumber(out, value);
    }
    void operator()(const Lane<quint8> &lane) const
    {
        const quint8 value = lane.at(row);
        if (value == unknownValue<quint8>)
            return;
        out += start;
        out += value == 1 ? "true" : "false";
    }
};

} // namespace

LineWriter::LineWriter(std::span<const Field> fields)
{
    for (size_t i = 0; i < fields.size(); ++i) {
        const Field &field = fields[i];
        if (field.is(Detail))
            continue;
        Part part{int(i), ",\"" + QByteArray(field.name) + "\":", {}};
        if (field.kind == Kind::Enum) {
            part.words.resize(std::max<size_t>(1, field.choices.size()));
            for (size_t code = 1; code < field.choices.size(); ++code)
                part.words[code] = '"' + QByteArray(field.choices[code].token) + '"';
        }
        m_parts.push_back(std::move(part));
    }
    std::sort(m_parts.begin(), m_parts.end(), [](const Part &a, const Part &b) { return a.key < b.key; });
}

void LineWriter::append(QByteArray &out, const Snapshot &snapshot, quint32 row) const
{
    const qsizetype begin = out.size();
    for (const Part &part : m_parts) {
        const Column &column = snapshot.column(part.column);
        std::visit(WriteValue{out, part.key, column, part.words, row}, column.lane);
    }
    if (out.size() == begin)
        out += '{';
    else
        out[begin] = '{'; // in place of the first comma
    out += '}';
}

} // namespace belvedere::server
