// Drawing of devices: a model, its owner and place, its state and a few faults.
#include "server/demo/devices.h"

#include "server/demo/draw.h"
#include "server/demo/patches.h"
#include "server/store/sections.h"

#include <QUuid>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr quint32 ownerPurpose = 2;
constexpr quint32 devicePurpose = 3;
constexpr qint64 gigabyte = 1'000'000'000;
constexpr qint64 gibibyte = qint64(1) << 30;

const DemoModel &modelOf(Draw &draw) { return draw.weighted(demoCatalogue().models); }

// How many in a thousand belong to one person.
int personalPerMille(FormFactor form)
{
    switch (form) {
    case FormFactor::Laptop:
    case FormFactor::Phone:
        return 930;
    case FormFactor::Desktop:
        return 780;
    case FormFactor::Tablet:
        return 550;
    default:
        return 0;
    }
}

QString formCode(FormFactor form)
{
    switch (form) {
    case FormFactor::Laptop:
        return u"LT"_s;
    case FormFactor::Desktop:
        return u"DT"_s;
    case FormFactor::Phone:
        return u"PH"_s;
    case FormFactor::Tablet:
        return u"TB"_s;
    case FormFactor::Virtual:
        return u"VM"_s;
    default:
        return u"SV"_s;
    }
}

QString serialLike(Draw &draw, QString pattern)
{
    static constexpr QStringView letters = u"0123456789BCDFGHJKLMNPQRSTVWXYZ"; // no vowels: no words
    for (QChar &c : pattern) {
        if (c == u'#')
            c = letters[draw.below(int(letters.size()))];
        else if (c == u'@')
            c = letters[draw.below(10)];
    }
    return pattern;
}

QString uuidLike(Draw &draw)
{
    const quint64 a = draw.next();
    const quint64 b = draw.next();
    QByteArray bytes(reinterpret_cast<const char *>(&a), 8);
    bytes.append(reinterpret_cast<const char *>(&b), 8);
    return QUuid::fromRfc4122(bytes).toString(QUuid::WithoutBraces);
}

bool isMobile(const Device &device)
{
    return device.formFactor == FormFactor::Phone || device.platform == Platform::IpadOs
        || (device.platform == Platform::Android);
}

bool isServer(const Device &device)
{
    return device.formFactor == FormFactor::Server || device.formFactor == FormFactor::Virtual;
}

void drawHardware(Draw &draw, const DemoModel &model, Device &device)
{
    device.platform = model.system.platform;
    device.formFactor = model.form;
    device.manufacturer = model.manufacturer;
    device.model = model.model;
    device.serial = serialLike(draw, model.serial);
    device.hardwareId = isMobile(device) ? QString() : uuidLike(draw);
    device.memory = draw.from(model.memory) * gibibyte;
    device.storageTotal = draw.from(model.storage) * gigabyte;
    // a few disks are nearly full
    const int freePerMille = draw.chance(45) ? draw.between(4, 60) : draw.between(180, 860);
    device.storageFree = *device.storageTotal / 1'000 * freePerMille;
    device.processor = model.processor;
    device.processorCores = model.cores;
}

