// Stands in for screen.cpp where the program is built without Qt Widgets.
#include "bench/screen.h"

namespace belvedere::bench {

std::unique_ptr<Screen> Screen::of(TableStore &, TableModel &) { return {}; }

std::unique_ptr<QCoreApplication> makeApplication(int &argc, char **argv)
{
    return std::make_unique<QCoreApplication>(argc, argv);
}

} // namespace belvedere::bench
