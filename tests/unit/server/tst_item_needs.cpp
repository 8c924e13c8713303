// What a profile needs of a device besides its platform: who is refused it, in which words, and when that ends; and
// whom single settings pass by.
#include "policyfleet.h"

#include "server/policy/partialprofiles.h"
#include "server/policy/preview.h"

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

class TestItemNeeds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fleet = std::make_unique<PolicyFleet>();
        m_devices.clear();
    }
    void cleanup() { m_fleet.reset(); }

    // A setting of Windows 10.0.16299 in a type that all versions know.
    void oldSystemsAreRefused()
    {
        ConfigurationProfile profile = bring(Platform::Windows, {{u"smart_screen"_s, true}});
        addDevice(Platform::Windows, u"10.0.15063"_s);
        addDevice(Platform::Windows, u"10.0.16299"_s);
        addDevice(Platform::Windows, {});
        addDevice(Platform::Linux, u"9"_s);
        for (const QString &version : {u"10"_s, u"11"_s, u"server2019"_s, u"8.1"_s})
            addDevice(Platform::Windows, version);
        m_fleet->activate(previewed(5, {{u"minimum-os"_s, 2}, {u"platform"_s, 1}}));
        m_fleet->drain();
        QCOMPARE(told(0), u"not_possible minimum-os"_s);
        QCOMPARE(row(0).detail, u"It needs version 10.0.16299 of the operating system or a later one."_s);
        QCOMPARE(told(1), u"queued "_s);
        QCOMPARE(told(2), u"queued "_s); // not known
        QCOMPARE(told(3), u"not_possible platform"_s);
        for (const int device : {4, 5, 6}) // some Windows 10, one after it, and one that has no number
            QCOMPARE(told(device), u"queued "_s);
        QCOMPARE(told(7), u"not_possible minimum-os"_s);
        // what is only a part's need refuses nobody, and no device needs more than the least of the parts
        edit(profile, {{u"smart_screen"_s, true}, {u"camera"_s, false}});
        QCOMPARE(told(0), u"queued "_s);
        QCOMPARE(told(7), u"queued "_s);
        edit(profile, {{u"smart_screen"_s, true}, {u"installer_elevation"_s, true}});
        QCOMPARE(told(0), u"not_possible minimum-os"_s);
        QCOMPARE(row(0).detail, u"It needs version 10.0.16299 of the operating system or a later one."_s);
        QCOMPARE(told(1), u"queued "_s);
        // an update of the device ends it
        change(0, [](Device &device) { device.osVersion = Version(u"10.0.19045"_s); });
        QCOMPARE(told(0), u"queued "_s);
        // and so does a revision that needs less
        change(0, [](Device &device) { device.osVersion = Version(u"10.0.10240"_s); });
        QCOMPARE(told(0), u"not_possible minimum-os"_s);
        edit(profile, {{u"camera"_s, false}});
        QCOMPARE(told(0), u"queued "_s);
    }

    void supervisionIsNeeded()
    {
        ConfigurationProfile profile = bring(Platform::Ios, {{u"camera"_s, false}});
        addDevice(Platform::Ios, {}, false);
        addDevice(Platform::IpadOs, {}, true);
        addDevice(Platform::Ios, {}, std::nullopt);
        m_fleet->activate(previewed(2, {{u"supervised"_s, 1}}));
        m_fleet->drain();
        QCOMPARE(told(0), u"not_possible supervised"_s);
        QCOMPARE(row(0).detail, u"It needs a supervised device."_s);
        QCOMPARE(told(1), u"queued "_s);
        QCOMPARE(told(2), u"queued "_s);
        // what a device has shown to hold stays when it turns out not to be supervised, also where the next revision
        // cannot come
        m_fleet->allDevicesSucceed();
        change(2, [](Device &device) { device.supervised = false; });
        QCOMPARE(told(2), u"installed "_s);
        edit(profile, {{u"camera"_s, false}, {u"app_store"_s, false}});
        QCOMPARE(told(2), u"installed supervised"_s);
        QCOMPARE(row(2).detail, u"It needs a supervised device."_s);
        QCOMPARE(row(2).revision, 1);
        QCOMPARE(row(2).policies, QStringList{m_policy.id.text});
        previewed(0, {{u"supervised"_s, 2}}); // with the one that has never had any
        m_fleet->allDevicesSucceed();
        QCOMPARE(told(1), u"installed "_s);
        QCOMPARE(row(1).revision, 2);
        // until the policy names what it has, or it can have what the policy names
        m_fleet->activate(m_fleet->rollBack(m_policy, 1));
        m_fleet->drain();
        QCOMPARE(told(2), u"installed "_s);
        QVERIFY(row(2).detail.isEmpty());
        m_fleet->activate(m_fleet->rollBack(m_policy, 2));
        m_fleet->drain();
        QCOMPARE(told(2), u"installed supervised"_s);
        change(2, [](Device &device) { device.supervised = true; });
        QCOMPARE(told(2), u"queued "_s);
        QCOMPARE(row(2).revision, 2);
        // and once more it is not, before it has fetched that
        change(2, [](Device &device) { device.supervised = false; });
        QCOMPARE(told(2), u"installed supervised"_s);
        QCOMPARE(row(2).revision, 1);
        QCOMPARE(m_fleet->command(row(2)), QString());
    }

    // A setting of company-owned devices in a type that all devices know.
    void aPersonsOwnDeviceIsNotManagedAsAWhole()
    {
        ConfigurationProfile profile = bring(Platform::Android, {{u"bluetooth"_s, false}});
        for (int i = 0; i < 3; ++i)
            addDevice(Platform::Android, {});
        change(1, [](Device &device) { device.ownership = Ownership::Corporate; });
        change(2, [](Device &device) { device.ownership = Ownership::Byod; });
        m_fleet->activate(previewed(2, {{u"company-owned"_s, 1}}));
        m_fleet->drain();
        QCOMPARE(told(0), u"queued "_s); // not known
        QCOMPARE(told(1), u"queued "_s);
        QCOMPARE(told(2), u"not_possible company-owned"_s);
        QCOMPARE(row(2).detail, u"It is not for a person's own device."_s);
        edit(profile, {{u"bluetooth"_s, false}, {u"camera"_s, false}});
        QCOMPARE(told(2), u"queued "_s);
    }

    // Two policies name one profile in two revisions.
    void aDeviceGetsTheRevisionThatItCanHave()
    {
        ConfigurationProfile profile = bring(Platform::Windows, {{u"camera"_s, false}});
        addDevice(Platform::Windows, u"10.0.15063"_s);
        addDevice(Platform::Windows, u"10.0.17763"_s);
        m_fleet->activate(previewed(2, {}));
        m_fleet->drain();
        m_fleet->allDevicesSucceed();
        m_fleet->later(60);
        makePolicy(profile);
        edit(profile, {{u"smart_screen"_s, true}});
        QCOMPARE(told(0), u"installed "_s);
        QCOMPARE(row(0).revision, 1);
        QCOMPARE(row(0).policies.size(), 2);
        QCOMPARE(told(1), u"queued "_s);
        QCOMPARE(row(1).revision, 2);
    }

    // The profile comes to all of these, and not all of it does anything there.
    void settingsWithoutEffectAreCounted()
    {
        ConfigurationProfile profile = bring(Platform::Ios, {{u"camera"_s, false}, {u"siri"_s, false}});
        addDevice(Platform::Ios, u"17.2"_s, false);
        addDevice(Platform::IpadOs, u"4.3"_s, true);
        addDevice(Platform::Ios, u"4.3"_s, false);
        addDevice(Platform::Ios, {}, std::nullopt); // not known
        addDevice(Platform::Android, u"4.3"_s, false); // gets none of it
        const QStringList both{u"camera Camera 1 supervised  2"_s, u"siri Siri 1 minimum-os 5.0 2"_s};
        QCOMPARE(withoutEffect(), both);
        m_fleet->activate(previewed(4, {{u"platform"_s, 1}}));
        m_fleet->drain();
        for (int device = 0; device < 5; ++device)
            QCOMPARE(partial(device), QStringList()); // it has nothing yet
        m_fleet->allDevicesSucceed();
        QCOMPARE(withoutEffect(), both); // of what is there already, too
        QCOMPARE(partial(0), QStringList{u"camera supervised "_s});
        QCOMPARE(partial(1), QStringList{u"siri minimum-os 5.0"_s});
        QCOMPARE(partial(2), (QStringList{u"camera supervised "_s, u"siri minimum-os 5.0"_s}));
        QCOMPARE(partial(3), QStringList());
        QCOMPARE(partial(4), QStringList());
        change(3, [](Device &device) { device.supervised = false; });
        QCOMPARE(partial(3), QStringList{u"camera supervised "_s});
        QVERIFY(!partialProfiles(*m_fleet->site.database, Id<Device>{u"dev-999"_s}));
        // which devices a line is about
        PreviewParameters line;
        line.item = profile.id.text;
        line.setting = u"camera"_s;
        QCOMPARE(about(line), (QStringList{u"d0: Camera"_s, u"d2: Camera, Siri"_s, u"d3: Camera"_s}));
        line.reason = u"minimum-os"_s;
        QCOMPARE(about(line), QStringList());
        line.setting.clear();
        QCOMPARE(about(line), (QStringList{u"d1: Siri"_s, u"d2: Camera, Siri"_s}));
        line.revision = 2;
        QCOMPARE(about(line), QStringList());
        // a revision without it comes to those that can have that; the others keep what they have
        edit(profile, {{u"siri"_s, false}});
        QCOMPARE(withoutEffect(), QStringList());
        QCOMPARE(told(0), u"queued "_s);
        QCOMPARE(told(2), u"installed minimum-os"_s);
        QCOMPARE(partial(2), (QStringList{u"camera supervised "_s, u"siri minimum-os 5.0"_s}));
    }

    // Whoever has shown to hold a profile holds it, though nothing of it has any effect any more.
    void aProfileMayHaveNoEffectAtAll()
    {
        bring(Platform::Ios, {{u"camera"_s, false}});
        addDevice(Platform::Ios, {}, true);
        m_fleet->activate(previewed(1, {}));
        m_fleet->drain();
        m_fleet->allDevicesSucceed();
        QCOMPARE(withoutEffect(), QStringList());
        change(0, [](Device &device) { device.supervised = false; });
        QCOMPARE(told(0), u"installed "_s);
        QCOMPARE(withoutEffect(), QStringList{u"camera Camera 1 supervised  1"_s});
        QCOMPARE(partial(0), QStringList{u"camera supervised "_s});
    }

