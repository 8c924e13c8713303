// What a device cannot have, or has no use for, and what stays in its place.
#include "planspecimen.h"

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

class TestPlanNeeds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void someDevicesCannot()
    {
        const PolicySet set = setOf({policyOf(1, {}, first)});
        Device phone = laptop();
        phone.platform = Platform::Ios;
        QCOMPARE(stepOf(set, {}, 1, {}, phone).code, u"platform"_s);
        QVERIFY(stepOf(set, {}, 1, {}, phone).step == ItemStep::Impossible);
        phone.management = Management::Inventory;
        QCOMPARE(stepOf(set, {}, 1, {}, phone).code, u"inventory-only"_s);
    }

    // As rules read it: what is not known of a device speaks against nothing.
    void someDevicesLackWhatAnItemNeeds()
    {
        PolicySet set = setOf({policyOf(1, {}, {u"prf-1"_s, u"prf-2"_s})});
        set.items[{u"prf-1"_s, 1}].minimumOs = Version(u"12.10"_s);
        Device device = laptop();
        QVERIFY(stepOf(set, {}, 1, {}, device).step == ItemStep::Install);
        for (const auto &version : {u"12.10.0"_s, u"12.11"_s, u"13"_s}) {
            device.osVersion = Version(version);
            QVERIFY(stepOf(set, {}, 1, {}, device).step == ItemStep::Install);
        }
        device.osVersion = Version(u"12.9"_s);
        QVERIFY(stepOf(set, {}, 1, {}, device).step == ItemStep::Impossible);
        QCOMPARE(stepOf(set, {}, 1, {}, device).code, u"minimum-os"_s);
        QVERIFY(stepOf(set, {}, 2, {}, device).step == ItemStep::Install); // the place is free
        set.items[{u"prf-1"_s, 1}] = itemOf(1);
        set.items[{u"prf-1"_s, 1}].supervisedOnly = true;
        QVERIFY(stepOf(set, {}, 1, {}, device).step == ItemStep::Install);
        device.supervised = true;
        QVERIFY(stepOf(set, {}, 1, {}, device).step == ItemStep::Install);
        device.supervised = false;
        QVERIFY(stepOf(set, {}, 1, {}, device).step == ItemStep::Impossible);
        QCOMPARE(stepOf(set, {}, 1, {}, device).code, u"supervised"_s);
        set.items[{u"prf-1"_s, 1}] = itemOf(1);
        set.items[{u"prf-1"_s, 1}].companyOnly = true;
        for (const Ownership ownership : {Ownership::Unknown, Ownership::Corporate}) {
            device.ownership = ownership;
            QVERIFY(stepOf(set, {}, 1, {}, device).step == ItemStep::Install);
        }
        device.ownership = Ownership::Byod;
        QVERIFY(stepOf(set, {}, 1, {}, device).step == ItemStep::Impossible);
        QCOMPARE(stepOf(set, {}, 1, {}, device).code, u"company-owned"_s);
        // what it has shown to have it keeps
        const std::vector<Deployment> there{deploymentOf(1, DeploymentState::Installed)};
        QVERIFY(stepOf(set, there, 1, {}, device).step == ItemStep::Present);
        device.platform = Platform::Ios;
        QCOMPARE(stepOf(set, {}, 1, {}, device).code, u"platform"_s);
    }

    // A device passes over what is not for it, in the order of the catalogue, and for the first thing that it lacks.
    void someSettingsHaveNoEffect()
    {
        DeployableItem item = itemOf(1);
        item.settings = {{u"late"_s, u"Late"_s, {Version(u"12.10"_s), true, false}},
            {u"ours"_s, u"Ours"_s, {{}, false, true}}, {u"watched"_s, u"Watched"_s, {{}, true, true}}};
        Device device = laptop();
        const auto lacks = [&] {
            QStringList list;
            for (const SettingLack &lack : settingsWithoutEffect(item, subjectOf(device)))
                list.append(QString(lack.setting->key + u' ' + lack.code));
            return list;
        };
        QCOMPARE(lacks(), QStringList()); // nothing is known
        device.osVersion = Version(u"12.9"_s);
        QCOMPARE(lacks(), QStringList{u"late minimum-os"_s});
        device.supervised = false;
        QCOMPARE(lacks(), (QStringList{u"late minimum-os"_s, u"watched supervised"_s}));
        device.osVersion = Version(u"13"_s);
        QCOMPARE(lacks(), (QStringList{u"late supervised"_s, u"watched supervised"_s}));
        device.supervised = true;
        device.ownership = Ownership::Byod;
        QCOMPARE(lacks(), (QStringList{u"ours company-owned"_s, u"watched company-owned"_s}));
        // the item itself comes
        PolicySet set = setOf({policyOf(1, {}, first)});
        set.items[{u"prf-1"_s, 1}] = item;
        QVERIFY(stepOf(set, {}, 1, {}, device).step == ItemStep::Install);
    }

    // "10" is every version of Windows 10, and "server2019" says nothing in numbers.
    void someVersionsAreNotKnown_data()
    {
        QTest::addColumn<QString>("system");
        QTest::addColumn<QString>("minimum");
        QTest::addColumn<bool>("isRefused");
        const auto row = [](const QString &system, const QString &minimum, bool isRefused) {
            QTest::addRow("%s of %s", qPrintable(system), qPrintable(minimum)) << system << minimum << isRefused;
        };
        const QString windows = u"10.0.17763"_s;
        row(u"10"_s, windows, false);
        row(u"10.0"_s, windows, false);
        row(u"11"_s, windows, false);
        row(u"server2019"_s, windows, false);
        row(u"10.0.17763"_s, windows, false);
        row(u"10.0.17134"_s, windows, true);
        row(u"10.0.1"_s, windows, true); // an early build, and no part of the number
        row(u"8.1"_s, windows, true);
        row(u"10.14"_s, u"10.14.4"_s, false);
        row(u"10.14.0"_s, u"10.14.4"_s, true);
        row(u"10.14"_s, u"10.15"_s, true);
        row(u"10.14"_s, u"11"_s, true);
        row(u"rolling"_s, u"12.10"_s, false);
        row(u"12"_s, u"12.10"_s, false);
        row(u"12"_s, u"120"_s, true);
    }
    void someVersionsAreNotKnown()
    {
        QFETCH(const QString, system);
        QFETCH(const QString, minimum);
        QFETCH(const bool, isRefused);
        PolicySet set = setOf({policyOf(1, {}, first)});
        set.items[{u"prf-1"_s, 1}].minimumOs = Version(minimum);
        Device device = laptop();
        device.osVersion = Version(system);
        QVERIFY(stepOf(set, {}, 1, {}, device).step == (isRefused ? ItemStep::Impossible : ItemStep::Install));
    }

    void theNewestRevisionThatTheDeviceCanHave()
    {
        PolicySet set = twoRevisions();
        DeployableItem &older = set.items[{u"prf-1"_s, 1}];
        DeployableItem &newer = set.items[{u"prf-1"_s, 2}];
        newer.minimumOs = Version(u"13"_s);
        Device device = laptop();
        const std::vector<Deployment> there{deploymentOf(1, DeploymentState::Installed)};
        const auto step = [&](const std::vector<Deployment> &present) { return stepOf(set, present, 1, {}, device); };
        QCOMPARE(step({}).revision, 2); // whatever its version may be
        device.osVersion = Version(u"13.1"_s);
        QCOMPARE(step({}).revision, 2);
        QVERIFY(step(there).step == ItemStep::Replace);
        device.osVersion = Version(u"12.9"_s);
        QVERIFY(step({}).step == ItemStep::Install);
        QCOMPARE(step({}).revision, 1);
        QCOMPARE(step({}).policies, (QStringList{u"pol-1"_s, u"pol-2"_s}));
        QVERIFY(step(there).step == ItemStep::Present);
        // of several that it cannot have the newest says why
        older.supervisedOnly = true;
        device.supervised = false;
        QVERIFY(step({}).step == ItemStep::Impossible);
        QCOMPARE(step({}).revision, 2);
        QCOMPARE(step({}).code, u"minimum-os"_s);
        QVERIFY(step(there).step == ItemStep::Present); // it has it all the same
        // nobody knows what one needs that cannot be read
        older.supervisedOnly = false;
        set.items.remove({u"prf-1"_s, 2});
        QCOMPARE(step({}).code, u"item.missing"_s);
        QVERIFY(step(there).step == ItemStep::Keep);
        QVERIFY(!step(there).isRefused());
    }

    // A device that has an older revision, and lacks what the only one needs that is wanted.
    void whatStaysWhereTheNextCannotCome_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("attempts");
        QTest::addColumn<int>("expected");
        QTest::addColumn<QString>("code");
        const auto row = [](const char *name, DeploymentState state, int attempts, ItemStep step, const QString &code) {
            QTest::newRow(name) << int(state) << attempts << int(step) << code;
        };
        using S = DeploymentState;
        const QString why = u"supervised"_s;
        row("installed", S::Installed, 1, ItemStep::Keep, why);
        row("delivered", S::Delivered, 1, ItemStep::Keep, why); // again the revision that it has
        row("installing", S::Installing, 1, ItemStep::Keep, why);
        row("queued", S::Queued, 0, ItemStep::Recall, why);
        row("waiting", S::Waiting, 0, ItemStep::Recall, why);
        row("postponed", S::Postponed, 1, ItemStep::Recall, why);
        row("left", S::Left, 1, ItemStep::Recall, why);
        row("to be removed", S::Removing, 0, ItemStep::Recall, why);
        row("being removed", S::Removing, 1, ItemStep::Keep, {});
        row("failed", S::Failed, 1, ItemStep::Remove, {});
        row("not possible", S::NotPossible, 0, ItemStep::Impossible, why);
    }
    void whatStaysWhereTheNextCannotCome()
    {
        QFETCH(const int, state);
        QFETCH(const int, attempts);
        QFETCH(const int, expected);
        QFETCH(const QString, code);
        const bool isWanted = state != int(DeploymentState::Left) && state != int(DeploymentState::Removing);
        Deployment row = deploymentOf(1, DeploymentState(state), isWanted ? QStringList{u"pol-1"_s} : QStringList());
        row.attempts = attempts;
        row.proof = {{u"profile"_s, u"prf-1"_s}, {u"version"_s, 1}};
        PolicySet set = setOf({policyOf(1, {}, first)}, 2);
        set.items[{u"prf-1"_s, 2}].supervisedOnly = true;
        Device device = laptop();
        device.supervised = false;
        const ItemPlan step = stepOf(set, {row}, 1, {}, device);
        QCOMPARE(int(step.step), expected);
        QCOMPARE(step.code, code);
        QCOMPARE(step.isRefused(), !code.isEmpty());
        QCOMPARE(step.revision, code.isEmpty() ? 0 : 2);
        QCOMPARE(step.policies, code.isEmpty() ? QStringList() : QStringList{u"pol-1"_s});
        // what is for another platform does not stay, nor what nobody has seen on the device
        Device other = device;
        other.platform = Platform::Windows;
        QCOMPARE(stepOf(set, {row}, 1, {}, other).isRefused(), !mayBeOnDevice(row));
        row.proof = {};
        QCOMPARE(stepOf(set, {row}, 1, {}, device).isRefused(), !mayBeOnDevice(row));
    }

    // It has its place, and nothing comes that needs its next revision.
    void whatStaysHoldsItsPlace()
    {
        BusinessPolicy policy = policyOf(1, {}, {u"prf-1"_s, u"prf-5"_s}, 60);
        policy.items[1].after = first;
        PolicySet set = setOf({policy, policyOf(2, {}, {u"prf-2"_s}, 0)}, 2);
        set.items[{u"prf-1"_s, 2}].supervisedOnly = true;
        Device device = laptop();
        device.supervised = false;
        const std::vector<Deployment> there{deploymentOf(1, DeploymentState::Installed)};
        const auto step = [&](int profile) { return stepOf(set, there, profile, {}, device); };
        QVERIFY(step(1).step == ItemStep::Keep);
        QVERIFY(step(2).step == ItemStep::Impossible);
        QCOMPARE(step(2).winner, u"prf-1"_s);
        QVERIFY(step(5).step == ItemStep::Impossible);
        QCOMPARE(step(5).code, u"dependency"_s);
        QCOMPARE(step(5).needs, u"prf-1"_s);
        // where the next revision moves to another place, this one still has its own
        set.items[{u"prf-1"_s, 2}].place = u"wallpaper"_s;
        QCOMPARE(step(2).winner, u"prf-1"_s);
        // what does not have the place gives way to whoever came first
        Deployment left = deploymentOf(1, DeploymentState::Left, {});
        left.proof = there.front().proof;
        QVERIFY(stepOf(set, {left}, 2, {}, device).step == ItemStep::Install);
        QVERIFY(!stepOf(set, {left}, 1, {}, device).isRefused());
    }
};

QTEST_GUILESS_MAIN(TestPlanNeeds)
#include "tst_plan_needs.moc"
