// Assembly of a table page, and what it shows when.
#include "ui/common/tablepage.h"

#include "query/print.h"
#include "table/selection.h"
#include "table/values.h"
#include "ui/common/bulkbar.h"
#include "ui/common/buttons.h"
#include "ui/common/columnchooser.h"
#include "ui/common/exportbar.h"
#include "ui/common/facetpanel.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/pageheader.h"
#include "ui/common/querybox.h"
#include "ui/common/querychips.h"
#include "ui/common/querycompletion.h"
#include "ui/common/sidepanel.h"
#include "ui/common/statestack.h"
#include "ui/common/tableview.h"
#include "ui/common/usertext.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

TablePage::TablePage(
    const TablePageTexts &texts, TableStore &store, const Display &display, QWidget *inspector, QWidget *parent)
    : QWidget(parent)
    , m_texts(texts)
    , m_store(store)
    , m_model(new TableModel(store, display, this))
    , m_selection(new Selection(store, this))
    , m_header(new PageHeader(texts.title, this))
    , m_tools(new QHBoxLayout)
    , m_query(new QueryBox(texts.placeholder, this))
    , m_values(iconButton(Icon::Rule, tr("Values and how often they occur"), this))
    , m_columns(iconButton(Icon::Columns, tr("Columns"), this))
    , m_inspect(iconButton(Icon::Panel, tr("Inspector"), this))
    , m_more(iconButton(Icon::More, tr("More", "what a table offers"), this))
    , m_menu(new TableMenu(m_more))
    , m_export(new ExportBar(this))
    , m_bulk(new BulkBar(this))
    , m_notice(new InlineMessage(this))
    , m_view(new TableView(*m_model, *m_selection))
    , m_states(new StateStack(m_view))
    , m_facets(new FacetPanel(*m_model))
    , m_chooser(new ColumnChooser(this))
    , m_usual(m_model->columns())
    , m_loaded(store.total() > 0 || !store.token().isEmpty())
{
    m_view->setAccessibleName(texts.title);
    m_inspect->setCheckable(true);
    QHBoxLayout *tools = m_tools;
    tools->setContentsMargins(space::l, 0, space::l, space::s);
    tools->setSpacing(space::xs);
    tools->addWidget(m_values, 0, Qt::AlignTop);
    tools->addWidget(m_query, 1);
    m_values->setCheckable(true);
    tools->addWidget(m_columns, 0, Qt::AlignTop);
    tools->addWidget(m_inspect, 0, Qt::AlignTop);
    tools->addWidget(m_more, 0, Qt::AlignTop);
    m_more->setMenu(m_menu);
    m_more->setPopupMode(QToolButton::InstantPopup);
    auto *notice = new QHBoxLayout;
    notice->setContentsMargins(space::l, 0, space::l, 0);
    notice->addWidget(m_notice);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_header);
    layout->addLayout(tools);
    layout->addLayout(notice);
    layout->addWidget(m_export);
    layout->addWidget(m_bulk);
    layout->addWidget(makeBody(inspector), 1);
    setFocusProxy(m_view);
    connectParts();
    connectQuery();
    connectMenu();
    refreshFacets();
    refreshState();
}

// The chooser is a window of its own and must not outlive what it talks to.
TablePage::~TablePage() { delete m_chooser; }

QWidget *TablePage::makeBody(QWidget *inspector)
{
    if (!inspector) {
        m_fields = new PropertyList;
        inspector = m_fields;
    }
    // a strip at the left, so that the first column stands below the page's title
    auto *strip = new QWidget;
    strip->setProperty("role", u"panel"_s);
    strip->setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QHBoxLayout(strip);
    layout->setContentsMargins(space::s, 0, 0, 0);
    m_facets->setFixedWidth(std::max(200, fontMetrics().averageCharWidth() * 28));
    m_facets->hide();
    layout->addWidget(m_facets);
    layout->addWidget(m_states);
    m_panel = new SidePanel(strip, inspector);
    return m_panel;
}

