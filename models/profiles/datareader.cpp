// The reader of data files.
#include "profiles/datareader.h"

using namespace Qt::StringLiterals;

namespace belvedere {

void DataMistake::note(const char *code, const QString &path, const QString &message)
{
    if (!error)
        error = decodeError(QString::fromLatin1(code), QString(file + u": "_s + path), message);
}

DataReader::~DataReader()
{
    for (auto it = m_object.begin(); it != m_object.end(); ++it) {
        if (!m_read.contains(it.key()))
            note("catalogue.key", it.key(), u"the format knows no such key here"_s);
    }
}

QString DataReader::path(const QString &key, qsizetype index) const
{
    return u"%1.%2[%3]"_s.arg(m_path, key).arg(index);
}

void DataReader::note(const char *code, const QString &key, const QString &message)
{
    m_mistake.note(code, path(key), message);
}

QJsonValue DataReader::take(const QString &key)
{
    m_read.insert(key);
    return m_object.value(key);
}

bool DataReader::has(const QString &key) { return m_object.contains(key); }

QString DataReader::text(const QString &key, bool required)
{
    const QJsonValue value = take(key);
    if (value.isUndefined() && !required)
        return {};
    if (!value.isString() || value.toString().trimmed().isEmpty())
        note("catalogue.shape", key, u"a text is needed"_s);
    return value.toString();
}

bool DataReader::truth(const QString &key)
{
    const QJsonValue value = take(key);
    if (!value.isUndefined() && !value.isBool())
        note("catalogue.shape", key, u"true or false is needed"_s);
    return value.toBool();
}

std::optional<qint64> DataReader::number(const QString &key)
{
    const QJsonValue value = take(key);
    if (value.isUndefined())
        return std::nullopt;
    if (!value.isDouble() || double(value.toInteger()) != value.toDouble()) {
        note("catalogue.shape", key, u"a whole number is needed"_s);
        return std::nullopt;
    }
    return value.toInteger();
}

QStringList DataReader::texts(const QString &key)
{
    const QJsonValue value = take(key);
    if (!value.isUndefined() && !value.isArray())
        note("catalogue.shape", key, u"a list of texts is needed"_s);
    QStringList list;
    for (const QJsonValue one : value.toArray()) {
        if (!one.isString() || list.contains(one.toString()))
            note("catalogue.shape", key, u"a list of different texts is needed"_s);
        list.append(one.toString());
    }
    return list;
}

QJsonValue DataReader::any(const QString &key) { return take(key); }

QJsonObject DataReader::object(const QString &key)
{
    const QJsonValue value = take(key);
    if (!value.isUndefined() && !value.isObject())
        note("catalogue.shape", key, u"an object is needed"_s);
    return value.toObject();
}

QList<QJsonObject> DataReader::objects(const QString &key, bool orOne, bool required)
{
    const QJsonValue value = take(key);
    if (value.isUndefined() && !required)
        return {};
    if (orOne && value.isObject())
        return {value.toObject()};
    if (!value.isArray())
        note("catalogue.shape", key, u"a list of objects is needed"_s);
    QList<QJsonObject> list;
    for (const QJsonValue one : value.toArray()) {
        if (!one.isObject())
            note("catalogue.shape", key, u"a list of objects is needed"_s);
        list.append(one.toObject());
    }
    return list;
}

} // namespace belvedere
