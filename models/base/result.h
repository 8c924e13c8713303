// Result<T>: a value or an ApiError, never both and never neither.
#pragma once

#include "base/apierror.h"

#include <type_traits>
#include <utility>
#include <variant>

namespace belvedere {

struct Done { }; // the value of an operation that answers nothing

template<class T> class [[nodiscard]] Result {
public:
    using Value = T;

    Result(T value)
        : m_v(std::in_place_index<0>, std::move(value))
    {
    }
    Result(ApiError error)
        : m_v(std::in_place_index<1>, std::move(error))
    {
    }

    explicit operator bool() const { return m_v.index() == 0; }
    const T &value() const & { return std::get<0>(m_v); }
    T &value() & { return std::get<0>(m_v); }
    T &&value() && { return std::get<0>(std::move(m_v)); }
    const ApiError &error() const { return std::get<1>(m_v); }

    // f: const T & -> Result<U>
    template<class F> std::invoke_result_t<F, const T &> andThen(F f) const
    {
        if (*this)
            return f(value());
        return error();
    }
    // f: const T & -> U
    template<class F> Result<std::invoke_result_t<F, const T &>> map(F f) const
    {
        if (*this)
            return f(value());
        return error();
    }

private:
    std::variant<T, ApiError> m_v;
};

} // namespace belvedere
