// What belongs to compliance rules over the API: starter rules, waivers, and the steps that failures lead to.
#pragma once

#include "api/policies.h"
#include "domain/rulestep.h"
#include "domain/waiver.h"

namespace belvedere {

template<> struct TypeName<Waiver> {
    static constexpr char value[] = "Waiver";
};
template<> struct TypeName<RuleStep> {
    static constexpr char value[] = "RuleStep";
};

template<> struct Resource<Waiver> {
    static constexpr char path[] = "waivers";
    static constexpr char singular[] = "waiver";
    static constexpr Permission read = Permission::PoliciesRead;
    static constexpr Permission write = Permission::PoliciesWrite;
};
template<> struct Resource<RuleStep> {
    static constexpr char path[] = "steps";
    static constexpr char singular[] = "step";
    static constexpr Permission read = Permission::PoliciesRead;
};

// Names of starter rules to make rules of; none: all that the site does not have yet.
struct StarterChoice {
    QStringList keys;
};
struct StarterReceipt {
    QStringList rules; // ids of those that were made
    QStringList present; // keys of those that the site has already
};
template<> struct TypeName<StarterChoice> {
    static constexpr char value[] = "StarterChoice";
};
template<> struct TypeName<StarterReceipt> {
    static constexpr char value[] = "StarterReceipt";
};
struct AddStarterRules : Operation<None, None, StarterChoice, StarterReceipt> {
    static constexpr Spec spec{"addStarterRules", Verb::Post, "rules", "/starter", Permission::PoliciesWrite,
        "Makes rules of the starter rules that Belvedere brings."};
};

struct RevisionParameters {
    qint64 number = 0; // 1, 2, …
};
struct GetRuleRevision : Operation<ComplianceRule, RevisionParameters, None, ComplianceRule> {
    static constexpr Spec spec{"getRuleRevision", Verb::Get, "rules", "/{id}/revision", Permission::PoliciesRead,
        "The rule as it was in one of its revisions: what a policy that names the revision may give values to."};
};

// The version that was seen: when the record was changed since, the step is refused with 412.
struct DecisionStep {
    qint64 version = 0;
};
template<> struct TypeName<DecisionStep> {
    static constexpr char value[] = "DecisionStep";
};
struct ApproveWaiver : Operation<Waiver, None, DecisionStep, Waiver> {
    static constexpr Spec spec{"approveWaiver", Verb::Post, "waivers", "/{id}/approve", Permission::PoliciesWrite,
        "Puts a waiver in force; by another person than asked for it."};
};
struct RefuseWaiver : Operation<Waiver, None, DecisionStep, Waiver> {
    static constexpr Spec spec{"refuseWaiver", Verb::Post, "waivers", "/{id}/refuse", Permission::PoliciesWrite,
        "Refuses a waiver that was asked for; by another person than asked for it."};
};
struct WithdrawWaiver : Operation<Waiver, None, DecisionStep, Waiver> {
    static constexpr Spec spec{"withdrawWaiver", Verb::Post, "waivers", "/{id}/withdraw", Permission::PoliciesWrite,
        "Ends a waiver before its time, or takes the request back."};
};
struct ApproveStep : Operation<RuleStep, None, DecisionStep, RuleStep> {
    static constexpr Spec spec{"approveStep", Verb::Post, "steps", "/{id}/approve", Permission::ActionsRun,
        "Carries out what a failed rule proposes for a device."};
};
struct RefuseStep : Operation<RuleStep, None, DecisionStep, RuleStep> {
    static constexpr Spec spec{"refuseStep", Verb::Post, "steps", "/{id}/refuse", Permission::ActionsRun,
        "Leaves undone what a failed rule proposes for a device."};
};

} // namespace belvedere
