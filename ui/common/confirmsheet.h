// ConfirmSheet: asks before work that cannot be taken back, naming its real effects.
#pragma once

#include "ui/common/overlay.h"
#include "ui/common/prompts.h"

class QPushButton;

namespace belvedere {

class TypedGuard;

class ConfirmSheet : public Overlay {
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
    QPushButton *m_accept;
    QPushButton *m_cancel;
};

} // namespace belvedere
