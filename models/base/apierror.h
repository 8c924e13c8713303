// The one error type that crosses every layer: client, server, agent and file readers.
#pragma once

#include <optional>
#include <QList>
#include <QString>

namespace belvedere {

// One refused field of a request body; `field` is a field name of the entity, or a JSON path.
struct FieldError {
    QString field;
    QString message;
    bool operator==(const FieldError &) const = default;
};

struct ApiError {
    // What the caller can do about it; the stable machine code is `code`.
    enum class Kind {
        Transport, // no complete answer arrived
        Timeout,
        Cancelled, // by us; never shown to a person
        Tls,
        Unauthorized,
        Forbidden,
        NotFound,
        Conflict, // 409, 412, 428
        Validation,
        RateLimited,
        Server,
        Decode, // bytes that are not what the format promises
    };

    Kind kind = Kind::Server;
    QString code; // stable, dotted, lower case: "auth.failed", "decode.missing"
    QString detail; // one English sentence for logs and API answers; never a secret
    int http = 0; // 0: no status line was involved
    QList<FieldError> fields;
    std::optional<int> retryAfter; // seconds
    QString requestId;

    // The status that a server answers with: `http` if set, else the usual one of the kind.
    int status() const;
};

ApiError decodeError(const QString &code, const QString &path, const QString &message);
ApiError validationError(QList<FieldError> fields);
ApiError notFound(const QString &what);
ApiError conflict(const QString &code, const QString &detail);
ApiError forbidden(const QString &detail);

} // namespace belvedere
