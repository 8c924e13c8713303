// How long the preview of a policy takes over a fleet on which twenty are in force.
#include "server/policy/preview.h"
#include "bench/benchmarks.h"
#include "bench/plainpreview.h"
#include "bench/previewsite.h"

#include <QElapsedTimer>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

namespace {

constexpr int rounds = 5;
constexpr int checkedIn = 500; // devices between two rounds

double milliseconds(const QElapsedTimer &timer) { return double(timer.nsecsElapsed()) / 1e6; }

Figure measure(
    const QString &name, PreviewSite &site, server::FleetMemory &memory, const BusinessPolicy &policy, int devices)
{
    Figure figure{name, devices, 0, 0, u"device by device out of the database"_s, 0, {}, {}};
    std::vector<double> times;
    double first = 0;
    Result<PolicyPreview> ours = PolicyPreview();
    for (int round = 0; round <= rounds; ++round) {
        const Result<Done> lived = site.live(checkedIn);
        QElapsedTimer timer;
        timer.start();
        ours = previewPolicy(site.database(), memory, policy, site.now());
        if (!lived || !ours)
            return figure;
        if (round == 0)
            first = milliseconds(timer);
        else
            times.push_back(milliseconds(timer));
    }
    QElapsedTimer timer;
    timer.start();
    const Result<PolicyPreview> theirs = plainPreview(site.database(), policy, site.now());
    figure.rivalMedian = milliseconds(timer);
    figure.median = timesOf(times).median;
    figure.worst = timesOf(times).worst;
    const bool isSame = theirs && toJson(ours.value()) == toJson(theirs.value()) && ours.value().enter > 0;
    figure.more = {{u"first_ms"_s, first}, {u"policies"_s, PreviewSite::activePolicies + 2},
        {u"changing"_s, ours.value().changing}, {u"bytes_per_device"_s, double(memory.bytes()) / devices},
        {u"complete"_s, isSame}};
    return figure;
}

} // namespace

std::vector<Figure> measurePreview(int devices)
{
    PreviewSite site;
    const Result<Done> filled = site.fill(devices);
    if (!filled) {
        qCritical("%s", qPrintable(filled.error().detail));
        return {};
    }
    server::FleetMemory memory(&site.devices());
    return {measure(u"preview"_s, site, memory, site.drafts().front(), devices),
        measure(u"preview, a part of the fleet"_s, site, memory, site.drafts().back(), devices)};
}

} // namespace belvedere::bench
