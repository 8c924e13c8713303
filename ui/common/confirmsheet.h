// ConfirmSheet: asks before work that cannot be taken back, naming its real effects.
#pragma once

#include "ui/common/overlay.h"
#include "ui/common/prompts.h"

class QLineEdit;
class QPushButton;

namespace belvedere {

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
    QString m_typed;
    QLineEdit *m_edit = nullptr;
    QPushButton *m_accept;
    QPushButton *m_cancel;
};

} // namespace belvedere
