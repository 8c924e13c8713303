// The rule when the question may be accepted.
#include "ui/common/confirmsheet.h"

#include "ui/common/typedguard.h"

#include <QFrame>
#include <QLineEdit>
#include <QPushButton>

namespace belvedere {

ConfirmSheet::ConfirmSheet(const Question &question, QWidget *window)
    : QuestionSheet(question, window)
    , m_guard(new TypedGuard(card()))
{
    m_guard->setWanted(question.typed);
    addPart(m_guard);
    addButtons(question);
    accept()->setEnabled(m_guard->isSatisfied());
    connect(m_guard, &TypedGuard::changed, this, [this] { accept()->setEnabled(m_guard->isSatisfied()); });
    connect(m_guard, &TypedGuard::returnPressed, accept(), &QPushButton::click);
    connect(accept(), &QPushButton::clicked, this, [this] { answer(true); });
    connect(cancel(), &QPushButton::clicked, this, [this] { answer(false); });
}

// A slip of the Enter key must not accept.
QWidget *ConfirmSheet::firstFocus() const
{
    return m_guard->isHidden() ? static_cast<QWidget *>(cancel()) : m_guard->edit();
}

void ConfirmSheet::answer(bool accepted)
{
    dismiss();
    Q_EMIT answered(accepted);
}

} // namespace belvedere
