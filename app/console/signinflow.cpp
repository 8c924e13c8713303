// The way from an address to a signed-in site.
#include "console/signinflow.h"

#include "api/operations.h"
#include "ui/common/usertext.h"

#include <QCoreApplication>
#include <QLocale>
#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

CertificateQuestion question(const TlsFacts &facts)
{
    CertificateQuestion question;
    question.host = facts.port == 443 ? facts.host : u"%1:%2"_s.arg(facts.host).arg(facts.port);
    if (!facts.chain.isEmpty()) {
        const CertificateFacts &leaf = facts.chain.first();
        question.subject = leaf.subject;
        question.issuer = leaf.issuer;
        question.validFrom = leaf.from;
        question.validTo = leaf.until;
        question.sha256 = QByteArray::fromHex(leaf.sha256.toLatin1());
    }
    question.errors = facts.errors;
    question.trustedBefore = QByteArray::fromHex(facts.expected.toLatin1());
    question.refused = !facts.isAcceptable() && facts.code != "tls.changed"_L1;
    return question;
}

} // namespace

SignInFlow::SignInFlow(SiteBook &book, SecretStore &secrets, CacheFolder *kept, QObject *parent)
    : QObject(parent)
    , m_book(book)
    , m_secrets(secrets)
    , m_kept(kept)
{
}

void SignInFlow::setPage(SignInPage *page)
{
    m_page = page;
    connect(page, &SignInPage::siteSubmitted, this,
        [this](const QUrl &address, const QString &name) { open(newSite(address, name)); });
    connect(page, &SignInPage::trustAnswered, this, &SignInFlow::onTrust);
    connect(page, &SignInPage::otherSiteRequested, this, &SignInFlow::begin);
    connect(page, &SignInPage::signInRequested, this, [this](const QString &email, const Secret &password, bool keep) {
        if (!m_site)
            return;
        m_tries = true;
        m_page->setBusy(tr("Signing in…"));
        m_site->signIn(email, QString::fromUtf8(password.bytes()), keep);
    });
}

void SignInFlow::begin()
{
    m_site.reset();
    if (m_page) {
        m_page->setIdle();
        m_page->askForSite();
    }
}

void SignInFlow::open(const SiteRecord &record)
{
    useSite(record);
    if (record.remember) {
        m_tries = true;
        if (m_page)
            m_page->setBusy(tr("Signing in…"));
        m_site->resume();
        return;
    }
    reach();
}

void SignInFlow::signIn(const QUrl &address, const QString &email, const QString &password)
{
    m_given = Login{email, password};
    const QList<SiteRecord> &known = m_book.sites();
    const auto same = std::find_if(
        known.begin(), known.end(), [&address](const SiteRecord &record) { return record.url() == address; });
    useSite(same == known.end() ? newSite(address, address.host()) : *same);
    reach();
}

void SignInFlow::useSite(const SiteRecord &record)
{
    Site::Setup setup;
    setup.secrets = &m_secrets;
    setup.cache = m_kept;
    setup.language = QLocale().bcp47Name();
    setup.program = u"belvedere %1 on %2"_s.arg(QStringLiteral(BELVEDERE_VERSION), QSysInfo::prettyProductName());
    m_site = std::make_unique<Site>(record, std::move(setup));
    connect(m_site.get(), &Site::stateChanged, this, &SignInFlow::onState);
}

void SignInFlow::reach()
{
    if (m_page)
        m_page->setBusy(tr("Reaching %1…").arg(m_site->record().url().host()));
    m_site->send(GetSite{}).then(this, [this](const Result<SiteInfo> &info) { reached(info); });
}

void SignInFlow::reached(const Result<SiteInfo> &info)
{
    if (m_page)
        m_page->setIdle();
    if (!info) {
        const std::optional<TlsFacts> tls = m_site->tlsProblem();
        if (info.error().kind == ApiError::Kind::Tls && tls && m_page)
            m_page->askForTrust(question(*tls));
        else
            fail(info.error());
        return;
    }
    if (m_given) {
        m_tries = true;
        m_site->signIn(m_given->email, m_given->password, false);
        return;
    }
    if (!m_page)
        return; // nobody is asked while the last known state is on the screen
    const SiteRecord &record = m_site->record();
    m_page->askForAccount(record.name.isEmpty() ? info.value().name : record.name, record.url(), record.email);
}

void SignInFlow::onTrust(bool trust)
{
    const std::optional<TlsFacts> facts = m_site ? m_site->tlsProblem() : std::nullopt;
    if (!trust || !facts || (!facts->isAcceptable() && facts->code != "tls.changed"_L1)) {
        begin();
        return;
    }
    m_site->trust(facts->decision());
    reach();
}

void SignInFlow::onState(Site::State state)
{
    if (!m_tries || state == Site::State::SigningIn)
        return;
    m_tries = false;
    if (state != Site::State::SignedOut) {
        m_given.reset();
        // The caller listens from here on.
        m_site->disconnect(this);
        Q_EMIT signedIn();
        return;
    }
    const std::optional<ApiError> error = m_site->error();
    if (m_page) {
        const SiteRecord &record = m_site->record();
        m_page->setIdle();
        m_page->askForAccount(record.name, record.url(), record.email);
    }
    if (error)
        fail(*error);
}

void SignInFlow::fail(const ApiError &error)
{
    if (!m_page) {
        Q_EMIT failed(error);
        return;
    }
    m_page->showError(userText(error));
}

} // namespace belvedere