void TablePage::connectParts()
{
    connect(&m_store, &TableStore::loaded, this, [this] {
        m_loaded = true;
        refreshState();
    });
    connect(m_model, &TableModel::countsChanged, this, &TablePage::refreshState);
    connect(m_model, &TableModel::viewReplaced, this, [this] {
        refreshState();
        refreshDetails();
    });
    connect(m_selection, &Selection::changed, this, &TablePage::refreshSelection);
    connect(m_model, &TableModel::countsChanged, this, &TablePage::refreshSelection);
    connect(m_bulk, &BulkBar::clearRequested, m_selection, &Selection::clear);
    connect(m_bulk, &BulkBar::allRequested, m_selection, [this] { m_selection->selectAll(*m_model->view()); });
    connect(m_view, &TableView::opened, this, &TablePage::opened);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view, &QWidget::customContextMenuRequested, this, [this](const QPoint &at) {
        // the menu key asks for the current row, wherever the pointer is
        const QModelIndex index = m_view->indexAt(at).isValid() ? m_view->indexAt(at) : m_view->currentIndex();
        if (index.isValid())
            Q_EMIT menuRequested(m_model->idAt(index.row()), m_view->viewport()->mapToGlobal(at));
    });
    connect(m_view, &TableView::currentIdChanged, this, [this](const QString &id) {
        showFields(id);
        Q_EMIT currentIdChanged(id);
    });
    connect(m_columns, &QToolButton::clicked, this, [this] { openChooser(m_columns); });
    m_view->horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view->horizontalHeader(), &QWidget::customContextMenuRequested, this, [this] { openChooser(m_columns); });
    connect(m_chooser, &ColumnChooser::columnsChanged, this, [this] {
        QStringList names;
        for (const ColumnChoice &choice : m_chooser->columns()) {
            if (choice.visible)
                names.append(choice.key);
        }
        m_model->setColumns(names);
    });
    connect(m_chooser, &ColumnChooser::resetRequested, this, [this] {
        m_model->setColumns(m_usual);
        m_chooser->hide();
    });
    connect(m_inspect, &QToolButton::toggled, m_panel, &SidePanel::setOpen);
    connect(m_panel, &SidePanel::openChanged, m_inspect, &QToolButton::setChecked);
    connect(m_panel, &SidePanel::openChanged, this, [this] { showFields(m_view->currentId()); });
    connect(m_states, &StateStack::retryRequested, this, &TablePage::retryRequested);
    connect(m_notice, &InlineMessage::actionTriggered, this, &TablePage::retryRequested);
    connect(m_states, &StateStack::emptyActionTriggered, this, [this] {
        if (m_model->total() > 0 || !m_query->text().isEmpty())
            clearQuery();
        else
            Q_EMIT emptyActionTriggered();
    });
}

void TablePage::connectQuery()
{
    connect(m_model, &TableModel::queryRefused, m_query, &QueryBox::showError);
    connect(m_query, &QueryBox::queryEdited, this, &TablePage::applyQuery);
    connect(m_query->edit(), &QueryEdit::leftDownwards, this, [this] {
        m_view->setFocus(Qt::TabFocusReason);
        if (!m_view->currentIndex().isValid() && m_model->rowCount() > 0)
            m_view->setCurrentIndex(m_model->index(0, 0));
    });
    connect(m_facets, &FacetPanel::queryChosen, m_query, [this](const QString &query) {
        m_query->setText(query);
        m_query->remember();
    });
    connect(m_values, &QToolButton::toggled, m_facets, &QWidget::setVisible);
    const auto values = [this](const Field &field, const QString &typed, qsizetype limit) {
        return valuesIn(*m_store.snapshot(), field, typed, limit);
    };
    m_query->completion()->setSource(
        [this, values](const QString &text, int cursor) {
            return suggest(text, cursor, m_store.fields(), QueryMode::Filter, values);
        },
        m_model->display().context());
    connect(m_query, &QueryBox::chipRemoved, this, [this](qsizetype index) {
        m_query->setText(printed(withoutChip(m_model->query(), index), m_store.fields()));
        m_query->remember();
    });
}

