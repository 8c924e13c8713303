// Layout of the question and the rule when it may be accepted.
#include "ui/common/confirmsheet.h"

#include "ui/common/buttons.h"
#include "ui/common/label.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace belvedere {

ConfirmSheet::ConfirmSheet(const Question &question, QWidget *window)
    : Overlay(window)
    , m_typed(question.typed)
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
    const Tokens &tokens = tokensFor(palette());
    for (const Effect &effect : question.effects) {
        auto *line = new QHBoxLayout;
        line->setSpacing(space::s);
        auto *picture = new QLabel(card());
        picture->setPixmap(
            iconPixmap(iconOf(effect.severity), 18, tokens.of(toneOf(effect.severity)), devicePixelRatioF()));
        auto *text = new Label(effect.text, Label::Style::Body, Tone::Text, card());
        text->setWordWrap(true);
        line->addWidget(picture, 0, Qt::AlignTop);
        line->addWidget(text, 1);
        layout->addLayout(line);
    }
    if (!m_typed.isEmpty()) {
        auto *ask = new Label(tr("Type “%1” to go on:").arg(m_typed), Label::Style::Body, Tone::Muted, card());
        ask->setWordWrap(true);
        m_edit = new QLineEdit(card());
        m_edit->setAccessibleName(ask->text());
        ask->setBuddy(m_edit);
        layout->addWidget(ask);
        layout->addWidget(m_edit);
        m_accept->setEnabled(false);
        connect(m_edit, &QLineEdit::textChanged, this,
            [this](const QString &text) { m_accept->setEnabled(text.trimmed() == m_typed); });
        connect(m_edit, &QLineEdit::returnPressed, m_accept, &QPushButton::click);
    }
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
QWidget *ConfirmSheet::firstFocus() const { return m_edit ? static_cast<QWidget *>(m_edit) : m_cancel; }

void ConfirmSheet::answer(bool accepted)
{
    dismiss();
    Q_EMIT answered(accepted);
}

} // namespace belvedere
