// QueryFilter: a query run over columns, block by block.
#pragma once

#include "query/evaluate.h"
#include "table/filter.h"

namespace belvedere {

// Agrees with Matcher::evaluate() on every row; made for the fields of the snapshots that it is given.
class QueryFilter final : public RowFilter {
public:
    explicit QueryFilter(Matcher matcher)
        : m_matcher(std::move(matcher))
    {
    }
    RowBits matches(
        const Snapshot &snapshot, const RowBits *within, FilterTools &tools, const StopFlag &stop) const override;
    bool isWithin(const RowFilter &other) const override;

private:
    Matcher m_matcher;
};

} // namespace belvedere
