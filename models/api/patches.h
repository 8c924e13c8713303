// Patches over the API: what waits on the fleet, what was decided, and what is blocked by pattern.
#pragma once

#include "api/resource.h"
#include "domain/patch.h"

namespace belvedere {

template<> struct TypeName<PendingUpdate> {
    static constexpr char value[] = "PendingUpdate";
};
// not "Patch": that ends the names of merge patches
template<> struct TypeName<SoftwarePatch> {
    static constexpr char value[] = "SoftwarePatch";
};
template<> struct TypeName<PatchBlock> {
    static constexpr char value[] = "PatchBlock";
};
template<> struct TypeName<PatchDevice> {
    static constexpr char value[] = "PatchDevice";
};

template<> struct Resource<SoftwarePatch> {
    static constexpr char path[] = "patches";
    static constexpr char singular[] = "patch";
    static constexpr Permission read = Permission::PoliciesRead;
};
template<> struct Resource<PatchBlock> {
    static constexpr char path[] = "patchblocks";
    static constexpr char singular[] = "patchblock";
    static constexpr Permission read = Permission::PoliciesRead;
    static constexpr Permission write = Permission::PoliciesWrite;
};

// What is decided about several patches at once; which ones is named by ids, so that none is decided that was not
// shown. "none" takes a decision back; what is blocked is approved only after that.
struct PatchDecisionOrder {
    QStringList patches; // ids, 1 to maximumSetSize
    Coded<PatchDecision> decision;
    QString reason;
};
struct PatchDecisionCount {
    qint64 matched = 0;
    qint64 changed = 0;
    qint64 blocked = 0; // left as they are: a pattern blocks them, or a person does and they were to be approved
};
template<> struct TypeName<PatchDecisionOrder> {
    static constexpr char value[] = "PatchDecisionOrder";
};
template<> struct TypeName<PatchDecisionCount> {
    static constexpr char value[] = "PatchDecisionCount";
};
struct DecidePatches : Operation<None, None, PatchDecisionOrder, PatchDecisionCount> {
    static constexpr Spec spec{"decidePatches", Verb::Post, "patches", "/decide", Permission::PoliciesWrite,
        "Approves or blocks patches, or takes a decision back."};
};

struct PatchDeviceParameters {
    std::optional<qint64> limit; // 1 to maximumPageSize; default 100
    QString cursor; // from the page before
};
struct ListPatchDevices : Operation<SoftwarePatch, PatchDeviceParameters, None, Page<PatchDevice>> {
    static constexpr Spec spec{"listPatchDevices", Verb::Get, "patches", "/{id}/devices", Permission::DevicesRead,
        "The devices that wait for a patch."};
};

} // namespace belvedere
