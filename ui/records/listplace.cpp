// A list of the site as a place.
#include "ui/records/listplace.h"

#include "table/selection.h"
#include "ui/common/asof.h"
#include "ui/common/bulkbar.h"
#include "ui/common/querybox.h"
#include "ui/common/tableview.h"
#include "ui/common/toasts.h"
#include "ui/common/usertext.h"
#include "ui/records/elsewhere.h"
#include "ui/records/placeviews.h"
#include "ui/records/whileonline.h"

#include <QAction>
#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QItemSelectionModel>
#include <QMenu>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

bool changesSomething(Permission needed)
{
    switch (needed) {
    case Permission::DevicesWrite:
    case Permission::PersonsWrite:
    case Permission::EnrolmentWrite:
    case Permission::PoliciesWrite:
    case Permission::ActionsRun:
    case Permission::AccountsWrite:
        return true;
    default:
        return false;
    }
}

} // namespace

ListPlace::ListPlace(PlaceContext &context, const char *key, const char *entity, LiveList &list,
    const TablePageTexts &texts, QWidget *inspector)
    : m_context(context)
    , m_key(u"tables/"_s + QLatin1StringView(key))
    , m_list(list)
    , m_writing(new WhileOnline(context.site, this))
    , m_stack(new QStackedWidget(this))
    , m_page(new TablePage(texts, list.store(), Display(entity, std::make_shared<SystemClock>()), inspector))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_stack->addWidget(m_page);
    layout->addWidget(m_stack);
    connect(&m_list, &LiveList::stateChanged, this, &ListPlace::follow);
    connect(&m_context.site, &Site::stateChanged, this, &ListPlace::follow);
    connect(&m_age, &QTimer::timeout, this, &ListPlace::follow);
    m_age.start(std::chrono::minutes(1)); // "3 hours ago" goes on
    connect(m_page, &TablePage::retryRequested, &m_list, &LiveList::retry);
    m_views = new PlaceViews(context, QString::fromLatin1(key), entity, *m_page, this);
    connect(m_page, &TablePage::queryChanged, this, &ListPlace::amendLocation);
    connect(m_views, &PlaceViews::currentChanged, this, &ListPlace::amendLocation);
    connect(&m_page->model(), &TableModel::viewReplaced, this, [this] { select(m_wanted); });
    connect(m_page, &TablePage::menuRequested, this, &ListPlace::openMenu);
    connect(m_page, &TablePage::exportRequested, this, &ListPlace::askForFile);
    connect(m_page, &TablePage::exported, this, &ListPlace::exported);
    addCopies();
    m_page->restore(QSettings().value(m_key).toMap());
    m_list.open();
    follow();
}

ListPlace::~ListPlace()
{
    delete m_sheet.data(); // what it does in the end would be done by this place
    // the columns of a view are not those that the person chose for the list
    if (m_views->own())
        m_page->arrange(*m_views->own());
    QSettings().setValue(m_key, m_page->state());
}

void ListPlace::amendLocation()
{
    const Location here = m_context.navigator.current();
    if (here.place != objectName() || showsDetail())
        return; // e.g. a view that went while another place is shown
    QVariantMap arguments{{u"query"_s, m_page->queryBox()->text()}};
    if (!m_views->current().isEmpty())
        arguments.insert(u"view"_s, m_views->current());
    m_context.navigator.amend(arguments);
}

void ListPlace::shown(const QVariantMap &arguments)
{
    // Query and view belong to the location: going back brings them back, coming anew starts with everything.
    const QString view = arguments.value(u"view"_s).toString();
    if (arguments.contains(u"!view"_s)) {
        m_views->open(view);
    } else {
        m_views->resume(view);
        m_page->setQuery(arguments.value(u"query"_s).toString());
    }
    select(arguments.value(u"id"_s).toString());
}

void ListPlace::hidden()
{
    if (m_sheet)
        m_sheet->dismiss();
}

void ListPlace::openSheet(Overlay *sheet)
{
    m_sheet = sheet;
    sheet->open();
}

bool ListPlace::isSettled() const { return m_list.state() != LiveList::State::Loading && m_page->isSettled(); }

QList<QAction *> ListPlace::tools()
{
    if (showsDetail())
        return {};
    m_page->refreshMenu();
    return m_page->menu()->actions();
}

void ListPlace::sortByFirst(Qt::SortOrder order)
{
    if (m_page->model().sortKeys().empty())
        m_page->model().sort(0, order);
}

void ListPlace::setDetail(QWidget *detail) { m_stack->addWidget(detail); }

void ListPlace::showDetail(bool on) { m_stack->setCurrentIndex(on ? 1 : 0); }

bool ListPlace::showsDetail() const { return m_stack->currentIndex() == 1; }

void ListPlace::follow()
{
    switch (m_list.state()) {
    case LiveList::State::Empty:
    case LiveList::State::Loading:
        break; // the page shows that by itself until rows come
    case LiveList::State::Ready:
        m_page->setProblem(std::nullopt);
        m_page->setOffline({});
        break;
    case LiveList::State::Stale:
        followStale();
        break;
    case LiveList::State::Failed:
        m_page->setProblem(m_list.error());
        break;
    }
}

void ListPlace::followStale()
{
    const std::optional<ApiError> &error = m_list.error();
    const bool isLost = m_context.site.state() == Site::State::Offline
        || (error && (error->kind == ApiError::Kind::Transport || error->kind == ApiError::Kind::Timeout));
    if (isLost) {
        m_page->setProblem(std::nullopt);
        m_page->setOffline(notConnectedText(m_list.asOf(), QDateTime::currentDateTime()));
    } else if (error) {
        m_page->setProblem(error);
    }
    // otherwise it is catching up, which is over before it could be read
}

