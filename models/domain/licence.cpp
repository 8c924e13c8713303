// The declarations of LicencePool and LicenceSeat.
#include "domain/licence.h"

namespace belvedere {

template<> std::span<const Choice> choices<HolderKind>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("LicenceSeat", "Not known")},
        {"device", QT_TRANSLATE_NOOP("LicenceSeat", "Device")}, {"person", QT_TRANSLATE_NOOP("LicenceSeat", "Person")}};
    return list;
}

template<> std::span<const Field> fields<LicencePool>()
{
    using L = LicencePool;
    static const Field list[] = {field<&L::id>("id", QT_TRANSLATE_NOOP("LicencePool", "Id"), Required | ReadOnly),
        field<&L::name>("name", QT_TRANSLATE_NOOP("LicencePool", "Name"), Required | Searchable),
        field<&L::application>("application.id", QT_TRANSLATE_NOOP("LicencePool", "Application id"), Hidden),
        field<&L::applicationName>(
            "application", QT_TRANSLATE_NOOP("LicencePool", "Application"), ReadOnly | Searchable | Facet),
        field<&L::seats>("seats", QT_TRANSLATE_NOOP("LicencePool", "Seats"), Required),
        field<&L::used>("used", QT_TRANSLATE_NOOP("LicencePool", "Assigned"), ReadOnly),
        field<&L::available>("available", QT_TRANSLATE_NOOP("LicencePool", "Free"), ReadOnly),
        field<&L::expires>("expires", QT_TRANSLATE_NOOP("LicencePool", "Expires")),
        field<&L::notes>("notes", QT_TRANSLATE_NOOP("LicencePool", "Notes"), Searchable),
        field<&L::created>("created", QT_TRANSLATE_NOOP("LicencePool", "Created"), ReadOnly),
        field<&L::edited>("edited", QT_TRANSLATE_NOOP("LicencePool", "Edited"), ReadOnly),
        field<&L::version>("version", QT_TRANSLATE_NOOP("LicencePool", "Version"), ReadOnly | Hidden)};
    return list;
}

template<> std::span<const Field> fields<LicenceSeat>()
{
    using S = LicenceSeat;
    static const Field list[] = {field<&S::id>("id", QT_TRANSLATE_NOOP("LicenceSeat", "Id"), Required | ReadOnly),
        field<&S::licence>("licence.id", QT_TRANSLATE_NOOP("LicenceSeat", "Licence id"), ReadOnly | Hidden),
        field<&S::licenceName>("licence", QT_TRANSLATE_NOOP("LicenceSeat", "Licence"), ReadOnly | Searchable | Facet),
        field<&S::holderKind>("holder_kind", QT_TRANSLATE_NOOP("LicenceSeat", "Assigned to"), ReadOnly | Facet),
        field<&S::holder>("holder.id", QT_TRANSLATE_NOOP("LicenceSeat", "Holder id"), ReadOnly | Hidden),
        field<&S::holderName>(
            "holder", QT_TRANSLATE_NOOP("LicenceSeat", "Holder"), ReadOnly | Searchable, Personal::Identity),
        field<&S::assigned>("assigned", QT_TRANSLATE_NOOP("LicenceSeat", "Assigned on"), ReadOnly),
        field<&S::assignedBy>(
            "assigned_by", QT_TRANSLATE_NOOP("LicenceSeat", "Assigned by"), ReadOnly, Personal::Identity)};
    return list;
}

} // namespace belvedere
