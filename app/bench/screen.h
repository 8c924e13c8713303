// Screen: the console's table view over a model, so that benchmarks count what showing costs; absent without Qt
// Widgets.
#pragma once

#include <memory>
#include <QCoreApplication>

namespace belvedere {
class TableModel;
class TableStore;
} // namespace belvedere

namespace belvedere::bench {

class Screen {
public:
    virtual ~Screen() = default;
    virtual void repaint() = 0; // at once, every visible cell
    // Null when the program was built without a window.
    static std::unique_ptr<Screen> of(TableStore &store, TableModel &model);
};

// One that can show a screen where there is one to build with; offscreen unless the environment says otherwise.
std::unique_ptr<QCoreApplication> makeApplication(int &argc, char **argv);

} // namespace belvedere::bench
