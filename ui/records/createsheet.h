// CreateSheet: the form for a new record, laid over the window.
#pragma once

#include "ui/common/formsheet.h"
#include "ui/common/overlay.h"

class QPushButton;

namespace belvedere {

class InlineMessage;

class CreateSheet : public Overlay {
    Q_OBJECT
public:
    // `accept` is the button's text: "Create person". `only` as in FormSheet. `initial` fills the form.
    CreateSheet(const QString &title, const QString &hint, const QString &accept, std::span<const Field> fields,
        const Display &display, const QStringList &only, const void *initial, QWidget *window);

    FormSheet *form() const { return m_form; }
    // After submitted(): the sheet stays until the answer is known.
    void succeed() { dismiss(); }
    void fail(const ApiError &error);

Q_SIGNALS:
    void submitted();

protected:
    QWidget *firstFocus() const override;
    void onEscape() override { dismiss(); }

private:
    FormSheet *m_form;
    InlineMessage *m_message;
    QPushButton *m_accept;
};

} // namespace belvedere