void drawSystem(Draw &draw, const DemoModel &model, Device &device)
{
    const DemoRelease &release = draw.weighted(model.system.releases);
    device.osName = model.system.name;
    device.osVersion = Version(release.text);
    device.kernel = release.kernel;
    const int roll = draw.below(1'000);
    if (roll >= 25) // not told by the rest
        device.storageEncrypted = isMobile(device) || roll >= (isServer(device) ? 700 : 95);
    if (!isMobile(device) && !draw.chance(30))
        device.firewallEnabled = !draw.chance(isServer(device) ? 120 : 45);
    if (isMobile(device) || draw.chance(20))
        return;
    const bool isOldest = release.text == model.system.releases.last().text;
    const bool isCurrent = !isOldest && draw.chance(720);
    const Platform platform = device.platform.value();
    const int security = isCurrent ? 0 : draw.between(1, isOldest ? 38 : 9);
    const int others = draw.chance(500) ? 0 : draw.between(1, 24);
    device.securityUpdates = qMin(security, demoUpdates(platform, true));
    device.updates = *device.securityUpdates + qMin(others, demoUpdates(platform, false));
}

void drawTimes(Draw &draw, const QDateTime &now, Device &device)
{
    const QDateTime day(now.date(), QTime(0, 0), Qt::UTC);
    device.enrolled = day.addDays(-draw.between(2, 1'300)).addSecs(draw.between(7 * 3'600, 17 * 3'600));
    const int roll = draw.below(1'000);
    qint64 age = 0; // seconds
    if (isServer(device) ? roll < 975 : roll < 700)
        age = draw.between(5, 360);
    else if (roll < 850)
        age = draw.between(1, 16) * 3'600 + draw.below(3'600);
    else if (roll < 960)
        age = draw.between(1, 6) * 86'400 + draw.below(86'400);
    else if (roll < 990)
        age = draw.between(7, 30) * 86'400 + draw.below(86'400);
    else
        age = draw.between(31, 200) * 86'400 + draw.below(86'400);
    device.seen = qMax(now.addSecs(-age), device.enrolled);
    const int up = isServer(device) ? draw.between(1, 240) : draw.between(0, 12);
    device.booted = device.seen.addSecs(-up * 86'400 - draw.between(60, 8 * 3'600));
    if (device.securityUpdates)
        device.updatesChecked = device.seen.addSecs(-draw.below(86'400));
    if (device.updates.value_or(0) > 0) // without a draw of its own, so that everything else stays as it is
        device.updateAvailableSince = device.seen.addDays(-1 - age % 45);
}

void drawManagement(Draw &draw, bool isPersonal, Device &device)
{
    const bool canRunAgent = !isMobile(device) && device.platform != Platform::ChromeOs;
    // phones and tablets of a simulation answer like those of a simulated fleet
    const bool hasAgent =
        isMobile(device) || (canRunAgent && !draw.chance(device.platform == Platform::Linux ? 60 : 110));
    device.management = hasAgent ? Management::Agent : Management::Inventory;
    if (hasAgent) {
        device.agentVersion = draw.chance(900) ? QStringLiteral(BELVEDERE_VERSION) : u"0.0.9"_s;
        device.bootId = uuidLike(draw);
        device.sources.append(QString::fromLatin1(agentSource));
    } else if (canRunAgent) {
        device.sources.append(u"fusioninventory-agent"_s);
    }
    const bool isByod = isPersonal && device.formFactor == FormFactor::Phone && draw.chance(220);
    if (!draw.chance(12))
        device.ownership = isByod ? Ownership::Byod : Ownership::Corporate;
}

QStringList drawTags(Draw &draw, const DemoOffice &office, const DemoDepartment *department, const Device &device)
{
    QStringList tags{office.tag};
    if (department)
        tags.append(department->tag);
    else if (isServer(device))
        tags.append(draw.chance(700) ? u"production"_s : u"test"_s);
    else if (device.formFactor == FormFactor::Tablet)
        tags.append(u"kiosk"_s);
    else
        tags.append(draw.chance(600) ? u"loaner"_s : u"meeting-room"_s);
    if (draw.chance(50))
        tags.append(u"pilot"_s);
    return canonicalSet(tags);
}

} // namespace

DeviceDrawer::DeviceDrawer(quint32 seed, const std::vector<DemoPerson> &persons, const QDateTime &now)
    : m_seed(seed)
    , m_persons(persons)
    , m_now(now)
{
}

int DeviceDrawer::person(int number) const
{
    Draw draw(m_seed, ownerPurpose, number);
    const DemoModel &model = modelOf(draw);
    if (!draw.chance(personalPerMille(model.form.value())))
        return -1;
    return draw.below(int(m_persons.size()));
}

Device DeviceDrawer::draw(int number)
{
    // the model is the first that person() draws from the same series
    Draw owner(m_seed, ownerPurpose, number);
    const DemoModel &model = modelOf(owner);
    Draw draw(m_seed, devicePurpose, number);
    const DemoCatalogue &catalogue = demoCatalogue();
    const int index = person(number);
    const DemoPerson *someone = index < 0 ? nullptr : &m_persons[size_t(index)];
    const DemoOffice &office = someone ? catalogue.offices[someone->office] : draw.weighted(catalogue.offices);

    Device device;
    drawHardware(draw, model, device);
    drawSystem(draw, model, device);
    drawTimes(draw, m_now, device);
    drawManagement(draw, someone != nullptr, device);
    const QString series = QString(office.code + u'-' + formCode(model.form.value()));
    device.name = QString(series + u'-' + QString::number(++m_numbers[series]).rightJustified(4, u'0'));
    if (someone) {
        device.person = someone->person.id;
        device.personName = someone->person.name;
    }
    device.tags = drawTags(draw, office, someone ? &catalogue.departments[someone->department] : nullptr, device);
    device.simulated = true;
    return device;
}

} // namespace belvedere::server
