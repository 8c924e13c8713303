// The model and the view of a chart's numbers.
#include "ui/reports/charttable.h"

#include "ui/common/tokens.h"
#include "ui/reports/chartcolours.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>
#include <QWheelEvent>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int swatchSide = 14;

} // namespace

void ChartTableModel::setChart(const ChartData &chart)
{
    if (chart.hasShapeOf(m_chart) && chart.details == m_chart.details) {
        m_chart = chart;
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    m_chart = chart;
    endResetModel();
}

int ChartTableModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid())
        return 0;
    return isRing() ? int(m_chart.series.size()) : int(m_chart.categories.size());
}

int ChartTableModel::columnCount(const QModelIndex &parent) const
{
    if (parent.isValid())
        return 0;
    return isRing() ? 3 : firstNumber() + int(m_chart.series.size());
}

const ChartSeries *ChartTableModel::seriesAt(int row, int column) const
{
    if (isRing())
        return &m_chart.series[size_t(row)];
    return column < firstNumber() ? nullptr : &m_chart.series[size_t(column - firstNumber())];
}

const ChartPoint *ChartTableModel::pointAt(int row, int column) const
{
    const ChartSeries *series = seriesAt(row, column);
    return series ? &series->points[isRing() ? 0 : size_t(row)] : nullptr;
}

QVariant ChartTableModel::text(int row, int column) const
{
    const QLocale locale;
    if (isRing()) {
        const qint64 value = pointAt(row, 1)->value;
        const qint64 total = m_chart.total(0);
        if (column == 0)
            return seriesAt(row, 0)->label;
        return column == 1 ? locale.toString(value) : total > 0 ? percentText(value * 1'000 / total) : u"–"_s;
    }
    if (column == 0)
        return m_chart.categories[row];
    if (column < firstNumber())
        return m_chart.details[row];
    return locale.toString(pointAt(row, column)->value);
}

QVariant ChartTableModel::spoken(int row, int column) const
{
    const ChartPoint *point = pointAt(row, column);
    if (isRing() || !point)
        return text(row, column);
    return QCoreApplication::translate("ChartTable", "%1: %2 %3", "rule, state, number")
        .arg(m_chart.categories[row], seriesAt(row, column)->label, QLocale().toString(point->value));
}

QVariant ChartTableModel::data(const QModelIndex &index, int role) const
{
    Q_ASSERT(checkIndex(index, CheckIndexOption::IndexIsValid));
    const int row = index.row();
    const int column = index.column();
    const ChartPoint *point = pointAt(row, column);
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::AccessibleTextRole:
        return spoken(row, column);
    case Qt::ToolTipRole:
        return point && point->value > 0 ? QVariant(point->query) : QVariant();
    case Qt::TextAlignmentRole:
        return column >= firstNumber() ? int(Qt::AlignRight | Qt::AlignVCenter) : int(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::DecorationRole:
        if (isRing() && column == 0)
            return swatch(
                seriesAt(row, 0)->tone, tokensFor(QGuiApplication::palette()), swatchSide, qApp->devicePixelRatio());
        return {};
    case Qt::ForegroundRole:
        if (point && point->value == 0)
            return tokensFor(QGuiApplication::palette()).muted;
        return {};
    case QueryRole:
        return point && point->value > 0 ? point->query : QString();
    default:
        return {};
    }
}

QVariant ChartTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section >= columnCount())
        return {};
    const auto tr = [](const char *text) { return QCoreApplication::translate("ChartTable", text); };
    const bool isNumber = section >= firstNumber();
    if (role == Qt::TextAlignmentRole)
        return int((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role == Qt::DecorationRole && isNumber && !isRing())
        return swatch(
            seriesAt(0, section)->tone, tokensFor(QGuiApplication::palette()), swatchSide, qApp->devicePixelRatio());
    if (role != Qt::DisplayRole)
        return {};
    if (isRing())
        return section == 0 ? tr(QT_TRANSLATE_NOOP("ChartTable", "State"))
            : section == 1  ? tr(QT_TRANSLATE_NOOP("ChartTable", "Devices"))
                            : tr(QT_TRANSLATE_NOOP("ChartTable", "Of all"));
    if (isNumber)
        return m_chart.series[size_t(section - firstNumber())].label;
    return section == 0 ? tr(QT_TRANSLATE_NOOP("ChartTable", "Rule")) : tr(QT_TRANSLATE_NOOP("ChartTable", "Severity"));
}

ChartTable::ChartTable(QWidget *parent)
    : QTableView(parent)
    , m_model(new ChartTableModel(this))
{
    setModel(m_model);
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setTabKeyNavigation(false);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalHeader()->hide();
    horizontalHeader()->setHighlightSections(false);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(this, &QTableView::clicked, this, &ChartTable::choose);
}

void ChartTable::setChart(const ChartData &chart)
{
    const bool isNew = !chart.hasShapeOf(m_model->chart());
    m_model->setChart(chart);
    if (!isNew)
        return;
    setAccessibleName(chart.title);
    for (int column = 0; column < m_model->columnCount(); ++column)
        horizontalHeader()->setSectionResizeMode(
            column, column == 0 ? QHeaderView::Stretch : QHeaderView::ResizeToContents);
    updateGeometry();
}

QSize ChartTable::sizeHint() const
{
    int height = horizontalHeader()->sizeHint().height() + 2;
    for (int row = 0; row < m_model->rowCount(); ++row)
        height += rowHeight(row);
    return {fontMetrics().averageCharWidth() * 50, height};
}

QSize ChartTable::minimumSizeHint() const { return {fontMetrics().averageCharWidth() * 30, sizeHint().height()}; }

void ChartTable::choose(const QModelIndex &index)
{
    const QString query = index.data(ChartTableModel::QueryRole).toString();
    if (!query.isEmpty())
        Q_EMIT chosen(query);
}

void ChartTable::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        choose(currentIndex());
    else
        QTableView::keyPressEvent(event);
}

// The page scrolls, not the table.
void ChartTable::wheelEvent(QWheelEvent *event) { event->ignore(); }

} // namespace belvedere
