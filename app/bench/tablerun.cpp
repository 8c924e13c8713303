// Waiting for views.
#include "bench/tablerun.h"

#include "bench/figure.h"
#include "bench/fleet.h"

#include <ctime>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

namespace {

// Of all threads of this process.
double processorMilliseconds() { return double(std::clock()) * 1e3 / CLOCKS_PER_SEC; }

} // namespace

double millisecondsOf(const QElapsedTimer &timer) { return double(timer.nsecsElapsed()) / 1e6; }

void loadFleet(TableStore &store, int devices)
{
    QEventLoop loop;
    QObject::connect(&store, &TableStore::loaded, &loop, &QEventLoop::quit);
    store.load(Fleet(1).lines(devices));
    loop.exec();
}

TableRun::TableRun(TableStore &store, const QLocale &locale)
    : m_model(std::make_unique<TableModel>(store, Display("Device", std::make_shared<SystemClock>(), locale)))
    , m_screen(Screen::of(store, *m_model))
{
    QObject::connect(m_model.get(), &TableModel::viewReplaced, &m_loop, [this] {
        m_shownAt = millisecondsOf(m_clock);
        if (m_model->isUpToDate())
            m_loop.quit();
    });
    m_loop.exec();
    QCoreApplication::processEvents();
    watchdog.reset();
}

double TableRun::time(const std::function<void()> &order)
{
    const double processorBefore = processorMilliseconds();
    m_clock.start();
    order();
    while (!m_model->isUpToDate())
        m_loop.exec();
    processor.push_back(processorMilliseconds() - processorBefore);
    QCoreApplication::processEvents();
    if (m_screen) {
        QElapsedTimer timer;
        timer.start();
        m_screen->repaint();
        repaints.push_back(millisecondsOf(timer));
    }
    return m_shownAt;
}

QJsonObject TableRun::figures() const
{
    QJsonObject result{
        {u"gui_block_worst_ms"_s, watchdog.worst()}, {u"gui_block_worst_cpu_ms"_s, watchdog.worstOfProcessor()}};
    if (!processor.empty()) {
        result.insert(u"cpu_ms"_s, timesOf(processor).median);
        result.insert(u"cpu_worst_ms"_s, timesOf(processor).worst);
    }
    if (!repaints.empty()) {
        result.insert(u"repaint_ms"_s, timesOf(repaints).median);
        result.insert(u"repaint_worst_ms"_s, timesOf(repaints).worst);
    }
    return result;
}

} // namespace belvedere::bench
