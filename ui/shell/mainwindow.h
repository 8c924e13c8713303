// MainWindow: assembles navigation, top bar and places; what happens inside them is theirs.
#pragma once

#include "ui/common/windowprompts.h"
#include "ui/shell/command.h"
#include "ui/shell/place.h"
#include "ui/shell/topbar.h"

#include <map>
#include <memory>
#include <QWidget>

class QSettings;
class QStackedWidget;

namespace belvedere {

class NavPanel;

class MainWindow : public QWidget {
    Q_OBJECT
public:
    // `entries` and `theme` outlive the window. Starts empty: show a front page, or enter a site.
    MainWindow(std::span<const PlaceEntry> entries, Theme &theme, QWidget *parent = nullptr);
    ~MainWindow() override;

    // Instead of the places, e.g. for signing in. Takes ownership; places of an earlier site are gone afterwards.
    void showFront(QWidget *page);
    // Shows the places that `role` may see, and goes to the first one. `site` outlives the stay.
    void enter(Site &site, Role role, const QString &accountName);

    TopBar *topBar() const { return m_top; }
    NavPanel *navigation() const { return m_nav; }
    Navigator &navigator() { return m_navigator; }
    Toasts &toasts() { return *m_toasts; }
    // Questions go to the window unless a test answers them; `prompts` outlives the window.
    void setPrompts(Prompts &prompts) { m_prompts = &prompts; }
    Place *currentPlace() const { return m_current; }
    // What the palette offers for `typed`, unranked.
    QList<PaletteCommand> commands(const QString &typed);

    // Size, position, collapsed navigation and theme.
    void save(QSettings &settings) const;
    void restore(const QSettings &settings);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    void addShortcuts();
    void forgetPlaces();
    void moveTo(const Location &location);
    Place *placeFor(const PlaceEntry &entry);
    const PlaceEntry *entryOf(const QString &id) const;
    void fitNavigation();
    void refreshTitle();
    void growBranches(const PlaceEntry &entry);
    void goToBranch(const QString &place, const QString &key);

    std::span<const PlaceEntry> m_entries;
    Theme &m_theme;
    WindowPrompts m_windowPrompts;
    Prompts *m_prompts;
    Navigator m_navigator;
    std::unique_ptr<PlaceContext> m_context; // while in a site
    std::map<QString, Place *> m_places;
    std::map<QString, std::unique_ptr<Branches>> m_branches; // by place
    Place *m_current = nullptr;
    std::optional<bool> m_collapsed; // what the person chose
    TopBar *m_top;
    NavPanel *m_nav;
    QStackedWidget *m_pages;
    QStackedWidget *m_root;
    QWidget *m_front = nullptr;
    Toasts *m_toasts;
};

} // namespace belvedere
