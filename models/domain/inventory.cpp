// The declarations of the repeated parts of a device.
#include "domain/inventory.h"

namespace belvedere {

template<> std::span<const Field> fields<Package>()
{
    static const Field list[] = {
        field<&Package::name>("name", QT_TRANSLATE_NOOP("Package", "Name"), Required | Searchable),
        field<&Package::version>("version", QT_TRANSLATE_NOOP("Package", "Version")),
        field<&Package::architecture>("arch", QT_TRANSLATE_NOOP("Package", "Architecture"), Facet),
        field<&Package::manager>("manager", QT_TRANSLATE_NOOP("Package", "Package manager"), Facet),
        field<&Package::source>("source", QT_TRANSLATE_NOOP("Package", "Reported by"), ReadOnly)};
    return list;
}

template<> std::span<const Field> fields<NetworkInterface>()
{
    using P = Personal;
    static const Field list[] = {
        field<&NetworkInterface::name>("name", QT_TRANSLATE_NOOP("NetworkInterface", "Name"), Required | Searchable),
        field<&NetworkInterface::mac>(
            "mac", QT_TRANSLATE_NOOP("NetworkInterface", "MAC address"), Searchable, P::Identity),
        field<&NetworkInterface::addresses>(
            "addresses", QT_TRANSLATE_NOOP("NetworkInterface", "Addresses"), Searchable, P::Location),
        field<&NetworkInterface::up>("up", QT_TRANSLATE_NOOP("NetworkInterface", "Connected"), Facet),
        field<&NetworkInterface::source>("source", QT_TRANSLATE_NOOP("NetworkInterface", "Reported by"), ReadOnly)};
    return list;
}

template<> std::span<const Field> fields<DeviceUser>()
{
    using P = Personal;
    static const Field list[] = {field<&DeviceUser::login>("login", QT_TRANSLATE_NOOP("DeviceUser", "Login"),
                                     Required | Searchable, P::Identity),
        field<&DeviceUser::terminal>("terminal", QT_TRANSLATE_NOOP("DeviceUser", "Terminal")),
        field<&DeviceUser::since>("since", QT_TRANSLATE_NOOP("DeviceUser", "Since"), 0, P::Usage),
        field<&DeviceUser::source>("source", QT_TRANSLATE_NOOP("DeviceUser", "Reported by"), ReadOnly)};
    return list;
}

template<> std::span<const Field> fields<InstalledItem>()
{
    using E = InstalledItem;
    static const Field list[] = {field<&E::item>("item", QT_TRANSLATE_NOOP("InstalledItem", "Item"), Required),
        field<&E::kind>("kind", QT_TRANSLATE_NOOP("InstalledItem", "Kind"), Required | Facet),
        field<&E::type>("type", QT_TRANSLATE_NOOP("InstalledItem", "Type"), Facet),
        field<&E::name>("name", QT_TRANSLATE_NOOP("InstalledItem", "Name"), Searchable),
        field<&E::revision>("revision", QT_TRANSLATE_NOOP("InstalledItem", "Revision")),
        field<&E::verified>("verified", QT_TRANSLATE_NOOP("InstalledItem", "As installed"), Facet),
        field<&E::detail>("detail", QT_TRANSLATE_NOOP("InstalledItem", "Detail")),
        field<&E::source>("source", QT_TRANSLATE_NOOP("InstalledItem", "Reported by"), ReadOnly)};
    return list;
}

template<> std::span<const Field> fields<InstalledCertificate>()
{
    using C = InstalledCertificate;
    static const Field list[] = {field<&C::subject>("subject", QT_TRANSLATE_NOOP("InstalledCertificate", "Subject"),
                                     Required | Searchable, Personal::Identity),
        field<&C::issuer>("issuer", QT_TRANSLATE_NOOP("InstalledCertificate", "Issuer"), Searchable),
        field<&C::serial>("serial", QT_TRANSLATE_NOOP("InstalledCertificate", "Serial number")),
        field<&C::notAfter>("not_after", QT_TRANSLATE_NOOP("InstalledCertificate", "Valid until")),
        field<&C::purpose>("purpose", QT_TRANSLATE_NOOP("InstalledCertificate", "Purpose"), Facet),
        field<&C::sha256>("sha256", QT_TRANSLATE_NOOP("InstalledCertificate", "SHA-256")),
        field<&C::source>("source", QT_TRANSLATE_NOOP("InstalledCertificate", "Reported by"), ReadOnly)};
    return list;
}

template<> std::span<const Field> fields<Fact>()
{
    static const Field list[] = {field<&Fact::source>("source", QT_TRANSLATE_NOOP("Fact", "Source"), Required),
        field<&Fact::field>("field", QT_TRANSLATE_NOOP("Fact", "Field"), Required),
        field<&Fact::value>("value", QT_TRANSLATE_NOOP("Fact", "Value")),
        field<&Fact::asOf>("as_of", QT_TRANSLATE_NOOP("Fact", "As of"), Required)};
    return list;
}

} // namespace belvedere
