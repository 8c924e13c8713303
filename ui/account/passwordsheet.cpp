// The form for one's own password.
#include "ui/account/passwordsheet.h"

#include "ui/common/buttonrow.h"
#include "ui/common/buttons.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"
#include "ui/common/usertext.h"

#include <QFormLayout>
#include <QFrame>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qsizetype minimumLength = 12; // characters, as the server demands

} // namespace

PasswordSheet::PasswordSheet(Site &site, QWidget *window)
    : Overlay(window)
    , m_site(site)
    , m_message(new InlineMessage(card()))
    , m_accept(primaryButton(tr("Change password"), card()))
{
    setAccessibleName(tr("Change password"));
    auto *layout = new QVBoxLayout(card());
    layout->setContentsMargins(space::xl, space::l + space::xs, space::xl, space::l);
    layout->setSpacing(space::m);
    layout->addWidget(new Label(tr("Change password"), Label::Style::Heading, Tone::Text, card()));
    auto *hint = new Label(tr("At least %n character(s). Your other sessions are ended.", nullptr, int(minimumLength)),
        Label::Style::Body, Tone::Muted, card());
    hint->setWordWrap(true);
    layout->addWidget(hint);
    layout->addWidget(m_message);
    auto *form = new QFormLayout;
    form->setSpacing(space::s);
    m_old = addField(form, tr("Old password"), u"oldPassword"_s);
    m_new = addField(form, tr("New password"), u"newPassword"_s);
    m_again = addField(form, tr("New password again"), u"newPasswordAgain"_s);
    layout->addLayout(form);
    QPushButton *cancel = plainButton(tr("Cancel"), card());
    layout->addLayout(buttonRow({cancel, m_accept}));
    connect(cancel, &QPushButton::clicked, this, &PasswordSheet::dismiss);
    connect(m_accept, &QPushButton::clicked, this, &PasswordSheet::submit);
    refresh();
}

QLineEdit *PasswordSheet::addField(QFormLayout *form, const QString &label, const QString &name)
{
    auto *edit = new QLineEdit(card());
    edit->setObjectName(name);
    edit->setEchoMode(QLineEdit::Password);
    edit->setAccessibleName(label);
    edit->setMaxLength(256);
    form->addRow(label, edit);
    connect(edit, &QLineEdit::textChanged, this, &PasswordSheet::refresh);
    connect(edit, &QLineEdit::returnPressed, m_accept, &QPushButton::click);
    return edit;
}

QWidget *PasswordSheet::firstFocus() const { return m_old; }

void PasswordSheet::refresh()
{
    if (!m_again) // still being built
        return;
    const bool longEnough = m_new->text().size() >= minimumLength;
    m_accept->setEnabled(!m_old->text().isEmpty() && longEnough && m_new->text() == m_again->text());
}

void PasswordSheet::submit()
{
    m_accept->setEnabled(false);
    m_scope.add(m_site.changePassword(m_old->text(), m_new->text())).then(this, [this](const Result<Done> &result) {
        answered(result);
    });
}

void PasswordSheet::answered(const Result<Done> &result)
{
    if (result) {
        Q_EMIT changed();
        dismiss();
        return;
    }
    refresh();
    const bool wrong = !result.error().fields.isEmpty() && result.error().fields.first().field == "old_password"_L1;
    m_message->showMessage(Severity::Danger, wrong ? tr("The old password is not right.") : userText(result.error()));
    (wrong ? m_old : m_new)->setFocus();
}

} // namespace belvedere
