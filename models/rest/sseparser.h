// SseParser: splits a text/event-stream into its messages, whatever the pieces in which it arrives.
#pragma once

#include <QByteArray>
#include <vector>

namespace belvedere {

struct SseMessage {
    QByteArray id; // the last one seen, also if this message has none of its own
    QByteArray event; // empty: "message"
    QByteArray data; // lines joined by a newline
};

class SseParser {
public:
    static constexpr qsizetype maximumLine = 64 * 1024; // bytes
    static constexpr qsizetype maximumData = 256 * 1024; // bytes of one message

    // The messages that these bytes complete; comments and messages without data give none.
    std::vector<SseMessage> feed(QByteArrayView bytes);
    // A line or message was too long: the stream is of no more use.
    bool hasFailed() const { return m_failed; }

private:
    void endLine(std::vector<SseMessage> &out);

    QByteArray m_line;
    SseMessage m_message;
    bool m_hasData = false;
    bool m_skipLf = false; // the line ended with CR; an LF right after belongs to it
    bool m_first = true; // a byte-order mark may stand before the first line
    bool m_failed = false;
};

} // namespace belvedere
