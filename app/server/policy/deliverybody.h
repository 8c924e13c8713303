// DeliveryBody: what a target outside is told, how that is signed, and what its answer says.
#pragma once

#include "domain/outsidetarget.h"
#include "domain/rulestep.h"

namespace belvedere::server {

// {"id", "event": "rule.failing", "rule": {"id", "name", "version", "severity"}, "device": {"id", "name", "platform"},
// "first_failed_at", "due_at", "repetition"}; to one of tickets also "title", "text" and "dedup_key", which is the same
// for every failure of the rule on the device.
QJsonObject deliveryBody(const RuleStep &step, const RuleResult &result, const Device &device, TargetKind kind);
// The same with "event": "test" and without a rule and a device.
QJsonObject testBody(const QString &id, const OutsideTarget &target, const QDateTime &now);

// "t=<seconds>,v1=<hex HMAC-SHA256 of "<seconds>.<body>">".
QByteArray deliverySignature(const QByteArray &body, const QByteArray &secret, qint64 seconds);

// What an answer says of the ticket: {"id": text or number, "url": of http or https}; what is anything else, too long
// or not to be shown is left out.
struct TicketFacts {
    QString reference;
    QString link;
};
TicketFacts ticketFacts(const QByteArray &answer);

} // namespace belvedere::server