void TablePage::applyQuery(const QString &text)
{
    if (!m_model->setQuery(text))
        return; // the model has told the query box why
    m_query->clearError();
    refreshChips();
    Q_EMIT queryChanged(text);
}

// Words alone say no more in words than as they are typed.
void TablePage::refreshChips()
{
    const Query &query = m_model->query();
    const bool isWords = std::all_of(query.root.children.begin(), query.root.children.end(), [](const QueryNode &node) {
        return node.type == QueryNode::Type::Word;
    }) && (query.root.type == QueryNode::Type::And || query.root.type == QueryNode::Type::Word);
    m_query->setChips(isWords ? QList<QueryChip>() : chips(query, m_store.fields(), m_model->display().context()));
}

void TablePage::setQuery(const QString &query) { m_query->setText(query); }

void TablePage::clearQuery()
{
    m_query->setText({});
    m_query->setFocus(Qt::OtherFocusReason);
}

void TablePage::setBadges(const QString &field, const BadgeLooks &looks)
{
    m_view->delegate()->setBadges(field, looks);
}

void TablePage::setProblem(const std::optional<ApiError> &error)
{
    m_problem = error;
    refreshState();
}

void TablePage::setOffline(const QString &since)
{
    m_offlineSince = since;
    refreshState();
}

void TablePage::setUsualColumns(const QStringList &names)
{
    m_usual = names;
    if (!m_hasChosenColumns)
        m_model->setColumns(names);
    refreshFacets();
}

void TablePage::refreshState()
{
    const QLocale locale;
    const bool hasRows = m_model->total() > 0;
    const QString problem = m_problem ? userText(*m_problem) : QString();
    m_header->setCounts(!hasRows ? QString()
            : m_model->matching() == m_model->total()
            ? locale.toString(m_model->total())
            : tr("%1 of %2", "shown rows, all rows")
                  .arg(locale.toString(m_model->matching()), locale.toString(m_model->total())));
    m_notice->setAction(tr("Try again"));
    if (hasRows && !problem.isEmpty())
        m_notice->showMessage(Severity::Danger, problem);
    else if (hasRows && !m_offlineSince.isEmpty())
        m_notice->showMessage(Severity::Warning, m_offlineSince);
    else
        m_notice->hide();

    if (hasRows && m_model->matching() == 0 && m_model->isUpToDate())
        m_states->showEmpty(Icon::Filter, tr("Nothing matches this filter"),
            tr("Not known values never match, except with “unknown”."), tr("Clear the filter"));
    else if (hasRows)
        m_states->showContent();
    else if (!problem.isEmpty())
        m_states->showError(*m_problem);
    else if (!m_offlineSince.isEmpty())
        m_states->showOffline(m_offlineSince);
    else if (!m_loaded)
        m_states->showLoading(m_texts.loading);
    else if (!m_query->text().isEmpty())
        m_states->showEmpty(Icon::Filter, tr("Nothing matches this filter"), {}, tr("Clear the filter"));
    else
        m_states->showEmpty(m_texts.icon, m_texts.emptyTitle, m_texts.emptyText, m_texts.emptyAction);
    m_query->setEnabled(hasRows || m_loaded);
}

void TablePage::refreshSelection() { m_bulk->setCount(m_selection->count(), m_model->matching()); }

void TablePage::openChooser(QWidget *anchor)
{
    QList<ColumnChoice> choices;
    const QStringList shown = m_model->columns();
    for (const QString &name : shown)
        choices.append({name, m_model->display().label(*findField(m_store.fields(), name)), true});
    for (const Field &field : m_store.fields()) {
        const QString name = QString::fromLatin1(field.name);
        if (!field.is(Hidden) && !field.is(Detail) && !shown.contains(name))
            choices.append({name, m_model->display().label(field), false});
    }
    m_chooser->setColumns(choices);
    m_chooser->openBelow(anchor);
}

void TablePage::setDetails(Details details) { m_details = std::move(details); }

void TablePage::refreshDetails() { showFields(m_view->currentId()); }

