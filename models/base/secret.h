// Secret: bytes that are overwritten when they go and never converted by accident.
#pragma once

#include <QByteArray>

namespace belvedere {

class Secret {
public:
    Secret() = default;
    // Takes the bytes over; the caller's other copies, if any, are the caller's business.
    explicit Secret(QByteArray bytes)
        : m_bytes(std::move(bytes))
    {
    }
    ~Secret() { wipe(); }
    Secret(const Secret &) = delete;
    Secret &operator=(const Secret &) = delete;
    Secret(Secret &&other) noexcept
        : m_bytes(std::exchange(other.m_bytes, {}))
    {
    }
    Secret &operator=(Secret &&other) noexcept
    {
        if (this != &other) {
            wipe();
            m_bytes = std::exchange(other.m_bytes, {});
        }
        return *this;
    }

    bool isEmpty() const { return m_bytes.isEmpty(); }
    // For the one place that must hand the bytes on (a header, a keychain, a hash).
    const QByteArray &bytes() const { return m_bytes; }
    Secret clone() const { return Secret(QByteArray(m_bytes.constData(), m_bytes.size())); }
    void wipe();

private:
    QByteArray m_bytes;
};

} // namespace belvedere
