// Keyboard, pointer and measures of the table.
#include "ui/common/tableview.h"

#include "table/tablemodel.h"
#include "ui/common/scrollanchor.h"
#include "ui/common/stickycolumn.h"

#include <QApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// Letters that a column of this kind usually needs.
int lettersOf(const Field &field)
{
    switch (field.kind) {
    case Kind::Text:
        return field.personal == Personal::Contact ? 30 : 22; // an e-mail address is no good without its end
    case Kind::Set:
        return 22;
    case Kind::Enum:
        return 18;
    case Kind::Time:
        return 16;
    case Kind::Version:
        return 17;
    case Kind::Int:
    case Kind::Bool:
    case Kind::Bytes:
    case Kind::Duration:
        return 11;
    case Kind::Object:
    case Kind::List:
        return 20;
    }
    return 16;
}

constexpr int exactTime = 24; // letters: "2026-01-31 13:45:00 CEST"
constexpr int mostMeasured = 50; // rows
constexpr int mostLetters = 40; // of a column that nobody has widened
constexpr int roomyLetters = 90; // the same, of a later column where nothing else needs the room
constexpr int fewestLetters = 12; // of a state, which is another one soon

// What the rows now show says how wide it is; a text may be longer in the next row, "just now" is soon longer too.
bool keepsItsLength(Kind kind)
{
    return kind == Kind::Enum || kind == Kind::Version || kind == Kind::Int || kind == Kind::Bool || kind == Kind::Bytes
        || kind == Kind::Duration;
}

} // namespace

