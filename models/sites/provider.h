// Provider: one kind of server, adapted to our own API, and what it can do.
#pragma once

#include "rest/transport.h"

#include <memory>

namespace belvedere {

enum class Capability : quint8 {
    Devices,
    Persons,
    Enrolment,
    Accounts,
    Events, // changes arrive by themselves
    Policies,
    Actions,
    Compliance,
    Reports,
    Audit,
    Privacy,
};

struct Support {
    bool offered = false;
    const char *reason = ""; // English, for people, in the context "Provider"; empty when offered
};

class Provider {
public:
    virtual ~Provider() = default;
    virtual QString kind() const = 0; // "belvedere"; SiteRecord::provider
    virtual Support supports(Capability capability) const = 0;
    // What carries our operations to a server that does not speak our API. Null: it speaks it.
    virtual std::unique_ptr<Transport> makeTransport() const = 0;
};

// Our own API. It offers what the API declares.
class BelvedereProvider final : public Provider {
public:
    QString kind() const override;
    Support supports(Capability capability) const override;
    std::unique_ptr<Transport> makeTransport() const override { return nullptr; }
};

// Null for a kind that this program does not know.
std::unique_ptr<Provider> makeProvider(const QString &kind);

} // namespace belvedere
