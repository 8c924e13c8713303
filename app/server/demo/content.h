// The applications, files, certificates and licences of a demo organisation.
#pragma once

#include "server/content/contents.h"
#include "server/jobs/executor.h"

namespace belvedere::server {

// Needs the devices and persons. Which device has which version is drawn, for at most 25,000 devices; the same seed
// gives the same.
Result<Done> seedContent(Executor &executor, Contents &contents, int devices, quint32 seed);

} // namespace belvedere::server
