// Fields of what is sent and answered about starter rules, waivers and steps.
#include "api/rules.h"

namespace belvedere {

template<> std::span<const Field> fields<StarterChoice>()
{
    static const Field list[] = {field<&StarterChoice::keys>("keys", "Starter rules")};
    return list;
}

template<> std::span<const Field> fields<StarterReceipt>()
{
    static const Field list[] = {field<&StarterReceipt::rules>("rules", "Rules", Required),
        field<&StarterReceipt::present>("present", "There already", Required)};
    return list;
}

template<> std::span<const Field> fields<RevisionParameters>()
{
    static const Field list[] = {field<&RevisionParameters::number>("number", "Number of the revision", Required)};
    return list;
}

template<> std::span<const Field> fields<DecisionStep>()
{
    static const Field list[] = {field<&DecisionStep::version>("version", "Version", Required)};
    return list;
}

} // namespace belvedere
