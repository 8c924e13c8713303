-- The first schema. Tables of entities have one or two columns for each declared field (a test holds them against
-- the declarations), the number in the id, the list form as one line of JSON, and the change number.

CREATE TABLE change_counter (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    token INTEGER NOT NULL,
    oldest INTEGER NOT NULL
) STRICT;
INSERT INTO change_counter (one, token, oldest) VALUES (1, 0, 0);

CREATE TABLE id_counter (kind TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT;

CREATE TABLE removals (kind TEXT NOT NULL, id TEXT NOT NULL, token INTEGER NOT NULL) STRICT;
CREATE INDEX removals_token ON removals (token);

CREATE TABLE site (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE devices (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_f" TEXT NOT NULL,
    "platform" TEXT,
    "os_name" TEXT,
    "os_name_f" TEXT,
    "os_version" TEXT,
    "os_version_k" TEXT,
    "manufacturer" TEXT,
    "manufacturer_f" TEXT,
    "model" TEXT,
    "model_f" TEXT,
    "serial" TEXT,
    "serial_f" TEXT,
    "form" TEXT,
    "ownership" TEXT,
    "management" TEXT,
    "person_id" TEXT,
    "person_id_f" TEXT,
    "person" TEXT,
    "person_f" TEXT,
    "tags" TEXT,
    "tags_f" TEXT,
    "compliance" TEXT,
    "storage_encrypted" INTEGER,
    "firewall_enabled" INTEGER,
    "updates_security" INTEGER,
    "storage_total" INTEGER,
    "storage_free" INTEGER,
    "memory" INTEGER,
    "enrolled" INTEGER,
    "seen" INTEGER,
    "simulated" INTEGER,
    "os_kernel" TEXT,
    "os_kernel_f" TEXT,
    "processor" TEXT,
    "processor_f" TEXT,
    "processor_cores" INTEGER,
    "updates_all" INTEGER,
    "updates_checked" INTEGER,
    "booted" INTEGER,
    "boot_id" TEXT,
    "boot_id_f" TEXT,
    "hardware_id" TEXT,
    "hardware_id_f" TEXT,
    "agent_version" TEXT,
    "agent_version_f" TEXT,
    "sources" TEXT,
    "sources_f" TEXT,
    "note" TEXT,
    "note_f" TEXT,
    "version" INTEGER,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX devices_changed ON devices (changed);

CREATE TABLE persons (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_f" TEXT NOT NULL,
    "email" TEXT,
    "email_f" TEXT,
    "department" TEXT,
    "department_f" TEXT,
    "phone" TEXT,
    "phone_f" TEXT,
    "devices" INTEGER,
    "version" INTEGER,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX persons_changed ON persons (changed);

CREATE TABLE accounts (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_f" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_f" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "disabled" INTEGER,
    "created" INTEGER,
    "signed_in" INTEGER,
    "version" INTEGER,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX accounts_changed ON accounts (changed);

CREATE TABLE enrolments (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "label_f" TEXT NOT NULL,
    "uses" INTEGER NOT NULL,
    "used" INTEGER,
    "created" INTEGER,
    "expires" INTEGER NOT NULL,
    "tags" TEXT,
    "tags_f" TEXT,
    "state" TEXT,
    "revoked" INTEGER,
    "version" INTEGER,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX enrolments_changed ON enrolments (changed);

CREATE UNIQUE INDEX accounts_email ON accounts (email_f);

-- What signing in needs and no list ever holds.
CREATE TABLE account_passwords (
    account TEXT PRIMARY KEY,
    hash TEXT NOT NULL,
    change_due INTEGER NOT NULL
) STRICT;

CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    access_hash TEXT NOT NULL UNIQUE,
    refresh_hash TEXT NOT NULL UNIQUE,
    used_refresh_hash TEXT,
    client TEXT,
    created INTEGER NOT NULL,
    access_expires INTEGER NOT NULL,
    refresh_expires INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_account ON sessions (account);

CREATE TABLE idempotency (
    account TEXT NOT NULL,
    key_hash TEXT NOT NULL,
    route TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    sealed_answer TEXT NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (account, route, key_hash)
) STRICT;

CREATE TABLE enrolment_tokens (enrolment TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE device_secrets (device TEXT PRIMARY KEY, hash TEXT NOT NULL) STRICT;

-- Each source that reports a device: an agent by its device id, an inventory agent by the id that it gave itself.
CREATE TABLE device_sources (
    device TEXT NOT NULL,
    source TEXT NOT NULL,
    foreign_id TEXT,
    serial TEXT,
    hardware_id TEXT,
    macs TEXT NOT NULL,
    name TEXT,
    seen INTEGER NOT NULL,
    PRIMARY KEY (device, source)
) STRICT;
CREATE INDEX device_sources_foreign ON device_sources (source, foreign_id);
CREATE INDEX device_sources_serial ON device_sources (serial);
CREATE INDEX device_sources_hardware ON device_sources (hardware_id);

-- Contents are stored once for all devices that report the same.
CREATE TABLE contents (hash TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT;

CREATE TABLE device_sections (
    device TEXT NOT NULL,
    source TEXT NOT NULL,
    section TEXT NOT NULL,
    hash TEXT NOT NULL,
    as_of INTEGER NOT NULL,
    PRIMARY KEY (device, source, section)
) STRICT;
CREATE INDEX device_sections_hash ON device_sections (hash);

-- The audit log as it is verified: one canonical record a line, chained by hashes. Its rows for lists stand in the
-- table "audit", and names and addresses in the side table, from which a person can be erased.
CREATE TABLE audit_lines (seq INTEGER PRIMARY KEY, line TEXT NOT NULL) STRICT;

CREATE TABLE audit (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "ts" INTEGER NOT NULL,
    "category" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "action_f" TEXT NOT NULL,
    "actor_type" TEXT,
    "actor_id" TEXT,
    "actor_id_f" TEXT,
    "actor_role" TEXT,
    "actor_role_f" TEXT,
    "actor_name" TEXT,
    "actor_name_f" TEXT,
    "target_type" TEXT,
    "target_type_f" TEXT,
    "target_id" TEXT,
    "target_id_f" TEXT,
    "target_name" TEXT,
    "target_name_f" TEXT,
    "result" TEXT NOT NULL,
    "error" TEXT,
    "error_f" TEXT,
    "reason" TEXT,
    "reason_f" TEXT,
    "request_id" TEXT,
    "request_id_f" TEXT,
    "correlation_id" TEXT,
    "correlation_id_f" TEXT,
    "hash" TEXT,
    "hash_f" TEXT,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX audit_changed ON audit (changed);

CREATE TABLE audit_refs (ref TEXT PRIMARY KEY, kind TEXT NOT NULL, salt TEXT NOT NULL, value TEXT NOT NULL) STRICT;
CREATE INDEX audit_refs_value ON audit_refs (kind, value);
