// Looking answers up and comparing numbers, sixty-four rows to a word.
#include "table/columntest.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace belvedere {

namespace {

constexpr quint32 mostBytes = 65'536; // a table of bytes stays in the fast caches
constexpr int sparse = 12; // fewer rows in a word are asked one by one

// The highest bit of each byte.
quint64 packed(const quint8 *bytes)
{
    quint64 word = 0;
#ifdef __SSE2__
    for (int i = 0; i < 64; i += 16) {
        const __m128i part = _mm_loadu_si128(reinterpret_cast<const __m128i *>(bytes + i));
        word |= quint64(quint32(_mm_movemask_epi8(part))) << i;
    }
#else
    for (int i = 0; i < 64; ++i)
        word |= quint64(bytes[i] >> 7) << i;
#endif
    return word;
}

// Keeps the bits of `rows` for which `test(row in block)` holds.
template<class Test> void keep(BlockBits &rows, const Test &test)
{
    for (size_t at = 0; at < blockWords; ++at) {
        const quint64 word = rows[at];
        if (word == 0)
            continue;
        if (std::popcount(word) < sparse) {
            quint64 kept = 0;
            for (quint64 left = word; left != 0; left &= left - 1) {
                const int bit = std::countr_zero(left);
                kept |= quint64(test(at * 64 + size_t(bit)) != 0) << bit;
            }
            rows[at] = kept;
            continue;
        }
        alignas(16) std::array<quint8, 64> answers;
        for (size_t i = 0; i < 64; ++i)
            answers[i] = test(at * 64 + i);
        rows[at] = word & packed(answers.data());
    }
}

quint8 byteOf(bool value) { return value ? 255 : 0; }

} // namespace

ColumnTest::ColumnTest(const Column &column, CodeTablePointer table, bool wantsYes, bool missingPasses)
    : m_column(&column)
    , m_table(std::move(table))
    , m_codes(wantsYes ? &m_table->yes : &m_table->no)
    , m_missingPasses(missingPasses)
{
    m_isNone = !missingPasses
        && std::all_of(m_codes->words().begin(), m_codes->words().end(), [](quint64 word) { return word == 0; });
    if (m_isNone || m_codes->size() > mostBytes)
        return;
    m_bytes.resize(m_codes->size());
    for (quint32 code = 0; code < m_bytes.size(); ++code)
        m_bytes[code] = byteOf(passes(code));
}

ColumnTest::ColumnTest(const Column &column, const QueryLeaf &leaf, bool wantsYes, bool missingPasses)
    : m_column(&column)
    , m_intervals(leaf.intervals)
    , m_inPasses(wantsYes != leaf.negated)
    , m_missingPasses(missingPasses)
{
    // none but `unknown` is asked for: nothing is within
    m_isNone = !missingPasses && m_inPasses && m_intervals.empty();
}

// Names and serial numbers usually got their codes in the order of their rows: then their bits lie side by side.
bool ColumnTest::copyRun(const Lane<quint32>::Block &values, BlockBits &rows) const
{
    const quint32 first = values.front();
    if (first == 0 || values.back() - first != blockRows - 1)
        return false;
    quint32 differs = 0;
    for (quint32 i = 0; i < blockRows; ++i)
        differs |= values[i] ^ (first + i);
    if (differs != 0)
        return false;
    const std::vector<quint64> &words = m_codes->words();
    const quint32 shift = first % 64;
    for (size_t at = 0; at < blockWords; ++at) {
        const size_t from = first / 64 + at;
        quint64 word = words[from] >> shift;
        if (shift != 0 && from + 1 < words.size())
            word |= words[from + 1] << (64 - shift);
        rows[at] &= word;
    }
    return true;
}

template<class T> void ColumnTest::look(const Lane<T> &lane, size_t block, BlockBits &rows) const
{
    const auto *values = lane.block(block);
    if (!values) {
        if (!m_missingPasses)
            rows = noRows;
        return;
    }
    if (!m_bytes.empty()) {
        const quint8 *bytes = m_bytes.data();
        keep(rows, [values, bytes](size_t row) { return bytes[(*values)[row]]; });
        return;
    }
    if constexpr (std::is_same_v<T, quint32>) {
        if (copyRun(*values, rows))
            return;
    }
    keep(rows, [this, values](size_t row) { return byteOf(passes((*values)[row])); });
}

template<class T> void ColumnTest::compare(const Lane<T> &lane, size_t block, BlockBits &rows) const
{
    const auto *values = lane.block(block);
    if (!values) {
        if (!m_missingPasses)
            rows = noRows;
        return;
    }
    const quint8 in = byteOf(m_inPasses);
    const quint8 missing = byteOf(m_missingPasses);
    if (m_intervals.size() == 1) {
        const QueryLeaf::Interval only = m_intervals.front();
        keep(rows, [values, in, missing, only](size_t row) {
            const auto value = qint64((*values)[row]);
            const bool within = only.lower <= value && value <= only.upper;
            const quint8 answer = within ? in : quint8(~in);
            return (*values)[row] == unknownValue<T> ? missing : answer;
        });
        return;
    }
    keep(rows, [this, values, in, missing](size_t row) {
        const auto value = qint64((*values)[row]);
        const bool within = std::any_of(m_intervals.begin(), m_intervals.end(),
            [value](const QueryLeaf::Interval &one) { return one.lower <= value && value <= one.upper; });
        const quint8 answer = within ? in : quint8(~in);
        return (*values)[row] == unknownValue<T> ? missing : answer;
    });
}

void ColumnTest::narrow(size_t block, BlockBits &rows) const
{
    struct Narrow {
        const ColumnTest &test;
        size_t block;
        BlockBits &rows;
        void operator()(std::monostate) const
        {
            if (!test.m_missingPasses)
                rows = noRows;
        }
        void operator()(const Lane<quint32> &lane) const { test.look(lane, block, rows); }
        void operator()(const Lane<quint16> &lane) const { test.look(lane, block, rows); }
        void operator()(const Lane<qint64> &lane) const { test.compare(lane, block, rows); }
        void operator()(const Lane<quint8> &lane) const { test.compare(lane, block, rows); }
    };
    if (m_isNone)
        rows = noRows;
    else
        std::visit(Narrow{*this, block, rows}, m_column->lane);
}

} // namespace belvedere
