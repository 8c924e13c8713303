// Actions: reading.
#include "server/api/records.h"
#include "server/api/routes.h"

namespace belvedere::server {

void serveActions(Router &router)
{
    serveReading<Action>(router);
    serveReading<ActionRun>(router);
}

} // namespace belvedere::server