void TablePage::showFields(const QString &id)
{
    if (!m_fields || !m_panel->isOpen())
        return;
    const Snapshot &snapshot = *m_model->view()->snapshot;
    const std::optional<quint32> row = snapshot.rowOf(id);
    if (!row) {
        m_fields->set({});
        m_panel->showNothing();
        return;
    }
    // what has no name is called by what stands first
    const int named = snapshot.columnOf(u"name");
    const int name = named >= 0 ? named : snapshot.columnOf(m_usual.value(0));
    const Cell title = name >= 0 ? snapshot.cell(*row, name) : Cell();
    const auto *text = std::get_if<QString>(&title);
    m_panel->setTitle(text ? *text : id);
    m_fields->set(m_details ? m_details(id) : allFields(id));
}

QList<Property> TablePage::allFields(const QString &id) const
{
    QList<Property> properties;
    const Snapshot &snapshot = *m_model->view()->snapshot;
    const std::optional<quint32> row = snapshot.rowOf(id);
    for (int column = 0; row && column < snapshot.columnCount(); ++column) {
        const Field &field = snapshot.fields()[size_t(column)];
        if (field.is(Hidden) || field.is(Detail))
            continue;
        const Cell cell = snapshot.cell(*row, column);
        const Display &display = m_model->display();
        const QString value = field.kind == Kind::Bytes ? display.text(cell, field) : display.detail(cell, field);
        properties.append({display.label(field), isKnown(cell) ? value : QString(), field.personal != Personal::No});
    }
    return properties;
}

bool TablePage::isSettled() const
{
    const bool isCounted = !m_facets->isVisible() || !m_menu->values()->isVisible()
        || m_model->facets().snapshot == m_model->view()->snapshot;
    return !m_store.isBusy() && m_model->isUpToDate() && isCounted && m_states->state() != StateStack::State::Loading;
}

QVariantMap TablePage::state() const
{
    QVariantMap widths;
    const QStringList names = m_model->columns();
    // the last column takes what is left over; its width says nothing about what a person wants
    for (int column = 0; column + 1 < names.size(); ++column)
        widths.insert(names[column], m_view->columnWidth(column));
    return {{u"columns"_s, names}, {u"widths"_s, widths}, {u"sort"_s, order()}, {u"query"_s, m_query->text()},
        {u"inspector"_s, m_panel->isOpen()}, {u"recent"_s, m_query->recent()}, {u"values"_s, m_values->isChecked()},
        {u"group"_s, groupName()}, {u"compact"_s, m_view->density() == TableView::Density::Compact}};
}

void TablePage::restore(const QVariantMap &state)
{
    m_hasChosenColumns = m_model->setColumns(state.value(u"columns"_s).toStringList());
    const QVariantMap widths = state.value(u"widths"_s).toMap();
    const QStringList names = m_model->columns();
    for (int column = 0; column < names.size(); ++column) {
        // a width of nothing would hide the column for good
        if (const int width = widths.value(names[column]).toInt(); width >= 40) {
            m_view->setColumnWidth(column, width);
            m_view->keepWidths();
        }
    }
    std::vector<SortKey> keys;
    for (const QString &entry : state.value(u"sort"_s).toStringList()) {
        if (const Field *field = findField(m_store.fields(), QStringView(entry).mid(1)))
            keys.push_back({int(field - m_store.fields().data()), entry.startsWith(u'-')});
    }
    m_model->setSort(keys);
    m_query->setText(state.value(u"query"_s).toString());
    m_panel->setOpen(state.value(u"inspector"_s).toBool());
    m_values->setChecked(state.value(u"values"_s).toBool());
    groupBy(state.value(u"group"_s).toString());
    m_query->setRecent(state.value(u"recent"_s).toStringList());
    const auto density =
        state.value(u"compact"_s).toBool() ? TableView::Density::Compact : TableView::Density::Comfortable;
    m_view->setDensity(density);
    m_menu->setDensity(density);
}

void TablePage::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Find) || event->key() == Qt::Key_Slash)
        m_query->setFocus(Qt::ShortcutFocusReason);
    else
        QWidget::keyPressEvent(event);
}

} // namespace belvedere
