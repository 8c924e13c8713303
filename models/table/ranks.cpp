// Ordering the distinct values of a column.
#include "table/ranks.h"

#include <numeric>

namespace belvedere {

namespace {

constexpr quint32 stopInterval = 512;
constexpr quint32 mergeShare = 16; // more new texts than one in so many: sorting all is no dearer

// How the texts of one column are put in order.
struct TextOrder {
    std::function<int(quint32 codeA, quint32 codeB)> compare;
    std::function<CodeOrder(const std::vector<quint32> &codes)> sorted; // nothing when stopped
};

// Null when stopped.
Ranks numbered(const CodeOrder &order, quint32 codes, const StopFlag &stop)
{
    auto ranks = std::make_shared<RankTable>();
    ranks->byCode.resize(codes);
    for (size_t i = 0; i < order.order.size(); ++i) {
        if (i % stopInterval == 0 && stop)
            return {};
        ranks->count += i == 0 || !order.same.at(quint32(i)) ? 1 : 0;
        ranks->byCode[order.order[i]] = ranks->count - 1;
    }
    return ranks;
}

// The other way round.
CodeOrder orderOf(const RankTable &ranks)
{
    const auto codes = quint32(ranks.byCode.size());
    std::vector<quint32> next(ranks.count + 1, 0);
    for (quint32 code = 1; code < codes; ++code)
        ++next[ranks.byCode[code] + 1];
    std::partial_sum(next.begin(), next.end(), next.begin());
    CodeOrder result{std::vector<quint32>(codes - 1), RowBits(codes - 1, true)};
    for (quint32 rank = 0; rank < ranks.count; ++rank)
        result.same.reset(next[rank]);
    for (quint32 code = 1; code < codes; ++code)
        result.order[next[ranks.byCode[code]]++] = code;
    return result;
}

std::vector<quint32> codesFrom(quint32 first, quint32 end)
{
    std::vector<quint32> codes(end - first);
    std::iota(codes.begin(), codes.end(), first);
    return codes;
}

CodeOrder sortedVersions(const Column &column, const std::vector<quint32> &codes, Crew &crew, const StopFlag &stop)
{
    std::vector<QByteArray> keys;
    keys.reserve(codes.size());
    for (const quint32 code : codes) {
        if (code % stopInterval == 0 && stop)
            return {};
        keys.push_back(Version(column.texts.text(code)).key());
    }
    std::vector<KeyItem> items;
    for (size_t i = 0; i < codes.size(); ++i)
        items.push_back({0, keys[i].constData(), quint32(keys[i].size()), codes[i]});
    return sortedByKey(std::move(items), crew, stop);
}

CodeOrder sortedBytes(const TextList &texts, const std::vector<quint32> &codes, Crew &crew, const StopFlag &stop)
{
    std::vector<KeyItem> items;
    items.reserve(codes.size());
    for (const quint32 code : codes) {
        if (code % stopInterval == 0 && stop)
            return {};
        const std::string_view text = texts.utf8(code);
        items.push_back({0, text.data(), quint32(text.size()), code});
    }
    return sortedByKey(std::move(items), crew, stop);
}

// The case of ASCII letters decides only between texts that are alike otherwise.
std::string foldedKey(std::string_view text)
{
    std::string key;
    key.reserve(2 * text.size() + 1);
    for (const char letter : text)
        key.push_back(letter >= 'A' && letter <= 'Z' ? char(letter - 'A' + 'a') : letter);
    key.push_back('\0');
    key.append(text);
    return key;
}

CodeOrder sortedFolded(const TextList &texts, const std::vector<quint32> &codes, Crew &crew, const StopFlag &stop)
{
    std::vector<std::string> keys;
    keys.reserve(codes.size());
    for (const quint32 code : codes) {
        if (code % stopInterval == 0 && stop)
            return {};
        keys.push_back(foldedKey(texts.utf8(code)));
    }
    std::vector<KeyItem> items;
    items.reserve(codes.size());
    for (size_t i = 0; i < codes.size(); ++i)
        items.push_back({0, keys[i].data(), quint32(keys[i].size()), codes[i]});
    return sortedByKey(std::move(items), crew, stop);
}

Ranks byChoice(const Column &column)
{
    auto ranks = std::make_shared<RankTable>();
    ranks->byCode.resize(column.codeCount());
    ranks->count = column.codeCount();
    std::iota(ranks->byCode.begin(), ranks->byCode.end(), 0);
    std::vector<quint32> foreign = codesFrom(1, column.texts.size() + 1);
    std::sort(foreign.begin(), foreign.end(),
        [&column](quint32 a, quint32 b) { return column.texts.utf8(a) < column.texts.utf8(b); });
    for (quint32 i = 0; i < foreign.size(); ++i)
        ranks->byCode[column.firstForeign() + foreign[i] - 1] = column.firstForeign() + i;
    return ranks;
}

TextOrder orderFor(const Column &column, bool isId, const Collation *collation, Crew &crew, const StopFlag &stop)
{
    if (isId) {
        return {[&column](quint32 a, quint32 b) { return column.texts.utf8(a).compare(column.texts.utf8(b)); },
            [&column, &crew, &stop](
                const std::vector<quint32> &codes) { return sortedBytes(column.texts, codes, crew, stop); }};
    }
    if (column.field->kind == Kind::Version) {
        return {[&column](quint32 a, quint32 b) {
                    return Version(column.texts.text(a)).key().compare(Version(column.texts.text(b)).key());
                },
            [&column, &crew, &stop](
                const std::vector<quint32> &codes) { return sortedVersions(column, codes, crew, stop); }};
    }
    if (!collation->hasLanguage()) {
        return {[&column](quint32 a, quint32 b) {
                    return foldedKey(column.texts.utf8(a)).compare(foldedKey(column.texts.utf8(b)));
                },
            [&column, &crew, &stop](
                const std::vector<quint32> &codes) { return sortedFolded(column.texts, codes, crew, stop); }};
    }
    return {[&column, collation](quint32 a, quint32 b) { return collation->compare(column, a, b); },
        [&column, collation, &crew, &stop](
            const std::vector<quint32> &codes) { return collation->sorted(column, codes, crew, stop); }};
}

} // namespace

const Collation &RankCache::collation(const QLocale &locale)
{
    if (!m_collation || m_collation->locale() != locale)
        m_collation.emplace(locale);
    return *m_collation;
}

Ranks RankCache::ranks(const Snapshot &snapshot, int number, const QLocale &locale, Crew &crew, const StopFlag &stop)
{
    const Column &column = snapshot.column(number);
    const quint32 codes = column.codeCount();
    if (codes == 0)
        return {};
    if (column.field->kind == Kind::Enum)
        return byChoice(column);
    m_entries.resize(std::max(m_entries.size(), size_t(snapshot.columnCount())));
    Entry &entry = m_entries[size_t(number)];
    const std::shared_ptr<const TextList::Chunk> firstChunk = column.texts.firstChunk();
    // Codes are only ever added, except when the first chunk is another one.
    const bool isSameTexts = entry.ranks && entry.lineage == snapshot.lineage() && entry.firstChunk == firstChunk
        && entry.locale == locale && entry.ranks->byCode.size() <= codes;
    const auto known = isSameTexts ? quint32(entry.ranks->byCode.size()) : 1;
    if (isSameTexts && known == codes)
        return entry.ranks;
    const bool isId = number == snapshot.idColumn();
    const Collation *rule = isId || column.field->kind == Kind::Version ? nullptr : &collation(locale);
    const TextOrder order = orderFor(column, isId, rule, crew, stop);
    Ranks ranks;
    if (isSameTexts && codes - known <= known / mergeShare) {
        const CodeOrder added = order.sorted(codesFrom(known, codes));
        if (!stop)
            ranks = numbered(merged(orderOf(*entry.ranks), added, order.compare, stop), codes, stop);
    } else {
        const CodeOrder all = order.sorted(codesFrom(1, codes));
        if (!stop)
            ranks = numbered(all, codes, stop);
    }
    if (stop)
        return {};
    entry = {snapshot.lineage(), firstChunk, locale, ranks};
    return ranks;
}

} // namespace belvedere
