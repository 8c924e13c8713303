// PartsTable: the repeated parts of one device (packages, interfaces) in a small table with a filter.
#pragma once

#include "table/display.h"
#include "ui/common/badge.h"

#include <QAbstractTableModel>
#include <QWidget>

class QLineEdit;
class QSortFilterProxyModel;
class QTableView;

namespace belvedere {

class Label;

// Rows of cells by a field list; for thousands of rows, not for a fleet.
class PartsModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    PartsModel(std::span<const Field> fields, Display display, QObject *parent = nullptr);
    template<class E> void setParts(const std::vector<E> &parts)
    {
        std::vector<std::vector<Cell>> rows;
        rows.reserve(parts.size());
        for (const E &part : parts) {
            std::vector<Cell> row;
            for (const Field &field : m_fields)
                row.push_back(field.get(&part));
            rows.push_back(std::move(row));
        }
        setRows(std::move(rows));
    }
    void setRows(std::vector<std::vector<Cell>> rows);
    enum Role {
        TokenRole = Qt::UserRole, // the word on the wire, of an enumeration
        SortRole, // typed
    };
    std::span<const Field> fields() const { return m_fields; }
    const Cell &cell(int row, int column) const { return m_rows[size_t(row)][size_t(column)]; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    std::span<const Field> m_fields;
    Display m_display;
    std::vector<std::vector<Cell>> m_rows;
};

class PartsTable final : public QWidget {
    Q_OBJECT
public:
    // `placeholder` of the filter; `none` stands in place of an empty table. Both translated.
    PartsTable(std::span<const Field> fields, const Display &display, const QString &name, const QString &placeholder,
        const QString &none, QWidget *parent = nullptr);
    PartsModel &model() { return *m_model; }
    // Stands in place of an empty table instead of `none`: that it is not known yet, or why not. Empty: `none` again.
    void setNote(const QString &note);
    void setBadges(const QString &field, BadgeLooks looks);
    // Columns behind the first in which no row has anything are not shown.
    void hideEmptyColumns() { m_hidesEmpty = true; }
    // Otherwise the first column decides, from the lowest value on.
    void sortBy(int column, Qt::SortOrder order);
    int currentRow() const; // of the model; -1: none
    void setCurrentRow(int row); // -1: none

Q_SIGNALS:
    void currentChanged(int row); // of the model; -1: none
    void opened(int row); // of the model

private:
    void refresh();

    bool isEmpty(int column) const;
    PartsModel *m_model;
    QSortFilterProxyModel *m_proxy;
    QString m_noneText;
    QLineEdit *m_filter;
    QTableView *m_view;
    Label *m_count;
    Label *m_none;
    bool m_hidesEmpty = false;
};

} // namespace belvedere
