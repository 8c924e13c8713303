-- Several servers over one database: which serve, and when work that is due by time was last done by any of them.

CREATE TABLE instances (id TEXT PRIMARY KEY, seen INTEGER NOT NULL, listeners INTEGER NOT NULL) STRICT;

CREATE TABLE rounds (name TEXT PRIMARY KEY, begun INTEGER NOT NULL) STRICT;

-- The oldest of the queue are taken first.
CREATE INDEX reconcile_queue_order ON reconcile_queue (queued, device);
