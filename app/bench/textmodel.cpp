// Copying texts out of columns.
#include "bench/textmodel.h"

using namespace Qt::StringLiterals;

namespace belvedere::bench {

TextModel::TextModel(const Snapshot &snapshot, const std::vector<int> &columns)
    : m_rows(snapshot.rowCount())
{
    for (const int column : columns)
        addColumn(snapshot, column);
}

int TextModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_rows); }

int TextModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : int(m_columns.size()); }

QVariant TextModel::data(const QModelIndex &index, int role) const
{
    return role == Qt::DisplayRole ? QVariant(m_columns[size_t(index.column())][size_t(index.row())]) : QVariant();
}

void TextModel::addColumn(const Snapshot &snapshot, int column)
{
    std::vector<QString> &texts = m_columns.emplace_back();
    texts.reserve(m_rows);
    for (quint32 row = 0; row < m_rows; ++row) {
        const Cell cell = snapshot.cell(row, column);
        if (const auto *text = std::get_if<QString>(&cell))
            texts.push_back(*text);
        else if (const auto *set = std::get_if<QStringList>(&cell))
            texts.push_back(set->join(u", "_s));
        else
            texts.emplace_back();
    }
}

std::vector<int> searchedColumns(const Snapshot &snapshot)
{
    std::vector<int> columns;
    for (int column = 0; column < snapshot.columnCount(); ++column) {
        if (snapshot.fields()[size_t(column)].is(Searchable))
            columns.push_back(column);
    }
    return columns;
}

} // namespace belvedere::bench
