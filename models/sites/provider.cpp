// Capabilities of our own server, and the choice of providers.
#include "sites/provider.h"

#include "api/operations.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// The first segment of the paths that make the capability.
QLatin1StringView rootOf(Capability capability)
{
    switch (capability) {
    case Capability::Devices:
        return "devices"_L1;
    case Capability::Persons:
        return "persons"_L1;
    case Capability::Enrolment:
        return "enrolments"_L1;
    case Capability::Accounts:
        return "accounts"_L1;
    case Capability::Events:
        return "events"_L1;
    case Capability::Policies:
        return "policies"_L1;
    case Capability::Actions:
        return "actions"_L1;
    case Capability::Compliance:
        return "rules"_L1;
    case Capability::Reports:
        return "reports"_L1;
    case Capability::Audit:
        return "audit"_L1;
    case Capability::Privacy:
        return "activities"_L1;
    }
    return {};
}

} // namespace

QString BelvedereProvider::kind() const { return u"belvedere"_s; }

Support BelvedereProvider::supports(Capability capability) const
{
    const QString root = u'/' + rootOf(capability);
    const auto all = operations();
    const bool offered = std::any_of(all.begin(), all.end(), [&root](const OperationInfo &info) {
        const QString path = info.path();
        return path == root || path.startsWith(QString(root + u'/'));
    });
    return offered ? Support{true, ""}
                   : Support{false, QT_TRANSLATE_NOOP("Provider", "This server does not offer it.")};
}

std::unique_ptr<Provider> makeProvider(const QString &kind)
{
    if (kind == "belvedere"_L1)
        return std::make_unique<BelvedereProvider>();
    return nullptr;
}

} // namespace belvedere
