// The journal of a simulated fleet: what was begun is never begun again, wherever the simulation was stopped.
#include "tree.h"

#include "agent/simulate/simulateddevice.h"

#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

const QString file = u"/simulated-commands.jsonl"_s;
const QDateTime now(QDate(2026, 3, 2), QTime(10, 0), Qt::UTC);

Command command(const QString &id, CommandKind kind = CommandKind::Message) { return {id, kind, {}}; }

CommandResult result(const QString &id, CommandOutcome outcome)
{
    CommandResult result;
    result.command = id;
    result.outcome = outcome;
    result.asOf = now;
    return result;
}

} // namespace

class TestFleetJournal : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_tree = std::make_unique<Tree>(); }

    void lastWordOfEachCommandIsKept()
    {
        {
            FleetJournal journal;
            QVERIFY(read(journal).isEmpty());
            QVERIFY(journal.write(u"dev-1"_s, result(u"run-1.1"_s, CommandOutcome::Started)));
            QVERIFY(journal.write(u"dev-2"_s, result(u"run-1.1"_s, CommandOutcome::Started))); // another device's
            QVERIFY(journal.write(u"dev-1"_s, result(u"run-1.1"_s, CommandOutcome::Done)));
            QVERIFY(journal.writeAcknowledged(u"dev-1"_s, u"run-1.1"_s));
            QVERIFY(journal.writeAcknowledged(u"dev-9"_s, u"run-1.1"_s)); // nobody knows it
        }
        FleetJournal journal;
        const QList<FleetJournal::Entry> entries = read(journal);
        QCOMPARE(entries.size(), 2);
        QCOMPARE(entries[0].device, u"dev-1"_s);
        QCOMPARE(entries[0].result.outcome.value(), CommandOutcome::Done);
        QVERIFY(entries[0].isAcknowledged);
        QCOMPARE(entries[1].result.outcome.value(), CommandOutcome::Started);
        QVERIFY(!entries[1].isAcknowledged);
    }

    void lineThatWasCutOffHurtsNothing()
    {
        {
            FleetJournal journal;
            read(journal);
            journal.write(u"dev-1"_s, result(u"run-1.1"_s, CommandOutcome::Started));
        }
        m_tree->file(file, m_tree->read(file) + "{\"device\":\"dev-1\",\"resu");
        {
            FleetJournal journal;
            QCOMPARE(read(journal).size(), 1);
            journal.write(u"dev-1"_s, result(u"run-2.2"_s, CommandOutcome::Started));
        }
        FleetJournal journal;
        QCOMPARE(read(journal).size(), 2);
    }

    void damageIsSaid()
    {
        m_tree->file(file, "{\"device\":\"dev-1\",\"result\":{\"command\":5}}\n");
        FleetJournal journal;
        const RootDir state(m_tree->root());
        const Result<Done> opened = journal.open(state, [](const FleetJournal::Entry &) {});
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, u"state.damaged"_s);
    }

    void linkIsNotFollowed()
    {
        m_tree->file(u"/elsewhere"_s, "precious");
        m_tree->link(file, m_tree->path(u"/elsewhere"_s));
        FleetJournal journal;
        const RootDir state(m_tree->root());
        QVERIFY(!journal.open(state, [](const FleetJournal::Entry &) {}));
        QCOMPARE(m_tree->read(u"/elsewhere"_s), "precious"_ba);
    }

    void largeFileIsTidied()
    {
        {
            FleetJournal journal;
            read(journal);
            CommandResult large = result(u"run-1.1"_s, CommandOutcome::Done);
            large.detail = QString(60 * 1024, u'x');
            for (int i = 0; i < 300; ++i)
                journal.write(u"dev-1"_s, large);
            journal.writeAcknowledged(u"dev-1"_s, u"run-1.1"_s);
            journal.write(u"dev-1"_s, result(u"run-2.2"_s, CommandOutcome::Done));
        }
        {
            FleetJournal journal;
            QCOMPARE(read(journal).size(), 2); // this time it still remembers all
        }
        QVERIFY(m_tree->read(file).size() < 1'000);
        FleetJournal journal;
        const QList<FleetJournal::Entry> entries = read(journal);
        QCOMPARE(entries.size(), 1);
        QCOMPARE(entries[0].result.command, u"run-2.2"_s);
    }

    void deviceCarriesOutOnce()
    {
        CheckInAnswer answer;
        answer.commands = {command(u"run-1.1"_s), command(u"run-2.2"_s, CommandKind::Restart)};
        QString boot;
        {
            FleetJournal journal;
            SimulatedDevice device = fresh();
            open(journal, device);
            QVERIFY(device.accepted({}, answer, now, journal));
            QVERIFY(device.accepted({}, answer, now, journal)); // delivered again
            QCOMPARE(device.checkIn(now).results.size(), 2);
            boot = device.checkIn(now).bootId;
        }
        QCOMPARE(m_tree->read(file).count("\"started\""), 2);
        FleetJournal journal;
        SimulatedDevice device = fresh();
        open(journal, device);
        QCOMPARE(device.checkIn(now).bootId, boot); // it knows that it restarted
        const QList<CommandResult> pending = device.checkIn(now).results;
        QCOMPARE(pending.size(), 2); // nobody has confirmed them
        device.accepted({}, answer, now, journal);
        QCOMPARE(m_tree->read(file).count("\"started\""), 2);
        CheckIn reported;
        reported.results = pending;
        device.accepted(reported, {}, now, journal);
        SimulatedDevice third = fresh();
        FleetJournal again;
        open(again, third);
        QVERIFY(third.checkIn(now).results.isEmpty());
    }

    void phonesAloneHaveALostMode()
    {
        FleetJournal journal;
        read(journal);
        CheckInAnswer answer;
        answer.commands = {{u"run-1.1"_s, CommandKind::LostMode, {{u"message"_s, u"Please call us."_s}}},
            {u"run-2.2"_s, CommandKind::LostModeEnd, {}}};
        int phones = 0;
        int others = 0;
        for (int i = 0; i < 60; ++i) {
            SimulatedDevice device(1, i, now);
            device.device = u"dev-%1"_s.arg(i);
            const Platform platform = device.facts().device.platform.value();
            const bool isPhone =
                platform == Platform::Ios || platform == Platform::IpadOs || platform == Platform::Android;
            device.accepted({}, answer, now, journal);
            for (const CommandResult &end : device.checkIn(now).results) {
                if (end.code == "simulated.failure"_L1)
                    continue;
                (isPhone ? phones : others) += 1;
                QCOMPARE(end.outcome.value(), isPhone ? CommandOutcome::Done : CommandOutcome::Failed);
                QCOMPARE(end.code, isPhone ? QString() : u"platform.unsupported"_s);
                if (isPhone)
                    QCOMPARE(end.proof["lost"_L1].toBool(), end.command == "run-1.1"_L1);
            }
        }
        QVERIFY(phones > 0 && others > 0);
    }

    void commandsAreAnsweredAsSimulated()
    {
        FleetJournal journal;
        read(journal);
        CheckInAnswer answer;
        answer.commands = {{u"run-1.1"_s, CommandKind::RunCommand, {{u"name"_s, u"collect-logs"_s}}},
            {u"run-2.2"_s, CommandKind::RunCommand, {{u"name"_s, u"no-such"_s}}}};
        int done = 0;
        for (int i = 0; i < 60; ++i) {
            SimulatedDevice device(1, i, now);
            device.device = u"dev-%1"_s.arg(i);
            const Device facts = device.facts().device;
            QCOMPARE(facts.commands.has_value(), facts.platform.value() == Platform::Linux);
            device.accepted({}, answer, now, journal);
            for (const CommandResult &end : device.checkIn(now).results) {
                if (end.code == "simulated.failure"_L1)
                    continue;
                if (!facts.commands || end.command == "run-2.2"_L1) {
                    QCOMPARE(end.code, u"command.not-found"_s);
                    continue;
                }
                ++done;
                QCOMPARE(end.outcome.value(), CommandOutcome::Done);
                QVERIFY(end.proof["simulated"_L1].toBool());
                QCOMPARE(end.proof["command"_L1].toString(), u"collect-logs"_s);
                QVERIFY(end.proof["output"_L1].toString().startsWith("Simulated"_L1));
            }
        }
        QVERIFY(done > 0);
    }

    void whatAStopCutOffIsInterrupted()
    {
        {
            FleetJournal journal;
            read(journal);
            journal.write(u"dev-1"_s, result(u"run-1.1"_s, CommandOutcome::Started));
        }
        FleetJournal journal;
        SimulatedDevice device = fresh();
        open(journal, device);
        CheckInAnswer answer;
        answer.commands = {command(u"run-1.1"_s)};
        device.accepted({}, answer, now, journal);
        const QList<CommandResult> results = device.checkIn(now).results;
        QCOMPARE(results.size(), 1);
        QCOMPARE(results[0].outcome.value(), CommandOutcome::Interrupted);
        QCOMPARE(results[0].code, u"command.interrupted"_s);
    }

private:
    static SimulatedDevice fresh()
    {
        SimulatedDevice device(1, 0, now);
        device.device = u"dev-1"_s;
        return device;
    }
    QList<FleetJournal::Entry> read(FleetJournal &journal) const
    {
        QList<FleetJournal::Entry> entries;
        const RootDir state(m_tree->root());
        const Result<Done> opened =
            journal.open(state, [&entries](const FleetJournal::Entry &entry) { entries.append(entry); });
        return opened ? entries : QList<FleetJournal::Entry>();
    }
    void open(FleetJournal &journal, SimulatedDevice &device) const
    {
        for (const FleetJournal::Entry &entry : read(journal))
            device.remember(entry);
    }

    std::unique_ptr<Tree> m_tree;
};

QTEST_GUILESS_MAIN(TestFleetJournal)
#include "tst_fleetjournal.moc"
