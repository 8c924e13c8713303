// Reading the audit log over the API.
#pragma once

#include "api/resource.h"
#include "domain/auditrecord.h"

namespace belvedere {

template<> struct TypeName<AuditRecord> {
    static constexpr char value[] = "AuditRecord";
};
template<> struct Resource<AuditRecord> {
    static constexpr char path[] = "audit";
    static constexpr char singular[] = "audit";
    static constexpr Permission read = Permission::AuditRead;
};

} // namespace belvedere
