// Assembly of the window, and moving between places.
#include "ui/shell/mainwindow.h"

#include "ui/common/overlay.h"
#include "ui/common/theme.h"
#include "ui/common/toasts.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/navpanel.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QMouseEvent>
#include <QPointer>
#include <QSettings>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// Below this many average letters the navigation shows icons only; 1000 pixels at the usual text size.
constexpr int narrowLetters = 125;

QString roleText(Role role) { return QCoreApplication::translate("Account", choices<Role>()[size_t(role)].label); }

// Those that can be given now; the entries of a menu say which one they belong to.
void offer(
    QList<PaletteCommand> &commands, const QList<QAction *> &actions, const QString &context, const QString &menu = {})
{
    for (QAction *action : actions) {
        if (!action->isVisible() || !action->isEnabled() || action->isSeparator())
            continue;
        if (action->menu()) {
            offer(commands, action->menu()->actions(), context, action->text());
            continue;
        }
        const QString title = menu.isEmpty()
            ? action->text()
            : QCoreApplication::translate("MainWindow", "%1: %2", "menu, entry").arg(menu, action->text());
        commands.append(PaletteCommand{title, context, Icon::ChevronRight,
            action->shortcut().toString(QKeySequence::NativeText), [action = QPointer<QAction>(action)] {
                if (action)
                    action->trigger();
            }});
    }
}

} // namespace

MainWindow::MainWindow(std::span<const PlaceEntry> entries, Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_entries(entries)
    , m_theme(theme)
    , m_prompts(&m_windowPrompts)
    , m_top(new TopBar(theme, this))
    , m_nav(new NavPanel(this))
    , m_pages(new QStackedWidget(this))
    , m_root(new QStackedWidget(this))
{
    auto *body = new QHBoxLayout;
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(0);
    body->addWidget(m_nav);
    body->addWidget(m_pages, 1);
    auto *work = new QWidget;
    // holds the keyboard until the person chooses something, so that no button looks chosen at the start
    work->setFocusPolicy(Qt::ClickFocus);
    work->setAccessibleName(u"Belvedere"_s);
    auto *workLayout = new QVBoxLayout(work);
    workLayout->setContentsMargins(0, 0, 0, 0);
    workLayout->setSpacing(0);
    workLayout->addWidget(m_top);
    workLayout->addLayout(body, 1);
    m_root->addWidget(work);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_root);
    m_toasts = new Toasts(this);
    setWindowTitle(u"Belvedere"_s);
    resize(1280, 800);
    setMinimumSize(720, 480);

    m_top->commandPalette()->setSource([this](const QString &typed) { return matching(commands(typed), typed); });
    connect(&m_navigator, &Navigator::moved, this, &MainWindow::moveTo);
    connect(m_nav, &NavPanel::placeChosen, this, [this](const QString &id) { m_navigator.go(id); });
    connect(m_nav, &NavPanel::branchChosen, this, &MainWindow::goToBranch);
    connect(&m_navigator, &Navigator::amended, this, [this](const Location &location) {
        m_nav->setCurrentPlace(location.place, location.arguments.value(u"view"_s).toString());
    });
    connect(m_top, &TopBar::navigationToggled, this, [this] {
        m_collapsed = !m_nav->isCollapsed();
        fitNavigation();
    });
    connect(&m_theme, &Theme::changed, this, &MainWindow::fitNavigation);
    addShortcuts();
}

// Places use the context, so they go first.
MainWindow::~MainWindow() { forgetPlaces(); }

