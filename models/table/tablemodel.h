// TableModel: one list as a Qt item model; filtered and sorted in the background, live, the same for every entity.
#pragma once

#include "query/parser.h"
#include "table/display.h"
#include "table/shownlines.h"
#include "table/tablestore.h"
#include "table/viewworker.h"

#include <QAbstractTableModel>
#include <QTimer>

namespace belvedere {

class TableModel final : public QAbstractTableModel {
    Q_OBJECT
    Q_PROPERTY(qint64 matching READ matching NOTIFY countsChanged)
    Q_PROPERTY(qint64 total READ total NOTIFY countsChanged)

public:
    enum Role {
        SortRole = Qt::UserRole, // typed value; invalid where nothing is known
        IdRole, // QString, of every column
        CellRole, // Cell; on the header of a group the group's value, or the number of its band
        GroupRole, // bool: a group's header
        GroupCountRole, // int: the rows of the line's group; 0 without groups
        CollapsedRole, // bool: of the line's group
    };

    // The store must outlive the model. Shows all fields that are neither Hidden nor Detail, until setColumns().
    TableModel(TableStore &store, Display display, QObject *parent = nullptr);

    // Shows what the query lets through; the rows follow soon. False: it cannot be read; the rows stay, and
    // queryRefused() says why.
    bool setQuery(const QString &text);
    const Query &query() const { return m_query; }

    // Field numbers; the first one decides. The rows follow soon.
    void setSort(std::vector<SortKey> keys);
    const std::vector<SortKey> &sortKeys() const { return m_sort; }
    // A click on a header: this column first, what was first before decides among equals.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    // Rows with the same value of this field together, in its order, each group below a header line; sorting is within.
    // Times and amounts go by their bands, seen from today and this computer's time zone. Empty: no groups. False: no
    // such field, or none that canGroup().
    bool setGroup(const QString &field, bool descending = false);
    int groupColumn() const { return m_group ? m_group->column : -1; } // number of the field
    const std::optional<SortKey> &groupKey() const { return m_group; }
    bool isHeader(int row) const; // false where there is no such row
    int groupCount() const { return int(m_view->groups.size()); }
    // By any line of the group; the lines go or come at once.
    void setCollapsed(int row, bool collapsed);
    void setAllCollapsed(bool collapsed);

    // Brings ages and the groups of days up to the present; happens by itself once a minute.
    void age();

    // Fields whose values are counted beside every view; facetsCounted() follows. Unknown names, and kinds that cannot
    // be counted, are left out.
    void setFacets(const QStringList &names);
    const FacetCounts &facets() const { return m_facetCounts; } // the latest; without any before the first

    // Names of fields, in order; unknown names are left out. Refused (false) when nothing would be left.
    bool setColumns(const QStringList &names);
    QStringList columns() const;
    std::span<const Field> fields() const { return m_store.fields(); }
    const Field &fieldAt(int column) const { return m_store.fields()[size_t(m_columns[size_t(column)])]; }

    qint64 matching() const { return qint64(m_view->count()); } // rows, headers of groups not among them
    qint64 total() const { return qint64(m_view->snapshot->rowCount()); }
    bool isUpToDate() const; // shows the newest rows under the newest filter and order
    const ViewPointer &view() const { return m_view; } // never null
    const Display &display() const { return m_display; }
    // To be called before anything is shown.
    void setExact(const QString &field) { m_display.setExact(field); }
    void setNothing(const QString &field, const QString &text) { m_display.setNothing(field, text); }
    void setDeadline(const QString &field) { m_display.setDeadline(field); }
    void setWords(const QString &field, const QHash<QString, QString> &words) { m_display.setWords(field, words); }
    // Of the line that stands there now, also while one view becomes the next. Empty on the header of a group, and
    // where there is no such row.
    QString idAt(int row) const;
    QModelIndex indexOfId(const QString &id, int column = 0) const; // invalid when it is not shown
    // In view()->snapshot; nothing on the header of a group, and where there is no such row.
    std::optional<quint32> snapshotRow(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void countsChanged();
    void queryRefused(const belvedere::QueryError &error);
    void viewReplaced(); // another filter, order or snapshot is shown now
    void facetsCounted(const belvedere::FacetCounts &counts); // of the view shown now

private:
    static constexpr int liveInterval = 100; // ms between views that only the data asks for
    static constexpr int agingInterval = 60'000; // ms after which relative times are written anew

    // Rows whose values changed.
    struct Updates {
        QStringList ids;
        bool all = false; // too many to name
    };

    RowFilterPointer filter(const Query &query) const;
    std::vector<FacetRequest> facetRequests() const;
    void requestView();
    void dataArrived();
    BandsPointer bandsOf(const Field &field) const;
    void apply(const ViewChange &change);
    void removeLines(quint32 first, quint32 last);
    void insertLines(quint32 first, quint32 last, const View &view);
    void replaceLines(const ViewPointer &next);
    void announce(const Updates &updates);
    QVariant headerValue(const View &view, const View::Line &line, const QModelIndex &index, int role) const;

    TableStore &m_store;
    Display m_display;
    Query m_query;
    std::vector<SortKey> m_sort;
    std::vector<int> m_columns; // field numbers
    std::optional<SortKey> m_group;
    CollapsedGroups m_collapsed;
    std::vector<int> m_facets; // field numbers
    FacetCounts m_facetCounts;
    ViewPointer m_view;
    ShownLines m_lines; // of the view; something between two views only inside apply()
    Updates m_updates; // since the last request
    Updates m_updatesInView; // of the request under way
    bool m_isStale = false; // data came while a view was being computed, or sooner than liveInterval
    QTimer m_pause;
    QTimer m_aging;
    ViewWorker m_worker;
};

} // namespace belvedere
