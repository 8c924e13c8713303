// Layout and steps of signing in.
#include "ui/shell/signinpage.h"

#include "ui/common/buttons.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"
#include "ui/shell/siteform.h"

#include <QAction>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// A stack that is as high as the step that is shown, not as the highest of all.
class StepStack final : public QStackedWidget {
public:
    using QStackedWidget::QStackedWidget;
    QSize sizeHint() const override { return currentWidget() ? currentWidget()->sizeHint() : QSize(); }
    QSize minimumSizeHint() const override { return currentWidget() ? currentWidget()->minimumSizeHint() : QSize(); }
    bool hasHeightForWidth() const override { return currentWidget() && currentWidget()->hasHeightForWidth(); }
    int heightForWidth(int width) const override
    {
        return currentWidget() ? currentWidget()->heightForWidth(width) : -1;
    }
};

} // namespace

SignInPage::SignInPage(QWidget *parent)
    : QWidget(parent)
    , m_title(new Label({}, Label::Style::Heading))
    , m_message(new InlineMessage)
    , m_busy(new Label({}, Label::Style::Body, Tone::Muted))
    , m_steps(new StepStack)
    , m_siteStep(makeSiteStep())
    , m_trust(new CertificatePanel)
    , m_accountStep(makeAccountStep())
{
    auto *mark = new Label(u"Belvedere"_s, Label::Style::Title, Tone::Accent);
    auto *card = new QFrame;
    card->setProperty("role", u"card"_s);
    auto *cardLayout = new QVBoxLayout(card);
    cardLayout->setContentsMargins(space::xl, space::l + space::xs, space::xl, space::xl);
    cardLayout->setSpacing(space::m);
    cardLayout->addWidget(m_title);
    cardLayout->addWidget(m_message);
    cardLayout->addWidget(m_steps);
    cardLayout->addWidget(m_busy);
    m_busy->hide();
    for (QWidget *step : {m_siteStep, static_cast<QWidget *>(m_trust), m_accountStep})
        m_steps->addWidget(step);

    auto *column = new QVBoxLayout;
    column->addStretch(2);
    column->addWidget(mark, 0, Qt::AlignHCenter);
    column->addSpacing(space::m);
    column->addWidget(card);
    column->addStretch(3);
    auto *inner = new QWidget;
    auto *row = new QHBoxLayout(inner);
    row->setContentsMargins(space::l, space::l, space::l, space::l);
    row->addStretch(1);
    row->addLayout(column, 8);
    row->addStretch(1);
    const int letter = fontMetrics().averageCharWidth();
    card->setMaximumWidth(std::max(560, 80 * letter));
    m_title->setWordWrap(true);
    // at a large text size the card may be higher than the window
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(inner);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    connect(m_trust, &CertificatePanel::answered, this, &SignInPage::trustAnswered);
    askForSite();
}

QWidget *SignInPage::makeSiteStep()
{
    auto *step = new QWidget;
    m_site = new SiteForm;
    QPushButton *next = primaryButton(tr("Continue"));
    auto *layout = new QVBoxLayout(step);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::m);
    layout->addWidget(m_site);
    layout->addWidget(next, 0, Qt::AlignRight);
    const auto submit = [this] { Q_EMIT siteSubmitted(m_site->address(), m_site->name()); };
    connect(m_site, &SiteForm::submitted, this, submit);
    connect(next, &QPushButton::clicked, this, [this, submit] {
        if (m_site->check())
            submit();
    });
    return step;
}

