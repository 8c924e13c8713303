// Deriving the rule, checking it, and making keys by it.
#include "table/asciiorder.h"

#include <algorithm>
#include <random>
#include <vector>

namespace belvedere {

namespace {

constexpr size_t mostDigits = 200; // of one number; longer ones may be cut into several by the platform
constexpr char endOfPrimaries = 0;
constexpr int sampleTexts = 4'000;

bool isDigit(char c) { return c >= '0' && c <= '9'; }

QString textOf(std::string_view text) { return QString::fromLatin1(text.data(), qsizetype(text.size())); }

} // namespace

std::optional<AsciiOrder> AsciiOrder::of(const QCollator &collator)
{
    AsciiOrder order;
    if (!order.derive(collator) || !order.agrees(collator))
        return std::nullopt;
    return order;
}

bool AsciiOrder::derive(const QCollator &collator)
{
    std::vector<char> characters;
    for (char c = firstPlain; c <= lastPlain; ++c) {
        if (!isDigit(c) || c == '0') // one digit stands for all numbers
            characters.push_back(c);
    }
    const auto compare = [&collator](
                             std::string_view a, std::string_view b) { return collator.compare(textOf(a), textOf(b)); };
    std::stable_sort(characters.begin(), characters.end(), [&compare](char a, char b) {
        return compare({&a, 1}, {&b, 1}) < 0;
    });
    quint8 primary = 1;
    quint8 minor = 1;
    for (size_t i = 0; i < characters.size(); ++i) {
        const char c = characters[i];
        if (i > 0) {
            // What follows decides only when the characters themselves differ by less than it.
            const char before[] = {characters[i - 1], 'z'};
            const char here[] = {c, 'a'};
            const bool sameLetter = compare({before, 2}, {here, 2}) > 0;
            if (!sameLetter) {
                ++primary;
                minor = 1;
            } else if (compare({&characters[i - 1], 1}, {&c, 1}) != 0) {
                ++minor;
            }
        }
        m_primary[size_t(c - firstPlain)] = primary;
        m_minor[size_t(c - firstPlain)] = minor;
    }
    for (char c = '1'; c <= '9'; ++c)
        m_primary[size_t(c - firstPlain)] = m_primary['0' - firstPlain];
    return primary > 2;
}

bool AsciiOrder::agrees(const QCollator &collator) const
{
    std::vector<std::string> texts = {""};
    for (char a = firstPlain; a <= lastPlain; ++a) {
        texts.push_back({a});
        for (char b = firstPlain; b <= lastPlain; ++b)
            texts.push_back({a, b});
    }
    std::mt19937 random(1);
    const std::string_view frequent = "00112aAbBcChHlLnNzZ -_.";
    for (int i = 0; i < sampleTexts; ++i) {
        std::string text;
        for (auto length = random() % 12; length > 0; --length) {
            text += random() % 3 == 0 ? char(firstPlain + char(random() % plainCount))
                                      : frequent[random() % frequent.size()];
        }
        texts.push_back(text);
    }
    std::vector<std::pair<std::string, const std::string *>> keyed;
    for (const std::string &text : texts) {
        std::string key;
        if (!appendKey(text, key))
            return false;
        keyed.emplace_back(std::move(key), &text);
    }
    std::sort(keyed.begin(), keyed.end());
    for (size_t i = 1; i < keyed.size(); ++i) {
        const int byKey = keyed[i - 1].first == keyed[i].first ? 0 : -1;
        const int asked = collator.compare(textOf(*keyed[i - 1].second), textOf(*keyed[i].second));
        if (byKey != (asked > 0) - (asked < 0))
            return false;
    }
    return true;
}

bool AsciiOrder::appendKey(std::string_view text, std::string &keys) const
{
    const size_t start = keys.size();
    for (size_t i = 0; i < text.size();) {
        const char c = text[i];
        if (c < firstPlain || c > lastPlain) {
            keys.resize(start);
            return false;
        }
        keys.push_back(char(m_primary[size_t(c - firstPlain)]));
        if (!isDigit(c)) {
            ++i;
            continue;
        }
        // A number: how many digits it has without leading zeros, then those, two to a byte.
        size_t end = i;
        while (end < text.size() && isDigit(text[end]))
            ++end;
        while (i + 1 < end && text[i] == '0')
            ++i;
        if (end - i > mostDigits) {
            keys.resize(start);
            return false;
        }
        keys.push_back(char(end - i));
        if ((end - i) % 2 != 0)
            keys.push_back(char(text[i++] - '0'));
        for (; i < end; i += 2)
            keys.push_back(char((text[i] - '0') * 10 + (text[i + 1] - '0')));
    }
    keys.push_back(endOfPrimaries);
    for (const char c : text) {
        if (!isDigit(c))
            keys.push_back(char(m_minor[size_t(c - firstPlain)]));
    }
    return true;
}

} // namespace belvedere
