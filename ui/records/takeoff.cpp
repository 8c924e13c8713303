// Words of the question.
#include "ui/records/takeoff.h"

#include <QCoreApplication>

namespace belvedere {

namespace {

struct TakeOff {
    Q_DECLARE_TR_FUNCTIONS(TakeOff)
};

} // namespace

bool canTakeOff(const Deployment &deployment)
{
    const bool isFree = !deployment.rule.isEmpty() || deployment.state == DeploymentState::Left;
    return isFree && deployment.policies.isEmpty();
}

Question takeOffQuestion(const Deployment &deployment)
{
    Question question;
    question.title = TakeOff::tr("Take “%1” off %2?", "item, device").arg(deployment.itemName, deployment.deviceName);
    if (!deployment.ruleName.isEmpty())
        question.effects.append({Severity::Info,
            TakeOff::tr(
                "The rule “%1” brought it. It does so again when the device meets the rule and then fails it anew.")
                .arg(deployment.ruleName)});
    question.accept = TakeOff::tr("Take off");
    question.destructive = true;
    return question;
}

} // namespace belvedere
