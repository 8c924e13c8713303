// Lines and fields of an event stream.
#include "rest/sseparser.h"

namespace belvedere {

std::vector<SseMessage> SseParser::feed(QByteArrayView bytes)
{
    std::vector<SseMessage> out;
    for (const char c : bytes) {
        if (m_failed)
            return out;
        const bool isSecondHalf = c == '\n' && m_skipLf;
        m_skipLf = false;
        if (isSecondHalf)
            continue;
        if (c == '\n' || c == '\r') {
            m_skipLf = c == '\r';
            endLine(out);
        } else if (m_line.size() >= maximumLine) {
            m_failed = true;
        } else {
            m_line += c;
        }
    }
    return out;
}

void SseParser::endLine(std::vector<SseMessage> &out)
{
    QByteArray line = std::exchange(m_line, {});
    if (std::exchange(m_first, false) && line.startsWith("\xef\xbb\xbf"))
        line.remove(0, 3);
    if (line.isEmpty()) {
        if (m_hasData)
            out.push_back(m_message);
        m_message.event.clear();
        m_message.data.clear();
        m_hasData = false;
        return;
    }
    const qsizetype colon = line.indexOf(':');
    const QByteArray name = colon < 0 ? line : line.first(colon);
    QByteArray value = colon < 0 ? QByteArray() : line.sliced(colon + 1);
    if (value.startsWith(' '))
        value.remove(0, 1);
    if (name == "data") {
        if (m_hasData)
            m_message.data += '\n';
        m_message.data += value;
        m_hasData = true;
        m_failed = m_failed || m_message.data.size() > maximumData;
    } else if (name == "id") {
        if (!value.contains('\0'))
            m_message.id = value;
    } else if (name == "event") {
        m_message.event = value;
    }
}

} // namespace belvedere
