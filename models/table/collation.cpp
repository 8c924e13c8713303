// Sorting texts: by quick keys where they are plain, by the platform's where they are not.
#include "table/collation.h"

namespace belvedere {

namespace {

constexpr size_t stopInterval = 256;
constexpr size_t foreignShare = 64; // more texts beyond ASCII than one in so many: merging them in costs more
constexpr size_t fewTexts = 2'048; // not worth working out how to make quick keys
constexpr size_t mostText = 4'096; // bytes of a text with a quick key

QCollator numericCollator(const QLocale &locale)
{
    QCollator collator(locale);
    collator.setNumericMode(true);
    return collator;
}

QString collated(const Column &column, quint32 code)
{
    QString text = column.texts.text(code);
    if (column.field->kind == Kind::Set)
        text.replace(QChar(memberSeparator), QChar(u'\n')); // sorts before every letter
    return text;
}

// Splits `count` things into as many parts as there are threads.
std::pair<size_t, size_t> partOf(size_t part, size_t parts, size_t count)
{
    return {count * part / parts, count * (part + 1) / parts};
}

} // namespace

Collation::Collation(const QLocale &locale)
    : m_locale(locale)
    , m_collator(numericCollator(locale))
{
}

const std::optional<AsciiOrder> &Collation::ascii() const
{
    if (!std::exchange(m_asciiKnown, true))
        m_ascii = AsciiOrder::of(m_collator);
    return m_ascii;
}

int Collation::compare(const Column &column, quint32 codeA, quint32 codeB) const
{
    return m_collator.compare(collated(column, codeA), collated(column, codeB));
}

CodeOrder Collation::sorted(
    const Column &column, const std::vector<quint32> &codes, Crew &crew, const StopFlag &stop) const
{
    if (codes.size() < fewTexts || column.field->kind == Kind::Set || !ascii())
        return sortedByPlatform(column, codes, crew, stop);
    struct Part {
        std::string bytes;
        std::vector<std::pair<quint32, size_t>> keys; // code, end in `bytes`
        std::vector<quint32> foreign;
    };
    const size_t count = codes.size();
    std::vector<Part> parts(crew.size());
    crew.share(parts.size(), [&](size_t number) {
        const std::pair<size_t, size_t> range = partOf(number, parts.size(), count);
        Part &part = parts[number];
        part.keys.reserve(range.second - range.first);
        for (size_t i = range.first; i < range.second; ++i) {
            if (i % stopInterval == 0 && stop)
                return;
            const std::string_view text = column.texts.utf8(codes[i]);
            if (text.size() <= mostText && m_ascii->appendKey(text, part.bytes))
                part.keys.emplace_back(codes[i], part.bytes.size());
            else
                part.foreign.push_back(codes[i]);
            if (part.foreign.size() > range.second / foreignShare + 1)
                return; // the platform will sort them all
        }
    });
    std::vector<KeyItem> items;
    items.reserve(count);
    std::vector<quint32> foreign;
    for (const Part &part : parts) {
        size_t start = 0;
        for (const auto &key : part.keys) {
            if (items.size() % stopInterval == 0 && stop)
                break;
            items.push_back({0, part.bytes.data() + start, quint32(key.second - start), key.first});
            start = key.second;
        }
        foreign.insert(foreign.end(), part.foreign.begin(), part.foreign.end());
    }
    if (stop) {
        crew.discard(std::move(items));
        crew.discard(std::move(parts));
        return {};
    }
    if (items.size() + foreign.size() < count || foreign.size() > count / foreignShare)
        return sortedByPlatform(column, codes, crew, stop);
    CodeOrder plain = sortedByKey(std::move(items), crew, stop);
    crew.discard(std::move(parts));
    if (foreign.empty() || stop)
        return plain;
    return merged(
        plain, sortedByPlatform(column, foreign, crew, stop),
        [this, &column](quint32 a, quint32 b) { return compare(column, a, b); }, stop);
}

CodeOrder Collation::sortedByPlatform(
    const Column &column, const std::vector<quint32> &codes, Crew &crew, const StopFlag &stop) const
{
    struct Item {
        QCollatorSortKey key;
        quint32 code;
    };
    const size_t count = codes.size();
    std::vector<std::vector<Item>> parts(count > stopInterval ? crew.size() : 1);
    const auto less = [](const Item &a, const Item &b) { return a.key.compare(b.key) < 0; };
    crew.share(parts.size(), [&](size_t number) {
        const QCollator collator = numericCollator(m_locale); // they are not for several threads at once
        const std::pair<size_t, size_t> range = partOf(number, parts.size(), count);
        std::vector<Item> &part = parts[number];
        part.reserve(range.second - range.first);
        for (size_t i = range.first; i < range.second; ++i) {
            if (i % stopInterval == 0 && stop)
                return;
            part.push_back({collator.sortKey(collated(column, codes[i])), codes[i]});
        }
        sortStoppably(part, less, stop);
    });
    std::vector<Item> items = std::move(parts.front());
    for (size_t i = 1; i < parts.size(); ++i) {
        std::vector<Item> both;
        both.reserve(items.size() + parts[i].size());
        std::merge(std::make_move_iterator(items.begin()), std::make_move_iterator(items.end()),
            std::make_move_iterator(parts[i].begin()), std::make_move_iterator(parts[i].end()),
            std::back_inserter(both), less);
        items = std::move(both);
    }
    if (stop)
        return {};
    CodeOrder result{std::vector<quint32>(count), RowBits(quint32(count))};
    for (size_t i = 0; i < count; ++i) {
        result.order[i] = items[i].code;
        if (i > 0 && items[i].key.compare(items[i - 1].key) == 0)
            result.same.set(quint32(i));
    }
    return result;
}

} // namespace belvedere
