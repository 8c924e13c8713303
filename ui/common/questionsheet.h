// QuestionSheet: a question over the window: its real effects, what has to be said before, and the two buttons.
#pragma once

#include "ui/common/overlay.h"
#include "ui/common/prompts.h"

class QPushButton;
class QVBoxLayout;

namespace belvedere {

class QuestionSheet : public Overlay {
    Q_OBJECT
protected:
    // Shows what is asked and its effects. Whoever derives adds parts, then the buttons.
    QuestionSheet(const Question &question, QWidget *window);
    void addPart(QWidget *part);
    // Once, as the last: the keyboard comes to them behind the parts.
    void addButtons(const Question &question);
    QPushButton *accept() const { return m_accept; }
    QPushButton *cancel() const { return m_cancel; }

private:
    QVBoxLayout *m_layout;
    QPushButton *m_accept = nullptr;
    QPushButton *m_cancel = nullptr;
};

} // namespace belvedere
