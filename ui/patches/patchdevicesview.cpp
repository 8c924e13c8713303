// Devices as lines, each with what it has now.
#include "ui/patches/patchdevicesview.h"

#include <QVBoxLayout>

namespace belvedere {

PatchDevicesView::PatchDevicesView(Site &site, std::function<void(const QString &)> openDevice, QWidget *parent)
    : QWidget(parent)
    , m_site(site)
    , m_openDevice(std::move(openDevice))
    , m_devices(new LinesView(tr("Devices that wait for it"), tr("No device waits for it any more.")))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_devices);
}

void PatchDevicesView::open(const Id<SoftwarePatch> &patch)
{
    m_scope.abortAll();
    m_hasFailed = false;
    if (patch.isEmpty())
        return;
    m_devices->showLoading();
    ++m_waiting;
    ListPatchDevices operation;
    operation.id = patch;
    m_scope.add(m_site.send(operation)).then(this, [this](const Result<Page<PatchDevice>> &page) {
        --m_waiting;
        if (!page && page.error().kind == ApiError::Kind::Cancelled)
            return;
        m_hasFailed = !page;
        if (page)
            showDevices(page.value());
        else
            m_devices->showError(page.error());
    });
}

void PatchDevicesView::showDevices(const Page<PatchDevice> &page)
{
    QList<LinesView::Line> lines;
    lines.reserve(qsizetype(page.items.size()));
    for (const PatchDevice &device : page.items) {
        const QString has = device.installed.isEmpty() ? QString() : tr("has %1", "version").arg(device.installed);
        const QString detail = !device.simulated ? has
            : has.isEmpty()                      ? tr("simulated")
                                                 : tr("%1, simulated", "version").arg(has);
        lines.append({device.name, detail, [this, id = device.device.text] { m_openDevice(id); }});
    }
    const qint64 rest = page.total - qint64(page.items.size());
    m_devices->showLines(lines, rest > 0 ? tr("and %n more", nullptr, int(rest)) : QString());
}

} // namespace belvedere
