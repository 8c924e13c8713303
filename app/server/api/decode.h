// From an HTTP request to an operation: path id, parameters and body, all by declaration.
#pragma once

#include "api/operation.h"
#include "server/http/message.h"

namespace belvedere::server {

// The parts of a request that an operation is made of.
struct RawOperation {
    QString id; // of {id}; empty without
    QList<std::pair<QString, QString>> parameters;
    QByteArray body;
};

// Fills `parameters` from texts. Errors "parameter.unknown", "parameter.repeated", "parameter.type".
Result<Done> decodeParameters(
    std::span<const Field> list, void *parameters, const QList<std::pair<QString, QString>> &texts);
// "id.kind" when the text is not an id with this prefix.
Result<Done> checkId(const QString &text, const char *prefix);
// Refuses bodies where none belongs ("body.unexpected").
Result<QJsonObject> decodeBody(const QByteArray &body);

template<class T> struct DecodeBody {
    static Result<T> from(const QByteArray &body)
    {
        const Result<QJsonObject> object = decodeBody(body);
        if (!object)
            return object.error();
        T value;
        const QList<FieldError> errors = readRequest(fields<T>(), &value, object.value(), false);
        if (!errors.isEmpty())
            return validationError(errors);
        return value;
    }
};
template<> struct DecodeBody<None> {
    static Result<None> from(const QByteArray &body);
};
template<> struct DecodeBody<Bytes> {
    static Result<Bytes> from(const QByteArray &body) { return Bytes{body}; }
};
template<class E> struct DecodeBody<Patch<E>> {
    static Result<Patch<E>> from(const QByteArray &body)
    {
        const Result<QJsonObject> object = decodeBody(body);
        if (!object)
            return object.error();
        E scratch;
        const QList<FieldError> errors = readRequest(fields<E>(), &scratch, object.value(), true);
        if (!errors.isEmpty())
            return validationError(errors);
        return Patch<E>{object.value()};
    }
};

template<class Op> Result<Op> decodeOperation(const RawOperation &raw)
{
    Op operation;
    if constexpr (!std::is_same_v<typename Op::Target, None>) {
        const Result<Done> right = checkId(raw.id, Op::Target::idPrefix);
        if (!right)
            return right.error();
        operation.id.text = raw.id;
    }
    const Result<Done> done =
        decodeParameters(fields<typename Op::Parameters>(), &operation.parameters, raw.parameters);
    if (!done)
        return done.error();
    Result<typename Op::Body> body = DecodeBody<typename Op::Body>::from(raw.body);
    if (!body)
        return body.error();
    operation.body = std::move(body).value();
    return operation;
}

} // namespace belvedere::server
