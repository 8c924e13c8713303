// Types of profiles, their settings and what is wrong with them, in words for people.
#pragma once

#include "profiles/settings.h"

namespace belvedere {

QString catalogueText(const QString &english); // translated
// Of a type that this version does not know: its key.
QString profileTypeName(Platform platform, const QString &type);
// "Supervised device; from version 13.0 on"; empty when nothing is needed.
QString needsInWords(const QStringList &needs, const QString &minimumOs, Platform platform);
QString unitName(const QString &unit); // behind a number that is typed
QStringList answersInWords(Answers answers); // for true and for false
// Secrets and contents are not shown.
QString valueInWords(const Setting &setting, const QJsonValue &value);
QString problemInWords(const SettingProblem &problem);

} // namespace belvedere
