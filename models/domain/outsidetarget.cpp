// The declaration of OutsideTarget.
#include "domain/outsidetarget.h"

#include "domain/field.h"

namespace belvedere {

template<> std::span<const Choice> choices<TargetKind>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("OutsideTarget", "Not known")},
        {"webhook", QT_TRANSLATE_NOOP("OutsideTarget", "Webhook")},
        {"ticket", QT_TRANSLATE_NOOP("OutsideTarget", "Tickets")}};
    return list;
}

template<> std::span<const Field> fields<OutsideTarget>()
{
    using T = OutsideTarget;
    static const Field list[] = {field<&T::id>("id", QT_TRANSLATE_NOOP("OutsideTarget", "Id"), Required | ReadOnly),
        field<&T::name>("name", QT_TRANSLATE_NOOP("OutsideTarget", "Name"), Required | Searchable),
        field<&T::kind>("kind", QT_TRANSLATE_NOOP("OutsideTarget", "Kind"), Required | Facet),
        field<&T::url>("url", QT_TRANSLATE_NOOP("OutsideTarget", "Address"), Required | Searchable),
        field<&T::enabled>("enabled", QT_TRANSLATE_NOOP("OutsideTarget", "In use"), Facet),
        field<&T::tried>("tried", QT_TRANSLATE_NOOP("OutsideTarget", "Last attempt"), ReadOnly),
        field<&T::code>("code", QT_TRANSLATE_NOOP("OutsideTarget", "Reason"), ReadOnly | Facet),
        field<&T::told>("told", QT_TRANSLATE_NOOP("OutsideTarget", "Last told"), ReadOnly),
        field<&T::tested>("tested", QT_TRANSLATE_NOOP("OutsideTarget", "Tested"), ReadOnly),
        field<&T::created>("created", QT_TRANSLATE_NOOP("OutsideTarget", "Created"), ReadOnly),
        field<&T::edited>("edited", QT_TRANSLATE_NOOP("OutsideTarget", "Edited"), ReadOnly),
        field<&T::version>("version", QT_TRANSLATE_NOOP("OutsideTarget", "Version"), ReadOnly | Hidden)};
    return list;
}

} // namespace belvedere
