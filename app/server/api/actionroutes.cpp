// Actions: reading, previewing, ordering and taking back.
#include "server/api/actionorders.h"
#include "server/api/records.h"
#include "server/api/routes.h"

namespace belvedere::server {

void serveActions(Router &router)
{
    serveReading<Action>(router);
    serveReading<ActionRun>(router);
    router.read<PreviewAction>(
        [](ReadCall &call, const PreviewAction &operation) { return previewAction(call, operation.body); });
    router.write<RunAction>(
        [](WriteCall &call, const RunAction &operation) { return runAction(call, operation.body); });
    router.write<CancelAction>(
        [](WriteCall &call, const CancelAction &operation) { return cancelAction(call, operation.id); });
}

} // namespace belvedere::server
