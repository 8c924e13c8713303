// Rules between settings that data cannot express: by name, the `rule` of a CHECK.
#pragma once

#include <QJsonObject>

namespace belvedere {

bool isCodeRule(QStringView rule);
// `settings` are effective(), each of them valid by itself. What a rule is about and is not decided breaks nothing.
bool keepsCodeRule(QStringView rule, const QJsonObject &settings);

} // namespace belvedere
