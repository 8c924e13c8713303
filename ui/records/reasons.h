// Words for the short reasons that rules and profiles give.
#pragma once

#include <QHash>
#include <QString>

namespace belvedere {

// Of RuleResult::reason, by code; for Display::setWords.
QHash<QString, QString> ruleReasonWords();
// Why a profile cannot come to a device ("inventory-only", "platform", "conflict"); a code of a device's own as it is.
QString profileReason(const QString &code);

} // namespace belvedere
