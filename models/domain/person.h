// Person: somebody who uses devices. Who signs in to the console is an Account.
#pragma once

#include "domain/field.h"

namespace belvedere {

struct Person {
    static constexpr char idPrefix[] = "per";

    Id<Person> id;
    QString name;
    QString email;
    QString department;
    QString phone;
    qint64 devices = 0; // assigned, counted by the server
    qint64 version = 0;
};

} // namespace belvedere
