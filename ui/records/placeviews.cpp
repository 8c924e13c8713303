// Opening, saving and changing of views from a table page.
#include "ui/records/placeviews.h"

#include "api/views.h"
#include "ui/common/buttons.h"
#include "ui/common/querybox.h"
#include "ui/common/toasts.h"
#include "ui/common/usertext.h"
#include "ui/records/viewsheet.h"
#include "ui/records/whileonline.h"

#include <QAction>
#include <QMenu>
#include <QShortcut>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int widestLetters = 22; // of the name on the button

QString sortText(const std::vector<SortKey> &keys, std::span<const Field> fields)
{
    QStringList names;
    for (const SortKey &key : keys) {
        if (names.size() < maximumViewSort)
            names.append((key.descending ? u"-"_s : QString()) + QString::fromLatin1(fields[size_t(key.column)].name));
    }
    return names.join(u',');
}

} // namespace

PlaceViews::PlaceViews(
    const PlaceContext &context, const QString &list, const char *entity, TablePage &page, QWidget *place)
    : QObject(place)
    , m_context(context)
    , m_list(list)
    , m_entity(entity)
    , m_page(page)
    , m_place(place)
    , m_views(context.site, list)
    , m_button(new QToolButton)
    , m_menu(new QMenu(m_button))
    , m_save(addCommand(tr("Save as view…"), Icon::Plus, &PlaceViews::openSheet))
    , m_update(addCommand(tr("Update view"), Icon::Check, &PlaceViews::update))
    , m_edit(addCommand(tr("Edit view…"), Icon::Edit, &PlaceViews::edit))
    , m_remove(addCommand(tr("Delete view…"), Icon::Trash, &PlaceViews::remove))
    , m_close(addCommand(tr("Leave view"), Icon::Close, &PlaceViews::closeView))
{
    auto *writing = new WhileOnline(context.site, this);
    for (QAction *action : {m_save, m_update, m_edit, m_remove})
        writing->add(action);
    m_button->setObjectName(u"views"_s);
    m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_button->setIcon(icon(Icon::Eye));
    m_button->setAutoRaise(true);
    m_button->setMenu(m_menu);
    m_button->setPopupMode(QToolButton::InstantPopup);
    m_menu->setToolTipsVisible(true);
    page.addTool(m_button);
    auto *shortcut = new QShortcut(Qt::ALT | Qt::Key_V, &page);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, &PlaceViews::openMenu);
    connect(m_menu, &QMenu::aboutToShow, this, &PlaceViews::fillMenu);
    connect(&m_views, &ViewList::changed, this, &PlaceViews::follow);
    connect(&page, &TablePage::arrangementChanged, this, &PlaceViews::refresh);
    connect(page.queryBox(), &QueryBox::queryEdited, this, &PlaceViews::refresh);
    refresh();
}

// The sheet belongs to the window, but what it is about goes now.
PlaceViews::~PlaceViews()
{
    if (m_sheet)
        m_sheet->dismiss();
}

QAction *PlaceViews::addCommand(const QString &text, Icon which, void (PlaceViews::*run)())
{
    auto *action = new QAction(icon(which), text, this);
    connect(action, &QAction::triggered, this, run);
    m_place->addAction(action);
    return action;
}

std::optional<PlaceViews::Target> PlaceViews::target(const SavedView &view, QString *problem) const
{
    const std::span<const Field> fields = m_page.model().fields();
    const Result<ViewReading> reading = readView(view, fields);
    if (!reading) {
        if (problem)
            *problem = viewProblem(reading.error());
        return std::nullopt;
    }
    // what a view leaves open is as the person has it
    Target target{view.query, m_own ? *m_own : m_page.arrangement()};
    if (!reading.value().columns.isEmpty())
        target.arrangement.columns = reading.value().columns;
    if (!reading.value().sort.empty()) {
        target.arrangement.sort.clear();
        for (const ViewOrder &order : reading.value().sort)
            target.arrangement.sort.push_back({order.field, order.descending});
    }
    target.arrangement.group =
        reading.value().group < 0 ? QString() : QString::fromLatin1(fields[size_t(reading.value().group)].name);
    return target;
}

void PlaceViews::open(const QString &id)
{
    m_wanted = id;
    m_withQuery = true;
    follow();
}

void PlaceViews::resume(const QString &id)
{
    if (id.isEmpty()) {
        leave();
    } else if (id != current()) {
        m_wanted = id;
        m_withQuery = false;
        follow();
    }
}

