// What the table does with its rows: order, ticks, clipboard.
#include "table/tablemodel.h"
#include "ui/common/tableview.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>

using namespace Qt::StringLiterals;

namespace belvedere {

void TableView::sortBy(int column, bool further)
{
    if (column < 0 || column >= m_model.columnCount())
        return; // gone while a menu was open
    std::vector<SortKey> keys = m_model.sortKeys();
    const auto number = int(&m_model.fieldAt(column) - m_model.view()->snapshot->fields().data());
    const auto at =
        std::find_if(keys.begin(), keys.end(), [number](const SortKey &key) { return key.column == number; });
    if (!further || keys.empty()) {
        const bool descending = !keys.empty() && at == keys.begin() && !at->descending;
        m_model.sort(column, descending ? Qt::DescendingOrder : Qt::AscendingOrder);
        return;
    }
    if (at != keys.end())
        at->descending = !at->descending;
    else if (keys.size() < mostSortKeys)
        keys.push_back({number, false});
    else
        keys.back() = {number, false};
    m_model.setSort(keys);
}

// However the order came about: by the pointer, from the settings, from a link.
void TableView::showOrder()
{
    int section = -1;
    Qt::SortOrder order = Qt::AscendingOrder;
    if (!m_model.sortKeys().empty()) {
        const SortKey &first = m_model.sortKeys().front();
        const Field *field = &m_model.view()->snapshot->fields()[size_t(first.column)];
        for (int column = 0; column < m_model.columnCount(); ++column) {
            if (&m_model.fieldAt(column) == field)
                section = column;
        }
        order = first.descending ? Qt::DescendingOrder : Qt::AscendingOrder;
    }
    horizontalHeader()->setSortIndicator(section, order);
}

void TableView::tickRange(int from, int to)
{
    if (from < 0)
        from = to;
    m_selection.selectLines(*m_model.view(), quint32(std::min(from, to)), quint32(std::max(from, to)));
}

QString TableView::copyText() const
{
    QStringList lines;
    QStringList cells;
    for (int column = 0; column < m_model.columnCount(); ++column)
        cells.append(m_model.headerData(column, Qt::Horizontal).toString());
    lines.append(cells.join(u'\t'));
    const View &view = *m_model.view();
    const auto add = [&](quint32 row) {
        cells.clear();
        for (int column = 0; column < m_model.columnCount(); ++column) {
            const Field &field = m_model.fieldAt(column);
            const Cell cell = view.snapshot->cell(row, int(&field - view.snapshot->fields().data()));
            QString text = m_model.display().text(cell, field);
            // a cell must not break the lines and columns of what is pasted
            text.replace(u'\t', u' ').replace(u'\n', u' ');
            cells.append(text);
        }
        lines.append(cells.join(u'\t'));
    };
    if (m_selection.count() > 0) {
        for (size_t position = 0; position < view.rows.size() && lines.size() <= mostCopied; ++position) {
            if (m_selection.containsRow(*view.snapshot, view.rows[position]))
                add(view.rows[position]);
        }
    } else if (currentIndex().isValid()) {
        if (const std::optional<quint32> row = m_model.snapshotRow(currentIndex().row()))
            add(*row);
    }
    return lines.join(u'\n');
}

void TableView::copy()
{
    const QString text = copyText();
    QGuiApplication::clipboard()->setText(text);
    Q_EMIT copied(text.count(u'\n'));
}

} // namespace belvedere
