// Counts as a tree of two levels.
#include "ui/common/facetpanel.h"

#include "base/fold.h"
#include "query/choices.h"
#include "query/print.h"
#include "table/tablemodel.h"
#include "ui/common/tabledelegate.h"
#include "ui/common/tokens.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QStyledItemDelegate>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// Values with the ticks of the table beside them, headings with air above.
class FacetDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const bool isLaterHeading = !index.parent().isValid() && index.row() > 0;
        return {QStyledItemDelegate::sizeHint(option, index).width(),
            option.fontMetrics.height() + space::s + (isLaterHeading ? int(space::s) : 0)};
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const Tokens &tokens = tokensFor(option.palette);
        QStyleOptionViewItem cell = option;
        const bool isCurrent = option.state.testFlag(QStyle::State_HasFocus)
            || (option.state.testFlag(QStyle::State_Selected) && option.state.testFlag(QStyle::State_Active));
        if (isCurrent || option.state.testFlag(QStyle::State_MouseOver))
            painter->fillRect(option.rect, tokens.hover);
        cell.state &= ~(QStyle::State_Selected | QStyle::State_MouseOver | QStyle::State_HasFocus);
        const QVariant tick = index.data(Qt::CheckStateRole);
        if (!index.parent().isValid()) {
            cell.displayAlignment = Qt::AlignLeft | Qt::AlignBottom;
        } else if (index.column() == 0 && tick.isValid()) {
            const bool isTicked = tick.toInt() == Qt::Checked;
            const QRect box(option.rect.left() + space::xs, option.rect.top(),
                TableDelegate::tickWidth(option.fontMetrics), option.rect.height());
            painter->save();
            TableDelegate::paintTick(*painter, box, isTicked ? tokens.accent : tokens.strongBorder, tokens, isTicked);
            painter->restore();
            cell.rect.setLeft(box.right() + 1);
        }
        if (index.column() == 0 && !tick.isValid())
            cell.rect.setLeft(cell.rect.left() + space::xs); // where the ticks begin
        QStyledItemDelegate::paint(painter, cell, index);
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        const Qt::Alignment alignment = option->displayAlignment;
        QStyledItemDelegate::initStyleOption(option, index);
        option->features &= ~QStyleOptionViewItem::HasCheckIndicator;
        if (!index.parent().isValid())
            option->displayAlignment = alignment;
    }
};

enum ItemRole {
    ColumnRole = Qt::UserRole, // int: number of the field
    ValueRole, // Cell
    MoreRole, // bool: shows the other values
};

} // namespace

FacetPanel::FacetPanel(TableModel &model, QWidget *parent)
    : QTreeWidget(parent)
    , m_model(model)
{
    setObjectName(u"facets"_s);
    setProperty("role", u"facets"_s);
    setAccessibleName(tr("Values and how often they occur"));
    setAccessibleDescription(tr("Space ticks a value, Left and Right fold a field."));
    setColumnCount(2);
    setHeaderHidden(true);
    setIndentation(0);
    setRootIsDecorated(false);
    setItemDelegate(new FacetDelegate(this));
    setMouseTracking(true);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextElideMode(Qt::ElideRight);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(0, QHeaderView::Stretch);
    header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    header()->setMinimumSectionSize(0);
    connect(&model, &TableModel::facetsCounted, this, &FacetPanel::refresh);
    connect(this, &QTreeWidget::itemClicked, this, &FacetPanel::activate);
}

void FacetPanel::setFields(const QStringList &names)
{
    m_fields = names;
    if (isVisible())
        m_model.setFacets(m_fields);
}

void FacetPanel::showEvent(QShowEvent *event)
{
    QTreeWidget::showEvent(event);
    m_model.setFacets(m_fields);
}

void FacetPanel::hideEvent(QHideEvent *event)
{
    QTreeWidget::hideEvent(event);
    m_model.setFacets({});
}

void FacetPanel::changeEvent(QEvent *event)
{
    QTreeWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        refresh();
}

// Indentation and signs for folding would only take room from the texts.
void FacetPanel::drawBranches(QPainter *, const QRect &, const QModelIndex &) const { }

QTreeWidgetItem *FacetPanel::headingOf(int column, int place)
{
    for (int i = 0; i < topLevelItemCount(); ++i) {
        if (topLevelItem(i)->data(0, ColumnRole).toInt() == column)
            return topLevelItem(i);
    }
    auto *heading = new QTreeWidgetItem;
    insertTopLevelItem(place, heading);
    heading->setText(0, m_model.display().label(m_model.view()->snapshot->fields()[size_t(column)]));
    heading->setData(0, ColumnRole, column);
    heading->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    heading->setExpanded(true);
    heading->setFirstColumnSpanned(true);
    return heading;
}

