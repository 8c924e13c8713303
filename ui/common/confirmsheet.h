// ConfirmSheet: asks before work that cannot be taken back, naming its real effects.
#pragma once

#include "ui/common/questionsheet.h"

namespace belvedere {

class TypedGuard;

class ConfirmSheet : public QuestionSheet {
    Q_OBJECT
public:
    ConfirmSheet(const Question &question, QWidget *window);

Q_SIGNALS:
    void answered(bool accepted);

protected:
    QWidget *firstFocus() const override;
    void onEscape() override { answer(false); }

private:
    void answer(bool accepted);
    TypedGuard *m_guard;
};

} // namespace belvedere
