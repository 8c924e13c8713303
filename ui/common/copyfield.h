// CopyField: text to be taken elsewhere, such as an id, a fingerprint or a one-time secret, with a copy button.
#pragma once

#include <chrono>
#include <QWidget>

class QLineEdit;
class QToolButton;

namespace belvedere {

class CopyField : public QWidget {
    Q_OBJECT
public:
    explicit CopyField(const QString &name, QWidget *parent = nullptr);
    void setText(const QString &text);
    QString text() const;
    // For secrets: the clipboard is emptied after this time if it still holds the text, and the desktop's clipboard
    // history is asked not to keep it. Zero: an ordinary text.
    void setExpiry(std::chrono::milliseconds time);

public Q_SLOTS:
    void copy();

Q_SIGNALS:
    void copied();

private:
    QLineEdit *m_edit;
    QToolButton *m_button;
    std::chrono::milliseconds m_expiry{0};
};

} // namespace belvedere
