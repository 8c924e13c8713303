// Storing of demo views.
#include "server/demo/views.h"

#include "api/operations.h"
#include "query/viewreading.h"
#include "server/demo/catalogue.h"
#include "server/store/entitytable.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace belvedere::server {

Result<Done> seedViews(Transaction &transaction)
{
    static const Table<SavedView> table;
    const QDateTime morning(transaction.now().date(), QTime(8, 45), Qt::UTC);
    const QJsonObject demo = demoDocument(u"views"_s);
    for (const QJsonValue entry : demo["views"_L1].toArray()) {
        SavedView view;
        const QList<FieldError> errors = readRequest(fields<SavedView>(), &view, entry["record"_L1].toObject(), false);
        Q_ASSERT(errors.isEmpty());
        Q_ASSERT(readView(view, findList(view.list)->fields()));
        view.ownerName = u"Demo"_s;
        view.created = morning.addDays(-entry["age"_L1].toInt());
        view.edited = view.created;
        const Result<SavedView> stored = table.insert(transaction, view);
        if (!stored)
            return stored.error();
    }
    return Done{};
}

} // namespace belvedere::server
