// TagSheet: adds and removes tags on several devices at once.
#pragma once

#include "ui/common/overlay.h"

#include <QStringList>

class QLineEdit;
class QPushButton;

namespace belvedere {

class TagSheet : public Overlay {
    Q_OBJECT
public:
    TagSheet(int devices, QWidget *window);

Q_SIGNALS:
    void submitted(const QStringList &add, const QStringList &remove);

protected:
    QWidget *firstFocus() const override;
    void onEscape() override { dismiss(); }

private:
    static QStringList tags(const QLineEdit *edit);
    QLineEdit *m_add;
    QLineEdit *m_remove;
    QPushButton *m_accept;
};

} // namespace belvedere
