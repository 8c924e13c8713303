// Fields of the requests about targets.
#include "api/targets.h"

namespace belvedere {

template<> std::span<const Field> fields<NewTarget>()
{
    using T = NewTarget;
    static const Field list[] = {field<&T::name>("name", QT_TRANSLATE_NOOP("OutsideTarget", "Name"), Required),
        field<&T::kind>("kind", QT_TRANSLATE_NOOP("OutsideTarget", "Kind"), Required),
        field<&T::url>("url", QT_TRANSLATE_NOOP("OutsideTarget", "Address"), Required),
        field<&T::secret>("secret", QT_TRANSLATE_NOOP("OutsideTarget", "Secret"), Required),
        field<&T::enabled>("enabled", QT_TRANSLATE_NOOP("OutsideTarget", "In use"))};
    return list;
}

template<> std::span<const Field> fields<TargetSecret>()
{
    static const Field list[] = {
        field<&TargetSecret::secret>("secret", QT_TRANSLATE_NOOP("OutsideTarget", "Secret"), Required)};
    return list;
}

} // namespace belvedere
