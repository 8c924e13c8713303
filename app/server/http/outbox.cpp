// The queue of one peer.
#include "server/http/outbox.h"

namespace belvedere::http {

namespace {

// One TLS record holds 16 KiB: below that, copying costs less than another record and another system call.
constexpr qsizetype gatherBelow = 16 * 1024;

} // namespace

void Outbox::append(QByteArray bytes)
{
    if (bytes.isEmpty())
        return;
    if (m_items.size() > m_pinned && m_items.back().size() + bytes.size() <= gatherBelow)
        m_items.back().append(bytes);
    else
        m_items.push_back(std::move(bytes));
}

std::span<const Piece> Outbox::next(std::span<Piece> pieces)
{
    size_t count = 0;
    for (; count < pieces.size() && count < m_items.size(); ++count) {
        const QByteArray &item = m_items[count];
        const qsizetype skip = count == 0 ? m_offset : 0;
        pieces[count] = {item.constData() + skip, size_t(item.size() - skip)};
    }
    m_pinned = count;
    return pieces.first(count);
}

void Outbox::consume(size_t count)
{
    m_pinned = 0;
    m_offset += qsizetype(count);
    while (!m_items.empty() && m_offset >= m_items.front().size()) {
        m_offset -= m_items.front().size();
        m_items.pop_front();
    }
}

void Outbox::clear()
{
    m_items.clear();
    m_offset = 0;
    m_pinned = 0;
}

} // namespace belvedere::http
