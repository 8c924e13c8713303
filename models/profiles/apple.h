// renderApple: a profile as a configuration profile of Apple, one XML property list.
#pragma once

#include "profiles/rendering.h"

namespace belvedere {

// `settings` are effective() and valid. Targets: `in` is a payload type, with "#tag" behind it where a profile has
// several payloads of one type; `path` the key in the payload. Conversion "data" gives <data>, with
// format "der" of a PEM block what it holds; format "uuid" replaces a
// value that is such an `in` by the UUID of that payload. Scope "user" is for a user of a Mac.
Result<Rendering> renderApple(const ProfileType &type, const QJsonObject &settings, const RenderingIdentity &identity);

// A UUID of version 5 that depends on the text alone, upper case without braces.
QString stableUuid(const QString &text);

} // namespace belvedere
