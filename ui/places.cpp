// The registry of places: a new place is one line here.
#include "ui/places.h"

#include "ui/settings/settingsplace.h"

namespace belvedere {

std::span<const PlaceEntry> places()
{
    static const PlaceEntry list[] = {
        settingsPlace,
    };
    return list;
}

} // namespace belvedere
