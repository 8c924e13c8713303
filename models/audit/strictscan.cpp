// A recursive scan over raw JSON, bounded in depth.
#include "audit/strictscan.h"

#include "audit/canonical.h"

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace belvedere {
namespace {

class Scanner {
public:
    explicit Scanner(QByteArrayView bytes)
        : m_bytes(bytes)
    {
    }

    bool record() { return peek() == '{' && object(1) && (m_at == m_bytes.size() || malformed()); }
    bool malformed() { return fail(u"audit.malformed"_s, u"The line is not JSON at byte %1."_s.arg(m_at)); }
    ApiError takeError()
    {
        if (m_error.code.isEmpty())
            malformed();
        return std::move(m_error);
    }

private:
    char peek() const { return m_at < m_bytes.size() ? m_bytes[m_at] : '\0'; }
    bool take(char c)
    {
        if (peek() != c)
            return malformed();
        ++m_at;
        return true;
    }
    bool fail(const QString &code, const QString &detail)
    {
        m_error = auditError(code, detail);
        return false;
    }

    bool value(int depth)
    {
        if (depth > maximumAuditDepth)
            return fail(u"audit.depth"_s, u"The record is nested too deeply."_s);
        switch (peek()) {
        case '{':
            return object(depth);
        case '[':
            return array(depth);
        case '"':
            return text();
        case 't':
            return word("true");
        case 'f':
            return word("false");
        case 'n':
            return word("null");
        default:
            return number();
        }
    }

    bool object(int depth)
    {
        std::vector<QByteArrayView> keys;
        ++m_at;
        if (peek() == '}') {
            ++m_at;
            return true;
        }
        for (;;) {
            const qsizetype start = m_at;
            if (!text())
                return false;
            const QByteArrayView key = m_bytes.sliced(start + 1, m_at - start - 2);
            if (!plain(key))
                return fail(u"audit.key"_s, u"The key at byte %1 is not made of a-z, 0-9 and _."_s.arg(start));
            keys.push_back(key);
            if (!take(':') || !value(depth + 1))
                return false;
            if (peek() != ',')
                break;
            ++m_at;
        }
        return take('}') && noneTwice(keys);
    }

    bool noneTwice(std::vector<QByteArrayView> &keys)
    {
        std::sort(keys.begin(), keys.end());
        const auto twice = std::adjacent_find(keys.begin(), keys.end());
        if (twice == keys.end())
            return true;
        return fail(u"audit.duplicate-key"_s, u"The key \"%1\" appears twice."_s.arg(QString::fromLatin1(*twice)));
    }

    static bool plain(QByteArrayView key)
    {
        return !key.isEmpty() && std::all_of(key.begin(), key.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        });
    }

    bool array(int depth)
    {
        ++m_at;
        if (peek() == ']') {
            ++m_at;
            return true;
        }
        for (;;) {
            if (!value(depth + 1))
                return false;
            if (peek() != ',')
                break;
            ++m_at;
        }
        return take(']');
    }

    bool text()
    {
        if (!take('"'))
            return false;
        while (m_at < m_bytes.size() && peek() != '"')
            m_at += peek() == '\\' ? 2 : 1;
        m_at = std::min(m_at, m_bytes.size());
        return take('"');
    }

    bool word(QByteArrayView word)
    {
        if (!m_bytes.sliced(m_at).startsWith(word))
            return malformed();
        m_at += word.size();
        return true;
    }

    bool number()
    {
        const qsizetype start = m_at;
        while (m_at < m_bytes.size() && QByteArrayView("+-.eE0123456789").contains(peek()))
            ++m_at;
        const QByteArrayView token = m_bytes.sliced(start, m_at - start);
        if (token.isEmpty())
            return malformed();
        bool isInteger = false;
        const qint64 integer = token.toLongLong(&isInteger);
        constexpr qint64 largest = (qint64(1) << 53) - 1;
        if (!isInteger || integer < -largest || integer > largest)
            return fail(u"audit.number"_s,
                u"%1 is not an integer within 2^53 - 1."_s.arg(
                    QString::fromLatin1(token.first(std::min(token.size(), qsizetype(40))))));
        return true;
    }

    QByteArrayView m_bytes;
    qsizetype m_at = 0;
    ApiError m_error;
};

} // namespace

Result<Done> scanRecord(QByteArrayView bytes)
{
    Scanner scanner(bytes);
    if (!scanner.record())
        return scanner.takeError();
    return Done{};
}

} // namespace belvedere
