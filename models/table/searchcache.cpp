// Testing each distinct value once.
#include "table/searchcache.h"

#include "domain/foldedset.h"
#include "table/searchtext.h"

namespace belvedere {

namespace {

using Form = QueryLeaf::Form;

constexpr quint32 stopInterval = 512;

bool fits(Form form, std::string_view text, const std::string &wanted)
{
    if (form == Form::Starts)
        return text.starts_with(wanted);
    if (form == Form::Ends)
        return text.ends_with(wanted);
    return text == wanted;
}

RowBits allCodes(quint32 codes)
{
    RowBits all(codes, true);
    if (codes > 0)
        all.reset(0);
    return all;
}

} // namespace

bool isSameTest(const QueryLeaf &a, const QueryLeaf &b)
{
    const auto sameInterval = [](const QueryLeaf::Interval &x, const QueryLeaf::Interval &y) {
        return x.lower == y.lower && x.upper == y.upper;
    };
    const auto sameVersion = [](const VersionInterval &x, const VersionInterval &y) {
        return x.lower == y.lower && x.upper == y.upper && x.lowerOpen == y.lowerOpen && x.upperOpen == y.upperOpen;
    };
    return a.field == b.field && a.form == b.form && a.negated == b.negated && a.unknownPasses == b.unknownPasses
        && a.texts == b.texts && a.declared == b.declared && a.patterns == b.patterns
        && std::equal(a.intervals.begin(), a.intervals.end(), b.intervals.begin(), b.intervals.end(), sameInterval)
        && std::equal(a.versions.begin(), a.versions.end(), b.versions.begin(), b.versions.end(), sameVersion);
}

bool SearchCache::isOf(const Entry &entry, const Column &column) const
{
    return entry.field == column.field && entry.codes == column.codeCount()
        && entry.firstChunk == column.texts.firstChunk();
}

CodeTablePointer SearchCache::find(const QueryLeaf &leaf, bool isWord, const Column &column)
{
    for (auto it = m_entries.begin(); it != m_entries.end(); ++it) {
        if (it->isWord != isWord || !isOf(*it, column) || !isSameTest(it->leaf, leaf))
            continue;
        CodeTablePointer table = it->table;
        std::rotate(m_entries.begin(), it, it + 1);
        return table;
    }
    return {};
}

const RowBits *SearchCache::candidates(const QString &text, const Column &column) const
{
    const RowBits *fewest = nullptr;
    quint32 count = 0;
    for (const Entry &entry : m_entries) {
        if (entry.leaf.form != Form::Contains || entry.isWord || entry.leaf.negated || entry.leaf.texts.size() != 1
            || !isOf(entry, column) || !text.contains(entry.leaf.texts.first()))
            continue;
        const quint32 found = entry.table->yes.count();
        if (fewest && count <= found)
            continue;
        fewest = &entry.table->yes;
        count = found;
    }
    return fewest;
}

CodeTablePointer SearchCache::keep(
    const QueryLeaf &leaf, bool isWord, const Column &column, RowBits yes, RowBits unknown, const StopFlag &stop)
{
    auto table = std::make_shared<CodeTable>();
    table->yes = std::move(yes);
    table->no = allCodes(column.codeCount());
    for (size_t i = 0; i < table->no.words().size(); ++i) {
        if (unknown.size() > 0)
            table->yes.words()[i] &= ~unknown.words()[i];
        table->no.words()[i] &= ~table->yes.words()[i] & (unknown.size() > 0 ? ~unknown.words()[i] : ~quint64(0));
    }
    if (stop)
        return table;
    m_entries.push_front({column.field, column.texts.firstChunk(), column.codeCount(), leaf, isWord, table});
    if (m_entries.size() > mostEntries)
        m_entries.pop_back();
    return table;
}

CodeTablePointer SearchCache::table(const QueryLeaf &leaf, const Column &column, Crew &crew, const StopFlag &stop)
{
    if (CodeTablePointer known = find(leaf, false, column))
        return known;
    const quint32 codes = column.codeCount();
    RowBits yes(codes);
    RowBits unknown;
    const bool isText = leaf.kind == Kind::Text
        && (leaf.form == Form::Contains || leaf.form == Form::Equals || leaf.form == Form::Starts
            || leaf.form == Form::Ends);
    if (isText) {
        for (const QString &text : leaf.texts) {
            const std::string wanted = text.toStdString();
            if (leaf.form == Form::Contains) {
                const RowBits found = searchFolded(column.texts, wanted, candidates(text, column), crew, stop);
                for (size_t i = 0; i < found.words().size(); ++i)
                    yes.words()[i] |= found.words()[i];
                continue;
            }
            for (quint32 code = 1; code < codes && (code % stopInterval != 0 || !stop); ++code) {
                if (fits(leaf.form, column.texts.folded(code), wanted))
                    yes.set(code);
            }
        }
        if (leaf.negated) {
            const RowBits all = allCodes(codes);
            for (size_t i = 0; i < yes.words().size(); ++i)
                yes.words()[i] = all.words()[i] & ~yes.words()[i];
        }
        return keep(leaf, false, column, std::move(yes), {}, stop);
    }
    unknown = RowBits(codes);
    for (quint32 code = 1; code < codes && (code % stopInterval != 0 || !stop); ++code) {
        const Truth truth = leaf.test(column.cellOfCode(code));
        if (truth == Truth::True)
            yes.set(code);
        else if (truth == Truth::Unknown)
            unknown.set(code);
    }
    return keep(leaf, false, column, std::move(yes), std::move(unknown), stop);
}

CodeTablePointer SearchCache::wordTable(
    const QString &word, const QString &memberWord, const Column &column, Crew &crew, const StopFlag &stop)
{
    QueryLeaf leaf;
    leaf.kind = column.field->kind;
    leaf.form = Form::Contains;
    leaf.texts = {word};
    const bool isSet = column.field->kind == Kind::Set;
    if (CodeTablePointer known = find(leaf, isSet, column))
        return known;
    if (!isSet)
        return keep(leaf, false, column,
            searchFolded(column.texts, word.toStdString(), candidates(word, column), crew, stop), {}, stop);
    RowBits yes(column.codeCount());
    for (quint32 code = 1; code < yes.size() && (code % stopInterval != 0 || !stop); ++code) {
        const Cell cell = column.cellOfCode(code);
        if (foldedSet(std::get<QStringList>(cell)).contains(memberWord))
            yes.set(code);
    }
    return keep(leaf, true, column, std::move(yes), {}, stop);
}

} // namespace belvedere
