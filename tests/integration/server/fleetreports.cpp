// What the devices of a site say: to the server, and in their own records.
#include "fleetsite.h"

#include "agentprocess.h"

#include <QDirIterator>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace belvedere::test {

namespace {

constexpr char fleetJournal[] = "fleet/simulated-commands.jsonl";
constexpr char agentJournal[] = "agent/journal.json";

OwnRecord ownRecord(const QJsonObject &result)
{
    const QJsonObject proof = result["proof"_L1].toObject();
    return {result["command"_L1].toString().section(u'.', 0, 0), proof["item"_L1].toString(),
        result["outcome"_L1] == "done"_L1, result["as_of"_L1].toString()};
}

bool isEnd(const QJsonObject &result)
{
    return result["outcome"_L1] == "done"_L1 || result["outcome"_L1] == "failed"_L1;
}

QStringList itemsOf(const QJsonObject &page)
{
    QStringList texts;
    const QJsonArray items = page["items"_L1].toArray();
    for (const QJsonValue item : items) {
        const bool isWhole = item["verified"_L1].toBool();
        texts.append(u"%1@%2%3"_s.arg(item["item"_L1].toString())
                         .arg(item["revision"_L1].toInt())
                         .arg(isWhole ? QString() : u"?"_s));
    }
    texts.sort();
    return texts;
}

} // namespace

QList<QJsonObject> FleetSite::list(const QString &kind, const QString &query) const
{
    const QString first =
        u"/api/v1/%1?limit=1000&query=%2"_s.arg(kind, QString::fromLatin1(QUrl::toPercentEncoding(query)));
    QList<QJsonObject> all;
    for (QString path = first; !path.isEmpty();) {
        const HttpReply reply = m_server.get(path, m_token);
        if (!succeeded(reply))
            return {};
        const QJsonObject page = reply.json();
        const QJsonArray items = page["items"_L1].toArray();
        for (const QJsonValue one : items)
            all.append(one.toObject());
        const QString cursor = page["nextCursor"_L1].toString();
        path = cursor.isEmpty() ? QString() : QString(first + u"&cursor="_s + cursor);
    }
    return all;
}

std::optional<FleetSite::Reports> FleetSite::reports() const
{
    QNetworkAccessManager manager;
    Reports all;
    qsizetype open = 0;
    bool isGood = true;
    for (const QString &id : simulatedIds() + QStringList{m_realId}) {
        QNetworkRequest request(QUrl(m_server.url() + u"/api/v1/devices/%1/items"_s.arg(id)));
        request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
        request.setRawHeader("Authorization", "Bearer " + m_token);
        QNetworkReply *reply = manager.get(request);
        ++open;
        QObject::connect(reply, &QNetworkReply::finished, &manager, [&, reply, id] {
            --open;
            isGood = isGood && reply->error() == QNetworkReply::NoError;
            all.insert(id, itemsOf(QJsonDocument::fromJson(reply->readAll()).object()));
        });
    }
    const bool isDone = QTest::qWaitFor([&open] { return open == 0; }, patience);
    return isDone && isGood ? std::optional(all) : std::nullopt;
}

QSet<QString> FleetSite::reporting(const QString &item) const
{
    QSet<QString> holders;
    const std::optional<Reports> all = reports();
    if (!all) {
        fail(u"the devices' items cannot be read"_s);
        return {};
    }
    for (auto it = all->begin(); it != all->end(); ++it) {
        if (it->contains(QString(item + u"@1"_s)))
            holders.insert(it.key());
    }
    return holders;
}

QMap<QString, QList<OwnRecord>> FleetSite::ownRecords() const
{
    QMap<QString, QList<OwnRecord>> all;
    for (const QJsonObject &line : jsonLines(m_home.filePath(QString::fromLatin1(fleetJournal)))) {
        const QJsonObject result = line["result"_L1].toObject();
        if (isEnd(result))
            all[line["device"_L1].toString()].append(ownRecord(result));
    }
    const QJsonArray entries = jsonFile(m_home.filePath(QString::fromLatin1(agentJournal)))["entries"_L1].toArray();
    for (const QJsonValue entry : entries) {
        if (isEnd(entry["result"_L1].toObject()))
            all[m_realId].append(ownRecord(entry["result"_L1].toObject()));
    }
    return all;
}

qint64 FleetSite::written() const
{
    return QFileInfo(m_home.filePath(QString::fromLatin1(fleetJournal))).size()
        + QFileInfo(m_home.filePath(QString::fromLatin1(agentJournal))).size();
}

QStringList FleetSite::simulatedIds() const
{
    const QJsonObject fleet = jsonFile(m_home.filePath(u"fleet/simulated.json"_s))["devices"_L1].toObject();
    QStringList ids;
    for (int i = 0; i < devices && fleet.contains(QString::number(i)); ++i)
        ids.append(fleet[QString::number(i)]["device"_L1].toString());
    return ids;
}

QMap<QString, QByteArray> FleetSite::rootFiles() const
{
    QMap<QString, QByteArray> files;
    QDirIterator entries(root(), QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        QFile file(entries.next());
        if (file.open(QIODevice::ReadOnly))
            files.insert(QDir(root()).relativeFilePath(file.fileName()), file.readAll());
    }
    return files;
}

} // namespace belvedere::test
