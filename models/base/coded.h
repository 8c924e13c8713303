// Coded<E>: an enumeration as it travels; a value that we do not know keeps its text.
#pragma once

#include <QString>
#include <span>

namespace belvedere {

// One value of an enumeration: the word on the wire and the label for people (translated by the UI).
struct Choice {
    const char *token;
    const char *label;
};

// Specialised beside each enumeration; enumerator i of E is choice i, and E's first enumerator is Unknown with
// the token "".
template<class E> std::span<const Choice> choices();

template<class E> class Coded {
public:
    Coded() = default;
    Coded(E value)
        : m_value(value)
    {
    }
    // Keeps the text of a value that is not among choices<E>().
    static Coded fromToken(const QString &token)
    {
        Coded result;
        const auto all = choices<E>();
        for (size_t i = 1; i < all.size(); ++i) {
            if (token == QLatin1StringView(all[i].token)) {
                result.m_value = E(i);
                return result;
            }
        }
        result.m_foreign = token;
        return result;
    }

    E value() const { return m_value; }
    bool isKnown() const { return m_value != E{}; }
    // The word on the wire; empty when nothing is known.
    QString token() const { return isKnown() ? QString::fromLatin1(choices<E>()[size_t(m_value)].token) : m_foreign; }
    friend bool operator==(const Coded &, const Coded &) = default;

private:
    E m_value{};
    QString m_foreign;
};

} // namespace belvedere
