// TextModel: a snapshot's text columns as a plain model of strings, for the rivals.
#pragma once

#include "table/snapshot.h"

#include <QAbstractTableModel>

namespace belvedere::bench {

// The texts are ready as strings, which favours the rival. moc is not needed: it has no signals of its own.
class TextModel final : public QAbstractTableModel {
public:
    TextModel(const Snapshot &snapshot, const std::vector<int> &columns);
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    void addColumn(const Snapshot &snapshot, int column);

    quint32 m_rows;
    std::vector<std::vector<QString>> m_columns;
};

// Those that a bare word searches.
std::vector<int> searchedColumns(const Snapshot &snapshot);

} // namespace belvedere::bench
