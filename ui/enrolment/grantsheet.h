// GrantSheet: shows a new enrolment token, once, with the command to run.
#pragma once

#include "api/operations.h"
#include "ui/common/overlay.h"

class QPushButton;

namespace belvedere {

class GrantSheet : public Overlay {
    Q_OBJECT
public:
    GrantSheet(const EnrolmentGrant &grant, const QString &fingerprint, QWidget *window);

protected:
    QWidget *firstFocus() const override;
    void onEscape() override { dismiss(); }

private:
    QPushButton *m_done;
};

} // namespace belvedere
