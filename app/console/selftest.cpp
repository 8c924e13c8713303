// The self-test.
#include "console/selftest.h"

#include "api/operations.h"
#include "ui/shell/mainwindow.h"

#include <cstdio>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int limitMilliseconds = 30'000;

} // namespace

SelfTest::SelfTest(MainWindow &window, Site &site, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_site(site)
{
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, [this] {
        const std::optional<ApiError> &error = m_site.list<Device>().error();
        end(false, error ? error->detail : u"no answer in time"_s);
    });
}

void SelfTest::start()
{
    m_limit.start(limitMilliseconds);
    LiveList &devices = m_site.list<Device>();
    connect(&devices, &LiveList::stateChanged, this, &SelfTest::listed);
    devices.open();
    listed();
}

void SelfTest::listed()
{
    const LiveList &devices = m_site.list<Device>();
    if (devices.state() == LiveList::State::Failed)
        end(false, devices.error() ? devices.error()->detail : u"the list failed"_s);
    if (devices.state() != LiveList::State::Ready || m_isListed)
        return;
    m_isListed = true;
    List<Device> operation;
    operation.parameters.query = u"simulated:yes or simulated:no"_s;
    operation.parameters.sort = u"name"_s;
    operation.parameters.limit = 1;
    m_site.send(operation).then(this, [this](const Result<Page<Device>> &page) { filtered(page); });
}

void SelfTest::filtered(const Result<Page<Device>> &page)
{
    if (!page) {
        end(false, page.error().detail);
        return;
    }
    if (page.value().total != m_site.list<Device>().store().total()) {
        end(false, u"the list and the filter count differently"_s);
        return;
    }
    if (page.value().items.empty()) {
        end(true, u"no device to open"_s);
        return;
    }
    const Id<Device> id = page.value().items.front().id;
    m_window.navigator().go(u"devices"_s, {{u"device"_s, id.text}});
    Get<Device> operation;
    operation.id = id;
    m_site.send(operation).then(this, [this](const Result<Device> &device) { opened(device); });
}

void SelfTest::opened(const Result<Device> &device)
{
    end(bool(device), device ? u"opened "_s + device.value().name : device.error().detail);
}

void SelfTest::end(bool good, const QString &what)
{
    if (m_isOver)
        return;
    m_isOver = true;
    m_limit.stop();
    std::fprintf(good ? stdout : stderr, "self-test %s: %s\n", good ? "passed" : "failed", qPrintable(what));
    Q_EMIT finished(good ? 0 : 1);
}

} // namespace belvedere
