// SignInFlow: leads from an address to a signed-in site: reach the server, decide on its certificate, sign in.
#pragma once

#include "sites/site.h"
#include "sites/sitebook.h"
#include "ui/shell/signinpage.h"

namespace belvedere {

class SignInFlow final : public QObject {
    Q_OBJECT
public:
    // All outlive the flow and its site; `kept` may be null.
    SignInFlow(SiteBook &book, SecretStore &secrets, CacheFolder *kept, QObject *parent = nullptr);

    // Shows the steps on `page`, which outlives the flow; without a page nobody is asked and failed() ends the flow.
    void setPage(SignInPage *page);
    // Asks for an address.
    void begin();
    // A known site: with the kept session if there is one, else with a password.
    void open(const SiteRecord &record);
    // Signs in without asking, for the command line and the demo.
    void signIn(const QUrl &address, const QString &email, const QString &password);

    // The site belongs to the caller from then on.
    std::unique_ptr<Site> takeSite() { return std::move(m_site); }

Q_SIGNALS:
    void signedIn();
    void failed(const belvedere::ApiError &error); // only without a page

private:
    void useSite(const SiteRecord &record);
    void reach();
    void reached(const Result<SiteInfo> &info);
    void onState(Site::State state);
    void onTrust(bool trust);
    void fail(const ApiError &error);

    SiteBook &m_book;
    SecretStore &m_secrets;
    CacheFolder *m_kept;
    SignInPage *m_page = nullptr;
    std::unique_ptr<Site> m_site;
    struct Login {
        QString email;
        QString password;
    };
    std::optional<Login> m_given; // from the command line
    bool m_tries = false; // a sign-in is under way
};

} // namespace belvedere