void MainWindow::addShortcuts()
{
    const auto add = [this](const QKeySequence &keys, auto &&act) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, act);
    };
    add(Qt::CTRL | Qt::Key_K, [this] {
        if (m_context)
            m_top->commandPalette()->open();
    });
    add(Qt::ALT | Qt::Key_Left, [this] { m_navigator.back(); });
    add(Qt::ALT | Qt::Key_Right, [this] { m_navigator.forward(); });
    add(Qt::CTRL | Qt::Key_Plus, [this] { m_theme.setTextScale(m_theme.textScale() + 0.1); });
    add(Qt::CTRL | Qt::Key_Minus, [this] { m_theme.setTextScale(m_theme.textScale() - 0.1); });
    add(Qt::CTRL | Qt::Key_0, [this] { m_theme.setTextScale(1); });
    // F6 walks between the window's parts, as on every desktop
    add(Qt::Key_F6, [this] {
        if (m_nav->hasFocus() && m_current)
            m_current->setFocus(Qt::TabFocusReason);
        else
            m_nav->setFocus(Qt::TabFocusReason);
    });
}

void MainWindow::showFront(QWidget *page)
{
    forgetPlaces();
    m_root->addWidget(page);
    m_root->setCurrentWidget(page);
    delete m_front;
    m_front = page;
    setWindowTitle(u"Belvedere"_s);
}

void MainWindow::enter(Site &site, Role role, const QString &accountName)
{
    forgetPlaces();
    m_context =
        std::make_unique<PlaceContext>(PlaceContext{site, *m_prompts, m_navigator, *m_toasts, m_theme, Allowed(role)});
    QList<const PlaceEntry *> visible;
    for (const PlaceEntry &entry : m_entries) {
        if (m_context->allowed(entry.needed))
            visible.append(&entry);
    }
    m_nav->setEntries(visible);
    for (const PlaceEntry *entry : visible) {
        if (entry->branches)
            growBranches(*entry);
    }
    m_top->setAccount(accountName, roleText(role));
    fitNavigation();
    m_root->setCurrentIndex(0);
    m_root->currentWidget()->setFocus(Qt::OtherFocusReason);
    delete std::exchange(m_front, nullptr);
    if (!visible.isEmpty())
        m_navigator.go(QString::fromLatin1(visible.first()->id));
}

void MainWindow::forgetPlaces()
{
    if (m_current)
        m_current->hidden();
    m_current = nullptr;
    // a card belongs to a place and speaks with its site, and both go
    for (Overlay *overlay : findChildren<Overlay *>())
        overlay->dismiss();
    for (const auto &[id, place] : m_places)
        delete place;
    m_places.clear();
    m_branches.clear();
    m_navigator.forget();
    m_nav->setEntries({});
    m_context.reset();
}

void MainWindow::growBranches(const PlaceEntry &entry)
{
    const QString id = QString::fromLatin1(entry.id);
    std::unique_ptr<Branches> &branches = m_branches[id];
    branches = entry.branches(*m_context);
    const auto show = [this, id, raw = branches.get()] {
        QList<Branch> shown = raw->branches();
        shown.removeIf([](const Branch &branch) { return !branch.isShown; });
        m_nav->setBranches(id, raw->heading(), shown);
    };
    connect(branches.get(), &Branches::changed, this, show);
    show();
}

void MainWindow::goToBranch(const QString &place, const QString &key)
{
    const auto found = m_branches.find(place);
    if (found == m_branches.end())
        return;
    for (const Branch &branch : found->second->branches()) {
        if (branch.key == key)
            m_navigator.go(place, branch.arguments);
    }
}

const PlaceEntry *MainWindow::entryOf(const QString &id) const
{
    for (const PlaceEntry &entry : m_entries) {
        if (id == QLatin1StringView(entry.id))
            return &entry;
    }
    return nullptr;
}

Place *MainWindow::placeFor(const PlaceEntry &entry)
{
    Place *&place = m_places[QString::fromLatin1(entry.id)];
    if (!place) {
        place = entry.make(*m_context);
        place->setObjectName(QString::fromLatin1(entry.id));
        place->setAccessibleName(entry.titleText());
        m_pages->addWidget(place);
        connect(place, &Place::titleChanged, this, &MainWindow::refreshTitle);
    }
    return place;
}

