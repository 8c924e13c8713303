// Windows profiles whose commands follow from several settings together, by code.
#pragma once

#include "profiles/rendering.h"
#include "profiles/synccommands.h"

namespace belvedere {

using SyncGroups = std::vector<SyncGroup>;

// The commands that bring the profile, beside those that follow from targets. The settings are effective() and valid.
SyncGroups windowsBrowser(const QJsonObject &settings, const RenderingIdentity &identity);
SyncGroups windowsCertificate(const QJsonObject &settings, const RenderingIdentity &identity);
SyncGroups windowsEncryption(const QJsonObject &settings, const RenderingIdentity &identity);
SyncGroups windowsFirewallRules(const QJsonObject &settings, const RenderingIdentity &identity);
SyncGroups windowsKiosk(const QJsonObject &settings, const RenderingIdentity &identity);
SyncGroups windowsVpn(const QJsonObject &settings, const RenderingIdentity &identity);
SyncGroups windowsWebShortcut(const QJsonObject &settings, const RenderingIdentity &identity);
SyncGroups windowsWifi(const QJsonObject &settings, const RenderingIdentity &identity);

// Accounts have two texts: one for computers without the account, and one for those that have it, because adding an
// account a second time removes it with everything in it.
SyncGroups windowsNewEmail(const QJsonObject &settings, const RenderingIdentity &identity);
SyncGroups windowsChangedEmail(const QJsonObject &settings, const RenderingIdentity &identity);
SyncGroups windowsNewExchange(const QJsonObject &settings, const RenderingIdentity &identity);
SyncGroups windowsChangedExchange(const QJsonObject &settings, const RenderingIdentity &identity);

} // namespace belvedere
