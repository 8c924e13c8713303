// Waiver: an exception from a compliance rule for some devices, approved by a second person, with an end.
#pragma once

#include "domain/account.h"
#include "domain/rule.h"

namespace belvedere {

enum class WaiverState : quint8 {
    Unknown,
    Requested,
    Approved,
    Refused,
    Withdrawn, // by a person, before its end
    Expired,
};

struct Waiver {
    static constexpr char idPrefix[] = "wai";

    Id<Waiver> id;
    Id<ComplianceRule> rule;
    QString ruleName; // kept by the server
    // For which devices: one, or those of a query. Exactly one of both is given; a query may name tags.
    Id<Device> device;
    QString deviceName; // kept by the server
    QString scope;
    QString reason;
    QString riskOwner; // who bears the risk
    QString measure; // what is done instead
    QDateTime expires; // at most a year after it was asked for
    Coded<WaiverState> state = WaiverState::Requested;
    QDateTime requested;
    Id<Account> requestedById;
    QString requestedBy;
    QDateTime decided; // approved or refused
    Id<Account> decidedById; // never who asked
    QString decidedBy;
    QDateTime ended; // withdrawn or expired
    qint64 toldDays = 0; // 30 or 7: the owner has been told that it ends so soon
    qint64 version = 0; // of the record; the entity tag
};

inline constexpr qint64 longestWaiver = 366 * 86'400; // seconds: a year, also a leap year

} // namespace belvedere
