// ListPages: pages of a list that is held in memory.
#pragma once

#include "api/views.h"
#include "server/api/answer.h"
#include "server/api/listing.h"
#include "server/lists/entitylist.h"

#include <QCache>

namespace belvedere::server {

class ListPages {
public:
    explicit ListPages(EntityList &list)
        : m_list(list)
    {
    }
    // The same bytes as those of listPage(). Nothing when the database has to answer: while the rows are being read, or
    // when query or order look at what the list form leaves out. Any thread.
    std::optional<Result<Encoded>> page(const ListParameters &parameters, const QDateTime &now);
    // Only how many rows match.
    std::optional<Result<ViewCount>> count(const ListParameters &parameters, const QDateTime &now);

private:
    struct Plan {
        ListQuery query;
        bool fits = true; // in the columns
    };
    Result<std::shared_ptr<const Plan>> plan(const ListParameters &parameters, const QDateTime &now);

    static constexpr int keptPlans = 512;

    EntityList &m_list;
    std::mutex m_mutex;
    QCache<QString, std::shared_ptr<const Plan>> m_plans{keptPlans}; // of lists without ages
};

} // namespace belvedere::server
