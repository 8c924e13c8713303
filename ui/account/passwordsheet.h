// PasswordSheet: changes one's own password.
#pragma once

#include "rest/requestscope.h"
#include "sites/site.h"
#include "ui/common/overlay.h"

class QFormLayout;
class QLineEdit;
class QPushButton;

namespace belvedere {

class InlineMessage;

class PasswordSheet : public Overlay {
    Q_OBJECT
public:
    // `site` outlives the sheet.
    PasswordSheet(Site &site, QWidget *window);

Q_SIGNALS:
    void changed();

protected:
    QWidget *firstFocus() const override;
    void onEscape() override { dismiss(); }

private:
    QLineEdit *addField(QFormLayout *form, const QString &label, const QString &name);
    void refresh();
    void submit();
    void answered(const Result<Done> &result);

    Site &m_site;
    RequestScope m_scope;
    InlineMessage *m_message;
    QLineEdit *m_old = nullptr;
    QLineEdit *m_new = nullptr;
    QLineEdit *m_again = nullptr;
    QPushButton *m_accept;
};

} // namespace belvedere
