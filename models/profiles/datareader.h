// DataReader: reads the keys of one object of a data file, remembers the first mistake and refuses what nobody read.
#pragma once

#include "base/apierror.h"

#include <optional>
#include <QJsonArray>
#include <QJsonObject>
#include <QSet>

namespace belvedere {

// Shared by the readers of one file: the first mistake stays.
struct DataMistake {
    QString file;
    std::optional<ApiError> error;

    void note(const char *code, const QString &path, const QString &message);
};

class DataReader {
public:
    DataReader(DataMistake &mistake, const QJsonObject &object, QString path)
        : m_mistake(mistake)
        , m_object(object)
        , m_path(std::move(path))
    {
    }
    ~DataReader(); // notes keys that nobody read
    DataReader(const DataReader &) = delete;
    DataReader &operator=(const DataReader &) = delete;

    bool has(const QString &key);
    QString text(const QString &key, bool required = false);
    bool truth(const QString &key);
    std::optional<qint64> number(const QString &key);
    QStringList texts(const QString &key);
    QJsonValue any(const QString &key);
    QJsonObject object(const QString &key);
    // An array of objects; with `orOne` a single object will do.
    QList<QJsonObject> objects(const QString &key, bool orOne = false, bool required = false);

    QString path(const QString &key) const { return m_path + u'.' + key; }
    QString path(const QString &key, qsizetype index) const;
    void note(const char *code, const QString &key, const QString &message);
    DataMistake &mistake() { return m_mistake; }

private:
    QJsonValue take(const QString &key);

    DataMistake &m_mistake;
    const QJsonObject m_object;
    QString m_path;
    QSet<QString> m_read;
};

} // namespace belvedere
