// How long it takes to put a list into another order.
#include "bench/benchmarks.h"
#include "bench/tablerun.h"
#include "bench/textmodel.h"
#include "domain/device.h"

#include <QSortFilterProxyModel>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

namespace {

constexpr int firstTimes = 3;
constexpr int againTimes = 4;

struct Sorted {
    std::vector<double> first;
    std::vector<double> again;
    QJsonObject more;
};

// By `field`, forwards when nothing is known of the order yet, then backwards and forwards again.
Sorted sortBy(TableStore &store, const QString &field, const QLocale &locale, int times)
{
    Sorted sorted;
    const int column = store.snapshot()->columnOf(field);
    for (int i = 0; i < times; ++i) {
        TableRun run(store, locale);
        sorted.first.push_back(run.time([&run, column] { run.model().setSort({{column, false}}); }));
        for (int again = 1; again <= againTimes; ++again) {
            const bool descending = again % 2 != 0;
            sorted.again.push_back(run.time([&run, column, descending] {
                run.model().setSort({{column, descending}});
            }));
        }
        sorted.more = run.figures();
    }
    return sorted;
}

} // namespace

std::vector<Figure> measureSort(int devices)
{
    const QLocale german(QLocale::German, QLocale::Germany);
    TableStore store(fields<Device>());
    loadFleet(store, devices);
    const Sorted names = sortBy(store, u"name"_s, german, firstTimes);
    // two letters sort as one there, so that every key comes from the platform
    const Sorted danish = sortBy(store, u"name"_s, QLocale(QLocale::Danish, QLocale::Denmark), 1);
    const Sorted times = sortBy(store, u"seen"_s, german, 1);
    const Sorted platforms = sortBy(store, u"platform"_s, german, 1);

    TextModel texts(*store.snapshot(), {store.snapshot()->columnOf(u"name")});
    QLocale::setDefault(german);
    QSortFilterProxyModel proxy;
    proxy.setSourceModel(&texts);
    proxy.setSortLocaleAware(true);
    QElapsedTimer timer;
    timer.start();
    proxy.sort(0);
    const double rivalFirst = millisecondsOf(timer);
    timer.start();
    proxy.sort(0, Qt::DescendingOrder);
    const double rivalAgain = millisecondsOf(timer);

    const QString rival = u"QSortFilterProxyModel, by locale"_s;
    const Times first = timesOf(names.first);
    const Times again = timesOf(names.again);
    QJsonObject more = names.more;
    more.insert(u"danish_ms"_s, timesOf(danish.first).median);
    more.insert(u"times_ms"_s, timesOf(times.first).median);
    more.insert(u"platforms_ms"_s, timesOf(platforms.first).median);
    return {{u"sort, first time"_s, devices, first.median, first.worst, rival, rivalFirst, more, {}},
        {u"sort, again"_s, devices, again.median, again.worst, rival, rivalAgain, {}, {}}};
}

} // namespace belvedere::bench
