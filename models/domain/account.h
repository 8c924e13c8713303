// Account: somebody who signs in to the console, with one of the built-in roles.
#pragma once

#include "domain/field.h"

namespace belvedere {

enum class Role : quint8 { Unknown, Administrator, Helpdesk, Auditor };

struct Account {
    static constexpr char idPrefix[] = "acc";

    Id<Account> id;
    QString email;
    QString name;
    Coded<Role> role;
    bool disabled = false;
    QDateTime created;
    QDateTime signedIn; // last successful sign-in
    qint64 version = 0;
};

} // namespace belvedere
