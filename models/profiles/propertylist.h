// Writing of XML property lists.
#pragma once

#include <QByteArray>
#include <QVariant>

namespace belvedere {

// A QVariantMap, QVariantList, QString, QByteArray (data), bool, qint64 or double, with keys in order of code points.
QByteArray propertyList(const QVariantMap &root);
// A value of JSON as such a variant; whole numbers become integers.
QVariant plistValue(const QJsonValue &value);

} // namespace belvedere
