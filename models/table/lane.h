// Lane<T>: the values of one column, one per row, in blocks that are shared until they are written to.
#pragma once

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <QtGlobal>
#include <span>
#include <vector>

namespace belvedere {

inline constexpr quint32 blockRows = 4'096;

// What a lane holds where nothing is known. JSON integers stay within 2^53, so the minimum is free.
template<class T> inline constexpr T unknownValue = T(0); // code of a text or enumeration
template<> inline constexpr qint64 unknownValue<qint64> = std::numeric_limits<qint64>::min();
template<> inline constexpr quint8 unknownValue<quint8> = 2; // bool: 0 no, 1 yes

// A copy of a lane is a reader: it shares the blocks, and the original copies a block before it writes to it again.
template<class T> class Lane {
public:
    using Block = std::array<T, blockRows>;

    Lane() = default;

    T at(quint32 row) const
    {
        const Block *block = m_blocks[row / blockRows].get();
        return block ? (*block)[row % blockRows] : unknownValue<T>;
    }
    // Null: nothing in the block is known.
    const Block *block(size_t number) const { return m_blocks[number].get(); }
    size_t blockCount() const { return m_blocks.size(); }

    void resize(quint32 rows)
    {
        const size_t count = (size_t(rows) + blockRows - 1) / blockRows;
        m_blocks.resize(count);
        m_isOwn.resize(count, false);
    }
    // False: the row held this value already.
    bool set(quint32 row, T value)
    {
        const size_t number = row / blockRows;
        const Block *block = m_blocks[number].get();
        if (block ? (*block)[row % blockRows] == value : value == unknownValue<T>)
            return false;
        own(number)[row % blockRows] = value;
        return true;
    }
    // The block for writing, made if there is none yet.
    Block &own(size_t number)
    {
        std::shared_ptr<Block> &block = m_blocks[number];
        if (!block) {
            block = std::make_shared<Block>();
            block->fill(unknownValue<T>);
        } else if (!m_isOwn[number]) {
            block = std::make_shared<Block>(*block);
        }
        m_isOwn[number] = true;
        return *block;
    }
    // Of blocks made elsewhere, one per blockRows rows, null where nothing is known; filled up with the unknown value.
    explicit Lane(std::vector<std::shared_ptr<Block>> blocks)
        : m_blocks(std::move(blocks))
        , m_isOwn(m_blocks.size(), false)
    {
    }
    // To go on writing from what a reader shares.
    Lane writer() const { return Lane(m_blocks); }
    // A reader; from now on every block is shared.
    Lane share()
    {
        std::fill(m_isOwn.begin(), m_isOwn.end(), false);
        Lane reader;
        reader.m_blocks = m_blocks;
        return reader;
    }

private:
    std::vector<std::shared_ptr<Block>> m_blocks;
    std::vector<bool> m_isOwn;
};

} // namespace belvedere
