// The synthetic fleet that benchmarks run over; the same for everybody who gives the same seed.
#pragma once

#include "domain/device.h"

#include <random>

namespace belvedere::bench {

class Fleet {
public:
    explicit Fleet(quint32 seed)
        : m_random(seed)
    {
    }
    // A device in list form; names, serial numbers and times are practically unique, the rest repeats as in a fleet.
    Device device(qint64 number);
    // Devices 1 to `count` as the server streams them, with the last line.
    QByteArray lines(int count);
    // A part of them, without the last line; the parts one after the other.
    QByteArray lines(qint64 first, int count);

private:
    quint32 below(quint32 bound) { return quint32(m_random() % bound); } // the same on every standard library

    std::mt19937 m_random;
};

} // namespace belvedere::bench
