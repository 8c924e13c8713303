// The console's own table view.
#include "bench/screen.h"

#include "ui/common/tableview.h"

#include <QApplication>

namespace belvedere::bench {

namespace {

class TableScreen final : public Screen {
public:
    TableScreen(TableStore &store, TableModel &model)
        : m_selection(store)
        , m_view(model, m_selection)
    {
        m_view.resize(width, height);
        m_view.show();
    }
    void repaint() override { m_view.viewport()->repaint(); }

private:
    static constexpr int width = 1'600;
    static constexpr int height = 1'000;

    Selection m_selection;
    TableView m_view;
};

} // namespace

std::unique_ptr<Screen> Screen::of(TableStore &store, TableModel &model)
{
    return std::make_unique<TableScreen>(store, model);
}

std::unique_ptr<QCoreApplication> makeApplication(int &argc, char **argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    return std::make_unique<QApplication>(argc, argv);
}

} // namespace belvedere::bench
