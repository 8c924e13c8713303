// Fields of what is answered about dry runs.
#include "api/dryrun.h"

namespace belvedere {

template<> std::span<const Field> fields<DryRunStep>()
{
    using S = DryRunStep;
    static const Field list[] = {field<&S::device>("device_id", "Device id", Required),
        field<&S::deviceName>("device", "Device", 0, Personal::Identity), field<&S::kind>("kind", "Step", Required),
        field<&S::due>("due", "Due"), field<&S::step>("step", "Waiting step"), field<&S::code>("code", "Held back by"),
        field<&S::item>("item", "Item")};
    return list;
}

template<> std::span<const Field> fields<RuleDryRun>()
{
    using R = RuleDryRun;
    static const Field list[] = {field<&R::rule>("rule_id", "Rule id", Required), field<&R::ruleName>("rule", "Rule"),
        field<&R::devices>("devices", "Devices", Required), field<&R::total>("total", "Steps in all", Required),
        field<&R::steps>("steps", "Steps", Required),
        field<&R::bringsTotal>("brings_total", "Steps that bring an item"),
        field<&R::brings>("brings", "What is brought")};
    return list;
}

} // namespace belvedere
