// Rows of one list that belong to a record of another, as entities in list form.
#pragma once

#include "sites/livelist.h"

#include <vector>

namespace belvedere {

// Those whose text field holds `id`; in no order. Looks at the whole list, so only for what a site has some thousands
// of.
template<class E> std::vector<E> rowsOf(LiveList &list, QStringView field, const QString &id)
{
    list.open();
    const SnapshotPointer known = list.store().snapshot();
    const int owner = known->columnOf(field);
    std::vector<E> rows;
    for (quint32 at = 0; owner >= 0 && at < known->rowCount(); ++at) {
        const Cell cell = known->cell(at, owner);
        const auto *text = std::get_if<QString>(&cell);
        if (!text || *text != id)
            continue;
        E entity;
        for (const Field &member : fields<E>()) {
            if (const int column = known->columnOf(QString::fromLatin1(member.name)); column >= 0)
                member.set(&entity, known->cell(at, column));
        }
        rows.push_back(std::move(entity));
    }
    return rows;
}

} // namespace belvedere
