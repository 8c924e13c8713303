// ActionList: what a rule does about a failure, in rows with their guards; the usual actions are offered.
#pragma once

#include "domain/rule.h"
#include "sites/livelist.h"
#include "ui/policies/partrows.h"

#include <QCoreApplication>

namespace belvedere {

class ActionList final : public PartList<RuleAction> {
    Q_DECLARE_TR_FUNCTIONS(ActionList)
public:
    explicit ActionList(QWidget *parent = nullptr);
    // Before the actions: what those that tell a target choose from; outlives the list.
    void setTargets(LiveList &targets) { m_targets = &targets; }
    void setActions(const std::vector<RuleAction> &actions);
    // Of the rule: its usual actions are offered while there are none, and it may take none of those that there are.
    void setRule(const Coded<RuleSeverity> &severity, const Coded<RuleMode> &mode);
    // Marks what the server would refuse; true when that is nothing. What was here before and is of a kind that this
    // window does not know is none of its business.
    bool check();

protected:
    FieldEditor *makeEditor(const Field &field, QWidget *parent) override;

private:
    void showTexts();
    void showAround();
    void refresh();

    LiveList *m_targets = nullptr;
    RuleSeverity m_severity = RuleSeverity::Unknown;
    bool m_checked = false; // what is not chosen yet is marked, too
    QPushButton *m_usual;
    Label *m_idle;
};

} // namespace belvedere
