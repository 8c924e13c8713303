// Waivers as evaluation goes by them.
#pragma once

#include "domain/waiver.h"
#include "query/evaluate.h"

#include <span>

namespace belvedere {

struct CompiledWaiver {
    Waiver waiver;
    std::optional<Matcher> scope; // nothing: the one device

    bool covers(const QString &rule, const Device &device) const;
};

// Errors: those of the parser, on the field "scope"; "waiver.scope" unless exactly one of device and scope is given,
// and for a scope that tests `compliance`, which would change by the waiver itself.
Result<CompiledWaiver> compileWaiver(const Waiver &waiver, const QDateTime &now);

// The id of the first that covers the device, empty for none. They are in the order of their ids.
QString waiverFor(std::span<const CompiledWaiver> waivers, const QString &rule, const Device &device);

} // namespace belvedere
