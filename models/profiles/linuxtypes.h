// The files of the Linux types that are more than one format: PAM, dconf, banners, time, updates.
#pragma once

#include "profiles/rendering.h"

namespace belvedere {

using LinuxFiles = Result<std::vector<RenderedText>>;

// `settings` are effective() and valid; `profile` is an id.
LinuxFiles passcodeFiles(const QJsonObject &settings, const QString &profile);
LinuxFiles screenLockFiles(const QJsonObject &settings, const QString &profile);
LinuxFiles bannerFiles(const QJsonObject &settings, const QString &profile);
LinuxFiles certificateFiles(const QJsonObject &settings, const QString &profile);
LinuxFiles timeFiles(const QJsonObject &settings, const QString &profile);
LinuxFiles systemUpdateFiles(const QJsonObject &settings, const QString &profile);
// Not written: what apt is asked for, {"present": [names], "absent": [names]}.
LinuxFiles packagesFiles(const QJsonObject &settings, const QString &profile);
LinuxFiles customFiles(const QJsonObject &settings, const QString &profile);

// Files of the system's own that a profile takes the place of; they are given back when it goes.
bool replacesSystemFile(const QString &path);

} // namespace belvedere
