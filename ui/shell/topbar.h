// TopBar: site switcher, command palette, connection state and account menu.
#pragma once

#include "ui/shell/connectionlabel.h"

#include <QWidget>

class QAction;
class QCheckBox;
class QMenu;
class QToolButton;
class QWidgetAction;

namespace belvedere {

class CommandPalette;
class Theme;

struct SiteItem {
    QString id;
    QString name;
    QString address;
};

class TopBar : public QWidget {
    Q_OBJECT
public:
    explicit TopBar(Theme &theme, QWidget *parent = nullptr);
    void setSites(const QList<SiteItem> &sites, const QString &current);
    // The account's name and its role in words.
    void setAccount(const QString &name, const QString &role);
    // Without a connection the account cannot be changed.
    void setReachable(bool reachable);
    CommandPalette *commandPalette() const { return m_palette; }
    ConnectionLabel *connection() const { return m_connection; }
    // What the account menu offers; the palette offers the same.
    QList<QAction *> commands() const;

Q_SIGNALS:
    void navigationToggled();
    void siteChosen(const QString &id);
    void addSiteRequested();
    void changePasswordRequested();
    void signOutRequested(bool eraseKept);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void addThemeActions(Theme &theme);
    QWidgetAction *eraseChoice();
    void fit();
    QToolButton *m_menu;
    QToolButton *m_site;
    CommandPalette *m_palette;
    ConnectionLabel *m_connection;
    QToolButton *m_account;
    QMenu *m_accountMenu;
    QAction *m_password;
    QCheckBox *m_erase;
    QString m_siteName;
    QString m_accountName;
};

} // namespace belvedere
