// The declaration of AuditRecord.
#include "domain/auditrecord.h"

namespace belvedere {

template<> std::span<const Choice> choices<AuditCategory>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("AuditRecord", "Not known")},
        {"auth", QT_TRANSLATE_NOOP("AuditRecord", "Sign-in")}, {"device", QT_TRANSLATE_NOOP("AuditRecord", "Device")},
        {"command", QT_TRANSLATE_NOOP("AuditRecord", "Action")}, {"policy", QT_TRANSLATE_NOOP("AuditRecord", "Policy")},
        {"user", QT_TRANSLATE_NOOP("AuditRecord", "Account")}, {"role", QT_TRANSLATE_NOOP("AuditRecord", "Role")},
        {"config", QT_TRANSLATE_NOOP("AuditRecord", "Settings")},
        {"privacy", QT_TRANSLATE_NOOP("AuditRecord", "Data protection")},
        {"breach", QT_TRANSLATE_NOOP("AuditRecord", "Incident")},
        {"billing", QT_TRANSLATE_NOOP("AuditRecord", "Subscription")},
        {"field", QT_TRANSLATE_NOOP("AuditRecord", "Field work")},
        {"sync", QT_TRANSLATE_NOOP("AuditRecord", "Connector")}, {"export", QT_TRANSLATE_NOOP("AuditRecord", "Export")},
        {"audit", QT_TRANSLATE_NOOP("AuditRecord", "Audit log")}};
    return list;
}

template<> std::span<const Choice> choices<AuditActorType>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("AuditRecord", "Not known")},
        {"user", QT_TRANSLATE_NOOP("AuditRecord", "Person")}, {"system", QT_TRANSLATE_NOOP("AuditRecord", "Server")},
        {"api_key", QT_TRANSLATE_NOOP("AuditRecord", "API key")},
        {"support", QT_TRANSLATE_NOOP("AuditRecord", "Support")},
        {"device", QT_TRANSLATE_NOOP("AuditRecord", "Device")}};
    return list;
}

template<> std::span<const Choice> choices<AuditOutcome>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("AuditRecord", "Not known")},
        {"success", QT_TRANSLATE_NOOP("AuditRecord", "Done")}, {"failure", QT_TRANSLATE_NOOP("AuditRecord", "Failed")},
        {"denied", QT_TRANSLATE_NOOP("AuditRecord", "Refused")},
        {"pending", QT_TRANSLATE_NOOP("AuditRecord", "Under way")}};
    return list;
}

template<> std::span<const Field> fields<AuditRecord>()
{
    using P = Personal;
    using R = AuditRecord;
    static const Field list[] = {field<&R::id>("id", QT_TRANSLATE_NOOP("AuditRecord", "Id"), Required | ReadOnly),
        field<&R::seq>("seq", QT_TRANSLATE_NOOP("AuditRecord", "Number"), Required | ReadOnly),
        field<&R::ts>("ts", QT_TRANSLATE_NOOP("AuditRecord", "Time"), Required | ReadOnly, P::No, nullptr, "time"),
        field<&R::category>("category", QT_TRANSLATE_NOOP("AuditRecord", "Category"), Required | ReadOnly | Facet),
        field<&R::action>(
            "action", QT_TRANSLATE_NOOP("AuditRecord", "Action"), Required | ReadOnly | Searchable | Facet),
        field<&R::actorType>("actor.type", QT_TRANSLATE_NOOP("AuditRecord", "Actor kind"), ReadOnly | Facet),
        field<&R::actorId>(
            "actor.id", QT_TRANSLATE_NOOP("AuditRecord", "Actor id"), ReadOnly | Searchable, P::Identity),
        field<&R::actorRole>("actor.role", QT_TRANSLATE_NOOP("AuditRecord", "Role"), ReadOnly | Facet),
        field<&R::actorName>("actor.name", QT_TRANSLATE_NOOP("AuditRecord", "Actor"), ReadOnly | Searchable,
            P::Identity, nullptr, "actor"),
        field<&R::targetType>("target.type", QT_TRANSLATE_NOOP("AuditRecord", "Target kind"), ReadOnly | Facet),
        field<&R::targetId>(
            "target.id", QT_TRANSLATE_NOOP("AuditRecord", "Target id"), ReadOnly | Searchable, P::Identity),
        field<&R::targetName>("target.name", QT_TRANSLATE_NOOP("AuditRecord", "Target"), ReadOnly | Searchable,
            P::Identity, nullptr, "target"),
        field<&R::outcome>("result", QT_TRANSLATE_NOOP("AuditRecord", "Result"), Required | ReadOnly | Facet),
        field<&R::error>("error", QT_TRANSLATE_NOOP("AuditRecord", "Error"), ReadOnly | Facet),
        field<&R::reason>("reason", QT_TRANSLATE_NOOP("AuditRecord", "Reason"), ReadOnly | Searchable),
        field<&R::requestId>("request_id", QT_TRANSLATE_NOOP("AuditRecord", "Request"), ReadOnly),
        field<&R::correlationId>("correlation_id", QT_TRANSLATE_NOOP("AuditRecord", "Correlation"), ReadOnly),
        field<&R::hash>("hash", QT_TRANSLATE_NOOP("AuditRecord", "Hash"), ReadOnly | Detail)};
    return list;
}

} // namespace belvedere
