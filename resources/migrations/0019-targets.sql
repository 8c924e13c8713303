-- Targets: places outside that rules tell of devices which do not meet them; their secrets, sealed, and how often each
-- was told in a minute; what is still to be told, each once, by whichever server claims it.

CREATE TABLE targets (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_f" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "url_f" TEXT NOT NULL,
    "enabled" INTEGER,
    "tried" INTEGER,
    "code" TEXT,
    "code_f" TEXT,
    "told" INTEGER,
    "tested" INTEGER,
    "created" INTEGER,
    "edited" INTEGER,
    "version" INTEGER,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX targets_changed ON targets (changed);

CREATE TABLE target_secrets (
    target TEXT PRIMARY KEY,
    secret TEXT NOT NULL,
    minute INTEGER NOT NULL,
    sent INTEGER NOT NULL
) STRICT;

-- id: that of the step, or test- and that of the target. claimed: until then a server is sending it; 0: none is.
CREATE TABLE deliveries (
    id TEXT PRIMARY KEY,
    target TEXT NOT NULL,
    body TEXT NOT NULL,
    due INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    claimed INTEGER NOT NULL
) STRICT;
CREATE INDEX deliveries_due ON deliveries (due);
CREATE INDEX deliveries_target ON deliveries (target);

ALTER TABLE steps ADD COLUMN "target" TEXT;
ALTER TABLE steps ADD COLUMN "target_f" TEXT;
ALTER TABLE steps ADD COLUMN "reference" TEXT;
ALTER TABLE steps ADD COLUMN "reference_f" TEXT;
ALTER TABLE steps ADD COLUMN "link" TEXT;
ALTER TABLE steps ADD COLUMN "link_f" TEXT;
