// What the devices of a plan book come to by their rules, over columns.
#pragma once

#include "server/policy/planbook.h"

namespace belvedere::server {

// By row of the snapshot; meaningless where nothing is planned. What evaluateRules() and rollUp() find: failures on
// record keep their clocks. Rules about what the list form leaves out are evaluated device by device. Inside the
// transaction of the moment.
Result<std::vector<Compliance>> fleetCompliance(Database &database, const PolicySet &set, const FleetMoment &moment,
    const FleetOrder &order, const PlanBook &book, Crew &crew);

// Whether the list form of a device has every field that the rule asks about.
bool isAboutLists(const CompiledRule &rule);

} // namespace belvedere::server
