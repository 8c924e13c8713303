// RequestScope: a member of every page; what it was given is given up when the page goes.
#pragma once

#include "rest/call.h"

#include <vector>

namespace belvedere {

class RequestScope {
public:
    RequestScope() = default;
    ~RequestScope() { abortAll(); }
    RequestScope(const RequestScope &) = delete;
    RequestScope &operator=(const RequestScope &) = delete;

    template<class T> Call<T> add(Call<T> call)
    {
        std::erase_if(m_flights, [](const std::weak_ptr<Flight> &weak) {
            const auto flight = weak.lock();
            return !flight || flight->landed;
        });
        m_flights.push_back(call.flight());
        return call;
    }
    // Before sending again for a newer question.
    void abortAll()
    {
        for (const auto &weak : std::exchange(m_flights, {})) {
            if (const auto flight = weak.lock())
                flight->abort();
        }
    }
    size_t size() const { return m_flights.size(); } // including finished calls not yet forgotten

private:
    std::vector<std::weak_ptr<Flight>> m_flights;
};

} // namespace belvedere
