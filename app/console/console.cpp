// The window, its site, and what happens between them.
#include "console/console.h"

#include "console/selftest.h"
#include "ui/account/passwordsheet.h"
#include "ui/common/asof.h"
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
bool isLasting(const ConsoleOptions &options) { return !options.demo && options.user.isEmpty(); }

std::unique_ptr<SecretStore> secretStore(const ConsoleOptions &options, std::unique_ptr<SecretStore> given)
{
    if (given)
        return given;
    return isLasting(options) ? systemSecretStore() : std::make_unique<MemorySecretStore>();
}

} // namespace

Console::Console(ConsoleOptions options, std::span<const PlaceEntry> entries, std::unique_ptr<SecretStore> secrets)
    : m_options(std::move(options))
    , m_book(SiteBook::defaultFile())
    , m_secrets(secretStore(m_options, std::move(secrets)))
    , m_window(std::make_unique<MainWindow>(entries, m_theme))
{
    if (isLasting(m_options))
        m_kept = std::make_unique<CacheFolder>(CacheFolder::defaultPath(), *m_secrets);
    connectWindow();
    connect(&m_age, &QTimer::timeout, this, &Console::showConnection);
    m_age.start(std::chrono::minutes(1));
    connect(&m_book, &SiteBook::removed, this, [this](const QString &id) {
        m_secrets->remove(id);
        if (m_kept)
            m_kept->erase(id);
    });
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
    m_kept.reset(); // once the lists are written
}

void Console::connectWindow()
{
    TopBar *top = m_window->topBar();
    connect(top, &TopBar::signOutRequested, this, [this](bool eraseKept) {
        if (m_site)
            m_site->signOut(eraseKept ? Site::Kept::Erased : Site::Kept::Stays);
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
    if (m_kept && loaded) {
        QStringList known;
        for (const SiteRecord &record : m_book.sites())
            known.append(record.id);
        m_kept->keepOnly(known);
    }
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
        m_flow = std::make_unique<SignInFlow>(m_book, *m_secrets, nullptr);
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
    m_flow = std::make_unique<SignInFlow>(m_book, *m_secrets, m_kept.get());
    connect(m_flow.get(), &SignInFlow::signedIn, this, &Console::enter);
    connect(m_flow.get(), &SignInFlow::failed, this, &Console::stop);
    m_flow->signIn(address.value(), m_options.user, password.value());
}

void Console::startFlow()
{
    m_flow = std::make_unique<SignInFlow>(m_book, *m_secrets, m_kept.get());
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
    connect(m_site.get(), &Site::identityChanged, this, &Console::onIdentity);
    m_entered = m_site->identity();
    m_window->enter(*m_site, m_entered->role.value(), m_entered->name);
    listSites();
    onSite(m_site->state());
    if (m_entered->passwordChangeDue)
        changePassword();
    runTask();
}

// The server may know this account otherwise than it was known when the lists were kept.
void Console::onIdentity()
{
    const std::optional<Identity> now = m_site ? m_site->identity() : std::nullopt;
    if (!now || !m_entered || now == m_entered)
        return;
    const Identity before = *std::exchange(m_entered, now);
    if (before.role != now->role || before.name != now->name)
        m_window->enter(*m_site, now->role.value(), now->name);
    if (now->passwordChangeDue && !before.passwordChangeDue)
        changePassword();
}

void Console::leave()
{
    m_window->showFront(new QWidget); // the places go before what they show
    if (m_site)
        m_site.release()->deleteLater();
}

void Console::showConnection()
{
    if (!m_site)
        return;
    const std::optional<ApiError> &error = m_site->error();
    const Connection connection = connectionOf(m_site->state());
    m_window->topBar()->connection()->set(connection, error ? userText(*error) : QString(),
        m_site->isOnline() ? QString() : asOfText(m_site->asOf(), QDateTime::currentDateTimeUtc()));
    m_window->topBar()->setReachable(m_site->canWrite());
}

void Console::onSite(Site::State state)
{
    showConnection();
    const std::optional<ApiError> error = m_site->error();
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
