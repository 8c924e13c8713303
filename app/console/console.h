// Console: builds the services, the window and the sites, and ties them together.
#pragma once

#include "console/demofleet.h"
#include "console/demoserver.h"
#include "console/options.h"
#include "console/signinflow.h"
#include "ui/common/theme.h"
#include "ui/shell/mainwindow.h"

#include <QTimer>

namespace belvedere {

class ScreenshotTour;
class SelfTest;

class Console final : public QObject {
    Q_OBJECT
public:
    // `entries` outlives the console. Without `secrets` of its own it uses the system's, and leaves nothing behind in a
    // demo or an unattended run.
    Console(
        ConsoleOptions options, std::span<const PlaceEntry> entries, std::unique_ptr<SecretStore> secrets = nullptr);
    ~Console() override;

    // Shows the window and goes as far as the options lead; finished() ends the program.
    void start();
    MainWindow &window() { return *m_window; }
    Site *site() { return m_site.get(); } // null while nobody is signed in

Q_SIGNALS:
    void finished(int status);

private:
    bool isUnattended() const { return m_options.selfTest || !m_options.screenshots.isEmpty(); }
    void connectWindow();
    void openSomething();
    void startDemo();
    int answeringDevices() const; // of the demo
    void openWithPassword();
    void startFlow();
    void askAgain(const SiteRecord &record, const QString &why);
    void enter();
    void leave();
    void onSite(Site::State state);
    void onIdentity();
    void showConnection();
    void runTask();
    void changePassword();
    void listSites();
    void stop(const ApiError &error);

    ConsoleOptions m_options;
    Theme m_theme;
    SiteBook m_book;
    std::unique_ptr<SecretStore> m_secrets;
    std::unique_ptr<CacheFolder> m_kept; // null: nothing is kept on this computer
    std::unique_ptr<DemoServer> m_demo; // outlives the site
    std::unique_ptr<DemoFleet> m_fleet;
    std::unique_ptr<Site> m_site;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<SignInFlow> m_flow;
    QTimer m_age; // of what is shown without a connection
    std::optional<Identity> m_entered; // as what the window shows the places
    ScreenshotTour *m_tour = nullptr;
    SelfTest *m_test = nullptr;
};

} // namespace belvedere