bool PlaceViews::show(const SavedView &view, bool withQuery)
{
    QString problem;
    const std::optional<Target> wanted = target(view, &problem);
    if (!wanted) {
        m_context.toasts.show(
            Severity::Danger, tr("The view “%1” cannot be shown any more: %2").arg(view.name, problem));
        return false;
    }
    if (!m_own)
        m_own = m_page.arrangement();
    m_target = *wanted;
    m_shown = view;
    m_isExpected = false;
    m_page.arrange(m_target.arrangement);
    if (withQuery)
        m_page.setQuery(m_target.query);
    refresh();
    Q_EMIT currentChanged();
    return true;
}

void PlaceViews::leave()
{
    m_wanted.clear();
    if (!m_shown)
        return;
    m_shown.reset();
    if (const std::optional<TableArrangement> own = std::exchange(m_own, std::nullopt))
        m_page.arrange(*own);
    refresh();
    Q_EMIT currentChanged();
}

void PlaceViews::closeView()
{
    leave();
    m_page.setQuery({});
}

// The views have changed, or one is wanted.
void PlaceViews::follow()
{
    if (!m_wanted.isEmpty() && (m_views.isKnown() || m_views.find(m_wanted))) {
        const QString id = std::exchange(m_wanted, {});
        if (const SavedView *view = m_views.find(id))
            show(SavedView(*view), m_withQuery);
        else
            m_context.toasts.show(Severity::Warning, tr("This view is not there any more."));
        return;
    }
    if (!m_shown) {
        refresh();
        return;
    }
    const SavedView *now = m_views.find(m_shown->id.text);
    if (!now) {
        // the filter stays; columns, order and groups are the person's own again
        if (!m_isExpected && m_views.isKnown())
            leave();
        else
            refresh();
        return;
    }
    m_isExpected = false;
    if (now->version <= m_shown->version)
        return; // what this window has just saved may be newer than the list
    const bool wasChanged = isChanged();
    m_shown = *now;
    if (const std::optional<Target> newer = target(*m_shown)) {
        m_target = *newer;
        // what somebody is just changing here is not taken away
        if (!wasChanged) {
            m_page.arrange(m_target.arrangement);
            m_page.setQuery(m_target.query);
        }
    }
    refresh();
}

bool PlaceViews::isChanged() const
{
    return m_shown
        && (m_page.queryBox()->text().trimmed() != m_target.query.trimmed()
            || m_page.arrangement() != m_target.arrangement);
}

void PlaceViews::refresh()
{
    const bool changed = isChanged();
    const bool may = m_shown && m_views.mayChange(*m_shown);
    const QString name = m_shown ? m_shown->name : QString();
    const QFontMetrics metrics = m_button->fontMetrics();
    const QString text = m_shown ? metrics.elidedText(name, Qt::ElideRight, widestLetters * metrics.averageCharWidth())
                                 : tr("Views", "button for saved views");
    m_button->setText(changed ? text + u" •"_s : text);
    m_button->setAccessibleName(!m_shown ? tr("Saved views")
            : changed                    ? tr("View “%1”, changed").arg(name)
                                         : tr("View “%1”").arg(name));
    m_button->setToolTip(u"%1 (%2)"_s.arg(
        m_button->accessibleName(), QKeySequence(Qt::ALT | Qt::Key_V).toString(QKeySequence::NativeText)));
    m_update->setText(m_shown ? tr("Update “%1”").arg(name) : tr("Update view"));
    m_update->setVisible(may && (!m_shown->shared || m_context.allowed(Permission::ViewsShare)));
    m_update->setEnabled(changed && !m_page.queryBox()->hasError());
    m_edit->setVisible(may);
    m_remove->setVisible(may);
    m_close->setVisible(m_shown.has_value());
}

void PlaceViews::openMenu()
{
    m_button->setFocus(Qt::ShortcutFocusReason);
    m_menu->popup(m_button->mapToGlobal(QPoint(0, m_button->height()))); // showMenu() would wait until it closes
}

void PlaceViews::addEntries(const QString &title, bool shared)
{
    bool isFirst = true;
    for (const SavedView &view : m_views.views()) {
        if (view.shared != shared)
            continue;
        if (std::exchange(isFirst, false)) {
            if (!m_menu->isEmpty())
                m_menu->addSeparator();
            m_menu->addAction(title)->setEnabled(false); // the style leaves the titles of sections out
        }
        QString name = view.name;
        QAction *action = m_menu->addAction(name.replace(u'&', u"&&"_s));
        QString problem;
        const bool isReadable = target(view, &problem).has_value();
        action->setCheckable(true);
        action->setChecked(m_shown && m_shown->id.text == view.id.text);
        if (!isReadable)
            action->setIcon(icon(Icon::Warning, Tone::Warning));
        else if (action->isChecked())
            action->setIcon(icon(Icon::Check, Tone::Accent));
        else if (view.smartGroup)
            action->setIcon(icon(Icon::Devices));
        const QString words = viewInWords(view, m_page.model().fields(), m_entity);
        action->setToolTip(!isReadable ? problem
                : shared && !view.ownerName.isEmpty()
                ? tr("%1 – by %2", "what a view shows, whose it is").arg(words, view.ownerName)
                : words);
        connect(action, &QAction::triggered, this, [this, id = view.id.text, isReadable] {
            const SavedView *view = m_views.find(id);
            if (view && !isReadable && m_views.mayChange(*view) && m_context.site.canWrite()) {
                show(*view, true); // says why it cannot be shown
                edit(*view);
            } else {
                open(id);
            }
        });
    }
}

