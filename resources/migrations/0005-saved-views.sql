-- Saved views: queries over lists with their columns and order, each its owner's or everybody's.

CREATE TABLE views (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_f" TEXT NOT NULL,
    "list" TEXT NOT NULL,
    "list_f" TEXT NOT NULL,
    "query" TEXT,
    "query_f" TEXT,
    "all" INTEGER,
    "columns" TEXT,
    "columns_f" TEXT,
    "sort" TEXT,
    "sort_f" TEXT,
    "group" TEXT,
    "group_f" TEXT,
    "shared" INTEGER,
    "smart_group" INTEGER,
    "owner_id" TEXT,
    "owner_id_f" TEXT,
    "owner" TEXT,
    "owner_f" TEXT,
    "created" INTEGER,
    "edited" INTEGER,
    "version" INTEGER,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL,
    -- who sees the row: the id of one account, or the name of a permission
    audience TEXT NOT NULL
) STRICT;
CREATE INDEX views_changed ON views (changed);
-- A name stands once among the views of a list that one and the same people see.
CREATE UNIQUE INDEX views_name ON views ("list", audience, "name_f");

-- Whom a removal concerns: everybody, or those who could see the row, without the one who still does.
ALTER TABLE removals ADD COLUMN audience TEXT NOT NULL DEFAULT '';
ALTER TABLE removals ADD COLUMN spared TEXT NOT NULL DEFAULT '';
