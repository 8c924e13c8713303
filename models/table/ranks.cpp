// Ordering the distinct values of a column.
#include "table/ranks.h"

#include <numeric>
#include <QCollator>
#include <QtEndian>

namespace belvedere {

namespace {

constexpr quint32 stopInterval = 4'096;

// `order` holds codes; `same(a, b)` says whether neighbours share a rank.
template<class Same> Ranks numbered(const std::vector<quint32> &order, quint32 codes, const Same &same)
{
    auto ranks = std::make_shared<std::vector<quint32>>(codes, 0);
    quint32 rank = 0;
    for (size_t i = 0; i < order.size(); ++i) {
        if (i > 0 && !same(order[i - 1], order[i]))
            ++rank;
        (*ranks)[order[i]] = rank;
    }
    return ranks;
}

std::vector<quint32> allCodes(quint32 codes)
{
    std::vector<quint32> order(codes > 0 ? codes - 1 : 0);
    std::iota(order.begin(), order.end(), 1);
    return order;
}

Ranks collated(const Column &column, const QLocale &locale, const StopFlag &stop)
{
    QCollator collator(locale);
    collator.setNumericMode(true);
    const quint32 codes = column.codeCount();
    const bool isSet = column.field->kind == Kind::Set;
    std::vector<QCollatorSortKey> keys;
    keys.reserve(codes);
    for (quint32 code = 1; code < codes; ++code) {
        if (code % stopInterval == 0 && stop)
            return {};
        QString text = column.texts.text(code);
        if (isSet)
            text.replace(QChar(memberSeparator), QChar(u'\n')); // sorts before every letter
        keys.push_back(collator.sortKey(text));
    }
    std::vector<quint32> order = allCodes(codes);
    const auto compare = [&keys](quint32 a, quint32 b) { return keys[a - 1].compare(keys[b - 1]); };
    std::sort(order.begin(), order.end(), [&compare](quint32 a, quint32 b) { return compare(a, b) < 0; });
    return numbered(order, codes, [&compare](quint32 a, quint32 b) { return compare(a, b) == 0; });
}

Ranks byVersion(const Column &column)
{
    const quint32 codes = column.codeCount();
    std::vector<QByteArray> keys(codes);
    for (quint32 code = 1; code < codes; ++code)
        keys[code] = Version(column.texts.text(code)).key();
    std::vector<quint32> order = allCodes(codes);
    std::sort(order.begin(), order.end(), [&keys](quint32 a, quint32 b) { return keys[a] < keys[b]; });
    return numbered(order, codes, [&keys](quint32 a, quint32 b) { return keys[a] == keys[b]; });
}

// Eight bytes behind what all the texts begin with decide most comparisons without touching the texts.
Ranks byBytes(const TextList &texts)
{
    struct Item {
        quint64 head;
        quint32 code;
    };
    const quint32 count = texts.size();
    std::string_view common = count > 0 ? texts.utf8(1) : std::string_view();
    for (quint32 code = 2; code <= count && !common.empty(); ++code) {
        const std::string_view text = texts.utf8(code);
        const size_t length = std::min(common.size(), text.size());
        const auto differ = std::mismatch(common.begin(), common.begin() + length, text.begin());
        common = common.substr(0, size_t(differ.first - common.begin()));
    }
    std::vector<Item> items(count);
    for (quint32 code = 1; code <= count; ++code) {
        const std::string_view rest = texts.utf8(code).substr(common.size());
        char head[8] = {};
        std::copy_n(rest.begin(), std::min<size_t>(8, rest.size()), head);
        items[code - 1] = {qFromBigEndian<quint64>(head), code};
    }
    std::sort(items.begin(), items.end(), [&texts](const Item &a, const Item &b) {
        return a.head != b.head ? a.head < b.head : texts.utf8(a.code) < texts.utf8(b.code);
    });
    std::vector<quint32> order(count);
    std::transform(items.begin(), items.end(), order.begin(), [](const Item &item) { return item.code; });
    return numbered(order, count + 1, [](quint32, quint32) { return false; });
}

Ranks byChoice(const Column &column)
{
    auto ranks = std::make_shared<std::vector<quint32>>(column.codeCount());
    std::iota(ranks->begin(), ranks->end(), 0);
    std::vector<quint32> foreign(column.texts.size());
    std::iota(foreign.begin(), foreign.end(), 1);
    std::sort(foreign.begin(), foreign.end(),
        [&column](quint32 a, quint32 b) { return column.texts.utf8(a) < column.texts.utf8(b); });
    for (quint32 i = 0; i < foreign.size(); ++i)
        (*ranks)[column.firstForeign() + foreign[i] - 1] = column.firstForeign() + i;
    return ranks;
}

} // namespace

Ranks RankCache::ranks(const Snapshot &snapshot, int number, const QLocale &locale, const StopFlag &stop)
{
    const Column &column = snapshot.column(number);
    const quint32 codes = column.codeCount();
    if (codes == 0)
        return {};
    m_entries.resize(std::max(m_entries.size(), size_t(snapshot.columnCount())));
    Entry &entry = m_entries[size_t(number)];
    const std::shared_ptr<const TextList::Chunk> firstChunk =
        column.texts.chunks().empty() ? nullptr : column.texts.chunks().front();
    // Codes are only ever added, except when the first chunk is another one.
    if (entry.ranks && entry.lineage == snapshot.lineage() && entry.codes == codes && entry.firstChunk == firstChunk
        && entry.locale == locale)
        return entry.ranks;
    Ranks ranks;
    if (number == snapshot.idColumn())
        ranks = byBytes(column.texts);
    else if (column.field->kind == Kind::Version)
        ranks = byVersion(column);
    else if (column.field->kind == Kind::Enum)
        ranks = byChoice(column);
    else
        ranks = collated(column, locale, stop);
    if (ranks)
        entry = {snapshot.lineage(), codes, firstChunk, locale, ranks};
    return ranks;
}

} // namespace belvedere
