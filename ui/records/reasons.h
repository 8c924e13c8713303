// Words for the short reasons that rules and profiles give.
#pragma once

#include <QHash>
#include <QString>

namespace belvedere {

// Of RuleResult::reason, by code; for Display::setWords.
QHash<QString, QString> ruleReasonWords();
// Of Deployment::code and RuleStep::code, by code; for Display::setWords. The detail beside it says more.
QHash<QString, QString> deploymentReasonWords();
// Why a profile cannot come to a device ("inventory-only", "platform", "minimum-os", "supervised", "company-owned",
// "conflict", "item.missing"), or in the words for deployments why it will not be tried again; a code of a device's own
// as it is.
QString profileReason(const QString &code);
// Why a setting of a profile has no effect on a device: a code of the above, and with "minimum-os" what it needs.
QString settingReason(const QString &code, const QString &minimumOs);

} // namespace belvedere
