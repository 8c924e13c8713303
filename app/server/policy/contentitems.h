// Applications, files and certificates as items of policies: their revisions, and the commands that they come to.
#pragma once

#include "server/policy/items.h"

namespace belvedere::server {

// As ItemLoader wants them.
Result<Revision> newestApplication(Transaction &transaction, const QString &id);
// The same as an item: a Linux device installs packages alone, other kinds are a validation error.
Result<Revision> newestApplicationItem(Transaction &transaction, const QString &id);
Result<DeployableItem> applicationItem(const Revision &revision);
Command applicationRemoval(const QString &id);

Result<Revision> newestFile(Transaction &transaction, const QString &id);
Result<DeployableItem> fileItem(const Revision &revision);
Command fileRemoval(const QString &id);

// Only an authority can be trusted, and only until it runs out: anything else is a validation error.
Result<Revision> newestCertificate(Transaction &transaction, const QString &id);
Result<DeployableItem> certificateItem(const Revision &revision);
Command certificateRemoval(const QString &id);

} // namespace belvedere::server
