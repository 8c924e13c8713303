// How long a keystroke in the query box takes to show.
#include "bench/benchmarks.h"
#include "bench/tablerun.h"
#include "bench/textmodel.h"
#include "domain/device.h"

#include <QSortFilterProxyModel>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

namespace {

constexpr double rivalBudget = 10'000; // ms; the rival needs seconds for a keystroke among a million rows
constexpr int growth[] = {1'000, 10'000, 100'000};

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

Figure measure(int devices)
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
        // Facets come after the view, so that they do not lengthen the times above.
        run.waitsForFacets = true;
        run.time([&run] { run.model().setFacets({u"platform"_s, u"os.version"_s, u"compliance"_s, u"tags"_s}); });
        for (const QString &text : {u"w"_s, u"wi"_s, u"platform:linux"_s, u"platform:linux -tag:sales t"_s,
                 u"compliance:noncompliant os>12"_s, u"b"_s, QString()})
            run.time([&run, &text] { run.model().setQuery(text); });
        const QJsonObject withFacets = run.figures();
        for (const QString &key : {u"facets_ms"_s, u"facets_worst_ms"_s})
            more.insert(key, withFacets[key]);
    }
    const Typed theirs = typeIntoRival(*store.snapshot());
    const Times our = timesOf(ours.times);
    const Times their = timesOf(theirs.times);
    more.insert(u"rival_worst_ms"_s, their.worst);
    more.insert(u"keystrokes"_s, qint64(ours.times.size()));
    more.insert(u"rival_keystrokes"_s, qint64(theirs.times.size()));
    more.insert(u"same_rows"_s, std::equal(theirs.rows.begin(), theirs.rows.end(), ours.rows.begin()));
    return {u"filter"_s, devices, our.median, our.worst, u"QSortFilterProxyModel, all searched columns, unsorted"_s,
        their.median, more};
}

} // namespace

std::vector<Figure> measureFilter(int devices)
{
    std::vector<Figure> figures;
    for (const int fewer : growth) {
        if (fewer < devices)
            figures.push_back(measure(fewer));
    }
    figures.push_back(measure(devices));
    return figures;
}

} // namespace belvedere::bench
