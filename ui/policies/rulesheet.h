// RuleSheet: the form of a compliance rule, as text and as rows, which can be tried on the fleet before it is saved.
#pragma once

#include "api/policies.h"
#include "ui/records/savingsheet.h"

#include <QCoreApplication>

namespace belvedere {

class CheckBuilder;
class CountsRow;
class Label;
class ParameterList;

class RuleSheet final : public SavingSheet<ComplianceRule> {
    Q_DECLARE_TR_FUNCTIONS(RuleSheet)
public:
    // A rule without an id is new. `site` outlives the sheet.
    RuleSheet(Site &site, const ComplianceRule &rule, QWidget *window);

private:
    static std::vector<Part> parts(const ComplianceRule &rule);
    void addForms(const ComplianceRule &rule);
    void tryOut();
    void show(const RuleTrial &trial);

    CheckBuilder *m_builder;
    ParameterList *m_parameters;
    QPushButton *m_try;
    Label *m_about;
    CountsRow *m_counts;
};

// The check in words, or as it is written when it cannot be read here.
QString checkInWords(const ComplianceRule &rule);

} // namespace belvedere
