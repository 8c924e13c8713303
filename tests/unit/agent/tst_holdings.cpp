// Simulated devices hold what policies bring: they report it, their facts follow it, also after a restart.
#include "agent/simulate/simulateddevice.h"
#include "tree.h"

#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

const QDateTime today(QDate(2026, 3, 1), QTime(0, 0), Qt::UTC);

int deviceOf(Platform platform)
{
    for (int i = 0; i < 500; ++i) {
        if (SimulatedDevice(1, i, today).facts().device.platform.value() == platform)
            return i;
    }
    return -1;
}

CheckInAnswer answerWith(const QList<Command> &commands)
{
    CheckInAnswer answer;
    answer.commands = commands;
    answer.time = today;
    return answer;
}

Command passcode(const QString &id, Platform platform, int length)
{
    const QString setting = platform == Platform::Linux ? u"maximum_repeat"_s : u"maximum_failed"_s;
    return {id, CommandKind::ProfileInstall,
        {{u"profile"_s, u"prf-1"_s}, {u"version"_s, 2}, {u"type"_s, u"passcode"_s},
            {u"settings"_s, QJsonObject{{u"minimum_length"_s, length}, {setting, 5}}}}};
}

} // namespace

class TestHoldings : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void factsFollow_data()
    {
        QTest::addColumn<int>("platform");
        for (const Platform platform :
            {Platform::Linux, Platform::Windows, Platform::MacOs, Platform::Ios, Platform::Android})
            QTest::addRow("%d", int(platform)) << int(platform);
    }
    void factsFollow();
    void everyKindIsHeldAndGivenBack();
    void whatThePlatformHasNotIsRefused();
    void aShareOfTheFleetFails();
};

void TestHoldings::factsFollow()
{
    QFETCH(int, platform);
    const int index = deviceOf(Platform(platform));
    QVERIFY(index >= 0);
    Tree tree;
    const RootDir state(tree.root());
    {
        FleetJournal journal;
        QVERIFY(journal.open(state, [](const FleetJournal::Entry &) {}));
        SimulatedDevice device(1, index, today);
        device.device = u"dev-1"_s;
        QVERIFY(!device.facts().device.passcodeMinimumLength);
        QVERIFY(device.facts().device.absent->contains(u"passcode.policy_min_length"_s));
        device.accepted({}, answerWith({passcode(u"c-1"_s, Platform(platform), 9)}), today, journal);
        QCOMPARE(device.facts().device.passcodeMinimumLength, std::optional<qint64>(9));
        QVERIFY(!device.facts().device.absent->contains(u"passcode.policy_min_length"_s));
        QCOMPARE(device.facts().items->first().revision, 2);
        QVERIFY(device.facts().items->first().verified);
    }
    FleetJournal journal;
    SimulatedDevice again(1, index, today);
    again.device = u"dev-1"_s;
    QVERIFY(journal.open(state, [&again](const FleetJournal::Entry &entry) { again.remember(entry); }));
    QCOMPARE(again.facts().device.passcodeMinimumLength, std::optional<qint64>(9));
    again.accepted(
        {}, answerWith({{u"c-2"_s, CommandKind::ProfileRemove, {{u"profile"_s, u"prf-1"_s}}}}), today, journal);
    QVERIFY(!again.facts().device.passcodeMinimumLength);
    QVERIFY(again.facts().items->isEmpty());
}

