-- What devices can be given: applications with their releases, files with their revisions, certificates, licences, and
-- the content of all of them, which is stored once for each SHA-256.

CREATE TABLE applications (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_f" TEXT NOT NULL,
    "description" TEXT,
    "description_f" TEXT,
    "platform" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "identifier_f" TEXT NOT NULL,
    "publisher" TEXT,
    "publisher_f" TEXT,
    "url" TEXT,
    "url_f" TEXT,
    "release" TEXT,
    "release_f" TEXT,
    "revision" INTEGER,
    "devices" INTEGER,
    "created" INTEGER,
    "edited" INTEGER,
    "version" INTEGER,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX applications_changed ON applications (changed);
-- Packages that a device reports are looked up here.
CREATE INDEX applications_identifier ON applications ("platform", "identifier");

CREATE TABLE releases (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "application_id" TEXT,
    "application_id_f" TEXT,
    "application" TEXT,
    "application_f" TEXT,
    "revision" INTEGER,
    "release" TEXT,
    "release_f" TEXT,
    "url" TEXT,
    "url_f" TEXT,
    "file_name" TEXT,
    "file_name_f" TEXT,
    "sha256" TEXT,
    "sha256_f" TEXT,
    "size" INTEGER,
    "notes" TEXT,
    "notes_f" TEXT,
    "created" INTEGER,
    "created_by" TEXT,
    "created_by_f" TEXT,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX releases_changed ON releases (changed);
CREATE UNIQUE INDEX releases_revision ON releases ("application_id", "revision");

CREATE TABLE files (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_f" TEXT NOT NULL,
    "description" TEXT,
    "description_f" TEXT,
    "platform" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "path_f" TEXT NOT NULL,
    "mode" TEXT,
    "mode_f" TEXT,
    "file_name" TEXT,
    "file_name_f" TEXT,
    "sha256" TEXT,
    "sha256_f" TEXT,
    "size" INTEGER,
    "revision" INTEGER,
    "created" INTEGER,
    "edited" INTEGER,
    "version" INTEGER,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX files_changed ON files (changed);

CREATE TABLE certificates (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_f" TEXT NOT NULL,
    "description" TEXT,
    "description_f" TEXT,
    "subject" TEXT,
    "subject_f" TEXT,
    "issuer" TEXT,
    "issuer_f" TEXT,
    "serial" TEXT,
    "serial_f" TEXT,
    "not_before" INTEGER,
    "not_after" INTEGER,
    "key_usage" TEXT,
    "key_usage_f" TEXT,
    "fingerprint" TEXT,
    "fingerprint_f" TEXT,
    "is_ca" INTEGER,
    "chain" INTEGER,
    "sha256" TEXT,
    "sha256_f" TEXT,
    "size" INTEGER,
    "revision" INTEGER,
    "created" INTEGER,
    "edited" INTEGER,
    "version" INTEGER,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX certificates_changed ON certificates (changed);

CREATE TABLE licences (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_f" TEXT NOT NULL,
    "application_id" TEXT,
    "application_id_f" TEXT,
    "application" TEXT,
    "application_f" TEXT,
    "seats" INTEGER NOT NULL,
    "used" INTEGER,
    "available" INTEGER,
    "expires" INTEGER,
    "notes" TEXT,
    "notes_f" TEXT,
    "created" INTEGER,
    "edited" INTEGER,
    "version" INTEGER,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX licences_changed ON licences (changed);
CREATE INDEX licences_application ON licences ("application_id");

CREATE TABLE seats (
    n INTEGER PRIMARY KEY,
    "id" TEXT NOT NULL UNIQUE,
    "id_f" TEXT NOT NULL,
    "licence_id" TEXT,
    "licence_id_f" TEXT,
    "licence" TEXT,
    "licence_f" TEXT,
    "holder_kind" TEXT,
    "holder_id" TEXT,
    "holder_id_f" TEXT,
    "holder" TEXT,
    "holder_f" TEXT,
    "assigned" INTEGER,
    "assigned_by" TEXT,
    "assigned_by_f" TEXT,
    line TEXT NOT NULL,
    changed INTEGER NOT NULL
) STRICT;
CREATE INDEX seats_changed ON seats (changed);
CREATE UNIQUE INDEX seats_holder ON seats ("licence_id", "holder_id");
CREATE INDEX seats_held ON seats ("holder_id");

-- Old revisions stay: a policy may have been made with them.
CREATE TABLE file_revisions (
    file TEXT NOT NULL,
    revision INTEGER NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (file, revision)
) STRICT;

-- Contents that are kept, and which records name them. One that nothing names goes after a while.
CREATE TABLE blobs (
    sha256 TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    created INTEGER NOT NULL
) STRICT;
CREATE TABLE blob_uses (
    owner TEXT NOT NULL,
    revision INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (owner, revision)
) STRICT;
CREATE INDEX blob_uses_sha256 ON blob_uses (sha256);

CREATE TABLE uploads (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    -- as announced, later as computed
    sha256 TEXT,
    finished INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX uploads_expires ON uploads (expires);

-- The bytes themselves, in Base64, where several servers share the database. Elsewhere they are files. The owner is an
-- upload, or the SHA-256 of a content.
CREATE TABLE content_pieces (
    owner TEXT NOT NULL,
    start INTEGER NOT NULL,
    size INTEGER NOT NULL,
    bytes TEXT NOT NULL,
    PRIMARY KEY (owner, start)
) STRICT;

-- Which device has which version of an application of the catalogue, as its package list says, and the sums.
CREATE TABLE installs (
    application TEXT NOT NULL,
    device TEXT NOT NULL,
    release TEXT NOT NULL,
    PRIMARY KEY (application, device)
) STRICT;
CREATE INDEX installs_device ON installs (device);
CREATE INDEX installs_release ON installs (application, release, device);
CREATE TABLE install_counts (
    application TEXT NOT NULL,
    release TEXT NOT NULL,
    devices INTEGER NOT NULL,
    PRIMARY KEY (application, release)
) STRICT;
-- Applications that came after the package lists: how far those have been read.
CREATE TABLE install_scans (
    application TEXT PRIMARY KEY,
    reached TEXT NOT NULL
) STRICT;
