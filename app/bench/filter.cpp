// How long a keystroke in the query box takes to show.
#include "bench/benchmarks.h"
#include "bench/tablerun.h"
#include "bench/textmodel.h"
#include "domain/device.h"
#include "query/parser.h"
#include "table/queryfilter.h"

#include <QSortFilterProxyModel>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

namespace {

constexpr double rivalBudget = 10'000; // ms; the rival needs seconds for a keystroke among a million rows

// What a person types, key by key, and takes back again.
QStringList keystrokes()
{
    QStringList texts;
    for (const QString &word : {u"willow"_s, u"ber-la-00"_s, u"thinkpad"_s, u"sales"_s}) {
        for (qsizetype length = 1; length <= word.size(); ++length)
            texts.append(word.first(length));
        texts.append(QString());
    }
    return texts;
}

struct Typed {
    std::vector<double> times;
    std::vector<int> rows; // shown after each keystroke
};

Typed typeIntoRival(const Snapshot &snapshot)
{
    // Not sorted, which favours it: sorted, its first keystroke among a million rows takes two minutes.
    TextModel texts(snapshot, searchedColumns(snapshot));
    QSortFilterProxyModel proxy;
    proxy.setSourceModel(&texts);
    proxy.setFilterKeyColumn(-1);
    proxy.setFilterCaseSensitivity(Qt::CaseInsensitive);
    Typed typed;
    QElapsedTimer whole;
    whole.start();
    for (const QString &text : keystrokes()) {
        QElapsedTimer timer;
        timer.start();
        proxy.setFilterFixedString(text);
        typed.times.push_back(millisecondsOf(timer));
        typed.rows.push_back(proxy.rowCount());
        if (millisecondsOf(whole) > rivalBudget)
            break;
    }
    return typed;
}

// Four facets beside each of some queries, on this thread, without the view's own time.
void countFacets(const TableStore &store, QJsonObject &more)
{
    const QStringList names = {u"platform"_s, u"os.version"_s, u"compliance"_s, u"tags"_s};
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const auto filterOf = [&store, &now](const QString &text) -> RowFilterPointer {
        const Query query = parseQuery(text, store.fields()).query();
        return text.isEmpty() ? nullptr
                              : std::make_shared<QueryFilter>(Matcher::compile(query, store.fields(), now).value());
    };
    ViewBuilder builder;
    std::vector<double> times;
    // the second text: what the platforms' own counts are of
    const std::pair<QString, QString> queries[] = {{QString(), QString()}, {u"w"_s, u"w"_s}, {u"will"_s, u"will"_s},
        {u"platform:linux"_s, QString()}, {u"platform:linux t"_s, u"t"_s}, {u"b"_s, u"b"_s},
        {u"os>12 -platform:ios"_s, u"os>12"_s}};
    for (const auto &query : queries) {
        ViewSpec spec{store.snapshot(), filterOf(query.first), {}, QLocale::c()};
        for (const QString &name : names) {
            const bool own = name == names.first() && query.first != query.second;
            spec.facets.push_back({store.snapshot()->columnOf(name), own, own ? filterOf(query.second) : nullptr});
        }
        const StopFlag stop = false;
        const ViewPointer view = builder.build(spec, stop);
        QElapsedTimer timer;
        timer.start();
        builder.countFacets(spec, *view, stop);
        times.push_back(millisecondsOf(timer));
    }
    more.insert(u"facets_ms"_s, timesOf(times).median);
    more.insert(u"facets_worst_ms"_s, timesOf(times).worst);
}

} // namespace

std::vector<Figure> measureFilter(int devices)
{
    TableStore store(fields<Device>());
    loadFleet(store, devices);
    Typed ours;
    QJsonObject more;
    {
        TableRun run(store, QLocale::c());
        run.time([&run, &store] { run.model().setSort({{store.snapshot()->columnOf(u"name"), false}}); });
        run.watchdog.reset();
        run.repaints.clear();
        run.processor.clear();
        for (const QString &text : keystrokes()) {
            ours.times.push_back(run.time([&run, &text] { run.model().setQuery(text); }));
            ours.rows.push_back(int(run.model().matching()));
        }
        more = run.figures();
    }
    countFacets(store, more);
    const Typed theirs = typeIntoRival(*store.snapshot());
    const Times our = timesOf(ours.times);
    const Times their = timesOf(theirs.times);
    more.insert(u"rival_worst_ms"_s, their.worst);
    more.insert(u"keystrokes"_s, qint64(ours.times.size()));
    more.insert(u"rival_keystrokes"_s, qint64(theirs.times.size()));
    more.insert(u"complete"_s, std::equal(theirs.rows.begin(), theirs.rows.end(), ours.rows.begin()));
    return {{u"filter"_s, devices, our.median, our.worst, u"QSortFilterProxyModel, all searched columns, unsorted"_s,
        their.median, more, {}}};
}

} // namespace belvedere::bench
