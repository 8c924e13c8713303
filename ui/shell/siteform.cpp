// Reading and checking a server's address.
#include "ui/shell/siteform.h"

#include "ui/common/label.h"

#include <QHostAddress>
#include <QLineEdit>
#include <QStyle>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

QUrl serverAddress(const QString &typed)
{
    QString text = typed.trimmed();
    if (text.isEmpty() || text.size() > 2000)
        return {};
    if (!text.contains(u"://"_s))
        text.prepend(u"https://"_s);
    QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || url.host().contains(u' '))
        return {};
    url = url.adjusted(QUrl::RemoveUserInfo | QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment);
    if (url.scheme() == u"https")
        return url;
    const bool here = url.host() == u"localhost" || QHostAddress(url.host()).isLoopback();
    return url.scheme() == u"http" && here ? url : QUrl();
}

SiteForm::SiteForm(QWidget *parent)
    : QWidget(parent)
    , m_address(new QLineEdit(this))
    , m_error(new Label({}, Label::Style::Small, Tone::Danger, this))
    , m_name(new QLineEdit(this))
{
    auto *addressName = new Label(tr("Server address"), Label::Style::Body, Tone::Text, this);
    auto *nameName = new Label(tr("Name of the site (optional)"), Label::Style::Body, Tone::Text, this);
    addressName->setBuddy(m_address);
    nameName->setBuddy(m_name);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::xs);
    layout->addWidget(addressName);
    layout->addWidget(m_address);
    layout->addWidget(m_error);
    layout->addSpacing(space::s);
    layout->addWidget(nameName);
    layout->addWidget(m_name);
    m_error->setWordWrap(true);
    m_error->hide();
    m_address->setObjectName(u"address"_s);
    m_address->setAccessibleName(addressName->text());
    m_address->setPlaceholderText(u"mdm.example.org"_s);
    m_address->setInputMethodHints(Qt::ImhUrlCharactersOnly);
    m_name->setAccessibleName(nameName->text());
    m_name->setMaxLength(80);
    setFocusProxy(m_address);
    connect(m_address, &QLineEdit::textEdited, this, [this] { showAddressError({}); });
    for (QLineEdit *edit : {m_address, m_name}) {
        connect(edit, &QLineEdit::returnPressed, this, [this] {
            if (check())
                Q_EMIT submitted();
        });
    }
}

void SiteForm::set(const QUrl &address, const QString &name)
{
    m_address->setText(address.toString());
    m_name->setText(name);
    showAddressError({});
}

QUrl SiteForm::address() const { return serverAddress(m_address->text()); }

QString SiteForm::name() const
{
    const QString typed = m_name->text().trimmed();
    return typed.isEmpty() ? address().host() : typed;
}

bool SiteForm::check()
{
    if (address().isValid())
        return true;
    const bool plain = m_address->text().trimmed().startsWith(u"http://"_s, Qt::CaseInsensitive);
    showAddressError(m_address->text().trimmed().isEmpty() ? tr("Enter the address of the server.")
            : plain                                        ? tr("Plain http is for this computer only. Use https.")
                                                           : tr("This is not an address."));
    m_address->setFocus(Qt::OtherFocusReason);
    return false;
}

void SiteForm::showAddressError(const QString &text)
{
    m_error->setText(text);
    m_error->setVisible(!text.isEmpty());
    m_address->setAccessibleDescription(text);
    m_address->setProperty("invalid", !text.isEmpty());
    m_address->style()->unpolish(m_address);
    m_address->style()->polish(m_address);
}

} // namespace belvedere
