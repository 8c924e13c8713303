// Pipeline: the stages that every call of one client passes, put together once.
#pragma once

#include "rest/authgate.h"
#include "rest/dispatcher.h"
#include "rest/requestbuilder.h"
#include "rest/transport.h"

namespace belvedere {

struct Pipeline {
    Environment environment;
    RequestBuilder builder;
    Transport &transport;
    Dispatcher &dispatcher;
    AuthGate &gate;
};

} // namespace belvedere
