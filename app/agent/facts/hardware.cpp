// Facts about the hardware: maker, model, serial number, processor, memory, form.
#include "agent/facts/collectors.h"

#include <algorithm>
#include <array>
#include <QSet>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QString dmi(const FactSource &source, const char *name)
{
    const QString text = source.readLine(u"/sys/class/dmi/id/"_s + QLatin1StringView(name));
    return isPlaceholder(text) ? QString() : text;
}

struct Processor {
    QString name;
    std::optional<qint64> cores;
    bool underHypervisor = false;
};

Processor processor(const FactSource &source)
{
    Processor result;
    qint64 threads = 0;
    QSet<QString> cores;
    QString package;
    const QStringList lines =
        QString::fromUtf8(source.read(u"/proc/cpuinfo"_s, 16 * 1024 * 1024).value_or(QByteArray())).split(u'\n');
    for (const QString &line : lines) {
        const QString key = line.section(u':', 0, 0).trimmed();
        const QString value = line.section(u':', 1).trimmed();
        if (key == "processor"_L1)
            ++threads;
        else if (key == "model name"_L1 && result.name.isEmpty())
            result.name = value.simplified().left(256);
        else if (key == "physical id"_L1)
            package = value;
        else if (key == "core id"_L1)
            cores.insert(package + u'/' + value);
        else if (key == "flags"_L1 && QString(u' ' + value + u' ').contains(" hypervisor "_L1))
            result.underHypervisor = true;
    }
    if (!cores.isEmpty())
        result.cores = cores.size();
    else if (threads > 0)
        result.cores = threads;
    return result;
}

std::optional<qint64> memory(const FactSource &source)
{
    const QByteArray info = source.read(u"/proc/meminfo"_s).value_or(QByteArray());
    for (const QByteArray &line : info.split('\n')) {
        if (line.startsWith("MemTotal:") && line.trimmed().endsWith("kB")) {
            bool ok = false;
            const qint64 kib = line.mid(9).trimmed().chopped(2).trimmed().toLongLong(&ok);
            if (ok && kib > 0)
                return kib * 1024;
        }
    }
    return std::nullopt;
}

bool isContainer(const FactSource &source)
{
    if (source.exists(u"/.dockerenv"_s) || source.exists(u"/run/.containerenv"_s)
        || source.exists(u"/run/systemd/container"_s))
        return true;
    const QByteArray environment = source.read(u"/proc/1/environ"_s).value_or(QByteArray());
    for (const QByteArray &entry : environment.split('\0')) {
        if (entry.startsWith("container="))
            return true;
    }
    return false;
}

bool isVirtualMaker(const QString &text)
{
    static constexpr std::array words = {"qemu", "kvm", "vmware", "virtualbox", "innotek", "virtual machine", "xen",
        "bochs", "parallels", "openstack", "google compute engine", "amazon ec2", "bhyve", "vserver", "droplet",
        "cloud hypervisor", "firecracker"};
    const QString lower = text.toLower();
    return std::any_of(
        words.begin(), words.end(), [&lower](const char *word) { return lower.contains(QLatin1StringView(word)); });
}

// SMBIOS specification, table "System Enclosure or Chassis Types".
FormFactor chassisForm(int type)
{
    switch (type) {
    case 3: // desktop
    case 4: // low profile desktop
    case 5: // pizza box
    case 6: // mini tower
    case 7: // tower
    case 13: // all in one
    case 15: // space-saving
    case 16: // lunch box
    case 35: // mini PC
    case 36: // stick PC
        return FormFactor::Desktop;
    case 8: // portable
    case 9: // laptop
    case 10: // notebook
    case 14: // sub notebook
    case 31: // convertible
    case 32: // detachable
        return FormFactor::Laptop;
    case 30:
        return FormFactor::Tablet;
    case 17: // main server chassis
    case 23: // rack mount
    case 25: // multi-system
    case 28: // blade
    case 29: // blade enclosure
        return FormFactor::Server;
    default:
        return FormFactor::Unknown;
    }
}

} // namespace

void collectHardware(const FactSource &source, Device &device)
{
    device.manufacturer = dmi(source, "sys_vendor");
    device.model = dmi(source, "product_name");
    // Lenovo puts the name that people know into the version
    if (device.manufacturer == "LENOVO"_L1 && !dmi(source, "product_version").isEmpty())
        device.model = dmi(source, "product_version");
    device.serial = dmi(source, "product_serial"); // only root may read it
    if (device.model.isEmpty())
        device.model = source.readLine(u"/sys/firmware/devicetree/base/model"_s);
    if (device.serial.isEmpty()) {
        const QString serial = source.readLine(u"/sys/firmware/devicetree/base/serial-number"_s);
        device.serial = isPlaceholder(serial) ? QString() : serial;
    }
    const QString uuid = source.readLine(u"/sys/class/dmi/id/product_uuid"_s).toLower();
    device.hardwareId = isPlaceholderUuid(uuid) ? QString() : uuid;

    const Processor cpu = processor(source);
    device.processor = cpu.name;
    device.processorCores = cpu.cores;
    device.memory = memory(source);

    if (cpu.underHypervisor || isContainer(source) || isVirtualMaker(device.manufacturer + u' ' + device.model)
        || source.readLine(u"/sys/hypervisor/type"_s) == "xen"_L1)
        device.formFactor = FormFactor::Virtual;
    else
        device.formFactor = chassisForm(source.readLine(u"/sys/class/dmi/id/chassis_type"_s).toInt());
}

} // namespace belvedere
