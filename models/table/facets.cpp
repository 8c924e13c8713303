// Counting codes.
#include "table/facets.h"

#include <unordered_map>

namespace belvedere {

namespace {

constexpr quint32 stopInterval = 256; // codes

using Counts = std::vector<quint32>; // by code

// `counts` has a place for every value of the lane.
template<class T>
void countBlock(const Lane<T> &lane, size_t block, quint32 rows, const quint64 *wanted, Counts &counts)
{
    const auto *values = lane.block(block);
    for (quint32 first = 0; first < rows; first += 64) {
        const quint32 here = std::min<quint32>(64, rows - first);
        const quint64 all = here == 64 ? ~quint64(0) : (quint64(1) << here) - 1;
        const quint64 word = wanted ? wanted[first / 64] & all : all;
        if (!values) {
            counts[unknownValue<T>] += quint32(std::popcount(word));
        } else if (word == all) {
            for (quint32 i = first; i < first + here; ++i)
                ++counts[(*values)[i]];
        } else {
            RowBits::forEachIn(word, first, [&counts, values](quint32 i) { ++counts[(*values)[i]]; });
        }
    }
}

template<class T> Counts countLane(
    const Lane<T> &lane, quint32 codes, quint32 rowCount, const RowBits *rows, Crew &crew, const StopFlag &stop)
{
    const size_t blocks = (size_t(rowCount) + blockRows - 1) / blockRows;
    std::vector<Counts> parts(std::max<size_t>(1, std::min(crew.size(), blocks)), Counts(codes, 0));
    crew.share(parts.size(), [&](size_t part) {
        const size_t end = blocks * (part + 1) / parts.size();
        for (size_t block = blocks * part / parts.size(); block < end && !stop; ++block) {
            const auto first = quint32(block * blockRows);
            const quint64 *wanted = rows ? rows->words().data() + first / 64 : nullptr;
            countBlock(lane, block, std::min(blockRows, rowCount - first), wanted, parts[part]);
        }
    });
    Counts counts = std::move(parts.front());
    for (size_t part = 1; part < parts.size(); ++part) {
        for (size_t code = 0; code < counts.size(); ++code)
            counts[code] += parts[part][code];
    }
    return counts;
}

// The values of the most frequent codes; only these are made into cells.
void addCodes(const Column &column, const Counts &counts, ColumnCounts &facet)
{
    std::vector<quint32> codes;
    for (quint32 code = 1; code < counts.size(); ++code) {
        if (counts[code] > 0)
            codes.push_back(code);
    }
    facet.distinct = quint32(codes.size());
    const auto end = codes.begin() + ptrdiff_t(std::min(codes.size(), ColumnCounts::mostValues));
    std::partial_sort(codes.begin(), end, codes.end(),
        [&counts](quint32 a, quint32 b) { return counts[a] != counts[b] ? counts[a] > counts[b] : a < b; });
    for (auto it = codes.begin(); it != end; ++it)
        facet.values.push_back({column.cellOfCode(*it), counts[*it]});
}

// The same for sets, whose members are counted where they stand in the texts.
void addMembers(const Column &column, const Counts &counts, ColumnCounts &facet, const StopFlag &stop)
{
    constexpr char separator = char(memberSeparator);
    std::unordered_map<std::string_view, quint32> members;
    for (quint32 code = 1; code < counts.size() && (code % stopInterval != 0 || !stop); ++code) {
        if (counts[code] == 0)
            continue;
        std::string_view rest = column.texts.utf8(code);
        while (!rest.empty()) {
            const size_t end = std::min(rest.find(separator), rest.size());
            if (end > 0)
                members[rest.substr(0, end)] += counts[code];
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    facet.distinct = quint32(members.size());
    std::vector<std::pair<std::string_view, quint32>> sorted(members.begin(), members.end());
    const auto end = sorted.begin() + ptrdiff_t(std::min(sorted.size(), ColumnCounts::mostValues));
    std::partial_sort(sorted.begin(), end, sorted.end(),
        [](const auto &a, const auto &b) { return a.second != b.second ? a.second > b.second : a.first < b.first; });
    for (auto it = sorted.begin(); it != end; ++it)
        facet.values.push_back({QString::fromUtf8(it->first.data(), qsizetype(it->first.size())), it->second});
}

} // namespace

bool canCount(Kind kind)
{
    return kind == Kind::Text || kind == Kind::Version || kind == Kind::Enum || kind == Kind::Set || kind == Kind::Bool;
}

ColumnCounts countFacet(const Snapshot &snapshot, int number, const RowBits *rows, Crew &crew, const StopFlag &stop)
{
    const Column &column = snapshot.column(number);
    ColumnCounts facet;
    facet.column = number;
    facet.isTooVaried = column.codeCount() > ColumnCounts::mostDistinct;
    if (facet.isTooVaried)
        return facet;
    constexpr quint32 truths = 3;
    if (const auto *lane = std::get_if<Lane<quint8>>(&column.lane)) {
        const Counts counts = countLane(*lane, truths, snapshot.rowCount(), rows, crew, stop);
        for (const bool value : {true, false}) {
            if (counts[value ? 1 : 0] > 0)
                facet.values.push_back({value, counts[value ? 1 : 0]});
        }
        facet.unknown = counts[unknownValue<quint8>];
        facet.distinct = quint32(facet.values.size());
        if (facet.distinct == 2 && facet.values[0].count < facet.values[1].count)
            std::swap(facet.values[0], facet.values[1]);
    } else {
        Counts counts;
        if (const auto *narrow = std::get_if<Lane<quint16>>(&column.lane))
            counts = countLane(*narrow, column.codeCount(), snapshot.rowCount(), rows, crew, stop);
        else if (const auto *wide = std::get_if<Lane<quint32>>(&column.lane))
            counts = countLane(*wide, column.codeCount(), snapshot.rowCount(), rows, crew, stop);
        if (counts.empty())
            return facet;
        facet.unknown = counts[0];
        if (column.field->kind == Kind::Set)
            addMembers(column, counts, facet, stop);
        else
            addCodes(column, counts, facet);
    }
    return facet;
}

} // namespace belvedere
