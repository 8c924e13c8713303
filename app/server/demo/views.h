// The saved views and smart groups of a demo organisation.
#pragma once

#include "server/store/transaction.h"

namespace belvedere::server {

Result<Done> seedViews(Transaction &transaction);

} // namespace belvedere::server