TableView::TableView(TableModel &model, Selection &selection, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
    , m_selection(selection)
    , m_delegate(new TableDelegate(model, selection, this))
    , m_sticky(new StickyColumn(this))
{
    setModel(&model);
    setItemDelegate(m_delegate);
    setObjectName(u"table"_s);
    setAccessibleDescription(tr("Enter opens, Space ticks a row, Ctrl+A ticks all that match, Ctrl+C copies."));
    setShowGrid(false);
    setSelectionMode(QAbstractItemView::NoSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setMouseTracking(true);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    QHeaderView *header = horizontalHeader();
    header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header->setHighlightSections(false);
    header->setTextElideMode(Qt::ElideRight);
    header->setSectionsClickable(true);
    header->setSortIndicatorShown(true);
    header->setSortIndicator(-1, Qt::AscendingOrder);
    header->setMinimumSectionSize(40);
    header->setStretchLastSection(true);
    new ScrollAnchor(*this, model);
    const auto sort = [this](int column) {
        sortBy(column, QApplication::keyboardModifiers().testFlag(Qt::ShiftModifier));
    };
    connect(header, &QHeaderView::sectionClicked, this, sort);
    connect(m_sticky, &StickyColumn::headerClicked, this, [sort] { sort(0); });
    for (const auto changed : {&QAbstractItemModel::columnsInserted, &QAbstractItemModel::columnsRemoved})
        connect(&model, changed, this, &TableView::showOrder);
    connect(&model, &QAbstractItemModel::columnsMoved, this, &TableView::showOrder);
    connect(&model, &TableModel::viewReplaced, this, &TableView::showOrder);
    connect(&model, &QAbstractItemModel::modelReset, this, &TableView::resetWidths);
    followColumns();
    connect(&model, &TableModel::viewReplaced, this, &TableView::fitToContent);
    connect(&selection, &Selection::changed, viewport(), qOverload<>(&QWidget::update));
    connect(this, &QTableView::doubleClicked, this, [this] {
        if (!currentId().isEmpty())
            Q_EMIT opened(currentId());
    });
    fitRows();
    resetWidths();
    showOrder();
}

QString TableView::currentId() const
{
    return currentIndex().isValid() ? m_model.idAt(currentIndex().row()) : QString();
}

void TableView::setCurrentId(const QString &id)
{
    if (const QModelIndex index = m_model.indexOfId(id); index.isValid())
        setCurrentIndex(index);
}

int TableView::usualWidth(int column) const
{
    const Field &field = m_model.fieldAt(column);
    const int label = fontMetrics().horizontalAdvance(m_model.display().label(field)) + 3 * space::l;
    const int tick = column == 0 ? TableDelegate::tickWidth(fontMetrics()) : 0;
    const int letters = m_model.display().isExact(field) ? exactTime : lettersOf(field);
    return std::max(label, letters * fontMetrics().averageCharWidth()) + tick;
}

// A column that comes back is as wide as it was when it went.
void TableView::followColumns()
{
    connect(
        &m_model, &QAbstractItemModel::columnsAboutToBeRemoved, this, [this](const QModelIndex &, int first, int last) {
            for (int column = first; column <= last; ++column) {
                if (column + 1 < m_model.columnCount()) // the last one has what is left over
                    m_widths.insert(QLatin1StringView(m_model.fieldAt(column).name), columnWidth(column));
            }
        });
    connect(&m_model, &QAbstractItemModel::columnsInserted, this, [this](const QModelIndex &, int first, int last) {
        for (int column = first; column <= last; ++column) {
            const auto known = m_widths.constFind(QLatin1StringView(m_model.fieldAt(column).name));
            setColumnWidth(column, known == m_widths.constEnd() ? usualWidth(column) : *known);
        }
    });
}

void TableView::resetWidths()
{
    m_widths.clear();
    for (int column = 0; column < m_model.columnCount(); ++column)
        setColumnWidth(column, usualWidth(column));
    m_isFitted = false;
    fitToContent();
}

int TableView::contentWidth(int column, int rows) const
{
    int wanted = 0;
    for (int row = 0; row < rows; ++row)
        wanted = std::max(wanted, fontMetrics().horizontalAdvance(m_model.index(row, column).data().toString()));
    const bool hasIcon = m_model.fieldAt(column).kind == Kind::Enum;
    return wanted + (hasIcon ? fontMetrics().height() + space::s : 0);
}

// First what is shorter than usual gives its room away, then long texts and words get it in the order of the columns;
// the last column has what is left over anyway.
void TableView::fitToContent()
{
    const int rows = std::min(m_model.rowCount(), mostMeasured);
    if (m_isFitted || rows == 0 || !isVisible())
        return;
    m_isFitted = true;
    const int most = fontMetrics().averageCharWidth() * mostLetters;
    const int last = m_model.columnCount() - 1;
    const int usual = lettersOf(m_model.fieldAt(last)) * fontMetrics().averageCharWidth();
    int left = viewport()->width() - std::max(usual, std::min(sizeHintForColumn(last), most));
    for (int column = 0; column < last; ++column) {
        const Field &field = m_model.fieldAt(column);
        if (column > 0 && keepsItsLength(field.kind)) {
            const int label = fontMetrics().horizontalAdvance(m_model.display().label(field)) + 3 * space::l;
            const int fewest = field.kind == Kind::Enum ? fewestLetters * fontMetrics().averageCharWidth() : 0;
            const int needed = std::max({label, fewest, contentWidth(column, rows) + 2 * space::l});
            setColumnWidth(column, std::min(columnWidth(column), needed));
        }
        left -= columnWidth(column);
    }
    for (const int letters : {mostLetters, roomyLetters}) {
        for (int column = letters == roomyLetters ? 1 : 0; column < last && left > 0; ++column) {
            const Kind kind = m_model.fieldAt(column).kind;
            if (kind != Kind::Text && kind != Kind::Enum && kind != Kind::Version)
                continue;
            const int tick = column == 0 ? TableDelegate::tickWidth(fontMetrics()) : 0;
            const int wanted = std::min(contentWidth(column, rows), fontMetrics().averageCharWidth() * letters);
            const int more = std::min(wanted + tick + 2 * space::l - columnWidth(column), left);
            if (more > 0) {
                setColumnWidth(column, columnWidth(column) + more);
                left -= more;
            }
        }
    }
}

void TableView::fitRows()
{
    const int air = m_density == Density::Compact ? space::xs : space::m;
    verticalHeader()->setMinimumSectionSize(fontMetrics().height());
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + air);
}

void TableView::setDensity(Density density)
{
    m_density = density;
    fitRows();
}

void TableView::hover(int row)
{
    if (row == m_hovered)
        return;
    const auto repaint = [this](int which) {
        if (which >= 0)
            viewport()->update(0, rowViewportPosition(which), viewport()->width(), rowHeight(which));
    };
    repaint(m_hovered);
    m_hovered = row;
    m_delegate->setHoveredRow(row);
    repaint(row);
}

void TableView::keyPressEvent(QKeyEvent *event)
{
    const int row = currentIndex().row();
    if (event->matches(QKeySequence::SelectAll)) {
        m_selection.selectAll(*m_model.view());
    } else if (event->matches(QKeySequence::Copy)) {
        copy();
    } else if (event->key() == Qt::Key_Escape && m_selection.count() > 0) {
        m_selection.clear();
    } else if (row >= 0 && m_model.isHeader(row) && foldByKey(row, event->key())) {
        return;
    } else if (row >= 0 && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        Q_EMIT opened(currentId());
    } else if (row >= 0 && event->key() == Qt::Key_Space) {
        m_selection.toggle(currentId());
        m_anchor = currentIndex();
    } else {
        const bool extends = event->modifiers().testFlag(Qt::ShiftModifier);
        const bool isStep = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
        QTableView::keyPressEvent(event);
        if (extends && row >= 0 && (isStep || currentIndex().row() != row))
            tickRange(row, currentIndex().row());
    }
}

QRect TableView::firstColumn() const
{
    return m_sticky->isVisible() ? QRect(0, 0, m_sticky->width(), viewport()->height())
                                 : QRect(columnViewportPosition(0), 0, columnWidth(0), viewport()->height());
}

// Of the heading of a group. False: the key means something else.
bool TableView::foldByKey(int row, int key)
{
    const bool isFolded = m_model.index(row, 0).data(TableModel::CollapsedRole).toBool();
    switch (key) {
    case Qt::Key_Space:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        m_model.setCollapsed(row, !isFolded);
        return true;
    case Qt::Key_Left:
    case Qt::Key_Right:
        m_model.setCollapsed(row, key == Qt::Key_Left);
        return true;
    default:
        return false;
    }
}

void TableView::mousePressEvent(QMouseEvent *event)
{
    const int before = currentIndex().row();
    const QRect first = firstColumn();
    const bool onFirst = first.contains(event->pos());
    const QModelIndex index = indexAt(event->pos());
    // what lies below the sticky column is not what was meant, and must not come into sight
    if (onFirst && m_sticky->isVisible() && index.isValid())
        setCurrentIndex(index.siblingAtColumn(std::max(0, columnAt(first.right() + 1))));
    else
        QTableView::mousePressEvent(event);
    if (!index.isValid() || event->button() != Qt::LeftButton)
        return;
    if (m_model.isHeader(index.row())) {
        m_model.setCollapsed(index.row(), !index.data(TableModel::CollapsedRole).toBool());
        return;
    }
    const bool onTick =
        onFirst && event->pos().x() - first.left() < TableDelegate::tickWidth(fontMetrics()) + space::xs;
    if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        tickRange(m_anchor.isValid() ? m_anchor.row() : before, index.row());
    } else if (onTick || event->modifiers().testFlag(Qt::ControlModifier)) {
        m_selection.toggle(m_model.idAt(index.row()));
        m_anchor = index;
    } else {
        m_anchor = index;
    }
}

