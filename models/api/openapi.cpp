// The OpenAPI 3.1 document.
#include "api/openapi.h"

#include "api/operations.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QJsonObject reference(const char *group, const QString &name)
{
    return {{u"$ref"_s, u"#/components/%1/%2"_s.arg(QLatin1StringView(group), name)}};
}

QJsonObject objectSchema(std::span<const Field> fields, bool isRequest);

QJsonObject fieldSchema(const Field &field)
{
    QJsonObject schema;
    switch (field.kind) {
    case Kind::Text:
    case Kind::Version:
        schema = {{u"type"_s, u"string"_s}};
        break;
    case Kind::Enum: {
        QJsonArray tokens;
        for (const Choice &choice : field.choices.subspan(1))
            tokens.append(QLatin1StringView(choice.token));
        schema = {{u"type"_s, u"string"_s}, {u"enum"_s, tokens}};
        break;
    }
    case Kind::Int:
    case Kind::Bytes:
    case Kind::Duration:
        schema = {{u"type"_s, u"integer"_s}, {u"format"_s, u"int64"_s}};
        break;
    case Kind::Bool:
        schema = {{u"type"_s, u"boolean"_s}};
        break;
    case Kind::Time:
        schema = {{u"type"_s, u"string"_s}, {u"format"_s, u"date-time"_s}};
        break;
    case Kind::Set:
        schema = {
            {u"type"_s, u"array"_s}, {u"items"_s, QJsonObject{{u"type"_s, u"string"_s}}}, {u"uniqueItems"_s, true}};
        break;
    case Kind::Object:
        schema = {{u"type"_s, u"object"_s}};
        break;
    case Kind::List:
        schema = {{u"type"_s, u"array"_s}, {u"items"_s, objectSchema(field.parts(), false)}};
        break;
    }
    QString description = QString::fromLatin1(field.label);
    if (field.unit)
        description += u" (%1)"_s.arg(QLatin1StringView(field.unit));
    schema.insert(u"description"_s, description);
    if (field.is(ReadOnly))
        schema.insert(u"readOnly"_s, true);
    return schema;
}

QJsonObject objectSchema(std::span<const Field> fields, bool isRequest)
{
    QJsonObject properties;
    QJsonArray required;
    for (const Field &field : fields) {
        if (isRequest && field.is(ReadOnly))
            continue;
        const QString name = QString::fromLatin1(field.name);
        properties.insert(name, fieldSchema(field));
        if (field.is(Required))
            required.append(name);
    }
    QJsonObject schema{{u"type"_s, u"object"_s}, {u"properties"_s, properties}};
    if (!required.isEmpty())
        schema.insert(u"required"_s, required);
    if (isRequest)
        schema.insert(u"additionalProperties"_s, false);
    return schema;
}

// A merge patch has the properties of a request, none of them required, each of them nullable.
QJsonObject patchSchema(std::span<const Field> fields)
{
    QJsonObject schema = objectSchema(fields, true);
    QJsonObject properties;
    const QJsonObject before = schema.value("properties"_L1).toObject();
    for (auto it = before.begin(); it != before.end(); ++it) {
        QJsonObject property = it.value().toObject();
        property.insert(u"type"_s, QJsonArray{property.value("type"_L1), u"null"_s});
        if (property.contains("enum"_L1)) {
            QJsonArray tokens = property.value("enum"_L1).toArray();
            tokens.append(QJsonValue::Null);
            property.insert(u"enum"_s, tokens);
        }
        properties.insert(it.key(), property);
    }
    schema.insert(u"properties"_s, properties);
    schema.remove(u"required"_s);
    return schema;
}

QString componentName(const Schema &schema, bool isRequest)
{
    const QString name = QString::fromLatin1(schema.name);
    switch (schema.shape) {
    case Shape::Page:
        return name + u"Page"_s;
    case Shape::Patch:
        return name + u"Patch"_s;
    default:
        return isRequest ? QString(name + u"Request"_s) : name;
    }
}

QJsonObject schemaFor(const Schema &schema, bool isRequest)
{
    if (schema.shape == Shape::Patch)
        return patchSchema(schema.fields());
    if (schema.shape != Shape::Page)
        return objectSchema(schema.fields(), isRequest);
    const QJsonObject items{
        {u"type"_s, u"array"_s}, {u"items"_s, reference("schemas", QString::fromLatin1(schema.name))}};
    return {{u"type"_s, u"object"_s},
        {u"properties"_s,
            QJsonObject{{u"items"_s, items},
                {u"total"_s,
                    QJsonObject{{u"type"_s, u"integer"_s}, {u"description"_s, u"Records that match in all"_s}}},
                {u"nextCursor"_s,
                    QJsonObject{{u"type"_s, u"string"_s}, {u"description"_s, u"Absent on the last page"_s}}}}},
        {u"required"_s, QJsonArray{u"items"_s, u"total"_s}}};
}

