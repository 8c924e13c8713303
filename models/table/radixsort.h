// Sorting rows by an unsigned number each, digit by digit, on several threads; what is equal keeps its order.
#pragma once

#include "table/filter.h"

namespace belvedere {

template<class Key> struct KeyedRow {
    Key key;
    quint32 row;
};

// False when stopped. No key is larger than `largest`.
template<class Key> bool radixSort(std::vector<KeyedRow<Key>> &items, quint64 largest, Crew &crew, const StopFlag &stop)
{
    constexpr int digitBits = 11;
    constexpr size_t digits = size_t(1) << digitBits;
    constexpr size_t worthSharing = 65'536;
    constexpr size_t stopInterval = 32'768;
    const size_t parts = items.size() < worthSharing ? 1 : crew.size();
    std::vector<KeyedRow<Key>> other(items.size());
    std::vector<std::vector<quint32>> places(parts, std::vector<quint32>(digits));
    const auto forPart = [&items, parts, &stop](size_t part, const auto &visit) {
        const size_t end = items.size() * (part + 1) / parts;
        for (size_t i = items.size() * part / parts; i < end; ++i) {
            if (i % stopInterval == 0 && stop)
                return;
            visit(items[i]);
        }
    };
    for (int shift = 0; shift < 64 && largest >> shift != 0; shift += digitBits) {
        const auto digitOf = [shift](Key key) { return size_t(quint64(key) >> shift) & (digits - 1); };
        crew.share(parts, [&](size_t part) {
            std::vector<quint32> &counts = places[part];
            std::fill(counts.begin(), counts.end(), 0);
            forPart(part, [&](const KeyedRow<Key> &item) { ++counts[digitOf(item.key)]; });
        });
        quint32 next = 0;
        for (size_t digit = 0; digit < digits; ++digit) {
            for (std::vector<quint32> &counts : places)
                next += std::exchange(counts[digit], next);
        }
        if (stop)
            return false;
        crew.share(parts, [&](size_t part) {
            std::vector<quint32> &place = places[part];
            forPart(part, [&](const KeyedRow<Key> &item) { other[place[digitOf(item.key)]++] = item; });
        });
        if (stop)
            return false;
        items.swap(other);
    }
    return true;
}

} // namespace belvedere
