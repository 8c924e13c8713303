// TableRun: the item model over a synthetic fleet, driven and timed as the window drives it.
#pragma once

#include "bench/screen.h"
#include "bench/watchdog.h"
#include "table/tablemodel.h"

#include <QEventLoop>

namespace belvedere::bench {

class TableRun {
public:
    // The store is filled already.
    TableRun(TableStore &store, const QLocale &locale);

    // Milliseconds from the order until its view is shown by the model, and by the table view if there is one.
    double time(const std::function<void()> &order);
    TableModel &model() { return *m_model; }

    std::vector<double> repaints; // after every time(), ms
    std::vector<double> processor; // used for every view by all threads, ms; a busy computer does not disturb it
    Watchdog watchdog;
    QJsonObject figures() const; // of all these

private:
    std::unique_ptr<TableModel> m_model;
    std::unique_ptr<Screen> m_screen;
    QEventLoop m_loop;
    QElapsedTimer m_clock;
    double m_shownAt = 0; // by the clock
};

// Loads a fleet and waits for it.
void loadFleet(TableStore &store, int devices);
double millisecondsOf(const QElapsedTimer &timer);

} // namespace belvedere::bench
