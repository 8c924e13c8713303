// Failures on a whole fleet, a real device among it: what always fails stops after five attempts and goes on only when
// somebody asks for it, and a staged roll-out halts at its threshold. Held against what the devices report and wrote
// down themselves.
#include "fleetsite.h"

#include <QDateTime>
#include <QDir>
#include <QJsonDocument>
#include <QTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int mostAttempts = 5;

// How often the devices failed at each deployment, by their own records.
QMap<QString, int> failuresOf(const QMap<QString, QList<OwnRecord>> &records)
{
    QMap<QString, int> failures;
    for (const QList<OwnRecord> &ofOne : records) {
        for (const OwnRecord &record : ofOne)
            failures[record.deployment] += record.isDone ? 0 : 1;
    }
    return failures;
}

// Whether the next attempt is as far away as it should be, give or take a fifth; after the last there is none.
bool waitsAsLongAs(const QJsonObject &deployment)
{
    static constexpr int minutes[] = {1, 5, 15, 60};
    const int attempts = deployment["attempts"_L1].toInt();
    const QString due = deployment["due"_L1].toString();
    if (attempts < 1 || attempts >= mostAttempts)
        return attempts == mostAttempts && due.isEmpty();
    const QDateTime since = QDateTime::fromString(deployment["state_since"_L1].toString(), Qt::ISODateWithMs);
    const double wait = double(since.secsTo(QDateTime::fromString(due, Qt::ISODateWithMs))) / 60;
    const int whole = minutes[attempts - 1];
    return wait > 0.75 * whole && wait < 1.25 * whole;
}

} // namespace

