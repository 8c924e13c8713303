// Deliveries: what targets outside are still to be told, kept in the database until it is, so that a stop loses none
// and one of several servers sends it.
#pragma once

#include "domain/outsidetarget.h"
#include "domain/rulestep.h"
#include "server/store/sitekey.h"
#include "server/store/transaction.h"

namespace belvedere::server {

inline constexpr int deliveryAttempts = 5; // then the step has failed
inline constexpr int deliveriesPerMinute = 60; // to one target; more wait for the next minute

// Of a step that is stored; fills its state, its target's name, and why it failed ("target.missing").
Result<Done> queueDelivery(Transaction &transaction, const RuleResult &result, const Device &device, RuleStep &step);
// One message of the event "test", once, also to a target that is not enabled. Nothing while one is on its way.
Result<Done> queueTest(Transaction &transaction, const OutsideTarget &target);
// False: nothing waits any more, or it is being sent.
Result<bool> withdrawDelivery(Transaction &transaction, const Id<RuleStep> &step);
// When the target goes: its steps have failed, its secret is forgotten.
Result<Done> forgetTarget(Transaction &transaction, const Id<OutsideTarget> &target);

// The secret, bound to its target. Errors of SiteKey.
Result<Done> keepTargetSecret(
    Transaction &transaction, const SiteKey &key, const Id<OutsideTarget> &target, const QString &secret);

struct Outgoing {
    QString id; // of the delivery
    QString url;
    QByteArray repeatKey; // the same in each attempt
    QByteArray body;
    Secret secret;
    QString problem; // code: it cannot be sent, and was not
};
// Whether something may be sent now.
Result<bool> hasDeliveries(Database &database, const QDateTime &now);
// Those that are due, at most so many, for the caller alone until a minute is over; in the name of the site. What
// cannot be opened comes with its problem.
Result<Done> claimDeliveries(
    Transaction &transaction, const SiteKey &key, const QString &site, int most, std::vector<Outgoing> &claimed);

struct DeliveryOutcome {
    QString code; // dotted; empty: the target has taken it
    QByteArray answer = {};
};
// Nothing where the delivery has gone meanwhile.
Result<Done> finishDelivery(Transaction &transaction, const QString &id, const DeliveryOutcome &outcome);

} // namespace belvedere::server
