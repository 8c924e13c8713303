// The sentences, each true of what the agent does.
#include "server/api/actioneffects.h"

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

QString effectOnAgent(ActionKind kind, Platform platform)
{
    switch (kind) {
    case ActionKind::Sync:
        return u"The agent reports all its facts again; nothing on the computer changes."_s;
    case ActionKind::Message:
        if (platform == Platform::Linux)
            return u"The message is kept in the agent's list of messages, which session programs show, and is written "
                   "to every open terminal; with nobody signed in it only waits in that list."_s;
        return u"The message is kept in the agent's list of messages, which session programs show; with nobody "
               "signed in it only waits in that list."_s;
    case ActionKind::Lock:
        return u"Every open graphical session is locked and asks for its password, nobody loses work; it fails where "
               "no such session is open, and agents started without --allow-power refuse."_s;
    case ActionKind::Restart:
        return u"The computer restarts within a minute of fetching the order, unsaved work of whoever is signed in is "
               "lost; agents started without --allow-power refuse."_s;
    case ActionKind::UpdatesInstall:
        return u"The approved updates that the device waits for are installed with its own package manager, and the "
               "versions are read back; nothing is removed, services may restart, the computer does not."_s;
    case ActionKind::LostMode:
        return u"The screen shows the message and the number to call, and nothing else can be done with the device "
               "until lost mode is ended."_s;
    case ActionKind::LostModeEnd:
        return u"The device can be used again by whoever knows its passcode."_s;
    case ActionKind::RunCommand:
        return u"The device's own program of that name runs as its agent does, usually as root, without arguments and "
               "for five minutes at most; what it changes is up to whoever put it there."_s;
    case ActionKind::Unknown:
        break;
    }
    return u"The agent refuses: it does not know this action."_s;
}

QString effectOn(ActionKind kind, const ActionTarget &target)
{
    if (target.refusal == "not-found"_L1)
        return u"Nothing: there is no such device."_s;
    if (target.refusal == "action.inventory-only"_L1)
        return u"Nothing: the device only reports its inventory and takes no orders."_s;
    if (target.refusal == "updates.not-allowed"_L1)
        return u"Nothing: the agent was started without --allow-packages."_s;
    if (target.refusal == "updates.none"_L1)
        return u"Nothing: no approved update waits there."_s;
    if (target.refusal == "updates.blocked"_L1)
        return u"Nothing: none of what waits there is approved, some of it is blocked."_s;
    if (target.refusal == "updates.under-way"_L1)
        return u"Nothing: an order for updates is under way there."_s;
    if (target.refusal == "command.not-allowed"_L1)
        return u"Nothing: the agent was started without --allow-commands."_s;
    if (target.refusal == "command.not-found"_L1)
        return u"Nothing: the device has no command of that name."_s;
    if (!target.refusal.isEmpty())
        return u"Nothing: the agent cannot do this on this platform."_s;
    if (target.simulated)
        return u"The simulated device answers as a real one would, and fails now and then; no computer is touched."_s;
    return effectOnAgent(kind, target.platform.value());
}

} // namespace

std::vector<ActionEffect> actionEffects(ActionKind kind, const std::vector<ActionTarget> &targets)
{
    std::map<std::tuple<QString, QString, bool, QString>, ActionEffect> groups;
    for (const ActionTarget &target : targets) {
        ActionEffect &group =
            groups[{target.management.token(), target.platform.token(), target.simulated, target.refusal}];
        if (group.devices++ == 0)
            group = {target.management, target.platform, target.simulated, 1, effectOn(kind, target)};
    }
    std::vector<ActionEffect> effects;
    effects.reserve(groups.size());
    for (const auto &[key, effect] : groups)
        effects.push_back(effect);
    std::stable_sort(effects.begin(), effects.end(),
        [](const ActionEffect &a, const ActionEffect &b) { return a.devices > b.devices; });
    return effects;
}

} // namespace belvedere::server
