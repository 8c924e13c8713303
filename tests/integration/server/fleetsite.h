// FleetSite: a real server, a real agent below a directory of its own and a fleet of simulated devices, driven turn by
// turn, so that tests can hold what devices report, and what they wrote down themselves, against what was ordered.
#pragma once

#include "support/serverprocess.h"

#include <QMap>
#include <QSet>

namespace belvedere::test {

// What a device says about one command that it has ended.
struct OwnRecord {
    QString deployment; // id
    QString item; // that it brought; empty when it failed, or took something away
    bool isDone = false;
    QString asOf; // when it carried it out, or got to know of it together with others; sorts as it stands
};

class FleetSite {
public:
    static constexpr int devices = BELVEDERE_FLEET; // simulated ones
    static constexpr int patience = 4 * ServerProcess::patience; // milliseconds, for the whole fleet

    // Starts the server and enrols every device. Like all that answers bool: false with a reason in trouble(). What
    // cannot be read is empty, with a reason as well.
    bool start();
    QString trouble() const { return m_trouble; }

    // What there is to bring: a trusted authority (which every platform takes), a profile of each platform, a file.
    QString makeAuthority();
    QStringList makeProfiles(int length); // of a password
    bool editProfiles(const QStringList &profiles, int length);
    QString makeFile(const QString &path);
    static QJsonObject item(const QString &id, const QStringList &after = {});

    QString makePolicy(QJsonObject body); // of all devices; its id
    bool editPolicy(const QString &policy, const QJsonObject &changes);
    bool activate(const QString &policy);
    bool rollBack(const QString &policy, int number);
    QJsonObject record(const QString &kind, const QString &id) const;
    QList<QJsonObject> list(const QString &kind, const QString &query) const; // all pages
    HttpReply retry(const QString &deployment) const;

    // Until the server has planned for every device that was to be looked at.
    bool settle();
    // The same after every wait for another attempt is over, as if the time had passed.
    bool settleAfterBackOff();
    // Every device once: the real one, then the fleet, or the first `count` of it and not the real one.
    bool turn(const QStringList &more = {});
    bool fleetTurn(int count, const QStringList &more = {});
    // Turns, with the waits in between over, until no device has anything to do.
    bool turnUntilQuiet();

    // Items as the devices last reported them, "id@revision" with "?" behind what is not as it was installed.
    using Reports = QMap<QString, QStringList>; // by id of the device
    std::optional<Reports> reports() const;
    QSet<QString> reporting(const QString &item) const; // ids of devices
    // By id of the device, in the order in which it ended them.
    QMap<QString, QList<OwnRecord>> ownRecords() const;
    QStringList simulatedIds() const; // in the order of the fleet
    QString realId() const { return m_realId; }

    QString root() const { return m_home.filePath(QStringLiteral("root")); }
    QMap<QString, QByteArray> rootFiles() const; // of the real device, by path below its root

private:
    bool fail(const QString &why) const;
    bool succeeded(const HttpReply &reply) const;
    bool run(const QStringList &arguments) const;
    bool enrol();
    HttpReply post(const QString &path, const QJsonObject &body) const;
    QString create(const QString &kind, const QJsonObject &body) const;
    std::optional<qint64> number(const QString &sql) const;
    qint64 written() const; // bytes of the devices' own records

    ServerProcess m_server;
    QTemporaryDir m_home;
    QByteArray m_token;
    QString m_realId;
    int m_authorities = 0;
    mutable QString m_trouble;
};

} // namespace belvedere::test
