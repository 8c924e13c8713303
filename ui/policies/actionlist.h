// ActionList: what a rule does about a failure, in rows with their guards; the usual actions are offered.
#pragma once

#include "domain/rule.h"
#include "ui/policies/partrows.h"

#include <QCoreApplication>

namespace belvedere {

class ActionList final : public PartList<RuleAction> {
    Q_DECLARE_TR_FUNCTIONS(ActionList)
public:
    explicit ActionList(QWidget *parent = nullptr);
    void setActions(const std::vector<RuleAction> &actions);
    // Of the rule: its usual actions are offered while there are none, and it may take none of those that there are.
    void setRule(const Coded<RuleSeverity> &severity, const Coded<RuleMode> &mode);
    // Names of those that devices have, to choose from.
    void setCommands(const QStringList &names);
    // Marks what the server would refuse; true when that is nothing. What was here before and is of a kind that this
    // window does not know is none of its business.
    bool check();

private:
    void showTexts();
    void showAround();
    void refresh();

    RuleSeverity m_severity = RuleSeverity::Unknown;
    QStringList m_commands;
    bool m_checked = false; // what is not chosen yet is marked, too
    QPushButton *m_usual;
    Label *m_idle;
};

} // namespace belvedere
