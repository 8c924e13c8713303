// The declaration of ConfigurationProfile.
#include "domain/profile.h"

namespace belvedere {

template<> std::span<const Field> fields<ConfigurationProfile>()
{
    using P = ConfigurationProfile;
    static const Field list[] = {
        field<&P::id>("id", QT_TRANSLATE_NOOP("ConfigurationProfile", "Id"), Required | ReadOnly),
        field<&P::name>("name", QT_TRANSLATE_NOOP("ConfigurationProfile", "Name"), Required | Searchable),
        field<&P::description>("description", QT_TRANSLATE_NOOP("ConfigurationProfile", "Description"), Searchable),
        field<&P::platform>("platform", QT_TRANSLATE_NOOP("ConfigurationProfile", "Platform"), Required | Facet),
        field<&P::type>("type", QT_TRANSLATE_NOOP("ConfigurationProfile", "Type"), Required | Facet),
        field<&P::settings>("settings", QT_TRANSLATE_NOOP("ConfigurationProfile", "Settings"), Detail),
        field<&P::place>("place", QT_TRANSLATE_NOOP("ConfigurationProfile", "Place on a device"), ReadOnly | Detail),
        field<&P::revision>("revision", QT_TRANSLATE_NOOP("ConfigurationProfile", "Revision"), ReadOnly),
        field<&P::created>("created", QT_TRANSLATE_NOOP("ConfigurationProfile", "Created"), ReadOnly),
        field<&P::edited>("edited", QT_TRANSLATE_NOOP("ConfigurationProfile", "Edited"), ReadOnly),
        field<&P::version>("version", QT_TRANSLATE_NOOP("ConfigurationProfile", "Version"), ReadOnly | Hidden)};
    return list;
}

} // namespace belvedere
