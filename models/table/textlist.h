// TextList: the distinct texts of a column, numbered; immutable, in chunks that successive snapshots share.
#pragma once

#include <memory>
#include <QString>
#include <string>
#include <string_view>
#include <vector>

namespace belvedere {

// Texts have codes from 1 to size(); code 0 means not known. Any thread may read.
class TextList {
public:
    static constexpr quint32 chunkSize = 4'096;

    // Texts one after the other, each ended by a byte 0, so that one search can run over all of them.
    struct Chunk {
        std::vector<quint32> ends; // behind each ending byte
        std::string bytes; // UTF-8
        // The same texts folded (base/fold.h); both empty while folding changes nothing in this chunk. A form that
        // would take more than a text's share of what 32 bits can count, a MiB at least, is cut.
        std::vector<quint32> foldedEnds;
        std::string folded;

        std::string_view text(quint32 at) const { return slice(bytes, ends, at); }
        std::string_view foldedText(quint32 at) const
        {
            return foldedEnds.empty() ? text(at) : slice(folded, foldedEnds, at);
        }

    private:
        static std::string_view slice(const std::string &all, const std::vector<quint32> &ends, quint32 at)
        {
            const quint32 start = at == 0 ? 0 : ends[at - 1];
            return std::string_view(all).substr(start, ends[at] - start - 1);
        }
    };

    TextList() = default;
    TextList(std::vector<std::shared_ptr<const Chunk>> chunks, quint32 size)
        : m_chunks(std::move(chunks))
        , m_size(size)
    {
    }

    quint32 size() const { return m_size; }
    std::string_view utf8(quint32 code) const { return chunkOf(code).text((code - 1) % chunkSize); } // code >= 1
    std::string_view folded(quint32 code) const { return chunkOf(code).foldedText((code - 1) % chunkSize); }
    QString text(quint32 code) const
    {
        const std::string_view bytes = utf8(code);
        return QString::fromUtf8(bytes.data(), qsizetype(bytes.size()));
    }
    const std::vector<std::shared_ptr<const Chunk>> &chunks() const { return m_chunks; }
    // Null without texts. While it is the same one, codes have kept their texts and were only added.
    std::shared_ptr<const Chunk> firstChunk() const { return m_chunks.empty() ? nullptr : m_chunks.front(); }

private:
    const Chunk &chunkOf(quint32 code) const { return *m_chunks[(code - 1) / chunkSize]; }

    std::vector<std::shared_ptr<const Chunk>> m_chunks;
    quint32 m_size = 0;
};

} // namespace belvedere
