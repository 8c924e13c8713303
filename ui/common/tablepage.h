// TablePage: a list of one kind of entity: query, table, counts, ticking, inspector, and the states in between.
#pragma once

#include "table/tablemodel.h"
#include "ui/common/badge.h"
#include "ui/common/propertylist.h"
#include "ui/common/tablemenu.h"

#include <QVariantMap>
#include <QWidget>

class QHBoxLayout;
class QToolButton;

namespace belvedere {

class BulkBar;
class ColumnChooser;
class ExportBar;
class FacetPanel;
class InlineMessage;
class PageHeader;
class QueryBox;
class Selection;
class SidePanel;
class StateStack;
class TableView;

// Whole phrases, translated.
struct TablePageTexts {
    QString title; // "Devices"
    QString loading; // "Loading devices…"
    QString placeholder; // of the query box, with an example
    Icon icon = Icon::Devices;
    QString emptyTitle; // "No devices yet"
    QString emptyText;
    QString emptyAction; // empty: none
};

// How a table shows its rows, apart from which.
struct TableArrangement {
    QStringList columns; // names of fields
    std::vector<SortKey> sort;
    QString group; // field; empty: no groups
    bool operator==(const TableArrangement &) const = default;
};

class TablePage : public QWidget {
    Q_OBJECT
public:
    // Without an inspector of its own, the page shows all fields of the current row. Owns model and selection; the
    // store outlives the page.
    TablePage(const TablePageTexts &texts, TableStore &store, const Display &display, QWidget *inspector = nullptr,
        QWidget *parent = nullptr);
    ~TablePage() override;

    TableModel &model() { return *m_model; }
    Selection &selection() { return *m_selection; }
    PageHeader *header() const { return m_header; }
    QueryBox *queryBox() const { return m_query; }
    BulkBar *bulkBar() const { return m_bulk; }
    SidePanel *panel() const { return m_panel; }
    TableView *view() const { return m_view; }
    StateStack *states() const { return m_states; }
    TableMenu *menu() const { return m_menu; }
    // Makes the menu's entries agree with what is shown; it does so itself before it opens.
    void refreshMenu();

    void setQuery(const QString &query);
    void setBadges(const QString &field, const BadgeLooks &looks);
    // What went wrong while loading: instead of the table while there are no rows, otherwise as a line above it.
    // Nothing: all is well again.
    void setProblem(const std::optional<ApiError> &error);
    // `since` says how old the rows are; empty: online again.
    void setOffline(const QString &since);
    // The columns that a person gets before choosing, by hand or by restore().
    void setUsualColumns(const QStringList &names);
    TableArrangement arrangement() const;
    void arrange(const TableArrangement &arrangement);
    // Beside the query box; takes ownership.
    void addTool(QWidget *tool);
    // Columns for a purpose, beside the usual ones.
    void setColumnSets(const QList<ColumnSet> &sets);
    // Rows with the same value, or of the same range, together; empty: no groups.
    void groupBy(const QString &name);
    // Beside the table when a person asks for it: how often the values of each field occur that is declared as having
    // few.
    FacetPanel *facets() const { return m_facets; }
    // The rows that are ticked and shown, else all that are shown, in the columns and the order that are shown.
    ExportRequest exportRequest(ExportFormat format, const QString &path) const;
    void startExport(ExportRequest request);
    bool isExporting() const;
    // What the page's own inspector says about a row instead of all its fields; asked again when the row changes.
    using Details = std::function<QList<Property>(const QString &id)>;
    void setDetails(Details details);
    void refreshDetails();
    // All fields of a row, in the words of the table.
    QList<Property> allFields(const QString &id) const;
    // Everything is loaded, computed and shown.
    bool isSettled() const;

    // Columns, their widths, order of rows, query, inspector; to be kept by the caller.
    QVariantMap state() const;
    void restore(const QVariantMap &state);

Q_SIGNALS:
    void opened(const QString &id);
    void currentIdChanged(const QString &id); // empty: none
    void queryChanged(const QString &query); // as typed, only when it can be read
    void menuRequested(const QString &id, const QPoint &at); // a context menu for this row, at a point of the screen
    void retryRequested();
    void exportRequested(belvedere::ExportFormat format);
    void exported(const belvedere::Result<qint64> &rows, const QString &path);
    void emptyActionTriggered();
    void arrangementChanged(); // perhaps

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeBody(QWidget *inspector);
    void connectParts();
    void refreshState();
    void refreshSelection();
    void applyQuery(const QString &text);
    void openChooser(QWidget *anchor);
    void showFields(const QString &id);
    void clearQuery();
    void connectQuery();
    void connectMenu();
    void copyCsv() const;
    QString groupName() const; // of the field; empty: no groups
    QList<ColumnSet> shownFields() const;
    QList<ColumnSet> groupChoices() const;
    QStringList order() const; // of the rows: names of fields, + or - in front
    void refreshFacets();
    void refreshChips();

    TablePageTexts m_texts;
    TableStore &m_store;
    TableModel *m_model;
    Selection *m_selection;
    PageHeader *m_header;
    QHBoxLayout *m_tools;
    QueryBox *m_query;
    QToolButton *m_values;
    QToolButton *m_columns;
    QToolButton *m_inspect;
    QToolButton *m_more;
    TableMenu *m_menu;
    ExportBar *m_export;
    BulkBar *m_bulk;
    InlineMessage *m_notice;
    TableView *m_view;
    StateStack *m_states;
    FacetPanel *m_facets;
    PropertyList *m_fields = nullptr; // the inspector of the page's own
    SidePanel *m_panel = nullptr;
    ColumnChooser *m_chooser;
    QStringList m_usual;
    bool m_hasChosenColumns = false; // another time
    Details m_details;
    bool m_loaded = false;
    std::optional<ApiError> m_problem;
    QString m_offlineSince;
};

} // namespace belvedere
