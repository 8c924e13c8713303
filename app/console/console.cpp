// The window, its site, and what happens between them.
#include "console/console.h"

#include "console/selftest.h"
#include "ui/account/passwordsheet.h"
#include "ui/common/toasts.h"
#include "ui/common/usertext.h"
#include "ui/shell/screenshots.h"

#include <cstdio>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

Connection connectionOf(Site::State state)
{
    switch (state) {
    case Site::State::SigningIn:
    case Site::State::Loading:
        return Connection::Connecting;
    case Site::State::Online:
        return Connection::Online;
    case Site::State::Offline:
        return Connection::Offline;
    case Site::State::SignedOut:
        break;
    }
    return Connection::SignedOut;
}

// A demo or an unattended run leaves nothing behind.
std::unique_ptr<SecretStore> secretStore(const ConsoleOptions &options)
{
    const bool lasting = !options.demo && options.user.isEmpty();
    return lasting ? systemSecretStore() : std::make_unique<MemorySecretStore>();
}

} // namespace

Console::Console(ConsoleOptions options, std::span<const PlaceEntry> entries)
    : m_options(std::move(options))
    , m_book(SiteBook::defaultFile())
    , m_secrets(secretStore(m_options))
    , m_window(std::make_unique<MainWindow>(entries, m_theme))
{
    connectWindow();
}

Console::~Console()
{
    // The places show what the site holds, so they go first.
    if (!isUnattended()) {
        QSettings settings;
        m_window->save(settings);
    }
    m_flow.reset();
    m_window.reset();
    m_fleet.reset();
    m_site.reset();
}

void Console::connectWindow()
{
    TopBar *top = m_window->topBar();
    connect(top, &TopBar::signOutRequested, this, [this] {
        if (m_site)
            m_site->signOut();
    });
    connect(top, &TopBar::changePasswordRequested, this, &Console::changePassword);
    connect(top, &TopBar::addSiteRequested, this, [this] {
        leave();
        startFlow();
        m_flow->begin();
    });
    connect(top, &TopBar::siteChosen, this, [this](const QString &id) {
        const SiteRecord *record = m_book.find(id);
        if (!record || (m_site && m_site->record().id == id))
            return;
        const SiteRecord chosen = *record;
        leave();
        startFlow();
        m_flow->open(chosen);
    });
    connect(&m_book, &SiteBook::changed, this, &Console::listSites);
}

void Console::start()
{
    if (!isUnattended()) {
        const QSettings settings;
        m_window->restore(settings);
    }
    m_window->show();
    if (m_options.demo)
        startDemo();
    else
        openSomething();
}

void Console::openSomething()
{
    const Result<Done> loaded = m_book.load();
    if (!m_options.site.isEmpty() && !m_options.user.isEmpty()) {
        openWithPassword();
        return;
    }
    startFlow();
    const Result<QUrl> address = siteAddress(m_options.site);
    if (!m_options.site.isEmpty() && address)
        m_flow->open(newSite(address.value(), address.value().host()));
    else if (m_options.site.isEmpty() && !m_book.sites().isEmpty())
        m_flow->open(m_book.sites().first());
    else
        m_flow->begin();
    if (!loaded)
        m_window->toasts().show(Severity::Warning, userText(loaded.error()));
}

// Pictures and tests want the same each time.
int Console::answeringDevices() const
{
    return m_options.demo && !isUnattended() ? DemoFleet::share(*m_options.demo) : 0;
}

void Console::startDemo()
{
    m_demo = std::make_unique<DemoServer>(*m_options.demo - answeringDevices());
    auto *page = new SignInPage;
    page->askForSite();
    page->setBusy(tr("Preparing the demo…"));
    m_window->showFront(page);
    connect(m_demo.get(), &DemoServer::ready, this, [this](const QString &url) {
        m_options.site = url;
        m_flow = std::make_unique<SignInFlow>(m_book, *m_secrets);
        connect(m_flow.get(), &SignInFlow::signedIn, this, &Console::enter);
        connect(m_flow.get(), &SignInFlow::failed, this, &Console::stop);
        m_flow->signIn(QUrl(url), DemoServer::email(), m_demo->password());
    });
    connect(m_demo.get(), &DemoServer::failed, this, &Console::stop);
    m_demo->start();
}

void Console::openWithPassword()
{
    const Result<QUrl> address = siteAddress(m_options.site);
    const Result<QString> password = readPassword(m_options.passwordFile);
    if (!address || !password) {
        stop(address ? password.error() : address.error());
        return;
    }
    m_flow = std::make_unique<SignInFlow>(m_book, *m_secrets);
    connect(m_flow.get(), &SignInFlow::signedIn, this, &Console::enter);
    connect(m_flow.get(), &SignInFlow::failed, this, &Console::stop);
    m_flow->signIn(address.value(), m_options.user, password.value());
}

