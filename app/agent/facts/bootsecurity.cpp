// Whether the firmware starts signed systems only.
#include "agent/facts/collectors.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// Value of a variable of the firmware: four bytes of attributes, then one byte; nothing when it is not there.
std::optional<bool> firmwareVariable(const FactSource &source, const QString &name)
{
    const auto bytes = source.read(u"/sys/firmware/efi/efivars/"_s + name, 64);
    if (!bytes || bytes->size() != 5)
        return std::nullopt;
    return bytes->at(4) == 1;
}

} // namespace

std::optional<SecureBoot> secureBoot(const FactSource &source)
{
    if (!source.exists(u"/sys/firmware/efi"_s)) {
        // a computer of the older kind cannot do it; a container shows no firmware at all
        const bool older =
            source.exists(u"/sys/firmware/acpi/tables"_s) && source.exists(u"/sys/firmware/dmi/tables"_s);
        return older ? std::optional(SecureBoot::Off) : std::nullopt;
    }
    const auto isOn = firmwareVariable(source, u"SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"_s);
    if (!isOn)
        return std::nullopt;
    const auto setup = firmwareVariable(source, u"SetupMode-8be4df61-93ca-11d2-aa0d-00e098032b8c"_s);
    if (!*isOn || setup.value_or(false))
        return SecureBoot::Off;
    // the shim checks nothing when its own validation has been turned off
    const auto unchecked = firmwareVariable(source, u"MokSBStateRT-605dab50-e046-4300-abb6-3dd810dd8b23"_s);
    const bool isOpen = source.readLine(u"/sys/kernel/security/lockdown"_s).contains("[none]"_L1);
    return unchecked.value_or(false) || isOpen ? SecureBoot::Medium : SecureBoot::Full;
}

} // namespace belvedere
