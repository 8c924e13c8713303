// The form for a new record.
#include "ui/records/createsheet.h"

#include "ui/common/buttons.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"
#include "ui/common/usertext.h"

#include <QFrame>
#include <QPushButton>
#include <QVBoxLayout>

namespace belvedere {

CreateSheet::CreateSheet(const QString &title, const QString &hint, const QString &accept,
    std::span<const Field> fields, const Display &display, const QStringList &only, const void *initial,
    QWidget *window)
    : Overlay(window)
    , m_form(new FormSheet(fields, display, only, card()))
    , m_message(new InlineMessage(card()))
    , m_accept(primaryButton(accept, card()))
{
    setAccessibleName(title);
    m_form->setEditable(true);
    m_form->load(initial);
    auto *layout = new QVBoxLayout(card());
    layout->setContentsMargins(space::xl, space::l + space::xs, space::xl, space::l);
    layout->setSpacing(space::m);
    layout->addWidget(new Label(title, Label::Style::Heading, Tone::Text, card()));
    if (!hint.isEmpty()) {
        auto *text = new Label(hint, Label::Style::Body, Tone::Muted, card());
        text->setWordWrap(true);
        layout->addWidget(text);
    }
    layout->addWidget(m_message);
    layout->addWidget(m_form);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    buttons->addStretch(1);
    QPushButton *cancel = plainButton(tr("Cancel"), card());
    buttons->addWidget(cancel);
    buttons->addWidget(m_accept);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &CreateSheet::dismiss);
    connect(m_accept, &QPushButton::clicked, this, [this] {
        if (!m_form->check())
            return;
        m_accept->setEnabled(false);
        Q_EMIT submitted();
    });
}

QWidget *CreateSheet::firstFocus() const
{
    const QList<QWidget *> widgets = m_form->findChildren<QWidget *>();
    for (QWidget *widget : widgets) {
        if (widget->focusPolicy() & Qt::TabFocus && widget->isEnabled())
            return widget;
    }
    return m_accept;
}

void CreateSheet::fail(const ApiError &error)
{
    m_accept->setEnabled(true);
    if (error.kind == ApiError::Kind::Validation && !error.fields.isEmpty())
        m_form->setErrors(error.fields);
    else
        m_message->showMessage(Severity::Danger, userText(error));
}

} // namespace belvedere
