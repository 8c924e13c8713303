// SavedView: a query over one list with its columns, order and grouping, kept under a name for its owner or for all.
#pragma once

#include "domain/account.h"

namespace belvedere {

struct SavedView {
    static constexpr char idPrefix[] = "viw";

    Id<SavedView> id;
    QString name;
    QString list; // last part of the list's path: "devices"; stays as it was made
    // Which rows: a query, or all of them, said in so many words. An empty query with `all` unset is refused.
    QString query;
    bool all = false;
    QString columns; // field names in their order, comma between; empty: the usual ones
    QString sort; // as in ListParameters; empty: the usual order
    QString group; // field; empty: no groups
    bool shared = false; // with everybody who may read the list; otherwise its owner's alone
    bool smartGroup = false; // a shared view of devices that is shown with its count
    Id<Account> owner;
    QString ownerName;
    QDateTime created;
    QDateTime edited;
    qint64 version = 0; // the entity tag
};

inline constexpr qsizetype maximumViewName = 200; // characters
inline constexpr qsizetype maximumViewColumns = 64;
inline constexpr qsizetype maximumViewSort = 4; // fields

// "a,-b" as its parts, without empty ones.
QStringList nameList(const QString &text);

} // namespace belvedere
