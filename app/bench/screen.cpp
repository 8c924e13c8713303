// The table view, set up as the console's own.
#include "bench/screen.h"

#include <QApplication>
#include <QHeaderView>
#include <QTableView>

namespace belvedere::bench {

namespace {

class TableScreen final : public Screen {
public:
    explicit TableScreen(QAbstractItemModel &model)
    {
        m_view.setModel(&model);
        m_view.setShowGrid(false);
        m_view.setWordWrap(false);
        m_view.setSelectionMode(QAbstractItemView::NoSelection);
        m_view.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
        m_view.verticalHeader()->hide();
        m_view.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
        m_view.resize(width, height);
        m_view.show();
    }
    void repaint() override { m_view.viewport()->repaint(); }

private:
    static constexpr int width = 1'600;
    static constexpr int height = 1'000;

    QTableView m_view;
};

} // namespace

std::unique_ptr<Screen> Screen::of(QAbstractItemModel &model) { return std::make_unique<TableScreen>(model); }

std::unique_ptr<QCoreApplication> makeApplication(int &argc, char **argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    return std::make_unique<QApplication>(argc, argv);
}

} // namespace belvedere::bench
