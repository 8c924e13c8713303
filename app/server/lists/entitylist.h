// EntityList: one entity's list as it is served from memory.
#pragma once

#include "server/lists/linewriter.h"
#include "server/lists/listcolumns.h"
#include "server/lists/listresults.h"
#include "server/store/entitytable.h"

namespace belvedere::server {

struct EntityList {
    explicit EntityList(const TableSpec &spec)
        : table(spec)
        , entityFields(spec.fields())
        , columns(spec.kind, spec.table, entityFields)
        , results(size_t(columns.columnCount()))
        , writer(entityFields)
    {
    }
    // See ListColumns::load(). Also prepares what the first page would have to wait for.
    Result<Done> load(Database &database)
    {
        const Result<Done> done = columns.load(database);
        if (const ListState state = columns.now())
            results.prepare(*state.snapshot);
        return done;
    }

    const EntityTable table;
    const std::span<const Field> entityFields;
    ListColumns columns;
    ListResults results;
    const LineWriter writer;
};

} // namespace belvedere::server
