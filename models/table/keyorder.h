// KeyOrder: the keys that lines of a list may have, and in which order they came so far.
#pragma once

#include "domain/field.h"
#include "table/texthash.h"

#include <array>
#include <cstring>
#include <string>
#include <string_view>

namespace belvedere {

// Keys are numbered: those of the fields like the fields, the others behind them. For one thread.
class KeyOrder {
public:
    enum Extra : size_t { Removed, Token, Total, ExtraCount };
    static constexpr size_t noKey = std::numeric_limits<size_t>::max();
    static constexpr size_t readAhead = 24; // bytes that expect() may read

    explicit KeyOrder(std::span<const Field> fields)
    {
        for (const Field &field : fields)
            addKey(field.name);
        for (const char *extra : {"removed", "token", "total"})
            addKey(extra);
        m_follower.assign(m_keys.size() + 1, 0);
    }

    void beginLine() { ++m_line; }
    // True: the line did not have this key yet, now it has.
    bool isFirst(size_t key)
    {
        const bool first = m_keys[key].line != m_line;
        m_keys[key].line = m_line;
        return first;
    }

    // Lines of one server have their keys in one order, so the key is usually the one that came next in the line
    // before, or one behind that which this line leaves out. `at` is behind the opening quote; the end of the key is
    // given in `length`, its closing quote and a colon included. noKey: the key is not what was to be expected.
    size_t expect(const char *at, size_t previous, size_t &length) const
    {
        const std::array<quint64, 3> found = {
            detail::eightBytes(at), detail::eightBytes(at + 8), detail::eightBytes(at + 16)};
        size_t likely = follower(previous);
        for (int step = 0; step < maximumGap; ++step, likely = follower(likely)) {
            const Key &key = m_keys[likely];
            quint64 differs = ((found[0] ^ key.pattern[0]) & key.mask[0]) | ((found[1] ^ key.pattern[1]) & key.mask[1]);
            if (key.length > 16)
                differs |= (found[2] ^ key.pattern[2]) & key.mask[2];
            if (differs == 0) {
                length = key.length;
                return likely;
            }
        }
        return noKey;
    }
    // The number of any key, remembered as the one that follows `previous`. noKey: there is no such key.
    size_t find(std::string_view name, size_t previous)
    {
        size_t likely = follower(previous);
        for (int step = 0; step < maximumGap; ++step, likely = follower(likely)) {
            if (m_keys[likely].name == name)
                return likely;
        }
        for (size_t i = 0; i < m_keys.size(); ++i) {
            if (m_keys[i].name == name)
                return m_follower[previous == noKey ? m_keys.size() : previous] = i;
        }
        return noKey;
    }

private:
    static constexpr int maximumGap = 6;

    struct Key {
        std::string_view name;
        std::array<quint64, 3> pattern{}; // the name, a quote and a colon
        std::array<quint64, 3> mask{};
        size_t length = 0;
        quint64 line = 0; // the last one that had it
    };

    size_t follower(size_t previous) const { return m_follower[previous == noKey ? m_keys.size() : previous]; }
    void addKey(const char *name)
    {
        Key key;
        key.name = name;
        const std::string text = std::string(name) + "\":";
        if (text.size() <= readAhead) {
            key.length = text.size();
            std::memcpy(key.pattern.data(), text.data(), text.size());
            std::memset(key.mask.data(), 0xFF, text.size());
        } else { // matches nothing
            key.pattern.fill(~quint64(0));
            key.mask.fill(~quint64(0));
        }
        m_keys.push_back(key);
    }

    std::vector<Key> m_keys;
    std::vector<size_t> m_follower; // which key came after this one last time; the place behind the keys is the first
    quint64 m_line = 0;
};

} // namespace belvedere