void TestHoldings::everyKindIsHeldAndGivenBack()
{
    Tree tree;
    const RootDir state(tree.root());
    FleetJournal journal;
    QVERIFY(journal.open(state, [](const FleetJournal::Entry &) {}));
    int index = deviceOf(Platform::Windows);
    const auto waits = [](int number) {
        const Facts facts = SimulatedDevice(1, number, today).facts();
        return facts.device.platform == Platform::Windows && !facts.updates->isEmpty();
    };
    while (index < 500 && !waits(index))
        ++index;
    SimulatedDevice device(1, index, today);
    device.device = u"dev-1"_s;
    QJsonArray pending;
    const Facts before = device.facts();
    for (const PendingUpdate &update : *before.updates)
        pending.append(QJsonObject{{u"name"_s, update.name}, {u"version"_s, update.available}});
    QVERIFY(!pending.isEmpty());
    const qsizetype certificates = device.facts().certificates->size();
    device.accepted({},
        answerWith({{u"c-1"_s, CommandKind::ApplicationInstall,
                        {{u"application"_s, u"app-1"_s}, {u"revision"_s, 1}, {u"format"_s, u"apt"_s},
                            {u"name"_s, u"hello"_s}, {u"version"_s, u"2.0"_s}}},
            {u"c-2"_s, CommandKind::FileInstall,
                {{u"file"_s, u"fil-1"_s}, {u"revision"_s, 3}, {u"path"_s, u"/opt/x"_s}}},
            {u"c-3"_s, CommandKind::CertificateInstall, {{u"certificate"_s, u"crt-1"_s}, {u"revision"_s, 1}}},
            {u"c-4"_s, CommandKind::UpdatesInstall, {{u"packages"_s, pending}}}}),
        today, journal);
    const Facts facts = device.facts();
    QStringList kinds;
    for (const InstalledItem &item : *facts.items)
        kinds.append(item.kind);
    QCOMPARE(kinds, (QStringList{u"application"_s, u"certificate"_s, u"file"_s}));
    QCOMPARE(facts.packages->last().version, u"2.0"_s);
    QCOMPARE(facts.certificates->size(), certificates + 1);
    QCOMPARE(facts.device.updates, std::optional<qint64>(0));
    QVERIFY(facts.updates && facts.updates->isEmpty());
    QVERIFY(!facts.device.updateAvailableSince.isValid());
    QVERIFY(facts.device.absent->contains(u"os.update_available_since"_s));
    const auto sent = sections(facts);
    QVERIFY(sent.contains(QString::fromLatin1(section::items)));
    QVERIFY(sent.contains(QString::fromLatin1(section::certificates)));
}

void TestHoldings::whatThePlatformHasNotIsRefused()
{
    Holdings holdings;
    Command command = passcode(u"c-1"_s, Platform::Ios, 6);
    command.parameters[u"type"_s] = u"login_banner"_s;
    QCOMPARE(holdings.perform(command, Platform::Ios, today).code, u"platform.unsupported"_s);
    QCOMPARE(holdings.perform(command, Platform::Linux, today).outcome, CommandOutcome::Done);
    command.parameters[u"type"_s] = u"passcode"_s;
    QCOMPARE(holdings.perform(command, Platform::Linux, today).code, u"profile.type-changed"_s);
}

void TestHoldings::aShareOfTheFleetFails()
{
    Tree tree;
    const RootDir state(tree.root());
    FleetJournal journal;
    QVERIFY(journal.open(state, [](const FleetJournal::Entry &) {}));
    // who holds it afterwards, beside the few that fail now and then
    const auto holders = [&journal](int failing) {
        QSet<int> indexes;
        for (int i = 0; i < 200; ++i) {
            SimulatedDevice device(1, i, today, failing);
            device.device = u"dev-%1"_s.arg(i);
            device.accepted({},
                answerWith({{u"c-1"_s, CommandKind::CertificateInstall,
                    {{u"certificate"_s, u"crt-1"_s}, {u"revision"_s, 1}}}}),
                today, journal);
            if (!device.facts().items->isEmpty())
                indexes.insert(i);
        }
        return indexes;
    };
    const QSet<int> nearlyAll = holders(0);
    QVERIFY(nearlyAll.size() > 180);
    const QSet<int> some = holders(30);
    QVERIFY2(some.size() > 110 && some.size() < 160, qPrintable(QString::number(some.size())));
    QVERIFY(nearlyAll.contains(some));
    QCOMPARE(holders(30), some); // always the same ones
    QVERIFY(holders(100).isEmpty());
    // what no policy brings goes on
    SimulatedDevice device(1, 0, today, 100);
    device.device = u"dev-0"_s;
    device.accepted({}, answerWith({{u"c-2"_s, CommandKind::Message, {{u"text"_s, u"hello"_s}}}}), today, journal);
    QCOMPARE(device.checkIn(today).results.first().outcome, CommandOutcome::Done);
}

QTEST_GUILESS_MAIN(TestHoldings)
#include "tst_holdings.moc"
