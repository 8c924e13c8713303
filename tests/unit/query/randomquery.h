// Seeded random trees, rows and garbage for the property tests.
#pragma once

#include "domain/field.h"
#include "query/ast.h"

#include <QRandomGenerator>

namespace belvedere {

// Values are drawn from small pools that overlap between rows and queries, so that tests hit as often as they miss.
class RandomQueries {
public:
    RandomQueries(std::span<const Field> fields, QDateTime now, quint32 seed)
        : m_fields(fields)
        , m_now(std::move(now))
        , m_random(seed)
    {
    }

    Query query(QueryMode mode = QueryMode::Filter); // in the parser's normal form
    Cell cell(const Field &field); // not known in about one case of five
    QString garbage();
    int below(int bound) { return int(m_random.bounded(quint32(bound))); }

private:
    QueryNode node(int depth);
    QueryTest test();
    QueryValue value(const Field &field, QueryOp op);
    QString word();
    QString version();
    qint64 milliseconds();

    std::span<const Field> m_fields;
    QDateTime m_now;
    QueryMode m_mode = QueryMode::Filter;
    QRandomGenerator m_random;
};

} // namespace belvedere
