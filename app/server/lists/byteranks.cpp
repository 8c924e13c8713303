// Sorting distinct values by bytes.
#include "server/lists/byteranks.h"

#include "domain/foldedset.h"

#include <algorithm>
#include <numeric>

namespace belvedere::server {

namespace {

bool hasOwnKeys(const Column &column) { return column.field->kind != Kind::Text; }

std::string keyOf(const Column &column, quint32 code)
{
    const Cell cell = column.cellOfCode(code);
    if (const auto *version = std::get_if<Version>(&cell))
        return version->key().toStdString();
    if (const auto *members = std::get_if<QStringList>(&cell))
        return foldedSet(*members).toStdString();
    const auto *text = std::get_if<QString>(&cell);
    return text ? text->toStdString() : std::string();
}

// The first eight bytes as a number that orders like them; what follows decides among equals.
quint64 headOf(std::string_view text)
{
    quint64 head = 0;
    for (size_t i = 0; i < sizeof(head); ++i)
        head = head << 8 | (i < text.size() ? quint8(text[i]) : 0);
    return head;
}

size_t commonPrefix(std::string_view a, std::string_view b)
{
    return size_t(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

// Most comparisons are of two numbers: names share their beginnings ("dev-"), which are left out.
template<class KeyOf> void sortByBytes(std::vector<quint32> &codes, const KeyOf &key)
{
    struct Item {
        quint64 head;
        quint32 code;
    };
    if (codes.empty())
        return;
    size_t shared = key(codes.front()).size();
    for (const quint32 code : codes)
        shared = std::min(shared, commonPrefix(key(codes.front()).substr(0, shared), key(code)));
    std::vector<Item> items;
    items.reserve(codes.size());
    for (const quint32 code : codes)
        items.push_back({headOf(key(code).substr(shared)), code});
    std::sort(items.begin(), items.end(), [&key](const Item &a, const Item &b) {
        if (a.head != b.head)
            return a.head < b.head;
        const int order = key(a.code).compare(key(b.code));
        return order != 0 ? order < 0 : a.code < b.code;
    });
    std::transform(items.begin(), items.end(), codes.begin(), [](const Item &item) { return item.code; });
}

template<class KeyOf> RankNumbers numbered(const std::vector<quint32> &order, const KeyOf &key)
{
    auto ranks = std::make_shared<std::vector<quint32>>(order.size() + 1);
    for (size_t i = 0; i < order.size(); ++i) {
        const bool isSame = i > 0 && key(order[i - 1]) == key(order[i]);
        (*ranks)[order[i]] = isSame ? (*ranks)[order[i - 1]] : quint32(i);
    }
    return ranks;
}

} // namespace

RankNumbers ByteRanks::extended(const Column &column, Entry &entry, bool isId)
{
    const quint32 codes = column.codeCount();
    if (codes == 0)
        return {};
    const std::lock_guard lock(entry.mutex);
    const std::shared_ptr<const TextList::Chunk> first = column.texts.firstChunk();
    if (entry.firstChunk != first) {
        entry.firstChunk = first;
        entry.keys.clear();
        entry.order.clear();
        entry.ranks.reset();
    }
    const auto known = quint32(entry.order.size()) + 1;
    if (entry.ranks && known >= codes)
        return entry.ranks; // perhaps of a newer snapshot, which orders the older codes alike
    if (hasOwnKeys(column)) {
        entry.keys.resize(codes);
        for (quint32 code = known; code < codes; ++code)
            entry.keys[code] = keyOf(column, code);
    }
    const auto key = [&](quint32 code) -> std::string_view {
        return !entry.keys.empty() ? std::string_view(entry.keys[code])
            : isId                 ? column.texts.utf8(code)
                                   : column.texts.folded(code);
    };
    std::vector<quint32> added(codes - known);
    std::iota(added.begin(), added.end(), known);
    sortByBytes(added, key);
    std::vector<quint32> all(entry.order.size() + added.size());
    std::merge(entry.order.begin(), entry.order.end(), added.begin(), added.end(), all.begin(),
        [&key](quint32 a, quint32 b) { return key(a) < key(b); });
    entry.order = std::move(all);
    entry.ranks = numbered(entry.order, key);
    return entry.ranks;
}

RankNumbers ByteRanks::ranks(const Snapshot &snapshot, int column)
{
    return extended(snapshot.column(column), m_entries[size_t(column)], false);
}

RankNumbers ByteRanks::idRanks(const Snapshot &snapshot)
{
    return extended(snapshot.column(snapshot.idColumn()), m_ids, true);
}

std::shared_ptr<const std::vector<quint64>> ByteRanks::idNumbers(const Snapshot &snapshot)
{
    const std::lock_guard lock(m_numbers.mutex);
    const TextList &texts = snapshot.column(snapshot.idColumn()).texts;
    const std::shared_ptr<const TextList::Chunk> first = texts.firstChunk();
    if (m_numbers.numbers && m_numbers.firstChunk == first && m_numbers.numbers->size() > size_t(texts.size()))
        return m_numbers.numbers;
    auto numbers = std::make_shared<std::vector<quint64>>(size_t(texts.size()) + 1);
    for (quint32 code = 1; code <= texts.size(); ++code) {
        quint64 number = 0;
        for (const char c : texts.utf8(code))
            number = c >= '0' && c <= '9' ? number * 10 + quint64(c - '0') : 0;
        (*numbers)[code] = number;
    }
    m_numbers.firstChunk = first;
    m_numbers.numbers = numbers;
    return numbers;
}

} // namespace belvedere::server
