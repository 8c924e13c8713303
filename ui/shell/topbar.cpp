// Layout and menus of the top bar.
#include "ui/shell/topbar.h"

#include "ui/common/buttons.h"
#include "ui/common/theme.h"
#include "ui/shell/commandpalette.h"

#include <QActionGroup>
#include <QCheckBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QToolButton>
#include <QWidgetAction>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QToolButton *menuButton(Icon which, const QString &name, QWidget *parent)
{
    QToolButton *button = iconButton(which, name, parent);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(new QMenu(button));
    return button;
}

} // namespace

TopBar::TopBar(Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_menu(iconButton(Icon::Menu, tr("Show or hide the names of the places"), this))
    , m_site(menuButton(Icon::Site, tr("Site"), this))
    , m_palette(new CommandPalette(this))
    , m_connection(new ConnectionLabel(this))
    , m_account(menuButton(Icon::Person, tr("Account"), this))
    , m_accountMenu(m_account->menu())
{
    setProperty("role", u"bar"_s);
    setAttribute(Qt::WA_StyledBackground);
    m_menu->setObjectName(u"toggle-navigation"_s);
    m_site->setObjectName(u"site-switcher"_s);
    m_account->setObjectName(u"account-menu"_s);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::m, space::s, space::m, space::s);
    layout->setSpacing(space::s);
    layout->addWidget(m_menu);
    layout->addWidget(m_site);
    layout->addStretch(1);
    layout->addWidget(m_palette, 6);
    layout->addStretch(1);
    layout->addWidget(m_connection);
    layout->addWidget(m_account);
    m_palette->setMaximumWidth(640);
    m_palette->setMinimumWidth(120);

    connect(m_menu, &QToolButton::clicked, this, &TopBar::navigationToggled);
    m_password = m_accountMenu->addAction(icon(Icon::Account, Tone::Muted), tr("Change password…"));
    m_accountMenu->setToolTipsVisible(true);
    connect(m_password, &QAction::triggered, this, &TopBar::changePasswordRequested);
    m_accountMenu->addSeparator();
    addThemeActions(theme);
    m_accountMenu->addSeparator();
    m_accountMenu->addAction(eraseChoice());
    QAction *out = m_accountMenu->addAction(icon(Icon::SignOut, Tone::Muted), tr("Sign out"));
    connect(out, &QAction::triggered, this, [this] {
        const bool erase = m_erase->isChecked();
        m_erase->setChecked(false); // for the next one who signs in
        Q_EMIT signOutRequested(erase);
    });
}

QWidgetAction *TopBar::eraseChoice()
{
    auto *action = new QWidgetAction(m_accountMenu);
    m_erase = new QCheckBox(tr("Also erase what is kept on this computer"));
    m_erase->setObjectName(u"erase-kept"_s);
    m_erase->setAccessibleName(m_erase->text());
    m_erase->setToolTip(tr("The lists that open before the server has answered. Applies when you sign out."));
    auto *holder = new QWidget;
    auto *layout = new QHBoxLayout(holder);
    layout->setContentsMargins(space::s, space::xs, space::m, space::xs);
    layout->addWidget(m_erase);
    holder->setFocusProxy(m_erase);
    action->setDefaultWidget(holder);
    return action;
}

void TopBar::setReachable(bool reachable)
{
    m_password->setEnabled(reachable);
    m_password->setToolTip(reachable ? QString() : tr("Not possible without a connection to the server"));
}

void TopBar::addThemeActions(Theme &theme)
{
    auto *group = new QActionGroup(this);
    const std::pair<QString, Theme::Mode> modes[] = {{tr("Theme of the system"), Theme::Mode::System},
        {tr("Light theme"), Theme::Mode::Light}, {tr("Dark theme"), Theme::Mode::Dark}};
    for (const auto &[text, mode] : modes) {
        QAction *action = m_accountMenu->addAction(text);
        action->setCheckable(true);
        action->setChecked(theme.mode() == mode);
        group->addAction(action);
        connect(action, &QAction::triggered, &theme, [&theme, mode = mode] { theme.setMode(mode); });
        connect(&theme, &Theme::changed, action,
            [&theme, action, mode = mode] { action->setChecked(theme.mode() == mode); });
    }
}

void TopBar::setSites(const QList<SiteItem> &sites, const QString &current)
{
    QMenu *menu = m_site->menu();
    menu->clear();
    m_siteName.clear();
    for (const SiteItem &site : sites) {
        QAction *action = menu->addAction(site.name);
        action->setToolTip(site.address);
        action->setCheckable(true);
        action->setChecked(site.id == current);
        if (site.id == current)
            m_siteName = site.name;
        connect(action, &QAction::triggered, this, [this, id = site.id] { Q_EMIT siteChosen(id); });
    }
    menu->setToolTipsVisible(true);
    menu->addSeparator();
    QAction *add = menu->addAction(icon(Icon::Plus, Tone::Muted), tr("Add a site…"));
    connect(add, &QAction::triggered, this, &TopBar::addSiteRequested);
    m_site->setAccessibleName(tr("Site: %1").arg(m_siteName));
    m_site->setToolTip(m_site->accessibleName());
    fit();
}

void TopBar::setAccount(const QString &name, const QString &role)
{
    m_accountName = name;
    m_account->setAccessibleName(tr("Account: %1, %2", "name, role").arg(name, role));
    m_account->setToolTip(m_account->accessibleName());
    fit();
}

QList<QAction *> TopBar::commands() const
{
    QList<QAction *> result;
    for (QAction *action : m_accountMenu->actions()) {
        if (!action->isSeparator() && !action->text().isEmpty())
            result.append(action);
    }
    return result;
}

void TopBar::fit()
{
    // names give way before the search box does
    const int letters = std::max(1, fontMetrics().averageCharWidth());
    const bool narrow = width() < 130 * letters;
    const int room = narrow ? 14 * letters : 26 * letters;
    m_site->setText(fontMetrics().elidedText(m_siteName, Qt::ElideRight, room));
    m_account->setText(fontMetrics().elidedText(m_accountName, Qt::ElideRight, room));
    m_account->setToolButtonStyle(narrow ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    m_connection->setCompact(narrow);
}

void TopBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void TopBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        fit();
}

} // namespace belvedere
