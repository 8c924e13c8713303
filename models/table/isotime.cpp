// Reading ISO 8601 times.
#include "table/isotime.h"

#include <bit>
#include <cstring>

namespace belvedere {

namespace {

// Takes digits and signs from the front of a text; once something does not fit, `ok` stays false.
class Scanner {
public:
    explicit Scanner(std::string_view text)
        : m_rest(text)
    {
    }
    bool ok() const { return m_ok; }
    bool atEnd() const { return m_rest.empty(); }
    char next() const { return m_rest.empty() ? '\0' : m_rest.front(); }
    int number(size_t digits)
    {
        int value = 0;
        for (size_t i = 0; i < digits; ++i) {
            const char c = next();
            if (c < '0' || c > '9') {
                m_ok = false;
                return 0;
            }
            value = value * 10 + (c - '0');
            m_rest.remove_prefix(1);
        }
        return value;
    }
    void sign(char wanted)
    {
        if (next() != wanted)
            m_ok = false;
        else
            m_rest.remove_prefix(1);
    }
    int milliseconds()
    {
        int value = 0;
        size_t digits = 0;
        for (; next() >= '0' && next() <= '9'; ++digits) {
            const int digit = number(1);
            if (digits < 3)
                value = value * 10 + digit;
        }
        if (digits == 0 || digits > 9)
            m_ok = false;
        for (; digits < 3; ++digits)
            value *= 10;
        return value;
    }

private:
    std::string_view m_rest;
    bool m_ok = true;
};

bool isLeap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int daysIn(int month, int year)
{
    static constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && isLeap(year) ? 1 : 0);
}

// Counted from March, so that the leap day ends the year and months follow a linear rule.
qint64 daysSince1970(int year, int month, int day)
{
    const int shifted = month > 2 ? year : year - 1;
    const int monthFromMarch = (month + 9) % 12;
    const qint64 days =
        qint64(shifted) * 365 + shifted / 4 - shifted / 100 + shifted / 400 + (monthFromMarch * 306 + 5) / 10 + day - 1;
    constexpr qint64 at1970 = 719'468;
    return days - at1970;
}

struct PlainTime {
    bool ok = false;
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, milliseconds = 0;
};

// Eight characters of a form, in which 0 stands for any digit.
struct Eight {
    quint64 digits = 0; // a byte each, 0 where the form has a sign
    bool ok = false;
    Eight(const char *at, size_t size, const char (&form)[9])
    {
        quint64 wanted = 0;
        std::memcpy(&digits, at, size);
        std::memcpy(&wanted, form, size);
        quint64 signs = 0;
        for (size_t i = 0; i < size; ++i)
            signs |= form[i] == '0' ? 0 : quint64(0xFF) << (8 * i);
        digits ^= wanted;
        ok = ((digits | (digits + 0x7676'7676'7676'7676U)) & 0x8080'8080'8080'8080U) == 0 && (digits & signs) == 0;
    }
    int digit(int place) const { return int(digits >> (8 * place) & 0xFF); }
    int two(int place) const { return digit(place) * 10 + digit(place + 1); }
};

// The usual form alone: with or without the milliseconds.
PlainTime plainTime(std::string_view text)
{
    constexpr size_t withoutMilliseconds = 20;
    constexpr size_t withMilliseconds = 24;
    const bool hasMilliseconds = text.size() == withMilliseconds;
    if (std::endian::native != std::endian::little || (!hasMilliseconds && text.size() != withoutMilliseconds))
        return {};
    const Eight date(text.data(), 8, "0000-00-");
    const Eight hours(text.data() + 8, 8, "00T00:00");
    const Eight rest =
        hasMilliseconds ? Eight(text.data() + 16, 8, ":00.000Z") : Eight(text.data() + 16, 4, ":00Z    ");
    return {date.ok && hours.ok && rest.ok, date.two(0) * 100 + date.two(2), date.two(5), hours.two(0), hours.two(3),
        hours.two(6), rest.two(1), hasMilliseconds ? rest.two(4) * 10 + rest.digit(6) : 0};
}

bool isDate(int year, int month, int day)
{
    return year >= 1 && month >= 1 && month <= 12 && day >= 1 && (day <= 28 || day <= daysIn(month, year));
}

} // namespace

std::optional<qint64> isoTime(std::string_view text)
{
    const PlainTime plain = plainTime(text);
    if (plain.ok) {
        if (!isDate(plain.year, plain.month, plain.day) || plain.hour > 23 || plain.minute > 59 || plain.second > 59)
            return {};
        const qint64 minutes =
            (daysSince1970(plain.year, plain.month, plain.day) * 24 + plain.hour) * 60 + plain.minute;
        return (minutes * 60 + plain.second) * 1000 + plain.milliseconds;
    }
    Scanner in(text);
    const int year = in.number(4);
    in.sign('-');
    const int month = in.number(2);
    in.sign('-');
    const int day = in.number(2);
    in.sign('T');
    const int hour = in.number(2);
    in.sign(':');
    const int minute = in.number(2);
    in.sign(':');
    const int second = in.number(2);
    int milliseconds = 0;
    if (in.next() == '.') {
        in.sign('.');
        milliseconds = in.milliseconds();
    }
    int offset = 0; // minutes east
    if (in.next() == '+' || in.next() == '-') {
        const bool isWest = in.next() == '-';
        in.sign(in.next());
        const int hours = in.number(2);
        in.sign(':');
        const int minutes = in.number(2);
        if (hours > 14 || minutes > 59)
            return {};
        offset = (isWest ? -1 : 1) * (hours * 60 + minutes);
    } else {
        in.sign('Z');
    }
    if (!in.ok() || !in.atEnd() || !isDate(year, month, day) || hour > 23 || minute > 59 || second > 59)
        return {};
    const qint64 minutes = (daysSince1970(year, month, day) * 24 + hour) * 60 + minute - offset;
    return (minutes * 60 + second) * 1000 + milliseconds;
}

} // namespace belvedere
