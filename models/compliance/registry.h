// Registry: which facts compliance rules may ask about, who tells them, and on which platforms they exist.
#pragma once

#include "domain/device.h"

namespace belvedere {

enum class FactOrigin : quint8 {
    Server, // kept by the server itself
    Inventory, // reported as it is
    Profile, // of a profile in force
    Restriction, // likewise, of a restriction
    Attestation, // proved by hardware or the maker's service
    Lists, // installed applications and certificates
};

// What rules may test: every field of Device, in that order, then the lists that are not part of its record.
std::span<const Field> ruleFields();
// Indexes in ruleFields().
size_t installedAppsField(); // "apps.installed"
size_t installedCertificatesField(); // "certs.installed"

FactOrigin factOrigin(size_t field);
// Whether a device of the platform can have the fact at all; a device whose platform is not known may have every one.
bool hasFact(size_t field, Platform platform);
// The platforms that have it; empty: all.
QList<Platform> factPlatforms(size_t field);

} // namespace belvedere
