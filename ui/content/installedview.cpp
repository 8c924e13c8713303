// Versions, and behind each its devices.
#include "ui/content/installedview.h"

#include <QVBoxLayout>

namespace belvedere {

InstalledView::InstalledView(
    Site &site, bool mayReadDevices, std::function<void(const QString &)> openDevice, QWidget *parent)
    : QWidget(parent)
    , m_site(site)
    , m_mayReadDevices(mayReadDevices)
    , m_openDevice(std::move(openDevice))
    , m_versions(new LinesView(tr("Installed versions"), tr("No device reports it.")))
    , m_devices(new LinesView(tr("Devices with this version"), tr("No device has it any more.")))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_versions);
    layout->addWidget(m_devices);
    m_devices->hide();
}

void InstalledView::open(const Id<Application> &application)
{
    m_scope.abortAll();
    m_application = application;
    m_devices->hide();
    if (application.isEmpty())
        return;
    m_versions->showLoading();
    ++m_waiting;
    ListInstalledVersions operation;
    operation.id = application;
    m_scope.add(m_site.send(operation)).then(this, [this](const Result<Page<InstalledVersion>> &page) {
        --m_waiting;
        if (page)
            showVersions(page.value());
        else if (page.error().kind != ApiError::Kind::Cancelled)
            m_versions->showError(page.error());
    });
}

void InstalledView::showVersions(const Page<InstalledVersion> &page)
{
    QList<LinesView::Line> lines;
    lines.reserve(qsizetype(page.items.size()));
    for (const InstalledVersion &version : page.items) {
        LinesView::Line line{version.release, tr("%n device(s)", nullptr, int(version.devices))};
        if (m_mayReadDevices)
            line.open = [this, release = version.release] { readDevices(release); };
        lines.append(line);
    }
    m_versions->showLines(lines);
}

void InstalledView::readDevices(const QString &release)
{
    m_devices->show();
    m_devices->showLoading();
    ++m_waiting;
    ListInstalledDevices operation;
    operation.id = m_application;
    operation.parameters.release = release;
    m_scope.add(m_site.send(operation)).then(this, [this](const Result<Page<InstalledDevice>> &page) {
        --m_waiting;
        if (page)
            showDevices(page.value());
        else if (page.error().kind != ApiError::Kind::Cancelled)
            m_devices->showError(page.error());
    });
}

void InstalledView::showDevices(const Page<InstalledDevice> &page)
{
    QList<LinesView::Line> lines;
    lines.reserve(qsizetype(page.items.size()));
    for (const InstalledDevice &device : page.items) {
        lines.append({device.name, device.release, [this, id = device.device.text] { m_openDevice(id); }});
    }
    const qint64 rest = page.total - qint64(page.items.size());
    m_devices->showLines(lines, rest > 0 ? tr("and %n more", nullptr, int(rest)) : QString());
}

} // namespace belvedere
