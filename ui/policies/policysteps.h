// PolicySteps: the steps of a policy's life that a person takes in the window, each after its question.
#pragma once

#include "api/policies.h"
#include "rest/requestscope.h"
#include "ui/policies/stepsheet.h"
#include "ui/shell/place.h"

namespace belvedere {

class PolicySteps final : public QObject {
    Q_OBJECT
public:
    // `place` shows the steps' sheets over its window and owns this. Policies come whole, not in list form.
    PolicySteps(const PlaceContext &context, QWidget *place);
    void approve(const BusinessPolicy &policy);
    // `installed`: deployments that are installed now.
    void pause(const BusinessPolicy &policy, qint64 installed);
    void goOn(const BusinessPolicy &policy);
    void rollBack(const BusinessPolicy &policy, qint64 number);
    // Both ask the server first how many deployments there are.
    void retire(const BusinessPolicy &policy);
    void remove(const BusinessPolicy &policy);
    // Also gives up a question that is still being prepared.
    void closeSheet();

Q_SIGNALS:
    void rolledBack(const belvedere::BusinessPolicy &policy); // to a draft that nobody has looked at yet
    void removed();
    void failed(const belvedere::ApiError &error);

private:
    StepSheet *ask(const StepSheet::Step &step);
    void count(const BusinessPolicy &policy, const std::function<void(qint64)> &then);
    void askToRetire(const BusinessPolicy &policy, qint64 deployments);
    void askToRemove(const BusinessPolicy &policy, qint64 deployments);
    template<class Op> void send(const Op &operation, const QString &done);

    PlaceContext m_context;
    QWidget *m_place;
    RequestScope m_scope; // of steps that were decided: they go on when the place is left
    RequestScope m_counting;
    QPointer<StepSheet> m_sheet;
};

} // namespace belvedere