void MainWindow::moveTo(const Location &location)
{
    const PlaceEntry *entry = entryOf(location.place);
    if (!entry || !m_context || !m_context->allowed(entry->needed))
        return;
    Place *next = placeFor(*entry);
    if (m_current && m_current != next)
        m_current->hidden();
    m_current = next;
    m_pages->setCurrentWidget(next);
    m_nav->setCurrentPlace(location.place, location.arguments.value(u"view"_s).toString());
    next->shown(location.arguments);
    refreshTitle();
}

void MainWindow::refreshTitle()
{
    const PlaceEntry *entry = m_current ? entryOf(m_current->objectName()) : nullptr;
    if (!entry)
        return;
    const QString title = m_current->title().isEmpty() ? entry->titleText() : m_current->title();
    setWindowTitle(tr("%1 – Belvedere", "window title").arg(title));
}

QList<PaletteCommand> MainWindow::commands(const QString &typed)
{
    QList<PaletteCommand> result;
    if (!m_context)
        return result;
    const QString here = m_current ? entryOf(m_current->objectName())->titleText() : QString();
    if (m_current)
        offer(result, m_current->actions(), here);
    for (const PlaceEntry &entry : m_entries) {
        if (!m_context->allowed(entry.needed))
            continue;
        const QString id = QString::fromLatin1(entry.id);
        result.append(
            PaletteCommand{entry.titleText(), tr("Go to"), entry.icon, {}, [this, id] { m_navigator.go(id); }});
    }
    for (const auto &[id, branches] : m_branches) {
        const QString place = id;
        const PlaceEntry *entry = entryOf(place);
        for (const Branch &branch : branches->branches())
            result.append(
                PaletteCommand{branch.title, tr("View of %1", "in the palette, a place").arg(entry->titleText()),
                    entry->icon, branch.detail, [this, place, key = branch.key] { goToBranch(place, key); }});
    }
    offer(result, m_top->commands(), tr("Window"));
    const QString words = typed.trimmed();
    if (words.isEmpty())
        return result;
    if (m_current)
        offer(result, m_current->tools(), here);
    for (const PlaceEntry &entry : m_entries) {
        if (!entry.find || !m_context->allowed(entry.needed))
            continue;
        const QString id = QString::fromLatin1(entry.id);
        result.append(PaletteCommand{QCoreApplication::translate("Place", entry.find).arg(words), entry.titleText(),
            Icon::Search, {},
            [this, id, words] {
                m_navigator.go(id, {{u"query"_s, words}});
            },
            true});
    }
    return result;
}

void MainWindow::fitNavigation()
{
    const bool narrow = width() < narrowLetters * fontMetrics().averageCharWidth();
    m_nav->setCollapsed(m_collapsed.value_or(narrow));
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    // a choice holds until the window crosses the border between wide and narrow
    const int border = narrowLetters * fontMetrics().averageCharWidth();
    if ((event->oldSize().width() < border) != (event->size().width() < border))
        m_collapsed.reset();
    fitNavigation();
}

void MainWindow::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::BackButton)
        m_navigator.back();
    else if (event->button() == Qt::ForwardButton)
        m_navigator.forward();
    QWidget::mouseReleaseEvent(event);
}

void MainWindow::save(QSettings &settings) const
{
    settings.setValue(u"window/geometry"_s, saveGeometry());
    settings.setValue(u"window/collapsed"_s, m_collapsed ? QVariant(*m_collapsed) : QVariant());
    settings.setValue(u"window/theme"_s, int(m_theme.mode()));
    settings.setValue(u"window/text"_s, m_theme.textScale());
}

void MainWindow::restore(const QSettings &settings)
{
    restoreGeometry(settings.value(u"window/geometry"_s).toByteArray());
    if (const QVariant collapsed = settings.value(u"window/collapsed"_s); collapsed.isValid())
        m_collapsed = collapsed.toBool();
    const int mode = settings.value(u"window/theme"_s, 0).toInt();
    if (mode >= int(Theme::Mode::System) && mode <= int(Theme::Mode::Dark))
        m_theme.setMode(Theme::Mode(mode));
    m_theme.setTextScale(settings.value(u"window/text"_s, 1).toDouble());
    fitNavigation();
}

} // namespace belvedere