void PlaceViews::fillMenu()
{
    m_menu->clear();
    addEntries(tr("My views"), false);
    addEntries(tr("Shared views"), true);
    if (!m_menu->isEmpty())
        m_menu->addSeparator();
    m_menu->addActions({m_save, m_update, m_edit, m_remove, m_close});
}

SavedView PlaceViews::state() const
{
    SavedView view;
    view.list = m_list;
    view.query = m_page.queryBox()->text().trimmed();
    view.all = view.query.isEmpty();
    const TableArrangement shown = m_page.arrangement();
    view.columns = shown.columns.join(u',');
    view.sort = sortText(shown.sort, m_page.model().fields());
    view.group = shown.group;
    return view;
}

void PlaceViews::openSheet()
{
    const SavedView view = state();
    if (const Result<ViewReading> reading = readView(view, m_page.model().fields()); !reading) {
        m_page.queryBox()->tell();
        m_context.toasts.show(Severity::Warning, tr("This cannot be saved: %1").arg(viewProblem(reading.error())));
        return;
    }
    edit(view);
}

void PlaceViews::edit()
{
    if (m_shown)
        edit(SavedView(*m_shown));
}

void PlaceViews::edit(const SavedView &view)
{
    auto *sheet = new ViewSheet(m_context.site, view, m_page.model().fields(), m_entity, m_place->window());
    m_sheet = sheet;
    sheet->onSaved = [self = QPointer<PlaceViews>(this), before = view](const SavedView &saved) {
        if (self)
            self->saved(before, saved);
    };
    sheet->open();
}

void PlaceViews::saved(const SavedView &before, const SavedView &saved)
{
    m_context.toasts.show(Severity::Ok, tr("The view “%1” is saved.").arg(saved.name));
    if (before.id.isEmpty() || (m_shown && m_shown->id.text == saved.id.text)) {
        // another name does not take away what was changed in the table
        if (!before.id.isEmpty() && saved.query == before.query && isChanged())
            take(saved);
        else
            show(saved, true);
        m_isExpected = !m_views.find(saved.id.text); // unless the list was faster than the answer
    }
}

// A newer state of the view that is shown, of which the table keeps what differs.
void PlaceViews::take(const SavedView &newer)
{
    m_shown = newer;
    if (const std::optional<Target> stored = target(newer))
        m_target = *stored;
    refresh();
}

void PlaceViews::update()
{
    if (!m_shown)
        return;
    const SavedView now = state();
    Update<SavedView> operation;
    operation.id = m_shown->id;
    operation.body.changes = {{u"query"_s, now.query}, {u"all"_s, now.all}, {u"columns"_s, now.columns},
        {u"sort"_s, now.sort}, {u"group"_s, now.group}};
    CallOptions options;
    options.ifMatch = QString::number(m_shown->version);
    m_scope.add(m_context.site.send(operation, options)).then(this, [this](const Result<SavedView> &saved) {
        if (!saved) {
            tell(saved.error());
            return;
        }
        if (m_shown && m_shown->id.text == saved.value().id.text)
            take(saved.value());
        m_context.toasts.show(Severity::Ok, tr("The view “%1” is saved.").arg(saved.value().name));
    });
}

void PlaceViews::remove()
{
    if (!m_shown)
        return;
    Question question;
    question.title = tr("Delete the view “%1”?").arg(m_shown->name);
    question.text = m_shown->shared ? tr("It goes for everybody who may read this list. No rows are deleted.")
                                    : tr("Only you have it. No rows are deleted.");
    question.accept = tr("Delete view");
    question.destructive = true;
    m_context.prompts.confirm(m_place, question, [this, view = *m_shown](bool accepted) {
        if (!accepted)
            return;
        Remove<SavedView> operation;
        operation.id = view.id;
        CallOptions options;
        options.ifMatch = QString::number(view.version);
        m_scope.add(m_context.site.send(operation, options)).then(this, [this](const Result<Done> &done) {
            if (!done)
                tell(done.error());
        });
    });
}

void PlaceViews::tell(const ApiError &error)
{
    const QString text = error.http == 412 ? tr("Somebody has changed the view meanwhile. Look at it, then try again.")
                                           : userText(error);
    if (!text.isEmpty())
        m_context.toasts.show(Severity::Danger, text);
}

} // namespace belvedere
