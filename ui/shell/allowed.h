// Allowed: what the signed-in role may do, as the window mirrors it. The server enforces it.
#pragma once

#include "api/permission.h"

#include <QAction>
#include <QWidget>

namespace belvedere {

class Allowed {
public:
    Allowed() = default; // nobody is signed in
    explicit Allowed(Role role)
        : m_role(role)
    {
    }
    bool operator()(Permission permission) const { return allows(m_role, permission); }
    Role role() const { return m_role; }

    // What would be refused is not shown.
    void show(QAction *action, Permission needed) const { action->setVisible((*this)(needed)); }
    void show(QWidget *widget, Permission needed) const { widget->setVisible((*this)(needed)); }

private:
    Role m_role = Role::Unknown;
};

} // namespace belvedere