// Ticked values first, also those that no row has any more, so that each can be taken back. Each counts all values that
// the query takes for it.
QList<FacetPanel::Entry> FacetPanel::entriesOf(const ColumnCounts &counts) const
{
    const Field &field = m_model.view()->snapshot->fields()[size_t(counts.column)];
    const QList<Cell> chosen = chosenValues(m_model.query(), field);
    const bool isFolded = field.kind == Kind::Text || field.kind == Kind::Set;
    const auto isSame = [isFolded](const Cell &ticked, const Cell &counted) {
        const auto *a = isFolded ? std::get_if<QString>(&ticked) : nullptr;
        const auto *b = isFolded ? std::get_if<QString>(&counted) : nullptr;
        return a && b ? folded(*a) == folded(*b) : ticked == counted;
    };
    QList<Entry> entries;
    const bool isComplete = !counts.isTooVaried && counts.distinct == counts.values.size();
    for (const Cell &value : chosen) {
        if (isKnown(value))
            entries.append({value, isComplete ? std::optional<quint32>(0) : std::nullopt, true});
        else
            entries.append({value, counts.unknown, true});
    }
    for (const ColumnCounts::Value &value : counts.values) {
        const auto at = std::find_if(
            entries.begin(), entries.end(), [&](const Entry &entry) { return isSame(entry.value, value.value); });
        if (at != entries.end())
            at->count = at->count.value_or(0) + value.count;
        else
            entries.append({value.value, value.count, false});
    }
    if (counts.unknown > 0 && !chosen.contains(Cell()))
        entries.append({Cell(), counts.unknown, false});
    return entries;
}

void FacetPanel::fill(QTreeWidgetItem *heading, const ColumnCounts &counts)
{
    const Field &field = m_model.view()->snapshot->fields()[size_t(counts.column)];
    const Tokens &tokens = tokensFor(palette());
    QFont strong = font();
    strong.setWeight(QFont::DemiBold);
    heading->setFont(0, strong);
    const QList<Entry> entries = entriesOf(counts);
    const bool isWhole = m_unfolded.contains(counts.column) || entries.size() <= usuallyShown + 1;
    const int shown = isWhole ? int(entries.size()) : usuallyShown;
    // items stay where they are, so that the keyboard does
    while (heading->childCount() > shown + (isWhole ? 0 : 1))
        delete heading->takeChild(heading->childCount() - 1);
    const QLocale &locale = m_model.display().locale();
    for (int i = 0; i < shown; ++i) {
        const Entry &entry = entries[i];
        QTreeWidgetItem *item = i < heading->childCount() ? heading->child(i) : new QTreeWidgetItem(heading);
        const QString text =
            isKnown(entry.value) ? m_model.display().text(entry.value, field) : tr("Not known", "value");
        const QString count = entry.count ? locale.toString(*entry.count) : QString();
        item->setText(0, text);
        item->setToolTip(0, text);
        item->setText(1, count);
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setForeground(0, isKnown(entry.value) ? tokens.text : tokens.muted);
        item->setForeground(1, tokens.muted);
        item->setCheckState(0, entry.chosen ? Qt::Checked : Qt::Unchecked);
        item->setData(0, ColumnRole, counts.column);
        item->setData(0, ValueRole, QVariant::fromValue(entry.value));
        item->setData(0, MoreRole, false);
        item->setData(
            0, Qt::AccessibleTextRole, count.isEmpty() ? text : tr("%1: %2", "value, how often").arg(text, count));
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    }
    if (isWhole)
        return;
    QTreeWidgetItem *more = shown < heading->childCount() ? heading->child(shown) : new QTreeWidgetItem(heading);
    more->setText(0, tr("%n more", "values", int(entries.size()) - shown));
    more->setToolTip(0, {});
    more->setText(1, {});
    more->setForeground(0, tokens.accent);
    more->setData(0, Qt::CheckStateRole, QVariant());
    more->setData(0, ColumnRole, counts.column);
    more->setData(0, MoreRole, true);
    more->setData(0, Qt::AccessibleTextRole, more->text(0));
    more->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
}

void FacetPanel::refresh()
{
    std::vector<const ColumnCounts *> shown;
    QSet<int> columns;
    for (const ColumnCounts &counts : m_model.facets().columns) {
        const Field &field = m_model.view()->snapshot->fields()[size_t(counts.column)];
        if (counts.values.empty() && chosenValues(m_model.query(), field).isEmpty())
            continue;
        shown.push_back(&counts);
        columns.insert(counts.column);
    }
    for (int i = topLevelItemCount() - 1; i >= 0; --i) {
        if (!columns.contains(topLevelItem(i)->data(0, ColumnRole).toInt()))
            delete takeTopLevelItem(i);
    }
    int place = 0;
    for (const ColumnCounts *counts : shown)
        fill(headingOf(counts->column, place++), *counts);
}

void FacetPanel::activate(QTreeWidgetItem *item)
{
    const int column = item->data(0, ColumnRole).toInt();
    if (!item->parent()) {
        item->setExpanded(!item->isExpanded());
        return;
    }
    if (item->data(0, MoreRole).toBool()) {
        m_unfolded.insert(column);
        refresh();
        return;
    }
    const std::span<const Field> fields = m_model.view()->snapshot->fields();
    const Cell value = item->data(0, ValueRole).value<Cell>();
    const Query query =
        withChoice(m_model.query(), fields, fields[size_t(column)], value, item->checkState(0) != Qt::Checked);
    Q_EMIT queryChosen(printed(query, fields));
}

void FacetPanel::keyPressEvent(QKeyEvent *event)
{
    const bool activates =
        event->key() == Qt::Key_Space || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (activates && currentItem())
        activate(currentItem());
    else
        QTreeWidget::keyPressEvent(event);
}

} // namespace belvedere
