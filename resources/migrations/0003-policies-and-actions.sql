-- Configuration profiles, compliance rules, business policies, actions, and what they come to on each device.

CREATE TABLE profiles (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_f" TEXT NOT NULL,
    "description" TEXT,
    "description_f" TEXT,
    "platform" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "settings" TEXT,
    "revision" INTEGER,
    "created" INTEGER,
    "edited" INTEGER,
    "version" INTEGER,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX profiles_changed ON profiles (changed);

CREATE TABLE rules (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_f" TEXT NOT NULL,
    "description" TEXT,
    "description_f" TEXT,
    "remediation" TEXT,
    "remediation_f" TEXT,
    "check" TEXT NOT NULL,
    "check_f" TEXT NOT NULL,
    "platforms" TEXT,
    "platforms_f" TEXT,
    "severity" TEXT,
    "grace" INTEGER,
    "revision" INTEGER,
    "created" INTEGER,
    "edited" INTEGER,
    "version" INTEGER,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX rules_changed ON rules (changed);

CREATE TABLE results (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "rule_id" TEXT NOT NULL,
    "rule_id_f" TEXT NOT NULL,
    "rule" TEXT,
    "rule_f" TEXT,
    "revision" INTEGER,
    "device_id" TEXT NOT NULL,
    "device_id_f" TEXT NOT NULL,
    "device" TEXT,
    "device_f" TEXT,
    "severity" TEXT,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "reason_f" TEXT,
    "expected" TEXT,
    "expected_f" TEXT,
    "actual" TEXT,
    "actual_f" TEXT,
    "as_of" INTEGER,
    "evaluated" INTEGER,
    "failing_since" INTEGER,
    "grace_until" INTEGER,
    "version" INTEGER,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX results_changed ON results (changed);

CREATE TABLE policies (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_f" TEXT NOT NULL,
    "description" TEXT,
    "description_f" TEXT,
    "scope" TEXT,
    "scope_f" TEXT,
    "all_devices" INTEGER,
    "profiles" TEXT,
    "profiles_f" TEXT,
    "rules" TEXT,
    "rules_f" TEXT,
    "state" TEXT,
    "devices" INTEGER,
    "created" INTEGER,
    "activated" INTEGER,
    "activated_by" TEXT,
    "activated_by_f" TEXT,
    "version" INTEGER,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX policies_changed ON policies (changed);

CREATE TABLE deployments (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "profile_id" TEXT NOT NULL,
    "profile_id_f" TEXT NOT NULL,
    "profile" TEXT,
    "profile_f" TEXT,
    "revision" INTEGER,
    "device_id" TEXT NOT NULL,
    "device_id_f" TEXT NOT NULL,
    "device" TEXT,
    "device_f" TEXT,
    "policies" TEXT,
    "policies_f" TEXT,
    "state" TEXT NOT NULL,
    "code" TEXT,
    "code_f" TEXT,
    "detail" TEXT,
    "detail_f" TEXT,
    "attempts" INTEGER,
    "proof" TEXT,
    "state_since" INTEGER,
    "simulated" INTEGER,
    "version" INTEGER,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX deployments_changed ON deployments (changed);

CREATE TABLE actions (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT,
    "query" TEXT,
    "query_f" TEXT,
    "parameters" TEXT,
    "devices" INTEGER,
    "waiting" INTEGER,
    "done" INTEGER,
    "failed" INTEGER,
    "refused" INTEGER,
    "cancelled" INTEGER,
    "requested" INTEGER,
    "requested_by" TEXT,
    "requested_by_f" TEXT,
    "expires" INTEGER,
    "ended" INTEGER,
    "version" INTEGER,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX actions_changed ON actions (changed);

CREATE TABLE runs (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "action_f" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "device_id" TEXT NOT NULL,
    "device_id_f" TEXT NOT NULL,
    "device" TEXT,
    "device_f" TEXT,
    "state" TEXT NOT NULL,
    "code" TEXT,
    "code_f" TEXT,
    "detail" TEXT,
    "detail_f" TEXT,
    "proof" TEXT,
    "queued" INTEGER,
    "delivered" INTEGER,
    "ended" INTEGER,
    "simulated" INTEGER,
    "version" INTEGER,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX runs_changed ON runs (changed);

CREATE UNIQUE INDEX results_device ON results (device_id, rule_id);
CREATE INDEX results_rule ON results (rule_id, state);
CREATE UNIQUE INDEX deployments_device ON deployments (device_id, profile_id);
CREATE INDEX deployments_profile ON deployments (profile_id);
CREATE INDEX runs_action ON runs (action);
CREATE INDEX runs_device ON runs (device_id);

-- Orders on their way to devices: in every answer until the device has told that it began, kept until it has told how
-- it ended. `origin` is the run or the deployment that the order is for; the id is that and `n`, which never repeats.
CREATE TABLE commands (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    device TEXT NOT NULL,
    kind TEXT NOT NULL,
    parameters TEXT NOT NULL,
    origin TEXT NOT NULL,
    queued INTEGER NOT NULL,
    delivered INTEGER,
    started INTEGER,
    expires INTEGER
) STRICT;
CREATE INDEX commands_device ON commands (device);
CREATE INDEX commands_origin ON commands (origin);
CREATE INDEX commands_unfetched ON commands (expires) WHERE delivered IS NULL;
CREATE INDEX commands_fetched ON commands (expires) WHERE delivered IS NOT NULL;

-- Which devices an active or paused policy holds.
CREATE TABLE policy_devices (
    policy TEXT NOT NULL,
    device TEXT NOT NULL,
    assigned INTEGER NOT NULL,
    PRIMARY KEY (policy, device)
) STRICT;
CREATE INDEX policy_devices_device ON policy_devices (device);

-- Devices whose policies are to be looked at again; work that a stop of the server does not lose.
CREATE TABLE reconcile_queue (device TEXT PRIMARY KEY, queued INTEGER NOT NULL) STRICT;

-- Another value whenever a policy, profile or rule changes, so that what was worked out from them is made anew. Drawn
-- at random, because a number that counts would come back after an undone transaction.
CREATE TABLE policy_generation (one INTEGER PRIMARY KEY CHECK (one = 1), value INTEGER NOT NULL) STRICT;
INSERT INTO policy_generation (one, value) VALUES (1, 0);
