// Draw: numbers that are the same for the same fleet on every computer.
#pragma once

#include <QtGlobal>

namespace belvedere {

// One independent series for each (seed, device, purpose); splitmix64.
class Draw {
public:
    Draw(quint32 seed, int device, quint32 purpose)
        : m_state((quint64(seed) << 32 | quint32(device)) * 0x9e3779b97f4a7c15u + purpose * 0xd1342543de82ef95u)
    {
    }
    quint64 next()
    {
        m_state += 0x9e3779b97f4a7c15u;
        quint64 z = m_state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    int below(int bound) { return int(next() % quint64(bound)); }
    bool chance(int perMille) { return below(1'000) < perMille; }

private:
    quint64 m_state;
};

} // namespace belvedere
