// SignInPage: which server, whether to trust it, and who is there; not bound to any client.
#pragma once

#include "base/secret.h"
#include "ui/shell/certificatepanel.h"

#include <QUrl>
#include <QWidget>

class QCheckBox;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace belvedere {

class ElidedLabel;
class InlineMessage;
class Label;
class SiteForm;

class SignInPage : public QWidget {
    Q_OBJECT
public:
    explicit SignInPage(QWidget *parent = nullptr);

    // The steps; the page itself only moves when told to.
    void askForSite(const QUrl &address = {}, const QString &name = {});
    void askForTrust(const CertificateQuestion &facts);
    void askForAccount(const QString &siteName, const QUrl &address, const QString &email = {});

    // While something is under way nothing can be entered; `what` is a whole phrase: tr("Signing in…").
    void setBusy(const QString &what);
    void setIdle();
    // Above the fields of the current step; empty: none.
    void showError(const QString &text);

Q_SIGNALS:
    void siteSubmitted(const QUrl &address, const QString &name);
    void trustAnswered(bool trust);
    // The password field is emptied afterwards; connect directly.
    void signInRequested(const QString &email, const belvedere::Secret &password, bool keepSignedIn);
    void otherSiteRequested();

private:
    QWidget *makeSiteStep();
    QWidget *makeAccountStep();
    void submitAccount();
    void turnTo(QWidget *step, const QString &title);

    Label *m_title;
    InlineMessage *m_message;
    Label *m_busy;
    QStackedWidget *m_steps;
    QWidget *m_siteStep;
    SiteForm *m_site;
    CertificatePanel *m_trust;
    QWidget *m_accountStep;
    ElidedLabel *m_siteName;
    QLineEdit *m_email;
    QLineEdit *m_password;
    QCheckBox *m_keep;
    QPushButton *m_signIn;
};

} // namespace belvedere
