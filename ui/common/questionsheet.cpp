// Layout of a question.
#include "ui/common/questionsheet.h"

#include "ui/common/buttonrow.h"
#include "ui/common/buttons.h"
#include "ui/common/effectline.h"
#include "ui/common/label.h"

#include <QFrame>
#include <QPushButton>
#include <QVBoxLayout>

namespace belvedere {

QuestionSheet::QuestionSheet(const Question &question, QWidget *window)
    : Overlay(window)
    , m_layout(new QVBoxLayout(card()))
{
    setAccessibleName(question.title);
    setAccessibleDescription(question.text);
    m_layout->setContentsMargins(space::xl, space::l + space::xs, space::xl, space::l);
    m_layout->setSpacing(space::m);
    auto *title = new Label(question.title, Label::Style::Heading, Tone::Text, card());
    title->setWordWrap(true);
    m_layout->addWidget(title);
    if (!question.text.isEmpty()) {
        auto *text = new Label(question.text, Label::Style::Body, Tone::Text, card());
        text->setWordWrap(true);
        m_layout->addWidget(text);
    }
    for (const Effect &effect : question.effects)
        m_layout->addWidget(new EffectLine(effect, {}, card()));
}

void QuestionSheet::addPart(QWidget *part) { m_layout->addWidget(part); }

void QuestionSheet::addButtons(const Question &question)
{
    m_cancel = plainButton(tr("Cancel"), card());
    m_accept = question.destructive ? dangerButton(question.accept, card()) : primaryButton(question.accept, card());
    QHBoxLayout *buttons = buttonRow({m_cancel, m_accept});
    buttons->setContentsMargins(0, space::s, 0, 0);
    m_layout->addLayout(buttons);
}

} // namespace belvedere
