-- Patches: updates that devices wait for, what was decided about them, and orders that are kept for a window of time.

ALTER TABLE devices ADD COLUMN "agent_packages" INTEGER;

CREATE TABLE patches (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "package" TEXT NOT NULL,
    "package_f" TEXT NOT NULL,
    "release" TEXT NOT NULL,
    "release_f" TEXT NOT NULL,
    "platform" TEXT,
    "manager" TEXT,
    "manager_f" TEXT,
    "origin" TEXT,
    "origin_f" TEXT,
    "security" INTEGER,
    "devices" INTEGER,
    "first_seen" INTEGER,
    "decision" TEXT,
    "block" TEXT,
    "block_f" TEXT,
    "decided" INTEGER,
    "decided_by" TEXT,
    "decided_by_f" TEXT,
    "reason" TEXT,
    "reason_f" TEXT,
    "version" INTEGER,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX patches_changed ON patches (changed);
-- What a device reports is looked up here.
CREATE UNIQUE INDEX patches_release ON patches ("package", "release", "platform");
CREATE INDEX patches_decision ON patches ("decision");

CREATE TABLE patchblocks (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "package" TEXT NOT NULL,
    "package_f" TEXT NOT NULL,
    "release" TEXT,
    "release_f" TEXT,
    "platform" TEXT,
    "reason" TEXT,
    "reason_f" TEXT,
    "created" INTEGER,
    "created_by" TEXT,
    "created_by_f" TEXT,
    "version" INTEGER,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX patchblocks_changed ON patchblocks (changed);

-- Which device waits for which patch, as its own report says, and the sums.
CREATE TABLE patch_devices (
    patch TEXT NOT NULL,
    device TEXT NOT NULL,
    installed TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (patch, device)
) STRICT;
CREATE INDEX patch_devices_device ON patch_devices (device);
CREATE TABLE patch_counts (
    patch TEXT PRIMARY KEY,
    devices INTEGER NOT NULL
) STRICT;

-- An order may be for a window of time, by the device's own clock: such an UpdateWindow; NULL: at any time.
ALTER TABLE commands ADD COLUMN opens TEXT;
