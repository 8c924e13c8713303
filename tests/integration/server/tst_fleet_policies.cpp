// Policies on a whole fleet, a real device among it: a chain installs in order, and going back to an earlier version
// restores every device. Held against what the devices report and wrote down themselves, never what the server thinks.
#include "fleetsite.h"

#include <QTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

QString at(const QString &item, int revision = 1) { return u"%1@%2"_s.arg(item).arg(revision); }

// When the device brought it about for the first time; empty: it never did.
QString timeOf(const QList<OwnRecord> &records, const QString &item)
{
    const auto found = std::find_if(records.begin(), records.end(),
        [&item](const OwnRecord &record) { return record.isDone && record.item == item; });
    return found == records.end() ? QString() : found->asOf;
}

} // namespace

class TestFleetPolicies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_site.start(), qPrintable(m_site.trouble())); }
    void cleanup() { QVERIFY2(m_site.trouble().isEmpty(), qPrintable(m_site.trouble())); }

    void aChainInstallsInOrder()
    {
        // made the other way round, so that no order of ids is the right one by chance
        m_second = m_site.makeAuthority();
        m_first = m_site.makeAuthority();
        m_profiles = m_site.makeProfiles(8);
        m_policy = m_site.makePolicy({{u"items"_s, items({m_first, m_second})}});
        QVERIFY2(!m_policy.isEmpty(), qPrintable(m_site.trouble()));
        QVERIFY2(m_site.activate(m_policy), qPrintable(m_site.trouble()));
        QVERIFY2(m_site.turn(), qPrintable(m_site.trouble()));

        // nobody has anything without what it needs
        const auto begun = m_site.reports();
        QVERIFY(begun);
        QCOMPARE(begun->size(), FleetSite::devices + 1);
        qsizetype having = 0;
        for (const QStringList &reported : *begun) {
            const bool hasFirst = reported.contains(at(m_first));
            QVERIFY2(reported.isEmpty() != hasFirst, qPrintable(reported.join(u' ')));
            QVERIFY2(reported.size() < 2 || reported.contains(at(m_second)), qPrintable(reported.join(u' ')));
            having += hasFirst ? 1 : 0;
        }
        QVERIFY2(having > FleetSite::devices * 8 / 10, qPrintable(QString::number(having)));
        QVERIFY(begun->value(m_site.realId()).contains(at(m_first)));
        QCOMPARE(m_site.rootFiles().size(), begun->value(m_site.realId()).size());

        QVERIFY2(m_site.turnUntilQuiet(), qPrintable(m_site.trouble()));
        const auto reports = m_site.reports();
        QVERIFY(reports);
        for (const QStringList &reported : *reports)
            QVERIFY2(isWhole(reported, {m_first, m_second}, 1), qPrintable(reported.join(u' ')));
        QCOMPARE(m_site.rootFiles().size(), 3);

        const auto records = m_site.ownRecords();
        QCOMPARE(records.size(), FleetSite::devices + 1);
        for (auto it = records.begin(); it != records.end(); ++it) {
            // what comes in one answer has one time
            const QString first = timeOf(*it, m_first);
            const QString second = timeOf(*it, m_second);
            const QString last = timeOf(*it, profileOf(reports->value(it.key())));
            QVERIFY2(!first.isEmpty() && first < second && second < last, qPrintable(it.key()));
        }
    }

    void rollBackRestoresEveryDevice()
    {
        const auto before = m_site.reports();
        const auto filesBefore = m_site.rootFiles();
        QVERIFY(before);
        // something goes, something comes before what stays, and something changes
        const QString third = m_site.makeAuthority();
        QVERIFY2(m_site.editProfiles(m_profiles, 12), qPrintable(m_site.trouble()));
        QVERIFY2(m_site.editPolicy(m_policy, {{u"items"_s, items({third, m_first})}}), qPrintable(m_site.trouble()));
        QVERIFY2(m_site.activate(m_policy), qPrintable(m_site.trouble()));
        QVERIFY2(m_site.turnUntilQuiet(), qPrintable(m_site.trouble()));
        const auto changed = m_site.reports();
        QVERIFY(changed);
        for (const QStringList &reported : *changed)
            QVERIFY2(isWhole(reported, {third, m_first}, 2), qPrintable(reported.join(u' ')));
        const auto filesChanged = m_site.rootFiles();
        QCOMPARE(filesChanged.size(), 3);
        QVERIFY(filesChanged.keys() != filesBefore.keys());

        QVERIFY2(m_site.rollBack(m_policy, 1), qPrintable(m_site.trouble()));
        QVERIFY2(m_site.turnUntilQuiet(), qPrintable(m_site.trouble()));
        const auto after = m_site.reports();
        QVERIFY(after);
        QCOMPARE(after->keys(), before->keys());
        for (auto it = before->begin(); it != before->end(); ++it)
            QCOMPARE(after->value(it.key()), it.value());
        QCOMPARE(m_site.rootFiles(), filesBefore);
    }

private:
    // Authorities one after the other, then whatever profile the platform takes.
    QJsonArray items(const QStringList &authorities) const
    {
        QJsonArray items;
        for (const QString &profile : m_profiles)
            items.append(FleetSite::item(profile, {authorities.last()}));
        for (qsizetype i = authorities.size() - 1; i >= 0; --i)
            items.append(FleetSite::item(authorities[i], authorities.mid(i - 1, i > 0 ? 1 : 0)));
        return items;
    }
    QString profileOf(const QStringList &reported) const
    {
        for (const QString &profile : m_profiles) {
            if (reported.contains(at(profile, 1)) || reported.contains(at(profile, 2)))
                return profile;
        }
        return {};
    }
    bool isWhole(const QStringList &reported, const QStringList &authorities, int revision) const
    {
        QStringList wanted{at(profileOf(reported), revision)};
        for (const QString &authority : authorities)
            wanted.append(at(authority));
        wanted.sort();
        return reported == wanted;
    }

    FleetSite m_site;
    QString m_first;
    QString m_second;
    QStringList m_profiles;
    QString m_policy;
};

QTEST_GUILESS_MAIN(TestFleetPolicies)
#include "tst_fleet_policies.moc"
