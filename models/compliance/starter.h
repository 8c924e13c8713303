// Starter rules: the rules that Belvedere brings, to be made rules of a site.
#pragma once

#include "domain/rule.h"

#include <span>

namespace belvedere {

struct StarterRule {
    QString key; // stays the same for ever: "storage.encrypted"
    ComplianceRule rule; // in English; `starter` is the key
};

// All of them, in the order of their keys; empty only if the program was built without them.
const std::vector<StarterRule> &starterRules();
const StarterRule *findStarterRule(const QString &key);

// Every English text of theirs that a person reads.
std::span<const char *const> starterTexts();
// The text in the language of the program.
QString starterText(const QString &text);
// The rule with its texts in the language of the program.
ComplianceRule translated(const StarterRule &starter);

} // namespace belvedere
