// LicencePool: seats of an application that the organisation has bought; LicenceSeat: who or what has one of them.
#pragma once

#include "domain/application.h"
#include "domain/person.h"

namespace belvedere {

struct LicencePool {
    static constexpr char idPrefix[] = "lic";

    Id<LicencePool> id;
    QString name;
    Id<Application> application; // empty: none of the catalogue
    QString applicationName;
    qint64 seats = 0; // bought
    qint64 used = 0; // by devices and persons
    qint64 available = 0; // seats - used
    QDateTime expires; // invalid: never
    QString notes;
    QDateTime created;
    QDateTime edited;
    qint64 version = 0; // of the record; the entity tag
};

enum class HolderKind : quint8 { Unknown, Device, Person };

struct LicenceSeat {
    static constexpr char idPrefix[] = "sea";

    Id<LicenceSeat> id;
    Id<LicencePool> licence;
    QString licenceName;
    Coded<HolderKind> holderKind;
    QString holder; // id of the device or person
    QString holderName;
    QDateTime assigned;
    QString assignedBy; // name of the account
};

} // namespace belvedere
