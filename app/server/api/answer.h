// From an operation's answer to bytes.
#pragma once

#include "api/operation.h"
#include "domain/policyversion.h"

#include <QJsonDocument>

namespace belvedere::server {

struct Encoded {
    int status = 200;
    QByteArray contentType;
    QByteArray body;
    QByteArray etag; // of one record; empty otherwise
};

Encoded encodeJson(const QJsonObject &object);

template<class T> struct Encode {
    static Encoded from(const T &value)
    {
        Encoded encoded = encodeJson(toJson(value));
        if (const Field *version = findField(fields<T>(), u"version")) {
            const Cell cell = version->get(&value);
            if (const auto *number = std::get_if<qint64>(&cell))
                encoded.etag = QByteArray::number(*number);
        }
        return encoded;
    }
};
template<> struct Encode<None> {
    static Encoded from(const None &) { return {204, {}, {}, {}}; }
};
// Pages leave out what lists do, except where a page is for reading: the versions of one policy.
template<class E> inline constexpr bool arePagesWhole = false;
template<> inline constexpr bool arePagesWhole<PolicyVersion> = true;

template<class E> struct Encode<Page<E>> {
    static Encoded from(const Page<E> &page)
    {
        QJsonArray items;
        for (const E &item : page.items)
            items.append(toJson(fields<E>(), &item, !arePagesWhole<E>));
        QJsonObject object{{QStringLiteral("items"), items}, {QStringLiteral("total"), page.total}};
        if (!page.nextCursor.isEmpty())
            object.insert(QStringLiteral("nextCursor"), page.nextCursor);
        return encodeJson(object);
    }
};

} // namespace belvedere::server
