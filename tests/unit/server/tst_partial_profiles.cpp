// Settings without effect: what previews count of them, and which devices they list, is what one finds device by
// device.
#include "policyfleet.h"

#include "profiles/settings.h"
#include "server/policy/preview.h"

#include <QMap>

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

namespace {

// By a line of a preview: the names of devices.
using DevicesByLine = QMap<QString, QStringList>;

QString lineOf(const QString &item, qint64 revision, const QString &setting, const QString &reason)
{
    return u"%1 %2 %3 %4"_s.arg(item).arg(revision).arg(setting, reason);
}

// Read from the catalogue alone, and none of it as the server does it.
QString naiveReason(const ProfileType &type, const Setting &setting, const Device &device)
{
    const QString system = device.osVersion.text();
    for (const QString &minimum : {type.minimumOs, setting.minimumOs}) {
        const bool isAnyOf = minimum.startsWith(QString(system + u'.'));
        if (!system.isEmpty() && system.at(0).isDigit() && !isAnyOf && Version(system) < Version(minimum))
            return u"minimum-os"_s;
    }
    const QStringList needs = type.needs + setting.needs;
    if (needs.contains(u"supervised"_s) && device.supervised == false)
        return u"supervised"_s;
    const bool isCompanys =
        needs.contains(u"company-owned"_s) || needs.contains(u"fully-managed"_s) || needs.contains(u"dedicated"_s);
    return isCompanys && device.ownership == Ownership::Byod ? u"company-owned"_s : QString();
}

} // namespace

class TestPartialProfiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsAreThoseOfEveryDevice()
    {
        qsizetype lines = 0;
        for (quint32 seed = 1; seed <= 3; ++seed) {
            m_fleet = std::make_unique<PolicyFleet>();
            QRandomGenerator random{seed};
            m_fleet->fill(30, random);
            for (int round = 0; round < 2; ++round) {
                lines += compareAll();
                const BusinessPolicy policy = m_fleet->policy(int(random.bounded(int(m_fleet->policyCount()))));
                if (policy.state.value() != PolicyState::Active)
                    m_fleet->activate(policy);
                m_fleet->drain();
                m_fleet->letDevicesAnswer(random);
                m_fleet->editProfile(random);
                m_fleet->changeDevice(random);
                m_fleet->drain();
            }
            lines += compareAll();
            m_fleet.reset();
        }
        QVERIFY(lines > 0);
    }

private:
    // How many lines there are.
    qsizetype compareAll()
    {
        qsizetype lines = 0;
        for (int i = 0; i < int(m_fleet->policyCount()); ++i)
            lines += compare(m_fleet->policy(i));
        return lines;
    }

    qsizetype compare(const BusinessPolicy &policy)
    {
        const Result<PolicyPreview> preview = m_fleet->preview(policy);
        if (!preview)
            qFatal("%s", qPrintable(codeOf(preview)));
        const DevicesByLine expected = naive(policy);
        QStringList told;
        for (const PreviewItem &item : preview.value().items) {
            const qint64 most = item.install + item.replace + item.waiting + item.present;
            for (const IneffectiveSetting &line : item.ineffective) {
                const QString name = lineOf(item.item, line.revision, line.setting, line.reason);
                told.append(u"%1: %2"_s.arg(name).arg(line.devices));
                if (line.devices > most || line.minimumOs.isEmpty() == (line.reason == "minimum-os"_L1))
                    qFatal("%s", qPrintable(told.last()));
                if (devicesOf(policy, item.item, line) != expected.value(name))
                    qFatal("Other devices: %s", qPrintable(told.last()));
            }
        }
        QStringList wanted;
        for (auto it = expected.begin(); it != expected.end(); ++it)
            wanted.append(u"%1: %2"_s.arg(it.key()).arg(it.value().size()));
        told.sort();
        wanted.sort();
        if (told != wanted)
            qFatal("Told: %s\nWanted: %s", qPrintable(told.join(u"; "_s)), qPrintable(wanted.join(u"; "_s)));
        return told.size();
    }

    // Those that the preview lists when it is asked for them.
    QStringList devicesOf(const BusinessPolicy &policy, const QString &item, const IneffectiveSetting &line)
    {
        const Result<PolicyPreview> preview = previewPolicy(*m_fleet->site.database, m_fleet->memory, policy,
            m_fleet->site.now, {item, line.setting, line.revision, line.reason});
        if (!preview || preview.value().changing != line.devices)
            qFatal("Not %lld devices", line.devices);
        QStringList names;
        for (const PreviewDevice &device : preview.value().devices) {
            if (!device.ineffective.contains(line.label))
                qFatal("%s does not name %s", qPrintable(device.name), qPrintable(line.label));
            names.append(device.name);
        }
        names.sort();
        return names;
    }

    DevicesByLine naive(const BusinessPolicy &policy)
    {
        Database &database = *m_fleet->site.database;
        const Result<BusinessPolicy> active = activatedPolicy(database, policy, m_fleet->site.now);
        if (!active)
            qFatal("%s", qPrintable(active.error().code));
        const Result<PolicySet> set = loadPolicySet(database, m_fleet->site.now, &active.value());
        const Result<std::vector<Device>> devices = Table<Device>().list(database);
        if (!set || !devices)
            qFatal("Nothing to compare with");
        const QSet<QString> members = m_fleet->members(policy);
        DevicesByLine lines;
        for (const Device &device : devices.value()) {
            const Result<std::vector<Deployment>> present = storedDeployments(database, device.id);
            const Result<QStringList> policies = memberships(database, device.id);
            if (!present || !policies)
                qFatal("Nothing to compare with");
            const DevicePlan plan = planDevice(set.value(), device, {present.value(), policies.value()});
            if (!plan.policies.contains(policy.id.text) && !members.contains(device.id.text))
                continue;
            for (const ItemPlan &step : plan.items) {
                const bool comes =
                    step.step == ItemStep::Install || step.step == ItemStep::Replace || step.step == ItemStep::Wait;
                const bool isThere = step.step == ItemStep::Present && step.policies.contains(policy.id.text);
                if (comes || isThere)
                    addLines(step, device, lines);
            }
        }
        for (QStringList &names : lines)
            names.sort();
        return lines;
    }

    void addLines(const ItemPlan &step, const Device &device, DevicesByLine &lines)
    {
        const auto revision = storedRevision(*m_fleet->site.database, step.item, step.revision);
        if (!revision || !revision.value())
            qFatal("%s is not there", qPrintable(step.item));
        const QJsonObject &content = revision.value()->content;
        const auto platform = Coded<Platform>::fromToken(content["platform"_L1].toString());
        const ProfileType *type = catalogue().find(platform.value(), content["type"_L1].toString());
        if (!type)
            return;
        const QJsonObject counting = effective(*type, content["settings"_L1].toObject());
        for (const Setting &setting : type->settings) {
            const QString reason = naiveReason(*type, setting, device);
            if (counting.contains(setting.key) && !reason.isEmpty())
                lines[lineOf(step.item, step.revision, setting.key, reason)].append(device.name);
        }
    }

    std::unique_ptr<PolicyFleet> m_fleet;
};

QTEST_GUILESS_MAIN(TestPartialProfiles)
#include "tst_partial_profiles.moc"
