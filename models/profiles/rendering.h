// Rendering: a profile as its platform takes it.
#pragma once

#include "profiles/settings.h"

namespace belvedere {

struct RenderedText {
    QString name; // of a file: "passcode.mobileconfig"; of a file on Linux its path
    QString mediaType;
    QByteArray content;
    int mode = 0644; // of a file on Linux
};
struct Rendering {
    std::vector<RenderedText> texts; // at least one
    bool holdsSecrets = false; // whoever keeps it, keeps it from others
};

// What a rendering says about itself. The same identity and settings render to the same bytes.
struct RenderingIdentity {
    QString profile; // id; stable identifiers on the device are derived from it
    QString name;
    QString description;
    QString organisation;
    qint64 revision = 0;
};

// Errors: "profile.type" for a type that the platform does not have or that no code renders; a validation error
// with the problems of the settings. With Masks::Kept the mask is rendered in the place of a secret, for showing only.
Result<Rendering> render(const ProfileType &type, const QJsonObject &settings, const RenderingIdentity &identity,
    Masks masks = Masks::Refused);

} // namespace belvedere
