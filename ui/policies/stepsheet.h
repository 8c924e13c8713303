// StepSheet: the question before a step in a policy's life: what it does, why it is taken, what becomes of what is
// there.
#pragma once

#include "api/policies.h"
#include "ui/common/questionsheet.h"

class QLineEdit;
class QRadioButton;

namespace belvedere {

class StepSheet final : public QuestionSheet {
    Q_OBJECT
public:
    struct Step {
        Question question; // `typed` is not asked for here
        bool asksReason = false;
        qint64 installed = -1; // deployments; asks whether they stay or go, unless it is negative
    };
    StepSheet(const Step &step, QWidget *window);
    QString reason() const;
    Installed installed() const; // Unknown: not asked, or there is nothing

Q_SIGNALS:
    void accepted(); // the sheet goes afterwards

protected:
    QWidget *firstFocus() const override;
    void onEscape() override { dismiss(); }

private:
    QWidget *makeInstalled(qint64 count);
    void refresh();

    QLineEdit *m_reason = nullptr;
    QRadioButton *m_remove = nullptr;
    QRadioButton *m_leave = nullptr;
};

} // namespace belvedere
