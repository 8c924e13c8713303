// Blobs: which contents are kept, which records name them, and the end of those that nothing names.
#pragma once

#include "server/content/contents.h"

namespace belvedere::server {

// It is there from now on; nothing names it yet, so that it stays for an hour at least.
Result<Done> noteBlob(Transaction &transaction, const QString &sha256, qint64 size);
// A revision of a record names it. Error "upload.gone" when it is not there any more.
Result<Done> useBlob(Transaction &transaction, const QString &owner, qint64 revision, const QString &sha256);
// The record goes, and names nothing any more.
Result<Done> unuseBlobs(Transaction &transaction, const QString &owner);
// Bytes of everything that is kept.
Result<qint64> keptBytes(Database &database);

// Forgets contents that nothing has named for an hour, uploads that are too old, and what a crash has left behind; a
// few hundred at a time. settle() follows.
Result<Done> sweepContents(Transaction &transaction, Contents &contents);

} // namespace belvedere::server