void ListPlace::select(const QString &id)
{
    m_wanted = id;
    if (id.isEmpty())
        return;
    const QModelIndex index = m_page->model().indexOfId(id);
    if (!index.isValid())
        return; // not loaded yet, or hidden by the query
    m_wanted.clear();
    m_page->view()->setCurrentIndex(index);
}

QString ListPlace::currentId() const { return m_page->view()->currentId(); }

bool ListPlace::fill(const QString &id, std::span<const Field> fields, void *entity)
{
    const SnapshotPointer &snapshot = m_list.store().snapshot();
    const auto row = snapshot->rowOf(id);
    if (!row)
        return false;
    for (size_t i = 0; i < fields.size(); ++i)
        fields[i].set(entity, snapshot->cell(*row, int(i)));
    return true;
}

QAction *ListPlace::addCommand(const QString &text, Icon which, Permission needed, std::function<void()> run)
{
    auto *action = new QAction(icon(which), text, this);
    connect(action, &QAction::triggered, this, std::move(run));
    m_context.allowed.show(action, needed);
    if (changesSomething(needed))
        m_writing->add(action);
    addAction(action);
    return action;
}

void ListPlace::offerForRows(QAction *action)
{
    m_rowActions.append(action);
    m_page->bulkBar()->addAction(action);
}

QStringList ListPlace::concernedRows()
{
    const Selection &ticked = m_page->selection();
    // the menu of a row that is not ticked is about that row alone
    if (!m_menuRow.isEmpty() && !ticked.contains(m_menuRow))
        return {m_menuRow};
    if (ticked.count() > 0)
        return ticked.ids();
    const QString current = m_page->view()->currentId();
    return current.isEmpty() ? QStringList() : QStringList{current};
}

void ListPlace::openMenu(const QString &id, const QPoint &at)
{
    const bool any = std::any_of(
        m_rowActions.begin(), m_rowActions.end(), [](const QAction *action) { return action->isVisible(); });
    if (!any)
        return;
    m_menuRow = id;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    const qint64 rows = concernedRows().size();
    if (rows > 1) {
        menu->addSection(tr("%n selected", nullptr, int(rows)));
        menu->actions().constLast()->setEnabled(false);
    }
    for (QAction *action : m_rowActions) {
        if (!action->menu()) {
            menu->addAction(action);
            continue;
        }
        menu->addActions(action->menu()->actions());
        menu->addSeparator();
    }
    // a command is given after its menu has closed
    connect(
        menu, &QMenu::aboutToHide, this, [this] { m_menuRow.clear(); }, Qt::QueuedConnection);
    menu->popup(at);
}

void ListPlace::askForFile(ExportFormat format)
{
    if (m_page->isExporting()) {
        m_context.toasts.show(Severity::Info, tr("An export of this list is still under way."));
        return;
    }
    const bool isCsv = format == ExportFormat::Csv;
    const QString name = m_key.section(u'/', -1);
    // what is shown now, not what will be shown once a name is typed
    const ExportRequest request = m_page->exportRequest(format, {});
    m_context.prompts.saveFile(this,
        {isCsv ? tr("Export as CSV") : tr("Export as Excel workbook"), name + (isCsv ? u".csv"_s : u".xlsx"_s),
            {isCsv ? tr("CSV (*.csv)") : tr("Excel workbook (*.xlsx)")}},
        [this, request](const QString &path) {
            if (path.isEmpty() || m_page->isExporting())
                return;
            ExportRequest named = request;
            named.path = path;
            m_page->startExport(std::move(named));
        });
}

void ListPlace::exported(const Result<qint64> &rows, const QString &path)
{
    if (rows)
        m_context.toasts.show(Severity::Ok,
            tr("%n row(s) exported to %1", "file", int(rows.value())).arg(QDir::toNativeSeparators(path)));
    else
        m_context.toasts.show(Severity::Danger,
            tr("%1 could not be written: %2", "file, reason").arg(QDir::toNativeSeparators(path), rows.error().detail));
}

void ListPlace::addCopies()
{
    const auto add = [this](const QString &text, QString (*copy)(const ListElsewhere &)) {
        auto *action = new QAction(icon(Icon::Copy), text, this);
        m_page->menu()->addCopy(action);
        connect(action, &QAction::triggered, this, [this, copy] {
            const SiteRecord &site = m_context.site.record();
            ListElsewhere list{site.address, site.pin, site.email, m_key.section(u'/', -1), m_page->queryBox()->text(),
                {}, m_page->model().columns()};
            std::vector<SortKey> keys = m_page->model().sortKeys();
            if (const std::optional<SortKey> &group = m_page->model().groupKey()) {
                std::erase_if(keys, [&group](const SortKey &key) { return key.column == group->column; });
                keys.insert(keys.begin(), *group);
                keys.resize(std::min(keys.size(), TableView::mostSortKeys));
            }
            for (const SortKey &key : keys)
                list.sort.append((key.descending ? u"-"_s : QString())
                    + QString::fromLatin1(m_list.store().fields()[size_t(key.column)].name));
            QGuiApplication::clipboard()->setText(copy(list));
            m_context.toasts.show(Severity::Ok, tr("Copied"));
        });
    };
    add(tr("Copy as address of the API"), &asAddress);
    if (hasCommand(m_key.section(u'/', -1)))
        add(tr("Copy as command"), &asCommand);
}

void ListPlace::say(const QString &done) { m_context.toasts.show(Severity::Ok, done); }

void ListPlace::showError(const ApiError &error)
{
    const QString text = userText(error);
    if (!text.isEmpty())
        m_context.toasts.show(Severity::Danger, text);
}

} // namespace belvedere