QWidget *SignInPage::makeAccountStep()
{
    auto *step = new QWidget;
    m_siteName = new ElidedLabel({}, Label::Style::Body, Tone::Muted);
    QPushButton *other = linkButton(tr("Another site"));
    m_email = new QLineEdit;
    m_password = new QLineEdit;
    m_keep = new QCheckBox(tr("Keep me signed in on this computer"));
    m_signIn = primaryButton(tr("Sign in"));
    auto *emailName = new Label(tr("E-mail"));
    auto *passwordName = new Label(tr("Password"));
    emailName->setBuddy(m_email);
    passwordName->setBuddy(m_password);
    m_email->setObjectName(u"email"_s);
    m_email->setAccessibleName(emailName->text());
    m_email->setMaxLength(320);
    m_email->setInputMethodHints(Qt::ImhEmailCharactersOnly);
    m_password->setObjectName(u"password"_s);
    m_password->setAccessibleName(passwordName->text());
    m_password->setMaxLength(1024);
    m_password->setEchoMode(QLineEdit::Password);
    m_keep->setAccessibleName(m_keep->text());

    QToolButton *reveal = iconButton(Icon::Eye, tr("Show the password"));
    reveal->setObjectName(u"reveal"_s);
    reveal->setCheckable(true);
    connect(reveal, &QToolButton::toggled, m_password,
        [this](bool on) { m_password->setEchoMode(on ? QLineEdit::Normal : QLineEdit::Password); });

    auto *head = new QHBoxLayout;
    head->addWidget(m_siteName, 1);
    head->addWidget(other);
    auto *secret = new QHBoxLayout;
    secret->setSpacing(space::xs);
    secret->addWidget(m_password, 1);
    secret->addWidget(reveal);
    auto *layout = new QVBoxLayout(step);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::xs);
    layout->addLayout(head);
    layout->addSpacing(space::s);
    layout->addWidget(emailName);
    layout->addWidget(m_email);
    layout->addSpacing(space::s);
    layout->addWidget(passwordName);
    layout->addLayout(secret);
    layout->addSpacing(space::s);
    layout->addWidget(m_keep);
    layout->addSpacing(space::s);
    layout->addWidget(m_signIn, 0, Qt::AlignRight);
    connect(other, &QPushButton::clicked, this, &SignInPage::otherSiteRequested);
    connect(m_email, &QLineEdit::returnPressed, m_password, [this] { m_password->setFocus(); });
    connect(m_password, &QLineEdit::returnPressed, this, &SignInPage::submitAccount);
    connect(m_signIn, &QPushButton::clicked, this, &SignInPage::submitAccount);
    return step;
}

void SignInPage::submitAccount()
{
    const QString email = m_email->text().trimmed();
    if (email.isEmpty()) {
        showError(tr("Enter your e-mail address."));
        m_email->setFocus(Qt::OtherFocusReason);
        return;
    }
    if (m_password->text().isEmpty()) {
        showError(tr("Enter your password."));
        m_password->setFocus(Qt::OtherFocusReason);
        return;
    }
    showError({});
    const Secret password(m_password->text().toUtf8());
    m_password->clear();
    Q_EMIT signInRequested(email, password, m_keep->isChecked());
}

void SignInPage::askForSite(const QUrl &address, const QString &name)
{
    m_site->set(address, name);
    turnTo(m_siteStep, tr("Connect to a server"));
    m_site->setFocus(Qt::OtherFocusReason);
}

void SignInPage::askForTrust(const CertificateQuestion &facts)
{
    turnTo(m_trust, tr("Check the server's certificate"));
    m_trust->ask(facts);
}

void SignInPage::askForAccount(const QString &siteName, const QUrl &address, const QString &email)
{
    m_siteName->setFullText(siteName == address.host()
            ? address.toString()
            : tr("%1, %2", "name of a site, its address").arg(siteName, address.toString()));
    if (!email.isEmpty())
        m_email->setText(email);
    turnTo(m_accountStep, tr("Sign in"));
    (m_email->text().isEmpty() ? m_email : m_password)->setFocus(Qt::OtherFocusReason);
}

void SignInPage::turnTo(QWidget *step, const QString &title)
{
    setIdle();
    showError({});
    m_title->setText(title);
    setAccessibleName(title);
    m_steps->setCurrentWidget(step);
    m_steps->updateGeometry();
}

void SignInPage::setBusy(const QString &what)
{
    m_busy->setText(what);
    m_busy->show();
    m_steps->setEnabled(false);
}

void SignInPage::setIdle()
{
    m_busy->hide();
    m_steps->setEnabled(true);
}

void SignInPage::showError(const QString &text)
{
    if (text.isEmpty())
        m_message->hide();
    else
        m_message->showMessage(Severity::Danger, text);
}

} // namespace belvedere
