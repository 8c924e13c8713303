// Android profiles that work through applications: which are installed, and their managed configurations.
#pragma once

#include "profiles/rendering.h"

namespace belvedere {

// Each adds `applications` to the policy. The settings are effective() and valid.
void addApplicationUpdates(const QJsonObject &settings, const RenderingIdentity &identity, QJsonObject &policy);
void addBrowser(const QJsonObject &settings, const RenderingIdentity &identity, QJsonObject &policy);
void addExchange(const QJsonObject &settings, const RenderingIdentity &identity, QJsonObject &policy);
void addKiosk(const QJsonObject &settings, const RenderingIdentity &identity, QJsonObject &policy);
void addVpnApplications(const QJsonObject &settings, const RenderingIdentity &identity, QJsonObject &policy);

} // namespace belvedere
