// Reading of one setting of a catalogue's data file, and of the parts that types use as well.
#pragma once

#include "profiles/catalogue.h"
#include "profiles/datareader.h"

namespace belvedere {

Setting readSetting(DataReader &reader, bool isColumn);
QString readKey(DataReader &reader); // "key": lower case letters, digits, '-' and '_'
QStringList readNeeds(DataReader &reader);
QString readVersion(DataReader &reader, const QString &key); // dotted numbers, or empty
std::vector<Condition> readConditions(DataReader &reader);
// `kind` says which conversions fit; for those of a type itself only constants do.
std::vector<Target> readTargets(DataReader &reader, const QString &key, SettingKind kind);

} // namespace belvedere
