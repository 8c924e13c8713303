// Sorting by eight bytes at a time; the keys are looked at again only where those agree.
#include "table/keysort.h"

#include <QtEndian>

namespace belvedere {

namespace {

constexpr size_t headBytes = 8;
constexpr size_t smallSort = 4'096; // not worth several threads
constexpr size_t bucketCount = 128; // so small that sorting one without looking at the stop flag takes little
constexpr size_t samplesPerBucket = 16;
constexpr size_t stopInterval = 4'096;

// Calls visit(i) for each i below `count`; false when stopped.
template<class Visit> bool forAll(size_t count, const StopFlag &stop, const Visit &visit)
{
    for (size_t i = 0; i < count; ++i) {
        if (i % stopInterval == 0 && stop)
            return false;
        visit(i);
    }
    return true;
}

quint64 headAt(const KeyItem &item, size_t depth)
{
    char head[headBytes] = {};
    if (item.length > depth)
        std::copy_n(item.key + depth, std::min(headBytes, item.length - depth), head);
    return qFromBigEndian<quint64>(head);
}

size_t commonLength(std::string_view a, std::string_view b)
{
    const size_t length = std::min(a.size(), b.size());
    return size_t(std::mismatch(a.begin(), a.begin() + ptrdiff_t(length), b.begin()).first - a.begin());
}

// Heads hold the bytes from `depth`, which all agree before it.
void sortRange(std::span<KeyItem> items, size_t depth, const StopFlag &stop)
{
    std::sort(items.begin(), items.end(), [](const KeyItem &a, const KeyItem &b) { return a.head < b.head; });
    for (size_t first = 0; first < items.size() && !stop;) {
        size_t last = first + 1;
        while (last < items.size() && items[last].head == items[first].head)
            ++last;
        const std::span<KeyItem> run = items.subspan(first, last - first);
        first = last;
        if (run.size() == 1)
            continue;
        // A key that ends here goes before one that goes on with zeros, which no head can show.
        const auto longer = std::stable_partition(
            run.begin(), run.end(), [depth](const KeyItem &item) { return item.length <= depth + headBytes; });
        const std::span<KeyItem> ended = run.first(size_t(longer - run.begin()));
        std::sort(ended.begin(), ended.end(), [](const KeyItem &a, const KeyItem &b) { return a.length < b.length; });
        const std::span<KeyItem> rest = run.subspan(ended.size());
        for (KeyItem &item : rest)
            item.head = headAt(item, depth + headBytes);
        if (rest.size() > 1)
            sortRange(rest, depth + headBytes, stop);
    }
}

// Puts the items into buckets of which each belongs before the next; answers where each bucket ends. Nothing when
// stopped.
std::vector<size_t> spread(std::vector<KeyItem> &items, const StopFlag &stop)
{
    std::vector<quint64> samples;
    const size_t step = items.size() / (bucketCount * samplesPerBucket);
    for (size_t i = 0; i < bucketCount * samplesPerBucket; ++i)
        samples.push_back(items[i * step].head);
    std::sort(samples.begin(), samples.end());
    std::vector<quint64> bounds; // of all buckets but the last: the largest head in it
    for (size_t i = 1; i < bucketCount; ++i)
        bounds.push_back(samples[i * samplesPerBucket]);
    const auto bucketOf = [&bounds](const KeyItem &item) {
        return size_t(std::lower_bound(bounds.begin(), bounds.end(), item.head) - bounds.begin());
    };
    std::vector<quint8> bucket(items.size());
    std::vector<size_t> ends(bucketCount, 0);
    const bool counted = forAll(items.size(), stop, [&](size_t i) {
        bucket[i] = quint8(bucketOf(items[i]));
        ++ends[bucket[i]];
    });
    if (!counted)
        return {};
    std::vector<size_t> next(bucketCount, 0);
    for (size_t i = 1; i < bucketCount; ++i) {
        next[i] = ends[i - 1];
        ends[i] += ends[i - 1];
    }
    std::vector<KeyItem> placed(items.size());
    const bool done = forAll(items.size(), stop, [&](size_t i) { placed[next[bucket[i]]++] = items[i]; });
    items.swap(placed);
    return done ? ends : std::vector<size_t>();
}

CodeOrder sortedByHead(std::vector<KeyItem> &items, size_t common, Crew &crew, const StopFlag &stop)
{
    if (items.size() < smallSort) {
        sortRange(items, common, stop);
    } else {
        const std::vector<size_t> ends = spread(items, stop);
        crew.share(ends.size(), [&](size_t bucket) {
            const size_t first = bucket == 0 ? 0 : ends[bucket - 1];
            if (!stop)
                sortRange(std::span(items).subspan(first, ends[bucket] - first), common, stop);
        });
    }
    if (stop)
        return {};
    CodeOrder result{std::vector<quint32>(items.size()), RowBits(quint32(items.size()))};
    const bool done = forAll(items.size(), stop, [&](size_t i) {
        result.order[i] = items[i].code;
        if (i > 0 && items[i].bytes() == items[i - 1].bytes())
            result.same.set(quint32(i));
    });
    return done ? result : CodeOrder();
}

} // namespace

CodeOrder sortedByKey(std::vector<KeyItem> items, Crew &crew, const StopFlag &stop)
{
    if (items.empty())
        return {};
    size_t common = items.front().length;
    CodeOrder result;
    const bool compared = forAll(items.size(), stop, [&](size_t i) {
        common = std::min(common, commonLength(items[i].bytes().substr(0, common), items.front().bytes()));
    });
    if (compared && forAll(items.size(), stop, [&](size_t i) { items[i].head = headAt(items[i], common); }))
        result = sortedByHead(items, common, crew, stop);
    crew.discard(std::move(items));
    return result;
}

CodeOrder merged(const CodeOrder &many, const CodeOrder &few,
    const std::function<int(quint32 codeA, quint32 codeB)> &compare, const StopFlag &stop)
{
    const size_t count = many.order.size() + few.order.size();
    CodeOrder result{{}, RowBits(quint32(count))};
    result.order.reserve(count);
    const auto push = [&result](quint32 code, bool same) {
        if (same)
            result.same.set(quint32(result.order.size()));
        result.order.push_back(code);
    };
    size_t taken = 0; // of `many`
    const auto takeUpTo = [&](size_t end) {
        for (; taken < end; ++taken)
            push(many.order[taken], many.same.at(quint32(taken)));
    };
    for (const quint32 code : few.order) {
        if (stop)
            return {};
        // behind those that are the same for the reader
        const auto place = std::upper_bound(many.order.begin() + ptrdiff_t(taken), many.order.end(), code,
            [&compare](quint32 a, quint32 b) { return compare(a, b) < 0; });
        takeUpTo(size_t(place - many.order.begin()));
        push(code, !result.order.empty() && compare(result.order.back(), code) == 0);
    }
    takeUpTo(many.order.size());
    return result;
}

} // namespace belvedere
