// Acting on devices over the API: ordering, previewing and cancelling actions.
#pragma once

#include "api/resource.h"
#include "domain/action.h"

namespace belvedere {

template<> struct TypeName<Action> {
    static constexpr char value[] = "Action";
};
template<> struct TypeName<ActionRun> {
    static constexpr char value[] = "ActionRun";
};
template<> struct Resource<Action> {
    static constexpr char path[] = "actions";
    static constexpr char singular[] = "action";
    static constexpr Permission read = Permission::ActionsRead;
};
template<> struct Resource<ActionRun> {
    static constexpr char path[] = "runs";
    static constexpr char singular[] = "run";
    static constexpr Permission read = Permission::ActionsRead;
};

inline constexpr qsizetype maximumActionDevices = 100'000; // matched; beyond: "action.too-many"
inline constexpr size_t maximumRefusalsShown = 1'000;
inline constexpr qsizetype maximumMessageTitle = 200; // characters

// Which devices is said by a query or by ids, exactly one of them. An empty query is no way to say "all": who means
// every device says a query that is true of every device, such as "enrolled>=2000-01-01", and error
// "action.no-devices-named" answers who says nothing. Ids that are no device's are refused one by one, "not-found".
struct ActionOrder {
    Coded<ActionKind> kind;
    QString query;
    QStringList devices; // ids, at most maximumSetSize
    // MessageParameters for messages, LostModeParameters, RunParameters, UpdateWindow for updates, or empty
    QJsonObject parameters;
    std::optional<qint64> expires; // seconds from now, 60 to 30 days; default 7 days
};
struct ActionRefusal {
    QString device; // id
    QString name;
    // "action.inventory-only", "action.unsupported", "not-found"; of updates also "updates.not-allowed",
    // "updates.none", "updates.blocked", "updates.under-way"; of commands "command.not-allowed" where the agent runs
    // none, "command.not-found" where it has none of that name
    QString code;
};
// What the order comes to on devices of one sort, in words.
struct ActionEffect {
    Coded<Management> management;
    Coded<Platform> platform;
    bool simulated = false;
    qint64 devices = 0;
    QString effect; // one English sentence
};
struct ActionPreview {
    Coded<ActionKind> kind;
    qint64 matched = 0;
    qint64 accepted = 0;
    std::vector<ActionEffect> effects;
    std::vector<ActionRefusal> refused; // the first 1,000; matched - accepted says how many there are
    std::optional<qint64> updates =
        {}; // of ActionKind::UpdatesInstall: how many would be installed on all of them together
};
struct ActionReceipt {
    QString request; // id of the action
    Coded<ActionKind> kind;
    qint64 matched = 0;
    qint64 accepted = 0;
    std::vector<ActionRefusal> refused; // as in the preview
};
template<> struct TypeName<ActionOrder> {
    static constexpr char value[] = "ActionOrder";
};
template<> struct TypeName<ActionPreview> {
    static constexpr char value[] = "ActionPreview";
};
template<> struct TypeName<ActionReceipt> {
    static constexpr char value[] = "ActionReceipt";
};

struct PreviewAction : Operation<None, None, ActionOrder, ActionPreview> {
    static constexpr Spec spec{"previewAction", Verb::Post, "actions", "/preview", Permission::ActionsRun,
        "Says what an action would do to which devices; nothing is ordered."};
};
struct RunAction : Operation<None, None, ActionOrder, ActionReceipt> {
    static constexpr Spec spec{
        "runAction", Verb::Post, "actions", "", Permission::ActionsRun, "Orders an action on devices."};
};
struct CancelAction : Operation<Action, None, None, Action> {
    static constexpr Spec spec{"cancelAction", Verb::Post, "actions", "/{id}/cancel", Permission::ActionsRun,
        "Takes the order back from every device that has not fetched it yet."};
};

} // namespace belvedere
