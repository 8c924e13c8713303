// ConfigurationProfile: settings of one type for devices of one platform. A business policy brings it to devices.
#pragma once

#include "domain/device.h"

namespace belvedere {

struct ConfigurationProfile {
    static constexpr char idPrefix[] = "prf";

    Id<ConfigurationProfile> id;
    QString name;
    QString description;
    Coded<Platform> platform;
    QString type; // key in the catalogue of the platform's types
    QJsonObject settings; // by the type
    QString place; // of two profiles with the same one a device can hold one; by type and settings
    qint64 revision = 0; // of the settings; a device that has an older one gets the newer
    QDateTime created;
    QDateTime edited;
    qint64 version = 0; // of the record; the entity tag
};

// Of whose profiles alone there are signed ones.
constexpr bool isApple(Platform platform)
{
    return platform == Platform::Ios || platform == Platform::IpadOs || platform == Platform::MacOs;
}

} // namespace belvedere
