// The declaration of RuleStep.
#include "domain/rulestep.h"

namespace belvedere {

template<> std::span<const Choice> choices<StepState>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("RuleStep", "Not known")},
        {"waiting", QT_TRANSLATE_NOOP("RuleStep", "Waiting for approval")},
        {"ordered", QT_TRANSLATE_NOOP("RuleStep", "Ordered")}, {"done", QT_TRANSLATE_NOOP("RuleStep", "Done")},
        {"failed", QT_TRANSLATE_NOOP("RuleStep", "Failed")}, {"refused", QT_TRANSLATE_NOOP("RuleStep", "Refused")},
        {"withdrawn", QT_TRANSLATE_NOOP("RuleStep", "No longer needed")}};
    return list;
}

template<> std::span<const Field> fields<RuleStep>()
{
    using S = RuleStep;
    using P = Personal;
    static const Field list[] = {field<&S::id>("id", QT_TRANSLATE_NOOP("RuleStep", "Id"), Required | ReadOnly),
        field<&S::rule>("rule_id", QT_TRANSLATE_NOOP("RuleStep", "Rule id"), Required | ReadOnly | Hidden),
        field<&S::ruleName>("rule", QT_TRANSLATE_NOOP("RuleStep", "Rule"), ReadOnly | Searchable | Facet),
        field<&S::revision>("revision", QT_TRANSLATE_NOOP("RuleStep", "Revision"), ReadOnly),
        field<&S::device>("device_id", QT_TRANSLATE_NOOP("RuleStep", "Device id"), Required | ReadOnly | Hidden),
        field<&S::deviceName>("device", QT_TRANSLATE_NOOP("RuleStep", "Device"), ReadOnly | Searchable, P::Identity),
        field<&S::kind>("kind", QT_TRANSLATE_NOOP("RuleStep", "Step"), Required | ReadOnly | Facet),
        field<&S::number>("number", QT_TRANSLATE_NOOP("RuleStep", "Repetition"), ReadOnly),
        field<&S::failingSince>("failing_since", QT_TRANSLATE_NOOP("RuleStep", "Failing since"), ReadOnly),
        field<&S::due>("due", QT_TRANSLATE_NOOP("RuleStep", "Due"), ReadOnly),
        field<&S::taken>("taken", QT_TRANSLATE_NOOP("RuleStep", "Taken"), ReadOnly),
        field<&S::ended>("ended", QT_TRANSLATE_NOOP("RuleStep", "Failure over"), ReadOnly),
        field<&S::state>("state", QT_TRANSLATE_NOOP("RuleStep", "State"), Required | ReadOnly | Facet),
        field<&S::secondPerson>(
            "second_person", QT_TRANSLATE_NOOP("RuleStep", "Needs a second person"), ReadOnly | Detail),
        field<&S::code>("code", QT_TRANSLATE_NOOP("RuleStep", "Reason"), ReadOnly | Facet),
        field<&S::parameters>("parameters", QT_TRANSLATE_NOOP("RuleStep", "Parameters"), ReadOnly | Detail),
        field<&S::proof>("proof", QT_TRANSLATE_NOOP("RuleStep", "Proof"), ReadOnly | Detail),
        field<&S::target>("target", QT_TRANSLATE_NOOP("RuleStep", "Target"), ReadOnly | Searchable | Facet),
        field<&S::reference>("reference", QT_TRANSLATE_NOOP("RuleStep", "Ticket"), ReadOnly | Searchable),
        field<&S::link>("link", QT_TRANSLATE_NOOP("RuleStep", "Address of the ticket"), ReadOnly),
        field<&S::action>("action", QT_TRANSLATE_NOOP("RuleStep", "Action"), ReadOnly | Hidden),
        field<&S::decidedBy>(
            "decided_by", QT_TRANSLATE_NOOP("RuleStep", "Decided by"), ReadOnly | Searchable, P::Identity),
        field<&S::version>("version", QT_TRANSLATE_NOOP("RuleStep", "Version"), ReadOnly | Hidden)};
    return list;
}

} // namespace belvedere
