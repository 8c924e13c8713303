// Placing: the values of settings with where they go, converted as the data files say.
#pragma once

#include "profiles/catalogue.h"

namespace belvedere {

struct Placed {
    const Target *target = nullptr; // of the type, which must outlive this
    QJsonValue value; // base64 text where `isData`
    bool isData = false;
    bool isSecret = false;
};

// In the order of the file, constants of the type first. `settings` are effective() and valid.
std::vector<Placed> placedValues(const ProfileType &type, const QJsonObject &settings);
// The value that one target gets; undefined: nothing is sent.
QJsonValue converted(const Setting &setting, const Target &target, const QJsonValue &value);
// Puts a value below keys and indices, making objects and arrays on the way. Two values at one place: the later stays.
void insertAt(QJsonObject &object, const QStringList &path, const QJsonValue &value);

} // namespace belvedere