void TableView::mouseMoveEvent(QMouseEvent *event)
{
    hover(rowAt(event->pos().y()));
    QTableView::mouseMoveEvent(event);
}

void TableView::leaveEvent(QEvent *event)
{
    hover(-1);
    QTableView::leaveEvent(event);
}

void TableView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange && verticalHeader()) {
        fitRows();
        resetWidths();
    }
}

void TableView::showEvent(QShowEvent *event)
{
    QTableView::showEvent(event);
    fitToContent();
}

void TableView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    viewport()->update();
    if (current.row() != previous.row() || current.isValid() != previous.isValid())
        Q_EMIT currentIdChanged(currentId());
}

void TableView::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (m_sticky->isVisible())
        m_sticky->update();
}

void TableView::updateGeometries()
{
    QTableView::updateGeometries();
    m_sticky->follow();
}

void TableView::scrollContentsBy(int dx, int dy)
{
    QTableView::scrollContentsBy(dx, dy);
    m_sticky->follow();
}

void TableView::paintFirstColumn(QPainter &painter, const QRect &area)
{
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const int count = m_model.rowCount();
    for (int row = std::max(0, rowAt(0)); row < count && rowViewportPosition(row) < area.height(); ++row) {
        option.rect = QRect(area.left(), area.top() + rowViewportPosition(row), area.width(), rowHeight(row));
        m_delegate->paint(&painter, option, m_model.index(row, 0));
    }
}

} // namespace belvedere
