// Android profiles that are an Open Network Configuration: Wi-Fi and certificate authorities.
#pragma once

#include "profiles/rendering.h"

namespace belvedere {

// Each adds `openNetworkConfiguration` to the policy. The settings are effective() and valid.
void addCertificate(const QJsonObject &settings, const RenderingIdentity &identity, QJsonObject &policy);
void addWifi(const QJsonObject &settings, const RenderingIdentity &identity, QJsonObject &policy);

} // namespace belvedere
