// RequestBuilder: adds address and headers to a plan.
#pragma once

#include "rest/plan.h"
#include "rest/wire.h"

namespace belvedere {

// What stays the same over the tries of one call.
struct CallNames {
    QString requestId; // of the first try; later ones add "-2", "-3"
    QString idempotencyKey; // empty: none
};

class RequestBuilder {
public:
    // base: scheme, host, port and an optional path before /api/v1. language: BCP 47.
    RequestBuilder(QUrl base, QString language);

    const QUrl &base() const { return m_base; }
    // Names for a new call; the key is the caller's, or made up where the operation wants one.
    CallNames names(const Plan &plan, const CallOptions &options) const;
    // attempt: 1 for the first. bearer: access token, empty for none.
    WireRequest build(const Plan &plan, const CallOptions &options, const CallNames &names, int attempt,
        const QByteArray &bearer) const;

private:
    QUrl m_base;
    QString m_language;
};

// The media type that an answer of this shape must have; empty when any will do.
QByteArray expectedType(Shape shape);

} // namespace belvedere
