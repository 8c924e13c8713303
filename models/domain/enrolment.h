// Enrolment: the right to bring devices in, as a token that is shown once and stored hashed.
#pragma once

#include "domain/field.h"

namespace belvedere {

enum class EnrolmentState : quint8 { Unknown, Open, UsedUp, Expired, Revoked };

struct Enrolment {
    static constexpr char idPrefix[] = "enr";

    Id<Enrolment> id;
    QString label;
    qint64 uses = 1; // allowed in all; 1 to 100,000
    qint64 used = 0;
    QDateTime created;
    QDateTime expires;
    QStringList tags; // given to each device that enrols with it
    bool revoked = false;
    Coded<EnrolmentState> state;
    qint64 version = 0;
};

} // namespace belvedere
