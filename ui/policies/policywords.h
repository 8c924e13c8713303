// What a policy says, in words: labels and values of the fields that its versions keep.
#pragma once

#include "domain/policyversion.h"

namespace belvedere {

QString policyFieldLabel(QStringView name);

// `value` as it stands in a version's content, or as text of a difference. Items and rules by name, one to a line.
QString policyValueText(QStringView name, const QJsonValue &value);

// "3", or "None" for 0: numbers of versions begin with 1.
QString versionNumberText(qint64 number);

// The first characters of a hash, for the eye; the whole belongs beside it, where it can be copied.
QString shortHash(const QString &hash);

} // namespace belvedere
