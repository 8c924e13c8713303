// Conversions of values on their way to a platform.
#include "profiles/placing.h"

#include "profiles/settings.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QString keyOf(const QJsonValue &value)
{
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    return value.isDouble() ? QString::number(value.toInteger()) : value.toString();
}

// A row's cells under the names that the platform has for them.
QJsonObject convertedRow(const Setting &table, const QJsonObject &row)
{
    QJsonObject object;
    for (const Setting &column : table.columns) {
        QJsonValue cell = row.value(column.key);
        if (cell.isUndefined() && column.required)
            cell = column.fallback;
        if (cell.isUndefined())
            continue;
        if (column.targets.empty())
            object.insert(column.key, cell);
        for (const Target &target : column.targets) {
            const QJsonValue value = converted(column, target, cell);
            if (!value.isUndefined())
                insertAt(object, target.path.isEmpty() ? QStringList{column.key} : target.path, value);
        }
    }
    return object;
}

QJsonValue plain(const Setting &setting, const QJsonValue &value)
{
    if (setting.kind != SettingKind::Table)
        return value;
    QJsonArray rows;
    for (const QJsonValue row : value.toArray())
        rows.append(convertedRow(setting, row.toObject()));
    return rows;
}

QString joined(const QJsonArray &members, const QString &separator)
{
    QStringList texts;
    for (const QJsonValue member : members)
        texts.append(member.toString());
    return texts.join(separator);
}

QJsonValue insertedAt(const QJsonValue &into, const QStringList &path, const QJsonValue &value)
{
    if (path.isEmpty())
        return value;
    bool isIndex = false;
    const int index = path.first().toInt(&isIndex);
    if (isIndex && !into.isObject()) {
        QJsonArray array = into.toArray();
        while (array.size() <= index)
            array.append(QJsonValue());
        array[index] = insertedAt(array.at(index), path.mid(1), value);
        return array;
    }
    QJsonObject object = into.toObject();
    object.insert(path.first(), insertedAt(object.value(path.first()), path.mid(1), value));
    return object;
}

} // namespace

QJsonValue converted(const Setting &setting, const Target &target, const QJsonValue &value)
{
    switch (target.conversion) {
    case Conversion::Not:
        return !value.toBool();
    case Conversion::Times:
        return value.toInteger() * target.factor;
    case Conversion::Text:
        return QString::number(value.toInteger());
    case Conversion::Values:
        return target.values.value(keyOf(value));
    case Conversion::Join:
        return joined(value.toArray(), target.separator);
    case Conversion::Constant:
        return value == QJsonValue(false) ? QJsonValue(QJsonValue::Undefined) : target.constant;
    case Conversion::Data:
        return setting.kind == SettingKind::Content ? value.toString()
                                                    : QString::fromLatin1(value.toString().toUtf8().toBase64());
    case Conversion::Same:
        break;
    }
    return plain(setting, value);
}

std::vector<Placed> placedValues(const ProfileType &type, const QJsonObject &settings)
{
    std::vector<Placed> all;
    for (const Target &target : type.always) {
        if (isApplicable(target.when, settings))
            all.push_back({&target, target.constant, false, false});
    }
    for (const Setting &setting : type.settings) {
        if (!settings.contains(setting.key))
            continue;
        for (const Target &target : setting.targets) {
            const QJsonValue value = converted(setting, target, settings.value(setting.key));
            if (!value.isUndefined() && isApplicable(target.when, settings))
                all.push_back({&target, value, target.conversion == Conversion::Data, setting.secret});
        }
    }
    return all;
}

void insertAt(QJsonObject &object, const QStringList &path, const QJsonValue &value)
{
    object = insertedAt(object, path, value).toObject();
}

} // namespace belvedere
