// TypedGuard: asks for a word to be typed before work that cannot be taken back.
#pragma once

#include <QWidget>

class QLineEdit;

namespace belvedere {

class Label;

class TypedGuard : public QWidget {
    Q_OBJECT
public:
    explicit TypedGuard(QWidget *parent = nullptr);
    // What must be typed; empty: nothing, and nothing is shown.
    void setWanted(const QString &text);
    bool isSatisfied() const;
    QLineEdit *edit() const { return m_edit; }

Q_SIGNALS:
    void changed();
    void returnPressed();

private:
    QString m_wanted;
    Label *m_ask;
    QLineEdit *m_edit;
};

} // namespace belvedere