void addComponents(QJsonObject &schemas, const Schema &schema, bool isRequest)
{
    if (schema.shape == Shape::None || schema.shape == Shape::Events || schema.shape == Shape::Bytes)
        return;
    if (schema.shape != Shape::Lines)
        schemas.insert(componentName(schema, isRequest), schemaFor(schema, isRequest));
    if (schema.shape == Shape::Page || schema.shape == Shape::Lines)
        schemas.insert(QString::fromLatin1(schema.name), objectSchema(schema.fields(), false));
}

QJsonObject content(const QString &type, const QJsonObject &schema)
{
    return {{type, QJsonObject{{u"schema"_s, schema}}}};
}

QJsonObject answer(const Schema &schema)
{
    switch (schema.shape) {
    case Shape::None:
    case Shape::Patch:
        return {{u"description"_s, u"Done; there is nothing to say."_s}};
    case Shape::Events:
        return {{u"description"_s, u"Events as they happen."_s},
            {u"content"_s, content(u"text/event-stream"_s, {{u"type"_s, u"string"_s}})}};
    case Shape::Lines:
        return {{u"description"_s, u"One object a line; the last line holds the change token and the total."_s},
            {u"content"_s, content(u"application/x-ndjson"_s, {{u"type"_s, u"string"_s}})}};
    case Shape::Bytes:
        return {{u"description"_s, u"The content as it is."_s},
            {u"content"_s, content(u"application/octet-stream"_s, {{u"type"_s, u"string"_s}})}};
    case Shape::Object:
    case Shape::Page:
        break;
    }
    return {{u"description"_s, u"As asked."_s},
        {u"content"_s, content(u"application/json"_s, reference("schemas", componentName(schema, false)))}};
}

QJsonArray parameters(const OperationInfo &info)
{
    QJsonArray list;
    if (info.idPrefix) {
        list.append(QJsonObject{{u"name"_s, u"id"_s}, {u"in"_s, u"path"_s}, {u"required"_s, true},
            {u"description"_s, u"Id of the record."_s},
            {u"schema"_s,
                QJsonObject{{u"type"_s, u"string"_s},
                    {u"pattern"_s, u"^%1-[1-9][0-9]*$"_s.arg(QLatin1StringView(info.idPrefix))}}}});
    }
    for (const Field &field : info.parameters()) {
        QJsonObject schema = fieldSchema(field);
        const QJsonValue description = schema.take(u"description"_s);
        list.append(QJsonObject{{u"name"_s, QString::fromLatin1(field.name)}, {u"in"_s, u"query"_s},
            {u"description"_s, description}, {u"schema"_s, schema}});
    }
    if (info.needsMatch())
        list.append(reference("parameters", u"IfMatch"_s));
    if (info.spec.repeat == Repeat::Keyed)
        list.append(reference("parameters", u"IdempotencyKey"_s));
    return list;
}

QString tagOf(const OperationInfo &info)
{
    const QString root = QString::fromLatin1(info.spec.root);
    return root.isEmpty() ? u"session"_s : root;
}

QJsonObject operationObject(const OperationInfo &info)
{
    QJsonObject responses;
    const bool isEmpty = info.answer.shape == Shape::None;
    responses.insert(isEmpty ? u"204"_s : u"200"_s, answer(info.answer));
    responses.insert(u"4XX"_s, reference("responses", u"Problem"_s));
    responses.insert(u"5XX"_s, reference("responses", u"Problem"_s));
    QJsonObject operation{{u"operationId"_s, info.id()}, {u"summary"_s, QString::fromLatin1(info.spec.summary)},
        {u"tags"_s, QJsonArray{tagOf(info)}}, {u"responses"_s, responses},
        {u"x-permission"_s, QString::fromLatin1(permissionName(info.spec.permission))}};
    const QJsonArray list = parameters(info);
    if (!list.isEmpty())
        operation.insert(u"parameters"_s, list);
    if (info.body.shape == Shape::Bytes) {
        operation.insert(u"requestBody"_s,
            QJsonObject{{u"required"_s, true},
                {u"content"_s, content(u"application/octet-stream"_s, {{u"type"_s, u"string"_s}})}});
    } else if (info.body.shape != Shape::None) {
        const QString type =
            info.body.shape == Shape::Patch ? u"application/merge-patch+json"_s : u"application/json"_s;
        operation.insert(u"requestBody"_s,
            QJsonObject{{u"required"_s, true},
                {u"content"_s, content(type, reference("schemas", componentName(info.body, true)))}});
    }
    if (info.spec.permission == Permission::Public)
        operation.insert(u"security"_s, QJsonArray());
    return operation;
}