class TestFleetFailures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_site.start(), qPrintable(m_site.trouble())); }
    void cleanup() { QVERIFY2(m_site.trouble().isEmpty(), qPrintable(m_site.trouble())); }

    void whatAlwaysFailsStopsAfterFive()
    {
        // on the real device a file lies where a directory is needed; of the others some fail at everything
        QVERIFY(QDir(m_site.root()).mkpath(u"srv"_s));
        QFile obstacle(m_site.root() + u"/srv/notes"_s);
        QVERIFY(obstacle.open(QIODevice::WriteOnly));
        const QString authority = m_site.makeAuthority();
        const QString next = m_site.makeAuthority();
        const QString file = m_site.makeFile(u"/srv/notes/today"_s);
        const QString policy = m_site.makePolicy({{u"items"_s,
            QJsonArray{FleetSite::item(authority), FleetSite::item(next, {authority}), FleetSite::item(file)}}});
        QVERIFY2(m_site.activate(policy), qPrintable(m_site.trouble()));
        QSet<int> attempts;
        for (int attempt = 1; attempt <= mostAttempts; ++attempt) {
            QVERIFY2(m_site.settleAfterBackOff(), qPrintable(m_site.trouble()));
            QVERIFY2(m_site.turn({u"--failing"_s, u"30"_s}), qPrintable(m_site.trouble()));
            for (const QJsonObject &failed : m_site.list(u"deployments"_s, u"state:failed"_s)) {
                QVERIFY2(waitsAsLongAs(failed), QJsonDocument(failed).toJson().constData());
                attempts.insert(failed["attempts"_L1].toInt());
            }
        }
        QCOMPARE(attempts, (QSet<int>{1, 2, 3, 4, 5}));
        const QSet<QString> good = m_site.reporting(authority);
        const auto all = m_site.simulatedIds() + QStringList{m_site.realId()};
        const QSet<QString> victims = QSet<QString>(all.begin(), all.end()) - good;
        QVERIFY2(victims.size() > FleetSite::devices / 10 && victims.size() < FleetSite::devices / 2,
            qPrintable(QString::number(victims.size())));
        QVERIFY(good.contains(m_site.realId()));

        // mended, and all the time in the world: nothing happens by itself
        QList<QJsonObject> stopped = m_site.list(u"deployments"_s, u"state:failed"_s);
        stopped.removeIf([](const QJsonObject &one) { return one.contains("due"_L1); });
        QVERIFY(stopped.size() > victims.size()); // the file is among them
        QVERIFY2(m_site.turnUntilQuiet(), qPrintable(m_site.trouble()));
        const QMap<QString, int> failures = failuresOf(m_site.ownRecords());
        for (const QJsonObject &one : stopped)
            QCOMPARE(failures.value(one["id"_L1].toString()), mostAttempts);
        QCOMPARE(m_site.reporting(authority), good);
        QVERIFY(!m_site.reporting(next).intersects(victims)); // which needs it
        QVERIFY(m_site.reporting(next) == good);
        QVERIFY(!m_site.reporting(file).contains(m_site.realId()));

        // one of them, and the real one, are told to try again
        const QString lucky = *victims.begin();
        obstacle.remove();
        int asked = 0;
        for (const QJsonObject &one : stopped) {
            const QString device = one["device_id"_L1].toString();
            const bool isWanted = device == m_site.realId() || (device == lucky && one["item"_L1] == authority);
            if (isWanted)
                QCOMPARE(m_site.retry(one["id"_L1].toString()).status, 200);
            asked += isWanted ? 1 : 0;
        }
        QCOMPARE(asked, 2);
        QVERIFY2(m_site.turnUntilQuiet(), qPrintable(m_site.trouble()));
        QCOMPARE(m_site.reporting(authority), good + QSet<QString>{lucky});
        QCOMPARE(m_site.reporting(next), good + QSet<QString>{lucky});
        QVERIFY(m_site.reporting(file).contains(m_site.realId()));
        QVERIFY(m_site.rootFiles().contains(u"srv/notes/today"_s));
    }

    void aRollOutHaltsAtItsThreshold()
    {
        constexpr int asked = FleetSite::devices * 3 / 4; // before it halts
        const QString old = m_site.makeAuthority();
        const QString young = m_site.makeAuthority();
        const QString policy = m_site.makePolicy({{u"items"_s, QJsonArray{FleetSite::item(old)}}});
        QVERIFY2(m_site.activate(policy), qPrintable(m_site.trouble()));
        QVERIFY2(m_site.turnUntilQuiet(), qPrintable(m_site.trouble()));
        const auto before = m_site.reports();
        const auto filesBefore = m_site.rootFiles();
        QVERIFY(before);
        QCOMPARE(m_site.reporting(old).size(), FleetSite::devices + 1);

        QVERIFY2(m_site.editPolicy(policy,
                     {{u"items"_s, QJsonArray{FleetSite::item(young)}},
                         {u"rollout.waves"_s, QJsonArray{QJsonObject{{u"percent"_s, 60}}}},
                         {u"rollout.threshold"_s, 40}, {u"rollout.minimum"_s, FleetSite::devices / 15}}),
            qPrintable(m_site.trouble()));
        QVERIFY2(m_site.activate(policy), qPrintable(m_site.trouble()));
        // a quarter of the fleet, in which few fail: the wave is over as soon as a person says so
        QVERIFY2(m_site.fleetTurn(FleetSite::devices / 4), qPrintable(m_site.trouble()));
        QTRY_COMPARE_WITH_TIMEOUT(rollout(policy), u"waiting"_s, FleetSite::patience);
        const QSet<QString> early = m_site.reporting(young);
        QVERIFY2(early.size() > FleetSite::devices / 20, qPrintable(QString::number(early.size())));
        // the next half, in which all do
        QVERIFY2(m_site.fleetTurn(asked, {u"--failing"_s, u"100"_s}), qPrintable(m_site.trouble()));
        QTRY_COMPARE_WITH_TIMEOUT(rollout(policy), u"halted"_s, FleetSite::patience);
        QVERIFY2(m_site.settle(), qPrintable(m_site.trouble()));
        QCOMPARE(m_site.reporting(young), early);

        // whoever comes now neither gets anything nor loses what it has
        QVERIFY2(m_site.turnUntilQuiet(), qPrintable(m_site.trouble()));
        QCOMPARE(m_site.reporting(young), early);
        const auto now = m_site.reports();
        QVERIFY(now);
        for (const QString &device : m_site.simulatedIds().mid(asked) + QStringList{m_site.realId()})
            QCOMPARE(now->value(device), before->value(device));
        QCOMPARE(rollout(policy), u"halted"_s);

        // and a person takes it back
        QVERIFY2(m_site.rollBack(policy, 1), qPrintable(m_site.trouble()));
        QVERIFY2(m_site.turnUntilQuiet(), qPrintable(m_site.trouble()));
        const auto after = m_site.reports();
        QVERIFY(after);
        for (auto it = before->begin(); it != before->end(); ++it)
            QCOMPARE(after->value(it.key()), it.value());
        QCOMPARE(m_site.rootFiles(), filesBefore);
    }

private:
    QString rollout(const QString &policy) const
    {
        return m_site.record(u"policies"_s, policy)["rollout.state"_L1].toString();
    }

    FleetSite m_site;
};

QTEST_GUILESS_MAIN(TestFleetFailures)
#include "tst_fleet_failures.moc"
