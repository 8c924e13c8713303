// What a policy says, in words: labels and values of the fields that its versions keep.
#pragma once

#include "domain/policyversion.h"

namespace belvedere {

QString policyFieldLabel(QStringView name);

// `value` as it stands in a version's content, or as text of a difference. Items and rules by name, one to a line.
QString policyValueText(QStringView name, const QJsonValue &value);

// One item or rule of a list `among` of them, with the parameters of a rule.
QString policyElementText(QStringView name, const QJsonValue &element, const QJsonValue &among);
// Its name, or the id where it has none.
QString policyElementName(const QJsonValue &element, const QString &id);

// "3", or "None" for 0: numbers of versions begin with 1.
QString versionNumberText(qint64 number);

// The first characters of a hash, for the eye; the whole belongs beside it, where it can be copied.
QString shortHash(const QString &hash);

} // namespace belvedere