QString verbKey(Verb verb)
{
    switch (verb) {
    case Verb::Get:
        return u"get"_s;
    case Verb::Post:
        return u"post"_s;
    case Verb::Patch:
        return u"patch"_s;
    case Verb::Delete:
        return u"delete"_s;
    }
    return {};
}

QJsonObject problemSchema()
{
    const QJsonObject text{{u"type"_s, u"string"_s}};
    const QJsonObject entry{
        {u"type"_s, u"object"_s}, {u"properties"_s, QJsonObject{{u"field"_s, text}, {u"message"_s, text}}}};
    return {{u"type"_s, u"object"_s},
        {u"properties"_s,
            QJsonObject{{u"type"_s, text}, {u"title"_s, text}, {u"status"_s, QJsonObject{{u"type"_s, u"integer"_s}}},
                {u"code"_s, QJsonObject{{u"type"_s, u"string"_s}, {u"description"_s, u"Stable word for programs"_s}}},
                {u"detail"_s, text}, {u"requestId"_s, text},
                {u"errors"_s, QJsonObject{{u"type"_s, u"array"_s}, {u"items"_s, entry}}}}},
        {u"required"_s, QJsonArray{u"title"_s, u"status"_s, u"code"_s}}};
}

QJsonObject header(const QString &name, const QString &description)
{
    return {{u"name"_s, name}, {u"in"_s, u"header"_s}, {u"required"_s, true}, {u"description"_s, description},
        {u"schema"_s, QJsonObject{{u"type"_s, u"string"_s}}}};
}

QJsonObject components()
{
    QJsonObject schemas{{u"Problem"_s, problemSchema()}};
    for (const OperationInfo &info : operations()) {
        addComponents(schemas, info.body, true);
        addComponents(schemas, info.answer, false);
    }
    const QJsonObject problem{{u"description"_s, u"Refused or failed, with a stable code."_s},
        {u"content"_s, content(u"application/problem+json"_s, reference("schemas", u"Problem"_s))}};
    const QJsonObject headers{
        {u"IfMatch"_s, header(u"If-Match"_s, u"Version of the record that is changed, in quotes"_s)},
        {u"IdempotencyKey"_s,
            header(u"Idempotency-Key"_s, u"16 to 128 characters; the same key gets the same answer for a day"_s)}};
    const QJsonObject bearer{{u"type"_s, u"http"_s}, {u"scheme"_s, u"bearer"_s}};
    QJsonObject all;
    all.insert(u"schemas"_s, schemas);
    all.insert(u"responses"_s, QJsonObject{{u"Problem"_s, problem}});
    all.insert(u"parameters"_s, headers);
    all.insert(u"securitySchemes"_s, QJsonObject{{u"accessToken"_s, bearer}});
    return all;
}

} // namespace

QByteArray openApiDocument()
{
    QJsonObject paths;
    QStringList tags;
    for (const OperationInfo &info : operations()) {
        QJsonObject path = paths.value(info.path()).toObject();
        path.insert(verbKey(info.spec.verb), operationObject(info));
        paths.insert(info.path(), path);
        tags.append(tagOf(info));
    }
    QJsonArray tagList;
    for (const QString &tag : canonicalSet(tags))
        tagList.append(QJsonObject{{u"name"_s, tag}, {u"description"_s, QString(u"Operations on "_s + tag)}});
    const QJsonObject information{{u"title"_s, u"Belvedere API"_s}, {u"version"_s, u"1"_s},
        {u"description"_s, u"The API of a Belvedere site. Written from the declarations in models/api."_s},
        {u"license"_s, QJsonObject{{u"name"_s, u"GPL-3.0-or-later"_s}, {u"identifier"_s, u"GPL-3.0-or-later"_s}}}};
    const QJsonObject document{{u"openapi"_s, u"3.1.0"_s}, {u"info"_s, information},
        {u"servers"_s,
            QJsonArray{QJsonObject{{u"url"_s, QString::fromLatin1(apiRoot)}, {u"description"_s, u"This site"_s}}}},
        {u"security"_s, QJsonArray{QJsonObject{{u"accessToken"_s, QJsonArray()}}}}, {u"tags"_s, tagList},
        {u"paths"_s, paths}, {u"components"_s, components()}};
    return QJsonDocument(document).toJson(QJsonDocument::Indented);
}

} // namespace belvedere