private:
    // Each line of the preview.
    QStringList withoutEffect()
    {
        const Result<PolicyPreview> preview = m_fleet->preview(m_fleet->reread(m_policy));
        if (!preview || preview.value().items.size() != 1)
            qFatal("No preview");
        QStringList lines;
        for (const IneffectiveSetting &line : preview.value().items.front().ineffective) {
            lines.append(u"%1 %2 %3 %4 %5 %6"_s.arg(line.setting, line.label)
                             .arg(line.revision)
                             .arg(line.reason, line.minimumOs)
                             .arg(line.devices));
        }
        return lines;
    }
    // The devices that are listed for one.
    QStringList about(const PreviewParameters &line)
    {
        const Result<PolicyPreview> preview =
            previewPolicy(*m_fleet->site.database, m_fleet->memory, m_fleet->reread(m_policy), m_fleet->site.now, line);
        if (!preview || preview.value().changing != qint64(preview.value().devices.size()))
            qFatal("No preview");
        QStringList lines;
        for (const PreviewDevice &device : preview.value().devices)
            lines.append(QString(device.name + u": " + device.ineffective.join(u", "_s)));
        return lines;
    }
    // Of the one profile that the device may have.
    QStringList partial(int device)
    {
        const auto profiles = partialProfiles(*m_fleet->site.database, Id<Device>{m_devices[device]});
        if (!profiles || profiles.value().size() > 1)
            qFatal("No answer");
        QStringList lines;
        for (const PartialProfile &profile : profiles.value()) {
            for (const IneffectiveSetting &line : profile.settings)
                lines.append(u"%1 %2 %3"_s.arg(line.setting, line.reason, line.minimumOs));
        }
        return lines;
    }

    template<class E> E insert(const E &entity)
    {
        const Result<E> made = m_fleet->site.write([&entity](Transaction &t) { return Table<E>().insert(t, entity); });
        if (!made)
            qFatal("%s", qPrintable(codeOf(made)));
        return made.value();
    }

    // A profile of the type "restrictions", and a policy that brings it to every device.
    ConfigurationProfile bring(Platform platform, const QJsonObject &settings)
    {
        ConfigurationProfile profile;
        profile.name = u"Restrictions"_s;
        profile.platform = platform;
        profile.type = u"restrictions"_s;
        profile.place = profile.type;
        profile.settings = settings;
        profile.revision = 1;
        profile = insert(profile);
        makePolicy(profile);
        return profile;
    }
    void makePolicy(const ConfigurationProfile &profile)
    {
        BusinessPolicy policy;
        policy.name = u"Everybody"_s;
        policy.allDevices = true;
        policy.profiles = {profile.id.text};
        m_policy = m_fleet->save(insert(policy));
    }

    void addDevice(Platform platform, const QString &version, std::optional<bool> supervised = {})
    {
        Device device;
        device.name = u"d%1"_s.arg(m_devices.size());
        device.platform = platform;
        device.osVersion = Version(version);
        device.supervised = supervised;
        device.management = Management::Agent;
        device.seen = m_fleet->site.now;
        device.enrolled = m_fleet->site.now;
        m_devices.append(insert(device).id.text);
    }

    // The policy, whose preview says so many.
    BusinessPolicy previewed(int install, const QJsonObject &reasons)
    {
        const Result<PolicyPreview> preview = m_fleet->preview(m_fleet->reread(m_policy));
        if (!preview || preview.value().items.size() != 1)
            qFatal("No preview");
        const PreviewItem &item = preview.value().items.front();
        qint64 impossible = 0;
        for (const QJsonValue devices : reasons)
            impossible += devices.toInteger();
        if (item.install != install || item.impossible != impossible || item.reasons != reasons)
            qFatal("The preview says %lld and %lld", item.install, item.impossible);
        return m_policy;
    }

    void change(int device, const std::function<void(Device &)> &how)
    {
        const auto changed = m_fleet->site.write([&](Transaction &t) -> Result<Done> {
            Device stored = m_fleet->device(m_devices[device]);
            how(stored);
            const Result<Device> kept = Table<Device>().update(t, stored);
            return kept ? enqueueDevice(t, stored.id) : kept.error();
        });
        OK(changed);
        m_fleet->drain();
    }

    // Its next revision, in force everywhere.
    void edit(ConfigurationProfile &profile, const QJsonObject &settings)
    {
        const auto edited = m_fleet->site.write([&](Transaction &t) -> Result<Done> {
            profile.settings = settings;
            ++profile.revision;
            const Result<ConfigurationProfile> kept = Table<ConfigurationProfile>().refresh(t, profile);
            return kept ? Result<Done>(Done{}) : kept.error();
        });
        OK(edited);
        m_fleet->activate(m_fleet->save(m_fleet->reread(m_policy)));
        m_fleet->drain();
    }

    Deployment row(int device)
    {
        const auto rows = Table<Deployment>().list(*m_fleet->site.database, {u"device_id = ?"_s, {m_devices[device]}});
        return rows && rows.value().size() == 1 ? rows.value().front() : Deployment();
    }
    QString told(int device) { return row(device).state.token() + u' ' + row(device).code; }

    std::unique_ptr<PolicyFleet> m_fleet;
    BusinessPolicy m_policy;
    QStringList m_devices;
};

QTEST_GUILESS_MAIN(TestItemNeeds)
#include "tst_item_needs.moc"
