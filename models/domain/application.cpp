// The declarations of Application, its releases and where it is installed.
#include "domain/application.h"

namespace belvedere {

template<> std::span<const Choice> choices<ApplicationKind>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("Application", "Not known")},
        {"store", QT_TRANSLATE_NOOP("Application", "Store")},
        {"managed_store", QT_TRANSLATE_NOOP("Application", "Managed store")},
        {"package", QT_TRANSLATE_NOOP("Application", "Own package")},
        {"url", QT_TRANSLATE_NOOP("Application", "Address")},
        {"repository", QT_TRANSLATE_NOOP("Application", "Package source")}};
    return list;
}

template<> std::span<const Field> fields<Application>()
{
    using A = Application;
    static const Field list[] = {field<&A::id>("id", QT_TRANSLATE_NOOP("Application", "Id"), Required | ReadOnly),
        field<&A::name>("name", QT_TRANSLATE_NOOP("Application", "Name"), Required | Searchable),
        field<&A::description>("description", QT_TRANSLATE_NOOP("Application", "Description"), Searchable),
        field<&A::platform>("platform", QT_TRANSLATE_NOOP("Application", "Platform"), Required | Facet),
        field<&A::kind>("kind", QT_TRANSLATE_NOOP("Application", "Kind"), Required | Facet),
        field<&A::identifier>("identifier", QT_TRANSLATE_NOOP("Application", "Identifier"), Required | Searchable),
        field<&A::publisher>("publisher", QT_TRANSLATE_NOOP("Application", "Publisher"), Searchable | Facet),
        field<&A::url>("url", QT_TRANSLATE_NOOP("Application", "Address")),
        field<&A::release>("release", QT_TRANSLATE_NOOP("Application", "Newest version"), ReadOnly),
        field<&A::revision>("revision", QT_TRANSLATE_NOOP("Application", "Release"), ReadOnly),
        field<&A::devices>("devices", QT_TRANSLATE_NOOP("Application", "Installed on"), ReadOnly),
        field<&A::created>("created", QT_TRANSLATE_NOOP("Application", "Created"), ReadOnly),
        field<&A::edited>("edited", QT_TRANSLATE_NOOP("Application", "Edited"), ReadOnly),
        field<&A::version>("version", QT_TRANSLATE_NOOP("Application", "Version"), ReadOnly | Hidden)};
    return list;
}

template<> std::span<const Field> fields<ApplicationRelease>()
{
    using R = ApplicationRelease;
    static const Field list[] = {
        field<&R::id>("id", QT_TRANSLATE_NOOP("ApplicationRelease", "Id"), Required | ReadOnly),
        field<&R::application>(
            "application.id", QT_TRANSLATE_NOOP("ApplicationRelease", "Application id"), ReadOnly | Hidden),
        field<&R::applicationName>(
            "application", QT_TRANSLATE_NOOP("ApplicationRelease", "Application"), ReadOnly | Searchable | Facet),
        field<&R::revision>("revision", QT_TRANSLATE_NOOP("ApplicationRelease", "Release"), ReadOnly),
        field<&R::release>("release", QT_TRANSLATE_NOOP("ApplicationRelease", "Version"), ReadOnly | Searchable),
        field<&R::url>("url", QT_TRANSLATE_NOOP("ApplicationRelease", "Address"), ReadOnly),
        field<&R::fileName>("file_name", QT_TRANSLATE_NOOP("ApplicationRelease", "File"), ReadOnly | Searchable),
        field<&R::sha256>("sha256", QT_TRANSLATE_NOOP("ApplicationRelease", "SHA-256"), ReadOnly | Searchable),
        field<&R::size>("size", QT_TRANSLATE_NOOP("ApplicationRelease", "Size"), ReadOnly, Personal::No, "B"),
        field<&R::notes>("notes", QT_TRANSLATE_NOOP("ApplicationRelease", "Notes"), ReadOnly | Searchable),
        field<&R::created>("created", QT_TRANSLATE_NOOP("ApplicationRelease", "Created"), ReadOnly),
        field<&R::createdBy>(
            "created_by", QT_TRANSLATE_NOOP("ApplicationRelease", "Created by"), ReadOnly, Personal::Identity)};
    return list;
}

template<> std::span<const Field> fields<InstalledVersion>()
{
    using I = InstalledVersion;
    static const Field list[] = {
        field<&I::release>("release", QT_TRANSLATE_NOOP("InstalledVersion", "Version"), Required | Searchable),
        field<&I::devices>("devices", QT_TRANSLATE_NOOP("InstalledVersion", "Devices"), Required)};
    return list;
}

template<> std::span<const Field> fields<InstalledDevice>()
{
    using I = InstalledDevice;
    static const Field list[] = {field<&I::device>("id", QT_TRANSLATE_NOOP("InstalledDevice", "Id"), Required),
        field<&I::name>("name", QT_TRANSLATE_NOOP("InstalledDevice", "Device"), Required, Personal::Identity),
        field<&I::release>("release", QT_TRANSLATE_NOOP("InstalledDevice", "Version"), Required),
        field<&I::simulated>("simulated", QT_TRANSLATE_NOOP("InstalledDevice", "Simulated"))};
    return list;
}

} // namespace belvedere
