// ApprovalSheet: the question before a step is approved that destroys something or writes on a screen: what else the
// rule would destroy now, what holds the step back, what the screen will say.
#pragma once

#include "domain/rulestep.h"
#include "rest/requestscope.h"
#include "sites/site.h"
#include "ui/common/questionsheet.h"

class QVBoxLayout;

namespace belvedere {

struct RuleDryRun;

class ApprovalSheet final : public QuestionSheet {
    Q_OBJECT
public:
    // Asks the site at once, and takes no answer before it knows, or knows that it cannot. `site` outlives the sheet.
    ApprovalSheet(Site &site, const RuleStep &step, const Question &question, QWidget *window);
    // Whether there is more to be known about such a step than its record in the list says.
    static bool isFor(RuleActionKind kind);

Q_SIGNALS:
    void accepted(); // the sheet goes afterwards

protected:
    QWidget *firstFocus() const override;
    void onEscape() override { dismiss(); }

private:
    void askDryRun(Site &site, const RuleStep &step);
    void askTexts(Site &site, const RuleStep &step);
    void fill(const QList<Effect> &effects);

    RequestScope m_requests;
    QWidget *m_loading;
    QVBoxLayout *m_lines;
};

} // namespace belvedere
