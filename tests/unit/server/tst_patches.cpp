// Patches from a device's report to what it is told to install: counting, deciding, blocking, windows, proof.
#include "sitefile.h"

#include "api/operations.h"
#include "server/agents/checkin.h"
#include "server/api/actionorders.h"
#include "server/patches/blocking.h"
#include "server/patches/pending.h"
#include "server/patches/updateorders.h"
#include "server/store/actionruns.h"
#include "server/store/entitytable.h"

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

namespace {

PendingUpdate update(const QString &name, const QString &installed, const QString &available, bool security = false)
{
    PendingUpdate pending;
    pending.name = name;
    pending.installed = installed;
    pending.available = available;
    pending.security = security;
    pending.manager = u"deb"_s;
    return pending;
}

const QList<PendingUpdate> two{update(u"openssl"_s, u"3.0"_s, u"3.1"_s, true), update(u"vim"_s, u"9.0"_s, u"9.1"_s)};

} // namespace

class TestPatches : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_site = std::make_unique<SiteFile>();
        m_one = add(u"host-a"_s, Management::Agent, Platform::Linux, false);
        m_two = add(u"host-b"_s, Management::Agent, Platform::Linux, false);
    }

    // ---- what devices report ----

    void reportsBecomePatches()
    {
        report(m_one, two);
        report(m_two, {two[0]});
        QCOMPARE(patches(), (QStringList{u"openssl 3.1 on 2, none"_s, u"vim 9.1 on 1, none"_s}));
        QVERIFY(patch(u"openssl"_s).security);
        QVERIFY(!patch(u"vim"_s).security);
        QCOMPARE(patch(u"vim"_s).firstSeen, m_site->now);
        const Result<Page<PatchDevice>> devices = patchDevices(*m_site->database, patch(u"openssl"_s).id, {});
        OK(devices);
        QCOMPARE(devices.value().total, 2);
        QCOMPARE(devices.value().items[0].name, u"host-a"_s);
        QCOMPARE(devices.value().items[0].installed, u"3.0"_s);
        const Result<Page<PatchDevice>> first = patchDevices(*m_site->database, patch(u"openssl"_s).id, {1, {}});
        QCOMPARE(first.value().items.size(), 1u);
        const Result<Page<PatchDevice>> second =
            patchDevices(*m_site->database, patch(u"openssl"_s).id, {1, first.value().nextCursor});
        QCOMPARE(second.value().items[0].name, u"host-b"_s);
        QVERIFY(second.value().nextCursor.isEmpty());
        QCOMPARE(code(patchDevices(*m_site->database, patch(u"openssl"_s).id, {0, {}})), u"parameter.range"_s);
    }

    void sameReportChangesNothing()
    {
        report(m_one, two);
        m_site->now = m_site->now.addSecs(300);
        QList<PendingUpdate> again = two;
        for (PendingUpdate &one : again)
            one.since = m_site->now.addSecs(-300);
        report(m_one, again);
        QVERIFY(std::none_of(m_site->changes.begin(), m_site->changes.end(),
            [](const Change &change) { return change.kind == "patch"_L1; }));
    }

    void installedUpdatesGo()
    {
        report(m_one, two);
        report(m_two, two);
        decide(u"vim"_s, PatchDecision::Approved);
        report(m_one, {two[1]});
        report(m_two, {});
        QCOMPARE(patches(), (QStringList{u"openssl 3.1 on 0, none"_s, u"vim 9.1 on 1, approved"_s}));
        report(m_one, {});
        OK(m_site->write(refreshPatches));
        QCOMPARE(patches(), QStringList{u"vim 9.1 on 0, approved"_s}); // decided ones are kept
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM patch_devices"_s), 0);
    }

    void newerVersionIsAnotherPatch()
    {
        report(m_one, two);
        decide(u"vim"_s, PatchDecision::Approved);
        report(m_one, {update(u"vim"_s, u"9.0"_s, u"9.2"_s)});
        QCOMPARE(patches(),
            (QStringList{u"openssl 3.1 on 0, none"_s, u"vim 9.1 on 0, approved"_s, u"vim 9.2 on 1, none"_s}));
    }

    void manyDevicesAreCountedByTheRound()
    {
        const int fleet = 25;
        for (int i = 0; i < fleet; ++i)
            report(add(u"more-%1"_s.arg(i), Management::Agent, Platform::Linux, true), {two[0]});
        QVERIFY(patch(u"openssl"_s).devices < fleet);
        OK(m_site->write(refreshPatches));
        QCOMPARE(patch(u"openssl"_s).devices, fleet);
    }

    void removedDeviceWaitsForNothing()
    {
        report(m_one, two);
        OK(m_site->write([&](Transaction &t) { return forgetPending(t, m_one.text); }));
        OK(m_site->write(refreshPatches));
        QCOMPARE(patches(), QStringList());
    }

    void strangeReportsAreBounded()
    {
        QList<PendingUpdate> strange{two[0], two[0], update(QString(201, u'n'), {}, u"1"_s)};
        strange[0].since = m_site->now.addDays(3);
        report(m_one, strange);
        QCOMPARE(patches(), QStringList{u"openssl 3.1 on 1, none"_s});
        QCOMPARE(patch(u"openssl"_s).firstSeen, m_site->now);
        CheckIn message;
        message.asOf = m_site->now;
        message.changed.insert(u"updates"_s, {{u"items"_s, QJsonArray{QJsonObject{{u"name"_s, u"x"_s}}}}});
        QCOMPARE(code(readReport(message)), u"decode.missing"_s);
    }

    // ---- blocking by pattern ----

    void patternsBlockWhatIsThereAndWhatComes()
    {
        report(m_one, two);
        decide(u"vim"_s, PatchDecision::Approved);
        const PatchBlock block = addBlock(u"v*"_s);
        QCOMPARE(patches(), (QStringList{u"openssl 3.1 on 1, none"_s, u"vim 9.1 on 1, blocked"_s}));
        QCOMPARE(patch(u"vim"_s).block, block.id.text);
        report(m_two, {update(u"vlc"_s, u"1"_s, u"2"_s)});
        QCOMPARE(patch(u"vlc"_s).decision.value(), PatchDecision::Blocked);
        const PatchBlock other = addBlock(u"vlc"_s);
        remove(block);
        QCOMPARE(patch(u"vim"_s).decision.value(), PatchDecision::None); // an approval does not come back by itself
        QVERIFY(patch(u"vim"_s).reason.isEmpty());
        QCOMPARE(patch(u"vlc"_s).block, other.id.text);
    }

    void patternsThatNobodyWaitsForAnyMoreLeaveNothing()
    {
        addBlock(u"v*"_s);
        report(m_one, two);
        report(m_one, {});
        OK(m_site->write(refreshPatches));
        QCOMPARE(patches(), QStringList());
        report(m_one, two);
        QCOMPARE(patch(u"vim"_s).decision.value(), PatchDecision::Blocked);
    }

    void whatAPersonBlockedStaysBlocked()
    {
        report(m_one, two);
        decide(u"vim"_s, PatchDecision::Blocked);
        const PatchBlock block = addBlock(u"*"_s);
        QVERIFY(patch(u"vim"_s).block.isEmpty());
        remove(block);
        QCOMPARE(patches(), (QStringList{u"openssl 3.1 on 1, none"_s, u"vim 9.1 on 1, blocked"_s}));
    }

    // ---- orders ----

    void devicesGetWhatIsApprovedForThem()
    {
        report(m_one, two);
        report(m_two, {two[1]});
        decide(u"openssl"_s, PatchDecision::Approved);
        const Result<ActionReceipt> receipt = order();
        OK(receipt);
        QCOMPARE(receipt.value().accepted, 1);
        QCOMPARE(refusals(receipt.value().refused), (QMap<QString, QString>{{m_two.text, u"updates.none"_s}}));
        QCOMPARE(sentTo(m_one), QStringList{u"openssl 3.1"_s});
        QVERIFY(sentTo(m_two).isEmpty());
        QCOMPARE(refusals(order().value().refused),
            (QMap<QString, QString>{{m_one.text, u"updates.under-way"_s}, {m_two.text, u"updates.none"_s}}));
    }

    void devicesThatCannotAreRefused()
    {
        const Id<Device> windows = add(u"host-c"_s, Management::Agent, Platform::Windows, false);
        const Id<Device> inventoried = add(u"host-d"_s, Management::Inventory, Platform::Linux, false);
        const Id<Device> simulated = add(u"host-e"_s, Management::Agent, Platform::Windows, true);
        const Id<Device> phone = add(u"host-f"_s, Management::Agent, Platform::Android, true);
        const Id<Device> forbidden = add(u"host-g"_s, Management::Agent, Platform::Linux, false, false);
        for (const Id<Device> &device : {m_one, m_two, windows, inventoried, simulated, phone, forbidden})
            report(device, {two[0]});
        decide(u"openssl"_s, PatchDecision::Approved);
        const Result<ActionPreview> preview = this->preview();
        OK(preview);
        QCOMPARE(preview.value().matched, 7);
        QCOMPARE(preview.value().accepted, 3);
        QCOMPARE(preview.value().updates, std::optional<qint64>(3));
        QCOMPARE(refusals(preview.value().refused),
            (QMap<QString, QString>{{windows.text, u"action.unsupported"_s},
                {inventoried.text, u"action.inventory-only"_s}, {phone.text, u"action.unsupported"_s},
                {forbidden.text, u"updates.not-allowed"_s}}));
        qint64 devices = 0;
        for (const ActionEffect &effect : preview.value().effects)
            devices += effect.devices;
        QCOMPARE(devices, 7);
        QCOMPARE(m_site->number(u"SELECT COUNT(*) FROM actions"_s), 0);
    }

    void onlyWhatIsMeantIsOrdered()
    {
        report(m_one, two);
        decide(u"openssl"_s, PatchDecision::Approved);
        const QString vim = patch(u"vim"_s).id.text;
        QCOMPARE(code(order({{u"patches"_s, QJsonArray{vim}}})), u"patch.not-approved"_s);
        decide(u"vim"_s, PatchDecision::Approved);
        OK(order({{u"patches"_s, QJsonArray{vim}}}));
        QCOMPARE(sentTo(m_one), QStringList{u"vim 9.1"_s});
    }

    void blockedIsNeverSent()
    {
        report(m_one, two);
        report(m_two, {two[1]});
        decide(u"openssl"_s, PatchDecision::Approved);
        decide(u"vim"_s, PatchDecision::Approved);
        const QString action = order().value().request;
        decide(u"vim"_s, PatchDecision::Blocked); // after the order, before any device has fetched it
        QCOMPARE(sentTo(m_one), QStringList{u"openssl 3.1"_s});
        QVERIFY(sentTo(m_two).isEmpty());
        QCOMPARE(run(m_two).state.value(), RunState::Cancelled);
        QCOMPARE(run(m_two).code, u"updates.withdrawn"_s);
        QCOMPARE(stored(action).cancelled, 1);
        QCOMPARE(refusals(preview().value().refused)[m_two.text], u"updates.blocked"_s);
        // what was handed over is not handed over again either
        decide(u"openssl"_s, PatchDecision::Blocked);
        const CheckInAnswer answer = checkIn(m_one);
        QVERIFY(answer.commands.isEmpty());
        QVERIFY(answer.next >= Cadence::usualSeconds);
        QCOMPARE(run(m_one).state.value(), RunState::Delivered); // it may have fetched it, and be at work
    }

    void whatIsNoLongerWaitedForIsNotSent()
    {
        report(m_one, two);
        decide(u"openssl"_s, PatchDecision::Approved);
        decide(u"vim"_s, PatchDecision::Approved);
        OK(order());
        report(m_one, {two[0], update(u"vim"_s, u"9.0"_s, u"9.2"_s)}); // 9.1 is not to be had any more
        QCOMPARE(sentTo(m_one), QStringList{u"openssl 3.1"_s});
    }

    void anUrgentOrderPassesOneThatWaits()
    {
        report(m_one, two);
        decide(u"openssl"_s, PatchDecision::Approved);
        OK(order({{u"from"_s, u"22:00"_s}, {u"until"_s, u"05:00"_s}}));
        decide(u"vim"_s, PatchDecision::Approved);
        QCOMPARE(order({{u"patches"_s, QJsonArray{patch(u"vim"_s).id.text}}}).value().accepted, 1);
        QCOMPARE(sentTo(m_one), QStringList{u"vim 9.1"_s});
    }

    void wrongOrdersAreRefused_data()
    {
        QTest::addColumn<QJsonObject>("parameters");
        QTest::addColumn<qint64>("expires");
        QTest::addColumn<QString>("field");
        const QJsonObject night{{u"from"_s, u"22:00"_s}, {u"until"_s, u"05:00"_s}};
        QTest::newRow("no patch is named")
            << QJsonObject{{u"patches"_s, QJsonArray{u""_s}}} << qint64(0) << u"parameters.patches"_s;
        QTest::newRow("over before it opens") << night << qint64(3'600) << u"expires"_s;
        QTest::newRow("over before its day")
            << QJsonObject{{u"days"_s, QJsonArray{u"sun"_s}}} << qint64(86'400) << u"expires"_s;
        QTest::newRow("over before its date")
            << QJsonObject{{u"not_before"_s, u"2026-03-12T00:00:00Z"_s}} << qint64(86'400) << u"expires"_s;
        QTest::newRow("too far away") << QJsonObject{{u"not_before"_s, u"2027-03-20T00:00:00Z"_s}} << qint64(0)
                                      << u"parameters.not_before"_s;
    }
    void wrongOrdersAreRefused()
    {
        QFETCH(const QJsonObject, parameters);
        QFETCH(const qint64, expires);
        report(m_one, two);
        decide(u"openssl"_s, PatchDecision::Approved);
        ActionOrder wrong = body(parameters);
        if (expires > 0)
            wrong.expires = expires;
        ReadCall call{*m_site->database, m_info, m_site->now};
        const Result<ActionPreview> refused = previewAction(call, wrong);
        QCOMPARE(code(refused), u"validation"_s);
        QTEST(refused.error().fields.value(0).field, "field");
    }

    void ordersWaitForTheirWindow()
    {
        report(m_one, two);
        decide(u"vim"_s, PatchDecision::Approved);
        OK(order({{u"from"_s, u"22:00"_s}, {u"until"_s, u"05:00"_s}})); // now it is 10:00 UTC
        CheckInAnswer answer = checkIn(m_one);
        QVERIFY(answer.commands.isEmpty());
        QVERIFY(answer.next >= Cadence::usualSeconds); // it need not hurry
        answer = checkIn(m_one, {}, {}, 13 * 3'600); // where it is 23:00
        QCOMPARE(answer.commands.size(), 1);
        QCOMPARE(answer.next, Cadence::soonSeconds);
        QVERIFY(checkIn(m_one).commands.isEmpty()); // the answer was lost, and now it is day
        QVERIFY(checkIn(m_one).next >= Cadence::usualSeconds);
        QCOMPARE(checkIn(m_one, {}, {}, 13 * 3'600).commands.size(), 1);
    }

    void ordersWaitForTheirDay()
    {
        report(m_one, two);
        decide(u"vim"_s, PatchDecision::Approved);
        const QDateTime day = m_site->now.addDays(20);
        const QString action = order({{u"not_before"_s, day.toString(Qt::ISODateWithMs)}}).value().request;
        QCOMPARE(stored(action).expires, day.addDays(7));
        QVERIFY(sentTo(m_one).isEmpty());
        m_site->now = day;
        QCOMPARE(sentTo(m_one), QStringList{u"vim 9.1"_s});
        QCOMPARE(code(order({{u"not_before"_s, day.addDays(40).toString(Qt::ISODateWithMs)}})), u"validation"_s);
        QCOMPARE(code(order({{u"from"_s, u"late"_s}, {u"until"_s, u"early"_s}})), u"validation"_s);
        QCOMPARE(code(order({{u"colour"_s, u"red"_s}})), u"validation"_s);
    }

    // ---- proof ----

    void proof_data()
    {
        QTest::addColumn<QJsonObject>("proof");
        QTest::addColumn<bool>("isProved");
        const QJsonObject both{{u"openssl"_s, u"3.1"_s}, {u"vim"_s, u"9.1"_s}};
        const QJsonObject one{{u"openssl"_s, u"3.1"_s}};
        QTest::newRow("both") << QJsonObject{{u"packages"_s, both}} << true;
        QTest::newRow("one") << QJsonObject{{u"packages"_s, one}} << false;
        QTest::newRow("one is gone") << QJsonObject{{u"packages"_s, one}, {u"not_installed"_s, QJsonArray{u"vim"_s}}}
                                     << true;
        QTest::newRow("a part of the list is shown")
            << QJsonObject{{u"packages"_s, one}, {u"packages_count"_s, 2}} << true;
        QTest::newRow("something else") << QJsonObject{{u"simulated"_s, true}} << false;
    }
    void proof()
    {
        QFETCH(const QJsonObject, proof);
        QFETCH(const bool, isProved);
        report(m_one, two);
        decide(u"openssl"_s, PatchDecision::Approved);
        decide(u"vim"_s, PatchDecision::Approved);
        OK(order());
        CommandResult end;
        end.command = checkIn(m_one).commands.value(0).id;
        end.outcome = CommandOutcome::Done;
        end.asOf = m_site->now;
        end.proof = proof;
        checkIn(m_one, {end});
        QCOMPARE(run(m_one).state.value(), isProved ? RunState::Done : RunState::Failed);
        QCOMPARE(run(m_one).code, isProved ? QString() : u"updates.not-proved"_s);
    }

private:
    Id<Device> add(const QString &name, Management management, Platform platform, bool simulated,
        const std::optional<bool> &installs = std::nullopt)
    {
        static const Table<Device> devices;
        Device device;
        device.name = name;
        device.management = management;
        device.platform = platform;
        device.simulated = simulated;
        device.installsPackages = installs;
        device.enrolled = m_site->now;
        return m_site->write([&](Transaction &t) { return devices.insert(t, device); }).value().id;
    }
    void report(const Id<Device> &device, const QList<PendingUpdate> &updates)
    {
        static const Table<Device> devices;
        const Result<Done> noted = m_site->write([&](Transaction &t) -> Result<Done> {
            const Result<Device> known = devices.get(t.database(), device);
            return known ? notePending(t, known.value(), writeItems(updates)) : known.error();
        });
        OK(noted);
    }
    CheckInAnswer checkIn(const Id<Device> &device, const QList<CommandResult> &results = {},
        const QList<PendingUpdate> &updates = {}, int utcOffset = 0)
    {
        CheckIn message;
        message.asOf = m_site->now;
        message.utcOffset = utcOffset;
        message.results = results;
        if (!updates.isEmpty())
            message.changed.insert(u"updates"_s, writeItems(updates));
        const Result<Report> report = readReport(message);
        const Result<CheckInAnswer> answer = m_site->write([&](Transaction &t) -> Result<CheckInAnswer> {
            return report ? server::checkIn(t, device, report.value(), m_cadence, {}) : report.error();
        });
        return answer ? answer.value() : CheckInAnswer();
    }
    // "openssl 3.1", of the next answer.
    QStringList sentTo(const Id<Device> &device)
    {
        QStringList sent;
        for (const Command &command : checkIn(device).commands) {
            const QJsonArray packages = command.parameters.value("packages"_L1).toArray();
            for (const QJsonValue package : packages)
                sent.append(package["name"_L1].toString() + u' ' + package["version"_L1].toString());
        }
        return sent;
    }

    // As they are listed: "openssl 3.1 on 2, none".
    QStringList patches() const
    {
        static const Table<SoftwarePatch> table;
        QStringList lines;
        const Result<std::vector<SoftwarePatch>> all = table.list(*m_site->database);
        for (const SoftwarePatch &patch : all ? all.value() : std::vector<SoftwarePatch>())
            lines.append(
                u"%1 %2 on %3, %4"_s.arg(patch.package, patch.release).arg(patch.devices).arg(patch.decision.token()));
        lines.sort();
        return lines;
    }
    SoftwarePatch patch(const QString &package) const
    {
        static const Table<SoftwarePatch> table;
        const auto found = table.list(*m_site->database, {u"package = ?"_s, {package}});
        return found && !found.value().empty() ? found.value().back() : SoftwarePatch();
    }
    // On every platform that has it.
    void decide(const QString &package, PatchDecision decision)
    {
        static const Table<SoftwarePatch> table;
        const Result<std::vector<SoftwarePatch>> all = table.list(*m_site->database, {u"package = ?"_s, {package}});
        OK(all);
        for (SoftwarePatch after : all.value()) {
            after.decision = decision;
            OK(m_site->write([&](Transaction &t) { return table.update(t, after); }));
        }
    }
    PatchBlock addBlock(const QString &pattern)
    {
        static const Table<PatchBlock> table;
        PatchBlock block;
        block.package = pattern;
        block.reason = u"not now"_s;
        const Result<PatchBlock> made = m_site->write([&](Transaction &t) -> Result<PatchBlock> {
            const Result<PatchBlock> stored = table.insert(t, block);
            const Result<qint64> blocked = stored ? blockStored(t, stored.value()) : stored.error();
            return blocked ? stored : blocked.error();
        });
        return made ? made.value() : PatchBlock();
    }
    void remove(const PatchBlock &block)
    {
        static const Table<PatchBlock> table;
        OK(m_site->write([&](Transaction &t) -> Result<qint64> {
            const Result<Done> removed = table.remove(t, block.id);
            return removed ? unblockStored(t, block) : removed.error();
        }));
    }

    ActionOrder body(const QJsonObject &parameters) const
    {
        return {ActionKind::UpdatesInstall, u"name:host"_s, {}, parameters, std::nullopt};
    }
    Result<ActionReceipt> order(const QJsonObject &parameters = {})
    {
        return m_site->write([&](Transaction &t) {
            WriteCall call{t, m_info};
            return runAction(call, body(parameters));
        });
    }
    Result<ActionPreview> preview()
    {
        ReadCall call{*m_site->database, m_info, m_site->now};
        return previewAction(call, body({}));
    }
    Action stored(const QString &id) const
    {
        static const Table<Action> actions;
        return actions.get(*m_site->database, Id<Action>{id}).value();
    }
    ActionRun run(const Id<Device> &device) const
    {
        static const Table<ActionRun> runs;
        return runs.list(*m_site->database, {u"device_id = ?"_s, {device.text}}).value().back();
    }
    static QMap<QString, QString> refusals(const std::vector<ActionRefusal> &list)
    {
        QMap<QString, QString> map;
        for (const ActionRefusal &refusal : list)
            map.insert(refusal.device, refusal.code);
        return map;
    }

    std::unique_ptr<SiteFile> m_site;
    EventHub m_events;
    Cadence m_cadence{m_events};
    CallInfo m_info = [] {
        CallInfo info;
        info.actor = {Id<Account>{u"acc-1"_s}, u"anna@example.org"_s, u"Anna"_s, Role::Administrator, 1, {}};
        return info;
    }();
    Id<Device> m_one;
    Id<Device> m_two;
};

QTEST_GUILESS_MAIN(TestPatches)
#include "tst_patches.moc"
