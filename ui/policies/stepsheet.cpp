// Effects, a line for the reason, and a choice without a default.
#include "ui/policies/stepsheet.h"

#include "ui/common/buttons.h"
#include "ui/common/effectline.h"
#include "ui/common/label.h"

#include <QButtonGroup>
#include <QFrame>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace belvedere {

namespace {

constexpr int longestReason = 1'000; // characters

} // namespace

StepSheet::StepSheet(const Step &step, QWidget *window)
    : Overlay(window)
    , m_cancel(plainButton(tr("Cancel"), card()))
    , m_accept(step.question.destructive ? dangerButton(step.question.accept, card())
                                         : primaryButton(step.question.accept, card()))
{
    const Question &question = step.question;
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
    if (step.installed >= 0)
        layout->addWidget(makeInstalled(step.installed));
    if (step.asksReason) {
        m_reason = new QLineEdit(card());
        m_reason->setMaxLength(longestReason);
        m_reason->setAccessibleName(tr("Why"));
        m_reason->setPlaceholderText(tr("Why? It is kept on record."));
        layout->addWidget(m_reason);
        connect(m_reason, &QLineEdit::returnPressed, m_accept, &QPushButton::click);
    }
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, space::s, 0, 0);
    buttons->setSpacing(space::s);
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_accept);
    layout->addLayout(buttons);
    connect(m_cancel, &QPushButton::clicked, this, &StepSheet::dismiss);
    connect(m_accept, &QPushButton::clicked, this, [this] {
        Q_EMIT accepted();
        dismiss();
    });
    refresh();
}

QWidget *StepSheet::makeInstalled(qint64 count)
{
    auto *box = new QWidget(card());
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    auto *title =
        new Label(tr("What becomes of %n deployment(s) on devices?", nullptr, int(count)), Label::Style::Strong);
    title->setWordWrap(true);
    layout->addWidget(title);
    if (count == 0) {
        layout->addWidget(
            new Label(tr("The policy has brought nothing. No device changes."), Label::Style::Body, Tone::Muted));
        return box;
    }
    m_remove = new QRadioButton(tr("Remove them, where no other policy wants them"));
    m_leave = new QRadioButton(tr("Leave them installed; they stay on record as left"));
    auto *group = new QButtonGroup(this);
    for (QRadioButton *button : {m_remove, m_leave}) {
        group->addButton(button);
        layout->addWidget(button);
        connect(button, &QRadioButton::toggled, this, &StepSheet::refresh);
    }
    return box;
}

QString StepSheet::reason() const { return m_reason ? m_reason->text().trimmed() : QString(); }

Installed StepSheet::installed() const
{
    if (m_remove && m_remove->isChecked())
        return Installed::Remove;
    return m_leave && m_leave->isChecked() ? Installed::Leave : Installed::Unknown;
}

// A slip of the Enter key must not accept.
QWidget *StepSheet::firstFocus() const
{
    if (m_remove)
        return m_remove;
    return m_reason ? static_cast<QWidget *>(m_reason) : m_cancel;
}

void StepSheet::refresh() { m_accept->setEnabled(!m_remove || installed() != Installed::Unknown); }

} // namespace belvedere
