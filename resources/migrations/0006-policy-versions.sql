-- Versions of business policies, what their items and rules said in each revision, staged roll-outs, and deployments of
-- every kind of item.

ALTER TABLE policies ADD COLUMN "items" TEXT;
ALTER TABLE policies ADD COLUMN "rule_pins" TEXT;
ALTER TABLE policies ADD COLUMN "mode" TEXT;
ALTER TABLE policies ADD COLUMN "rollout_waves" TEXT;
ALTER TABLE policies ADD COLUMN "rollout_wait" INTEGER;
ALTER TABLE policies ADD COLUMN "rollout_threshold" INTEGER;
ALTER TABLE policies ADD COLUMN "rollout_minimum" INTEGER;
ALTER TABLE policies ADD COLUMN "reason" TEXT;
ALTER TABLE policies ADD COLUMN "reason_f" TEXT;
ALTER TABLE policies ADD COLUMN "number" INTEGER;
ALTER TABLE policies ADD COLUMN "in_force" INTEGER;
ALTER TABLE policies ADD COLUMN "hash" TEXT;
ALTER TABLE policies ADD COLUMN "hash_f" TEXT;
ALTER TABLE policies ADD COLUMN "needs_approval" INTEGER;
ALTER TABLE policies ADD COLUMN "approved_by" TEXT;
ALTER TABLE policies ADD COLUMN "approved_by_f" TEXT;
ALTER TABLE policies ADD COLUMN "outdated" INTEGER;
ALTER TABLE policies ADD COLUMN "rollout_state" TEXT;
ALTER TABLE policies ADD COLUMN "rollout_wave" INTEGER;
ALTER TABLE policies ADD COLUMN "rollout_since" INTEGER;
ALTER TABLE policies ADD COLUMN "rollout_tolerated" INTEGER;
ALTER TABLE policies ADD COLUMN "rollout_base" INTEGER;
ALTER TABLE policies ADD COLUMN "edited" INTEGER;
ALTER TABLE policies ADD COLUMN "edited_by" TEXT;
ALTER TABLE policies ADD COLUMN "edited_by_f" TEXT;

CREATE TABLE versions (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "policy_id" TEXT NOT NULL,
    "policy_id_f" TEXT NOT NULL,
    "policy" TEXT,
    "policy_f" TEXT,
    "number" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "made" INTEGER,
    "made_by" TEXT,
    "made_by_f" TEXT,
    "editors" TEXT,
    "editors_f" TEXT,
    "reason" TEXT,
    "reason_f" TEXT,
    "needs_approval" INTEGER,
    "approved" INTEGER,
    "approved_by" TEXT,
    "approved_by_f" TEXT,
    "activated" INTEGER,
    "activated_by" TEXT,
    "activated_by_f" TEXT,
    "restores" INTEGER,
    "hash" TEXT,
    "hash_f" TEXT,
    "content" TEXT,
    "version" INTEGER,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX versions_changed ON versions (changed);
CREATE UNIQUE INDEX versions_number ON versions (policy_id, number);

-- What a profile, a rule, an application … said in each of its revisions; written once and kept when the record goes,
-- because versions of policies name it.
CREATE TABLE revisions (
    id TEXT NOT NULL,
    revision INTEGER NOT NULL,
    content TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (id, revision)
) STRICT;

ALTER TABLE deployments RENAME COLUMN "profile_id" TO "item";
ALTER TABLE deployments RENAME COLUMN "profile_id_f" TO "item_f";
ALTER TABLE deployments RENAME COLUMN "profile" TO "item_name";
ALTER TABLE deployments RENAME COLUMN "profile_f" TO "item_name_f";
ALTER TABLE deployments ADD COLUMN "kind" TEXT;
ALTER TABLE deployments ADD COLUMN "due" INTEGER;
ALTER TABLE deployments ADD COLUMN "after" TEXT;
ALTER TABLE deployments ADD COLUMN "after_f" TEXT;
ALTER TABLE deployments ADD COLUMN "place" TEXT;
ALTER TABLE deployments ADD COLUMN "place_f" TEXT;
UPDATE deployments SET "kind" = 'profile', "place" = 'browser', "place_f" = 'browser';
CREATE INDEX deployments_due ON deployments (due) WHERE due IS NOT NULL;

-- The wave of the policy's roll-out that the device is in, and the version that it was given.
ALTER TABLE policy_devices ADD COLUMN wave INTEGER;
ALTER TABLE policy_devices ADD COLUMN number INTEGER;

-- Policies that ended, and whose items a person left where they are.
CREATE TABLE left_policies (policy TEXT PRIMARY KEY) STRICT;

CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
