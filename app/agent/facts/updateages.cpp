// The record of pending updates.
#include "agent/facts/updateages.h"

#include "domain/json.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

QMap<QString, QDateTime> UpdateAges::since(const QStringList &packages, const QDateTime &now) const
{
    const QString path = u"/updates.json"_s;
    constexpr qsizetype maximum = 4 * 1024 * 1024; // bytes
    const auto bytes = m_state.read(path, maximum);
    const auto known =
        bytes && bytes.value() ? parseObject(*bytes.value(), maximum) : Result<QJsonObject>(QJsonObject());
    const QJsonObject before = known ? known.value() : QJsonObject();
    QJsonObject after;
    QMap<QString, QDateTime> ages;
    for (const QString &package : packages) {
        QDateTime since = QDateTime::fromString(before.value(package).toString(), Qt::ISODate);
        if (!since.isValid() || since > now)
            since = now;
        const QString text = since.toUTC().toString(Qt::ISODate);
        after.insert(package, text);
        ages.insert(package, QDateTime::fromString(text, Qt::ISODate));
    }
    if (after != before)
        // at worst the next start begins to count anew
        (void)m_state.write(path, QJsonDocument(after).toJson(QJsonDocument::Compact), 0600, RootDir::Replace::Allowed);
    return ages;
}

} // namespace belvedere
