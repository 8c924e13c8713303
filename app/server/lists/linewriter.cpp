// Writing of JSON from columns. Where Qt has a choice (order of keys, escapes, times), this does what Qt does.
#include "server/lists/linewriter.h"

#include "table/texthash.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace belvedere::server {

namespace {

constexpr qint64 dayMilliseconds = 86'400'000;
constexpr qint64 lastPlainTime = 253'402'300'799'999; // the end of year 9999
constexpr size_t numberRoom = 32; // bytes; a number or a time with its quotes
constexpr size_t escapeRoom = 6; // bytes that one character may become
constexpr size_t lineEnds = 2; // the braces

bool needsEscape(char c) { return quint8(c) < 0x20 || c == '"' || c == '\\'; }

// Not 0 when one of the eight bytes needs an escape.
quint64 escapesIn(quint64 bytes)
{
    constexpr quint64 ones = 0x0101'0101'0101'0101U;
    constexpr quint64 high = ones << 7;
    const auto zeroIn = [](quint64 word) { return (word - ones) & ~word & high; };
    return ((bytes - ones * 0x20) & ~bytes & high) | zeroIn(bytes ^ (ones * '"')) | zeroIn(bytes ^ (ones * '\\'));
}

// Copies at most as many bytes as there are, in steps of eight; not 0 when one of them needs an escape.
quint64 copyPlain(char *to, std::string_view text)
{
    const char *const from = text.data();
    const size_t size = text.size();
    if (size < 4) {
        quint64 found = 0;
        for (size_t i = 0; i < size; ++i) {
            to[i] = from[i];
            found |= needsEscape(from[i]) ? 1 : 0;
        }
        return found;
    }
    if (size < 8) {
        const quint64 both = detail::fourBytes(from) | detail::fourBytes(from + size - 4) << 32;
        std::memcpy(to, from, 4);
        std::memcpy(to + size - 4, from + size - 4, 4);
        return escapesIn(both);
    }
    quint64 found = 0;
    for (size_t i = 0; i + 8 < size; i += 8) {
        const quint64 eight = detail::eightBytes(from + i);
        std::memcpy(to + i, &eight, sizeof(eight));
        found |= escapesIn(eight);
    }
    const quint64 last = detail::eightBytes(from + size - 8);
    std::memcpy(to + size - 8, &last, sizeof(last));
    return found | escapesIn(last);
}

char *putEscaped(char *at, char c)
{
    constexpr char hex[] = "0123456789abcdef";
    *at++ = '\\';
    switch (c) {
    case '"':
    case '\\':
        *at++ = c;
        break;
    case '\b':
        *at++ = 'b';
        break;
    case '\f':
        *at++ = 'f';
        break;
    case '\n':
        *at++ = 'n';
        break;
    case '\r':
        *at++ = 'r';
        break;
    case '\t':
        *at++ = 't';
        break;
    default:
        at = std::copy_n("u00", 3, at);
        *at++ = hex[quint8(c) >> 4];
        *at++ = hex[quint8(c) & 15];
    }
    return at;
}

char *putText(char *at, std::string_view text)
{
    *at++ = '"';
    if (copyPlain(at, text) == 0) {
        at += text.size();
    } else {
        for (const char c : text) {
            if (needsEscape(c))
                at = putEscaped(at, c);
            else
                *at++ = c;
        }
    }
    *at++ = '"';
    return at;
}

template<int Width> char *putDigits(char *at, quint32 number)
{
    for (int i = Width - 1; i >= 0; --i, number /= 10)
        at[i] = char('0' + number % 10);
    return at + Width;
}

// A day counted from 1970 on, as year, month and day. Years begin with March here, so that a leap day is the last one.
char *putDate(char *at, quint32 day)
{
    constexpr quint32 before1970 = 719'468; // days from 0000-03-01
    constexpr quint32 fourCenturies = 146'097;
    const quint32 all = day + before1970;
    const quint32 inEra = all % fourCenturies;
    const quint32 yearOfEra = (inEra - inEra / 1'460 + inEra / 36'524 - inEra / 146'096) / 365;
    const quint32 inYear = inEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const quint32 fromMarch = (5 * inYear + 2) / 153; // months of 31, 30, 31, 30, 31 days and again
    const quint32 month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
    const quint32 year = all / fourCenturies * 400 + yearOfEra + (month <= 2 ? 1 : 0);
    at = putDigits<4>(at, year);
    *at++ = '-';
    at = putDigits<2>(at, month);
    *at++ = '-';
    return putDigits<2>(at, inYear - (153 * fromMarch + 2) / 5 + 1);
}

// "2026-11-22T13:05:00.000Z"
char *putTime(char *at, qint64 milliseconds)
{
    if (milliseconds < 0 || milliseconds > lastPlainTime) {
        const QByteArray text =
            QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC).toString(Qt::ISODateWithMs).toLatin1();
        return putText(at, {text.constData(), std::min(size_t(text.size()), numberRoom - 2)});
    }
    const auto left = quint32(milliseconds % dayMilliseconds);
    *at++ = '"';
    at = putDate(at, quint32(milliseconds / dayMilliseconds));
    *at++ = 'T';
    at = putDigits<2>(at, left / 3'600'000);
    *at++ = ':';
    at = putDigits<2>(at, left / 60'000 % 60);
    *at++ = ':';
    at = putDigits<2>(at, left / 1'000 % 60);
    *at++ = '.';
    at = putDigits<3>(at, left % 1'000);
    *at++ = 'Z';
    *at++ = '"';
    return at;
}

char *putSet(char *at, std::string_view members)
{
    *at++ = '[';
    for (size_t start = 0; start < members.size();) {
        const size_t end = std::min(members.find(char(memberSeparator), start), members.size());
        if (start > 0)
            *at++ = ',';
        at = putText(at, members.substr(start, end - start));
        start = end + 1;
    }
    *at++ = ']';
    return at;
}

// Behind what an array holds already. Room is made for a whole value at once.
class Pen {
public:
    explicit Pen(QByteArray &out)
        : m_out(out)
        , m_at(out.size())
    {
        m_out.resize(std::max(m_out.size(), m_out.capacity()));
    }
    ~Pen() { m_out.resize(m_at); }
    Q_DISABLE_COPY_MOVE(Pen)

    char *at(size_t room)
    {
        if (m_out.size() - m_at < qsizetype(room))
            m_out.resize((m_at + qsizetype(room)) * 2);
        return m_out.data() + m_at;
    }
    void moveTo(const char *at) { m_at = at - m_out.constData(); }
    qsizetype place() const { return m_at; }

private:
    QByteArray &m_out;
    qsizetype m_at;
};

} // namespace

char *LineWriter::Part::putKey(char *at) const
{
    if (keySize <= key.size())
        std::memcpy(at, key.data(), key.size()); // the same few instructions for every key
    else
        std::memcpy(at, longKey.constData(), keySize);
    return at + keySize;
}

// Writes the key and the value of a row; nothing where nothing is known.
struct LineWriter::WriteValue {
    Pen &pen;
    const Part &part;
    const Column &column;
    quint32 row;

    char *begin(size_t room) const { return part.putKey(pen.at(part.room + room)); }
    void text(std::string_view text) const { pen.moveTo(putText(begin(text.size() * escapeRoom + 2), text)); }

    void operator()(std::monostate) const { }
    void operator()(const Lane<quint32> &lane) const
    {
        const quint32 code = lane.at(row);
        if (code == 0)
            return;
        const std::string_view value = column.texts.utf8(code);
        if (column.field->kind == Kind::Set)
            pen.moveTo(putSet(begin((value.size() + 1) * escapeRoom + 2), value));
        else
            text(value);
    }
    void operator()(const Lane<quint16> &lane) const
    {
        const quint32 code = lane.at(row);
        if (code == 0)
            return;
        if (code >= part.words.size())
            return text(column.texts.utf8(code - column.firstForeign() + 1));
        const QByteArray &word = part.words[code];
        pen.moveTo(std::copy_n(word.constData(), word.size(), begin(size_t(word.size()))));
    }
    void operator()(const Lane<qint64> &lane) const
    {
        const qint64 value = lane.at(row);
        if (value == unknownValue<qint64>)
            return;
        char *const at = begin(numberRoom);
        pen.moveTo(
            column.field->kind == Kind::Time ? putTime(at, value) : std::to_chars(at, at + numberRoom, value).ptr);
    }
    void operator()(const Lane<quint8> &lane) const
    {
        const quint8 value = lane.at(row);
        if (value == unknownValue<quint8>)
            return;
        char *const at = begin(numberRoom);
        pen.moveTo(value == 1 ? std::copy_n("true", 4, at) : std::copy_n("false", 5, at));
    }
};

LineWriter::LineWriter(std::span<const Field> fields)
{
    for (size_t i = 0; i < fields.size(); ++i) {
        const Field &field = fields[i];
        if (field.is(Detail))
            continue;
        Part part;
        part.column = int(i);
        part.longKey = ",\"" + QByteArray(field.name) + "\":";
        part.keySize = size_t(part.longKey.size());
        part.room = std::max(part.keySize, part.key.size());
        if (part.keySize <= part.key.size())
            std::copy_n(part.longKey.constData(), part.keySize, part.key.begin());
        if (field.kind == Kind::Enum) {
            part.words.resize(std::max<size_t>(1, field.choices.size()));
            for (size_t code = 1; code < field.choices.size(); ++code)
                part.words[code] = '"' + QByteArray(field.choices[code].token) + '"';
        }
        m_parts.push_back(std::move(part));
    }
    std::sort(m_parts.begin(), m_parts.end(), [](const Part &a, const Part &b) { return a.longKey < b.longKey; });
}

void LineWriter::append(QByteArray &out, const Snapshot &snapshot, quint32 row) const
{
    Pen pen(out);
    const qsizetype begin = pen.place();
    for (const Part &part : m_parts) {
        const Column &column = snapshot.column(part.column);
        std::visit(WriteValue{pen, part, column, row}, column.lane);
    }
    char *at = pen.at(lineEnds);
    if (pen.place() == begin)
        *at++ = '{';
    else
        *(at - (pen.place() - begin)) = '{'; // in place of the first comma
    *at++ = '}';
    pen.moveTo(at);
}

} // namespace belvedere::server
