-- When a removal was noted, so that old ones can be forgotten.

ALTER TABLE removals ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX removals_removed ON removals (removed, token);
CREATE INDEX sessions_expiry ON sessions (refresh_expires);
