// The new token and how to use it.
#include "ui/enrolment/grantsheet.h"

#include "ui/common/buttons.h"
#include "ui/common/copyfield.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"

#include <QFrame>
#include <QPushButton>
#include <QVBoxLayout>

namespace belvedere {

GrantSheet::GrantSheet(const EnrolmentGrant &grant, const QString &fingerprint, QWidget *window)
    : Overlay(window)
    , m_done(primaryButton(tr("Done"), card()))
{
    setAccessibleName(tr("Enrolment token"));
    auto *layout = new QVBoxLayout(card());
    layout->setContentsMargins(space::xl, space::l + space::xs, space::xl, space::l);
    layout->setSpacing(space::m);
    layout->addWidget(new Label(tr("Enrolment token"), Label::Style::Heading, Tone::Text, card()));
    auto *notice = new InlineMessage(card());
    notice->setDismissable(false);
    notice->showMessage(Severity::Warning, tr("It is shown this once; the server keeps only a hash of it."));
    layout->addWidget(notice);
    const auto add = [this, layout](const QString &name, const QString &text) {
        layout->addWidget(new Label(name, Label::Style::Small, Tone::Muted, card()));
        auto *field = new CopyField(name, card());
        field->setText(text);
        field->setExpiry(std::chrono::seconds(60));
        layout->addWidget(field);
    };
    add(tr("Command to run on the computer, as an administrator"), grant.command);
    add(tr("Enrolment string, for belvedere-agent --enrol -"), grant.enrolment);
    if (!fingerprint.isEmpty())
        add(tr("Fingerprint of the server's certificate (SHA-256)"), fingerprint);
    auto *hint =
        new Label(tr("Devices appear in the list below as they arrive."), Label::Style::Body, Tone::Muted, card());
    hint->setWordWrap(true);
    layout->addWidget(hint);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_done);
    layout->addLayout(buttons);
    connect(m_done, &QPushButton::clicked, this, &GrantSheet::dismiss);
}

QWidget *GrantSheet::firstFocus() const { return m_done; }

} // namespace belvedere
