// KeySort: orders the codes of texts by the bytes of a key each, on all cores.
#pragma once

#include "table/filter.h"

namespace belvedere {

// The bytes must outlive the sorting.
struct KeyItem {
    quint64 head = 0; // used while sorting
    const char *key = nullptr;
    quint32 length = 0;
    quint32 code = 0;

    std::string_view bytes() const { return {key, length}; }
};

// Codes in order; `same.at(i)` is set where order[i] has the rank of order[i - 1].
struct CodeOrder {
    std::vector<quint32> order;
    RowBits same;
};

// Empty when stopped and there was something to sort.
CodeOrder sortedByKey(std::vector<KeyItem> items, Crew &crew, const StopFlag &stop);

// Puts few codes among many. `compare(a, b)`: <0, 0, >0. Empty when stopped.
CodeOrder merged(const CodeOrder &many, const CodeOrder &few,
    const std::function<int(quint32 codeA, quint32 codeB)> &compare, const StopFlag &stop);

// Sorts in runs that are merged, so that a newer request need not wait for all of it. False when stopped.
template<class Item, class Less> bool sortStoppably(std::vector<Item> &items, const Less &less, const StopFlag &stop)
{
    constexpr size_t runLength = 2'048; // sorted without looking at the stop flag
    const size_t count = items.size();
    const auto at = [&items, count](size_t i) { return items.begin() + ptrdiff_t(std::min(count, i)); };
    for (size_t start = 0; start < count; start += runLength) {
        if (stop)
            return false;
        std::sort(at(start), at(start + runLength), less);
    }
    std::vector<Item> other;
    for (size_t length = runLength; length < count; length *= 2) {
        other.clear();
        other.reserve(count);
        for (size_t start = 0; start < count; start += 2 * length) {
            auto left = at(start);
            auto right = at(start + length);
            const auto leftEnd = right;
            const auto rightEnd = at(start + 2 * length);
            for (size_t step = 1; left != leftEnd || right != rightEnd; ++step) {
                if (step % runLength == 0 && stop)
                    return false;
                const bool takesRight = left == leftEnd || (right != rightEnd && less(*right, *left));
                other.push_back(std::move(takesRight ? *right++ : *left++));
            }
        }
        items.swap(other);
    }
    return true;
}

} // namespace belvedere
