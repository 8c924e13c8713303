// Parameters of rules: what a policy may set, within the bounds that the rule gives.
#pragma once

#include "domain/rule.h"
#include "query/parameters.h"

namespace belvedere {

inline constexpr size_t maximumRuleParameters = 16;

// The value as a check takes it; nothing written gives an empty list, with which a test does not apply. Error
// "rule.parameter" on the field "params.<name>" for text that is no value of the type or lies outside its bounds.
Result<Cell> readParameter(const RuleParameter &parameter, const QString &text);

// The values of all parameters: those of `given` (name to text), else the rule's own. Errors: "rule.parameter" also for
// a name that the rule does not have.
Result<Parameters> ruleParameters(const ComplianceRule &rule, const QJsonObject &given = {});

// What is wrong with the declarations themselves: names, types, bounds, values.
QList<FieldError> parameterProblems(const ComplianceRule &rule);

} // namespace belvedere
