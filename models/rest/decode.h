// Decoding of answers by their shape, from field lists alone.
#pragma once

#include "api/operation.h"
#include "rest/wire.h"

namespace belvedere {

template<class Answer> struct AnswerTraits {
    using Value = Answer;
    static Result<Answer> decode(const QByteArray &body, qsizetype maximumBytes)
    {
        return parseObject(body, maximumBytes).andThen([](const QJsonObject &o) { return fromJson<Answer>(o); });
    }
};
template<> struct AnswerTraits<None> {
    using Value = Done;
    static Result<Done> decode(const QByteArray &, qsizetype) { return Done{}; }
};
template<class E> struct AnswerTraits<Lines<E>> {
    using Value = Lines<E>;
    static Result<Lines<E>> decode(const QByteArray &body, qsizetype) { return Lines<E>{body}; }
};

// The parts of {items, total, nextCursor}, checked.
struct PageParts {
    QJsonArray items;
    qint64 total = 0;
    QString nextCursor;
};
Result<PageParts> pageParts(const QByteArray &body, qsizetype maximumBytes);
Result<Done> readItem(std::span<const Field> list, void *entity, const QJsonValue &item, qsizetype index);

template<class E> struct AnswerTraits<Page<E>> {
    using Value = Page<E>;
    static Result<Page<E>> decode(const QByteArray &body, qsizetype maximumBytes)
    {
        const Result<PageParts> parts = pageParts(body, maximumBytes);
        if (!parts)
            return parts.error();
        Page<E> page;
        page.total = parts.value().total;
        page.nextCursor = parts.value().nextCursor;
        const QJsonArray &items = parts.value().items;
        page.items.resize(size_t(items.size()));
        for (qsizetype i = 0; i < items.size(); ++i) {
            const Result<Done> done = readItem(fields<E>(), &page.items[size_t(i)], items.at(i), i);
            if (!done)
                return done.error();
        }
        return page;
    }
};

template<class Op> using AnswerValue = typename AnswerTraits<typename Op::Answer>::Value;

// Above this, decoding would hold up the window and goes to a worker.
inline constexpr qsizetype decodeInPlaceBytes = 64 * 1024;

} // namespace belvedere
