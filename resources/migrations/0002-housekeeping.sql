-- What the server forgets in time: removals, sessions, and refresh tokens that were exchanged.

ALTER TABLE removals ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
CREATE INDEX removals_removed ON removals (removed, token);
CREATE INDEX sessions_expiry ON sessions (refresh_expires);

-- Every exchanged refresh token, so that a copy is noticed however often the session was refreshed since.
CREATE TABLE used_refresh_tokens (
    hash TEXT PRIMARY KEY,
    session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX used_refresh_tokens_session ON used_refresh_tokens (session);
CREATE INDEX used_refresh_tokens_expiry ON used_refresh_tokens (expires);
ALTER TABLE sessions DROP COLUMN used_refresh_hash;