void Console::startFlow()
{
    m_flow = std::make_unique<SignInFlow>(m_book, *m_secrets);
    connect(m_flow.get(), &SignInFlow::signedIn, this, &Console::enter);
    auto *page = new SignInPage;
    m_window->showFront(page);
    m_flow->setPage(page);
    m_window->topBar()->connection()->set(Connection::SignedOut);
    listSites();
}

void Console::enter()
{
    m_site = m_flow->takeSite();
    // The flow is in the middle of its signal.
    m_flow.release()->deleteLater();
    connect(m_site.get(), &Site::stateChanged, this, &Console::onSite);
    connect(m_site.get(), &Site::recordChanged, this, [this](const SiteRecord &record) {
        if (m_demo)
            return;
        const Result<Done> kept = m_book.put(record);
        if (!kept)
            m_window->toasts().show(Severity::Warning, userText(kept.error()));
    });
    if (!m_demo && !isUnattended()) {
        const Result<Done> kept = m_book.put(m_site->record());
        if (!kept)
            m_window->toasts().show(Severity::Warning, userText(kept.error()));
    }
    if (const int devices = answeringDevices(); devices > 0 && !m_fleet)
        m_fleet = std::make_unique<DemoFleet>(*m_site, devices);
    const Identity &identity = *m_site->identity();
    m_window->enter(*m_site, identity.role.value(), identity.name);
    listSites();
    onSite(m_site->state());
    if (identity.passwordChangeDue)
        changePassword();
    runTask();
}

void Console::leave()
{
    m_window->showFront(new QWidget); // the places go before what they show
    if (m_site)
        m_site.release()->deleteLater();
}

void Console::onSite(Site::State state)
{
    const std::optional<ApiError> &error = m_site->error();
    m_window->topBar()->connection()->set(connectionOf(state), error ? userText(*error) : QString());
    if (state != Site::State::SignedOut)
        return;
    const SiteRecord record = m_site->record();
    const QString why = error ? userText(*error) : QString();
    leave();
    askAgain(record, why);
}

void Console::askAgain(const SiteRecord &record, const QString &why)
{
    if (m_options.selfTest) {
        Q_EMIT finished(1);
        return;
    }
    startFlow();
    SiteRecord plain = record;
    plain.remember = false; // the kept session has just ended
    m_flow->open(plain);
    if (!why.isEmpty())
        m_window->toasts().show(Severity::Warning, why);
}

void Console::listSites()
{
    QList<SiteItem> items;
    for (const SiteRecord &record : m_book.sites())
        items.append({record.id, record.name, record.address});
    const QString current = m_site ? m_site->record().id : QString();
    if (m_site && !m_book.find(current))
        items.prepend({current, m_demo ? tr("Demo") : m_site->record().name, m_site->record().address});
    m_window->topBar()->setSites(items, current);
}

void Console::changePassword()
{
    if (!m_site)
        return;
    auto *sheet = new PasswordSheet(*m_site, m_window.get());
    connect(sheet, &PasswordSheet::changed, this,
        [this] { m_window->toasts().show(Severity::Ok, tr("The password has been changed.")); });
    sheet->open();
}

void Console::runTask()
{
    if (m_options.selfTest) {
        m_test = new SelfTest(*m_window, *m_site, this);
        connect(m_test, &SelfTest::finished, this, &Console::finished);
        m_test->start();
    } else if (!m_options.screenshots.isEmpty()) {
        m_tour = new ScreenshotTour(*m_window, m_theme, m_options.screenshots, this);
        connect(m_tour, &ScreenshotTour::finished, this, [this] {
            for (const QString &problem : m_tour->problems())
                std::fprintf(stderr, "belvedere: %s\n", qPrintable(problem));
            std::printf(
                "%lld pictures in %s\n", qlonglong(m_tour->written().size()), qPrintable(m_options.screenshots));
            Q_EMIT finished(m_tour->problems().isEmpty() ? 0 : 1);
        });
        m_tour->start();
    }
}

void Console::stop(const ApiError &error)
{
    std::fprintf(stderr, "belvedere: %s (%s)\n", qPrintable(error.detail), qPrintable(error.code));
    if (isUnattended()) {
        Q_EMIT finished(1);
        return;
    }
    startFlow();
    m_flow->begin();
    m_window->toasts().show(Severity::Danger, userText(error));
}

} // namespace belvedere
