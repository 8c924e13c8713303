// The declaration of Waiver.
#include "domain/waiver.h"

namespace belvedere {

template<> std::span<const Choice> choices<WaiverState>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("Waiver", "Not known")},
        {"requested", QT_TRANSLATE_NOOP("Waiver", "Requested")}, {"approved", QT_TRANSLATE_NOOP("Waiver", "Approved")},
        {"refused", QT_TRANSLATE_NOOP("Waiver", "Refused")}, {"withdrawn", QT_TRANSLATE_NOOP("Waiver", "Withdrawn")},
        {"expired", QT_TRANSLATE_NOOP("Waiver", "Expired")}};
    return list;
}

template<> std::span<const Field> fields<Waiver>()
{
    using W = Waiver;
    using P = Personal;
    static const Field list[] = {field<&W::id>("id", QT_TRANSLATE_NOOP("Waiver", "Id"), Required | ReadOnly),
        field<&W::rule>("rule_id", QT_TRANSLATE_NOOP("Waiver", "Rule id"), Required | Hidden),
        field<&W::ruleName>("rule", QT_TRANSLATE_NOOP("Waiver", "Rule"), ReadOnly | Searchable | Facet),
        field<&W::device>("device_id", QT_TRANSLATE_NOOP("Waiver", "Device id"), Hidden),
        field<&W::deviceName>("device", QT_TRANSLATE_NOOP("Waiver", "Device"), ReadOnly | Searchable, P::Identity),
        field<&W::scope>("scope", QT_TRANSLATE_NOOP("Waiver", "Devices"), Searchable),
        field<&W::reason>("reason", QT_TRANSLATE_NOOP("Waiver", "Reason"), Required | Searchable),
        field<&W::riskOwner>(
            "risk_owner", QT_TRANSLATE_NOOP("Waiver", "Risk owner"), Required | Searchable, P::Identity),
        field<&W::measure>("measure", QT_TRANSLATE_NOOP("Waiver", "Compensating measure"), Searchable),
        field<&W::expires>("expires", QT_TRANSLATE_NOOP("Waiver", "Ends"), Required),
        field<&W::state>("state", QT_TRANSLATE_NOOP("Waiver", "State"), ReadOnly | Facet),
        field<&W::requested>("requested", QT_TRANSLATE_NOOP("Waiver", "Requested"), ReadOnly),
        field<&W::requestedById>(
            "requested_by_id", QT_TRANSLATE_NOOP("Waiver", "Requested by (id)"), ReadOnly | Hidden, P::Identity),
        field<&W::requestedBy>(
            "requested_by", QT_TRANSLATE_NOOP("Waiver", "Requested by"), ReadOnly | Searchable | Facet, P::Identity),
        field<&W::decided>("decided", QT_TRANSLATE_NOOP("Waiver", "Decided"), ReadOnly),
        field<&W::decidedById>(
            "decided_by_id", QT_TRANSLATE_NOOP("Waiver", "Decided by (id)"), ReadOnly | Hidden, P::Identity),
        field<&W::decidedBy>(
            "decided_by", QT_TRANSLATE_NOOP("Waiver", "Decided by"), ReadOnly | Searchable | Facet, P::Identity),
        field<&W::ended>("ended", QT_TRANSLATE_NOOP("Waiver", "Ended"), ReadOnly),
        field<&W::toldDays>("told_days", QT_TRANSLATE_NOOP("Waiver", "Told before the end"), ReadOnly | Hidden),
        field<&W::version>("version", QT_TRANSLATE_NOOP("Waiver", "Version"), ReadOnly | Hidden)};
    return list;
}

} // namespace belvedere
