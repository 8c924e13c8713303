// A line for the reason, and a choice without a default.
#include "ui/policies/stepsheet.h"

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
    : QuestionSheet(step.question, window)
{
    if (step.installed >= 0)
        addPart(makeInstalled(step.installed));
    if (step.asksReason) {
        m_reason = new QLineEdit(card());
        m_reason->setMaxLength(longestReason);
        m_reason->setAccessibleName(tr("Reason"));
        m_reason->setPlaceholderText(tr("Reason; it is kept on record"));
        addPart(m_reason);
    }
    addButtons(step.question);
    if (m_reason)
        connect(m_reason, &QLineEdit::returnPressed, accept(), &QPushButton::click);
    connect(cancel(), &QPushButton::clicked, this, &StepSheet::dismiss);
    connect(accept(), &QPushButton::clicked, this, [this] {
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
    return m_reason ? static_cast<QWidget *>(m_reason) : cancel();
}

void StepSheet::refresh() { accept()->setEnabled(!m_remove || installed() != Installed::Unknown); }

} // namespace belvedere
