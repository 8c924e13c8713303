-- Compliance rules whole: the facts that they ask about.

ALTER TABLE devices ADD COLUMN "os_build" TEXT;
ALTER TABLE devices ADD COLUMN "os_build_f" TEXT;
ALTER TABLE devices ADD COLUMN "os_update_available_since" INTEGER;
ALTER TABLE devices ADD COLUMN "os_security_patch_level" INTEGER;
ALTER TABLE devices ADD COLUMN "device_supervised" INTEGER;
ALTER TABLE devices ADD COLUMN "passcode_present" INTEGER;
ALTER TABLE devices ADD COLUMN "passcode_compliant" INTEGER;
ALTER TABLE devices ADD COLUMN "passcode_policy_min_length" INTEGER;
ALTER TABLE devices ADD COLUMN "passcode_policy_simple_blocked" INTEGER;
ALTER TABLE devices ADD COLUMN "passcode_policy_max_failed" INTEGER;
ALTER TABLE devices ADD COLUMN "passcode_grace" INTEGER;
ALTER TABLE devices ADD COLUMN "screen_lock_timeout" INTEGER;
ALTER TABLE devices ADD COLUMN "device_compromised" INTEGER;
ALTER TABLE devices ADD COLUMN "device_integrity" TEXT;
ALTER TABLE devices ADD COLUMN "apps_unknown_sources" INTEGER;
ALTER TABLE devices ADD COLUMN "apps_verify_enabled" INTEGER;
ALTER TABLE devices ADD COLUMN "debug_usb_enabled" INTEGER;
ALTER TABLE devices ADD COLUMN "debug_developer_mode" INTEGER;
ALTER TABLE devices ADD COLUMN "backup_encryption_forced" INTEGER;
ALTER TABLE devices ADD COLUMN "backup_cloud_enabled" INTEGER;
ALTER TABLE devices ADD COLUMN "data_open_managed_to_unmanaged" INTEGER;
ALTER TABLE devices ADD COLUMN "data_open_unmanaged_to_managed" INTEGER;
ALTER TABLE devices ADD COLUMN "lockscreen_notifications" INTEGER;
ALTER TABLE devices ADD COLUMN "lockscreen_control_center" INTEGER;
ALTER TABLE devices ADD COLUMN "av_status" TEXT;
ALTER TABLE devices ADD COLUMN "av_signature_current" INTEGER;
ALTER TABLE devices ADD COLUMN "av_signature_age" INTEGER;
ALTER TABLE devices ADD COLUMN "boot_secure" TEXT;
ALTER TABLE devices ADD COLUMN "system_integrity_protection" INTEGER;
ALTER TABLE devices ADD COLUMN "mdm_removable" INTEGER;
ALTER TABLE devices ADD COLUMN "certs_next_expiry" INTEGER;
ALTER TABLE devices ADD COLUMN "facts_absent" TEXT;
ALTER TABLE devices ADD COLUMN "facts_absent_f" TEXT;
ALTER TABLE devices ADD COLUMN "access_blocked" INTEGER;

-- The rest of what a rule is, and what came of each of its tests.
ALTER TABLE rules ADD COLUMN "rationale" TEXT;
ALTER TABLE rules ADD COLUMN "rationale_f" TEXT;
ALTER TABLE rules ADD COLUMN "params" TEXT;
ALTER TABLE rules ADD COLUMN "os_min" TEXT;
ALTER TABLE rules ADD COLUMN "os_min_k" TEXT;
ALTER TABLE rules ADD COLUMN "os_max" TEXT;
ALTER TABLE rules ADD COLUMN "os_max_k" TEXT;
ALTER TABLE rules ADD COLUMN "ownership" TEXT;
ALTER TABLE rules ADD COLUMN "supervised" INTEGER;
ALTER TABLE rules ADD COLUMN "forms" TEXT;
ALTER TABLE rules ADD COLUMN "forms_f" TEXT;
ALTER TABLE rules ADD COLUMN "weight" INTEGER;
ALTER TABLE rules ADD COLUMN "grace_starts" TEXT;
ALTER TABLE rules ADD COLUMN "mode" TEXT;
ALTER TABLE rules ADD COLUMN "disabled" INTEGER;
ALTER TABLE rules ADD COLUMN "actions" TEXT;
ALTER TABLE rules ADD COLUMN "refs" TEXT;
ALTER TABLE rules ADD COLUMN "refs_f" TEXT;
ALTER TABLE rules ADD COLUMN "fix" TEXT;
ALTER TABLE rules ADD COLUMN "starter" TEXT;
ALTER TABLE rules ADD COLUMN "starter_f" TEXT;
ALTER TABLE results ADD COLUMN "mode" TEXT;
ALTER TABLE results ADD COLUMN "previous" TEXT;
ALTER TABLE results ADD COLUMN "waiver" TEXT;
ALTER TABLE results ADD COLUMN "waiver_f" TEXT;
ALTER TABLE results ADD COLUMN "leaves" TEXT;

CREATE TABLE waivers (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "rule_id" TEXT NOT NULL,
    "rule_id_f" TEXT NOT NULL,
    "rule" TEXT,
    "rule_f" TEXT,
    "device_id" TEXT,
    "device_id_f" TEXT,
    "device" TEXT,
    "device_f" TEXT,
    "scope" TEXT,
    "scope_f" TEXT,
    "reason" TEXT NOT NULL,
    "reason_f" TEXT NOT NULL,
    "risk_owner" TEXT NOT NULL,
    "risk_owner_f" TEXT NOT NULL,
    "measure" TEXT,
    "measure_f" TEXT,
    "expires" INTEGER NOT NULL,
    "state" TEXT,
    "requested" INTEGER,
    "requested_by_id" TEXT,
    "requested_by_id_f" TEXT,
    "requested_by" TEXT,
    "requested_by_f" TEXT,
    "decided" INTEGER,
    "decided_by_id" TEXT,
    "decided_by_id_f" TEXT,
    "decided_by" TEXT,
    "decided_by_f" TEXT,
    "ended" INTEGER,
    "told_days" INTEGER,
    "version" INTEGER,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX waivers_changed ON waivers (changed);
CREATE INDEX waivers_rule ON waivers (rule_id, state);
CREATE INDEX waivers_device ON waivers (device_id);

-- What was done about devices that do not meet a rule.
CREATE TABLE steps (
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
    "kind" TEXT NOT NULL,
    "number" INTEGER,
    "failing_since" INTEGER,
    "due" INTEGER,
    "taken" INTEGER,
    "state" TEXT NOT NULL,
    "code" TEXT,
    "code_f" TEXT,
    "action" TEXT,
    "action_f" TEXT,
    "decided_by" TEXT,
    "decided_by_f" TEXT,
    "version" INTEGER,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX steps_changed ON steps (changed);
CREATE INDEX steps_device ON steps (device_id, rule_id);
CREATE INDEX steps_taken ON steps (kind, taken);
