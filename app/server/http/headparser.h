// The head of a request, from bytes as they come. Boost stays behind this header.
#pragma once

#include "server/http/message.h"

#include <memory>
#include <optional>

namespace belvedere::http {

// A head as it was sent: syntax checked, meaning not yet.
struct Head {
    QByteArray method;
    QByteArray target;
    int version = 11; // 10 or 11
    bool keepAlive = true;
    Headers headers; // names in lower case, repetitions kept
};

class HeadParser {
public:
    enum class State { More, Done, Malformed, TooLarge, Version };

    explicit HeadParser(quint32 maximumBytes);
    ~HeadParser();

    // `data` begins with what earlier calls did not consume. `consumed` is set in every case.
    State feed(QByteArrayView data, qsizetype &consumed);
    Head takeHead(); // after Done, once

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace belvedere::http
