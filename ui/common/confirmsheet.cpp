// Layout of the question and the rule when it may be accepted.
#include "ui/common/confirmsheet.h"

#include "ui/common/buttons.h"
#include "ui/common/effectline.h"
#include "ui/common/label.h"
#include "ui/common/typedguard.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace belvedere {

ConfirmSheet::ConfirmSheet(const Question &question, QWidget *window)
    : Overlay(window)
    , m_guard(new TypedGuard(card()))
    , m_accept(question.destructive ? dangerButton(question.accept, card()) : primaryButton(question.accept, card()))
    , m_cancel(plainButton(tr("Cancel"), card()))
{
    setAccessibleName(question.title);
    setAccessibleDescription(question.text);
    auto *layout = new QVBoxLayout(card());
    layout->setContentsMargins(space::xl, space::l + space::xs, space::xl, space::l);
    layout->setSpacing(space::m);
    auto *title = new Label(question.title, Label::Style::Heading, Tone::Text, card());
    title->setWordWrap(true);
    layout->addWidget(title);
    if (!question.text.isEmpty()) {
        auto *text = new Label(question.text, Label::Style::Body, Tone::Text, card());
        text->setWordWrap(true);
        layout->addWidget(text);
    }
    for (const Effect &effect : question.effects)
        layout->addWidget(new EffectLine(effect, {}, card()));
    layout->addWidget(m_guard);
    m_guard->setWanted(question.typed);
    m_accept->setEnabled(m_guard->isSatisfied());
    connect(m_guard, &TypedGuard::changed, this, [this] { m_accept->setEnabled(m_guard->isSatisfied()); });
    connect(m_guard, &TypedGuard::returnPressed, m_accept, &QPushButton::click);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, space::s, 0, 0);
    buttons->setSpacing(space::s);
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_accept);
    layout->addLayout(buttons);
    connect(m_accept, &QPushButton::clicked, this, [this] { answer(true); });
    connect(m_cancel, &QPushButton::clicked, this, [this] { answer(false); });
}

// A slip of the Enter key must not accept.
QWidget *ConfirmSheet::firstFocus() const
{
    return m_guard->isHidden() ? static_cast<QWidget *>(m_cancel) : m_guard->edit();
}

void ConfirmSheet::answer(bool accepted)
{
    dismiss();
    Q_EMIT answered(accepted);
}

} // namespace belvedere
