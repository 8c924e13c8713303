// Plan: an operation written out as method, path, query and body, before any header.
#pragma once

#include "api/operation.h"

#include <chrono>
#include <functional>

namespace belvedere {

enum class Priority : quint8 { Foreground, Background };

struct CallOptions {
    QString ifMatch; // version of the record as it was shown; needed by every change of one record
    // Empty: made up when the operation wants one. A caller that may ask again later passes its own, so that both
    // are the same request to the server.
    QString idempotencyKey;
    std::chrono::milliseconds silence{30'000}; // nothing arrives and nothing leaves
    std::chrono::milliseconds deadline{120'000}; // of each try, from when it leaves the queue
    Priority priority = Priority::Foreground;
    qint64 maximumBytes = 0; // of the answer; 0: 16 MiB, lists as lines 1 GiB
    bool retry = true;
    // Lists as lines only: called with each piece as it arrives. The answer's bytes are then empty, and once a piece
    // was handed on the call is not tried again.
    std::function<void(const QByteArray &)> received;
};

struct Plan {
    QByteArray verb;
    QByteArray path; // below the API root, percent-encoded: "/devices/dev-1"
    QByteArray query; // percent-encoded, without "?"
    std::optional<QByteArray> body; // JSON, or bytes as they are
    QByteArray bodyType;
    Repeat repeat = Repeat::Harmless;
    bool open = false; // needs no session
    Shape answer = Shape::None;
    std::optional<ApiError> refusal; // cannot be sent at all
};

// The fields of a request: what is known and may be set.
QJsonObject requestJson(std::span<const Field> list, const void *entity);
QByteArray queryString(std::span<const Field> list, const void *parameters);
// `idPrefix`: nullptr when no id belongs in the path.
Plan planOf(const Spec &spec, const char *idPrefix, const QString &id);

template<class Body> struct BodyOf {
    static QJsonObject json(const Body &body) { return requestJson(fields<Body>(), &body); }
    static constexpr char type[] = "application/json";
};
template<class E> struct BodyOf<Patch<E>> {
    static QJsonObject json(const Patch<E> &patch) { return patch.changes; }
    static constexpr char type[] = "application/merge-patch+json";
};

QByteArray compactJson(const QJsonObject &object);

template<class Body> QByteArray bodyBytes(const Body &body) { return compactJson(BodyOf<Body>::json(body)); }
template<> struct BodyOf<Bytes> {
    static constexpr char type[] = "application/octet-stream";
};
template<> inline QByteArray bodyBytes<Bytes>(const Bytes &body) { return body.bytes; }

template<class Op> Plan planOf(const Op &operation)
{
    const OperationInfo info = describe<Op>();
    Plan plan = planOf(info.spec, info.idPrefix, operation.id.text);
    plan.answer = info.answer.shape;
    plan.query = queryString(fields<typename Op::Parameters>(), &operation.parameters);
    if constexpr (!std::is_same_v<typename Op::Body, None>) {
        plan.body = bodyBytes(operation.body);
        plan.bodyType = BodyOf<typename Op::Body>::type;
    }
    return plan;
}

} // namespace belvedere
