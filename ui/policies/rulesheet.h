// RuleSheet: the form of a compliance rule, as text and as rows, which can be tried on the fleet before it is saved.
#pragma once

#include "api/policies.h"
#include "rest/requestscope.h"
#include "ui/records/savingsheet.h"

#include <QCoreApplication>

namespace belvedere {

class ActionList;
class CheckBuilder;
class CountsRow;
class FixList;
class Label;
class ParameterList;

class RuleSheet final : public SavingSheet<ComplianceRule> {
    Q_DECLARE_TR_FUNCTIONS(RuleSheet)
public:
    // A rule without an id is new. `site` outlives the sheet.
    RuleSheet(Site &site, const ComplianceRule &rule, QWidget *window);
    void fail(const ApiError &error) override;

private:
    static std::vector<Part> parts(const ComplianceRule &rule);
    void addForms(Site &site, const ComplianceRule &rule);
    // What stands in the lists, by field.
    QJsonObject listed() const;
    void tryOut();
    void show(const RuleTrial &trial);

    CheckBuilder *m_builder;
    ParameterList *m_parameters;
    ActionList *m_actions;
    FixList *m_fixes;
    QJsonObject m_loaded; // listed(), as it was
    RequestScope m_names; // of commands
    QPushButton *m_try;
    Label *m_about;
    CountsRow *m_counts;
};

// The check in words, or as it is written when it cannot be read here.
QString checkInWords(const ComplianceRule &rule);

} // namespace belvedere
