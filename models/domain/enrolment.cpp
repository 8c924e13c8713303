// The declaration of Enrolment.
#include "domain/enrolment.h"

namespace belvedere {

template<> std::span<const Choice> choices<EnrolmentState>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("Enrolment", "Not known")},
        {"open", QT_TRANSLATE_NOOP("Enrolment", "Open")}, {"used_up", QT_TRANSLATE_NOOP("Enrolment", "Used up")},
        {"expired", QT_TRANSLATE_NOOP("Enrolment", "Expired")}, {"revoked", QT_TRANSLATE_NOOP("Enrolment", "Revoked")}};
    return list;
}

template<> std::span<const Field> fields<Enrolment>()
{
    static const Field list[] = {field<&Enrolment::id>("id", QT_TRANSLATE_NOOP("Enrolment", "Id"), Required | ReadOnly),
        field<&Enrolment::label>("label", QT_TRANSLATE_NOOP("Enrolment", "Label"), Required | Searchable),
        field<&Enrolment::uses>("uses", QT_TRANSLATE_NOOP("Enrolment", "Uses allowed"), Required),
        field<&Enrolment::used>("used", QT_TRANSLATE_NOOP("Enrolment", "Used"), ReadOnly),
        field<&Enrolment::created>("created", QT_TRANSLATE_NOOP("Enrolment", "Created"), ReadOnly),
        field<&Enrolment::expires>("expires", QT_TRANSLATE_NOOP("Enrolment", "Expires"), Required),
        field<&Enrolment::tags>("tags", QT_TRANSLATE_NOOP("Enrolment", "Tags"), Facet, Personal::No, nullptr, "tag"),
        field<&Enrolment::state>("state", QT_TRANSLATE_NOOP("Enrolment", "State"), Facet | ReadOnly),
        field<&Enrolment::revoked>("revoked", QT_TRANSLATE_NOOP("Enrolment", "Revoked"), ReadOnly | Hidden),
        field<&Enrolment::version>("version", QT_TRANSLATE_NOOP("Enrolment", "Version"), ReadOnly | Hidden)};
    return list;
}

} // namespace belvedere
