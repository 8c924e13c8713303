// Draw: numbers that are the same for the same organisation on every computer.
#pragma once

#include <QList>
#include <QString>

namespace belvedere::server {

// What a list of the demo data is drawn by; anything with a weight.
template<class T> int totalWeight(const QList<T> &list)
{
    int sum = 0;
    for (const T &item : list)
        sum += item.weight;
    return sum;
}

// One independent series for each (seed, purpose, number); splitmix64. So that the first pass over the devices,
// which counts them per person, need not keep them.
class Draw {
public:
    Draw(quint32 seed, quint32 purpose, int number)
        : m_state(mixed(mixed(quint64(seed) << 32 | purpose) + quint32(number)))
    {
    }
    quint64 next()
    {
        m_state += 0x9e3779b97f4a7c15u;
        return mixed(m_state);
    }
    // 0 to bound - 1
    int below(int bound) { return int(next() % quint64(bound)); }
    int between(int least, int most) { return least + below(most - least + 1); }
    bool chance(int perMille) { return below(1'000) < perMille; }
    template<class T> const T &from(const QList<T> &list) { return list[below(int(list.size()))]; }
    template<class T> const T &weighted(const QList<T> &list)
    {
        int at = below(std::max(totalWeight(list), 1));
        for (const T &item : list) {
            at -= item.weight;
            if (at < 0)
                return item;
        }
        return list.last();
    }

private:
    // Also over the start, or neighbouring series would be one another, a step apart.
    static quint64 mixed(quint64 z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }

    quint64 m_state;
};

} // namespace belvedere::server
