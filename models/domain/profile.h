// ConfigurationProfile: settings of one type for devices of one platform. A business policy brings it to devices.
#pragma once

#include "domain/device.h"

namespace belvedere {

enum class ProfileType : quint8 { Unknown, Browser };

struct ConfigurationProfile {
    static constexpr char idPrefix[] = "prf";

    Id<ConfigurationProfile> id;
    QString name;
    QString description;
    Coded<Platform> platform;
    Coded<ProfileType> type;
    QJsonObject settings; // by the type: BrowserSettings
    qint64 revision = 0; // of the settings; a device that has an older one gets the newer
    QDateTime created;
    QDateTime edited;
    qint64 version = 0; // of the record; the entity tag
};

} // namespace belvedere
