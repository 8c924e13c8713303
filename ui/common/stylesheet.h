// The style sheet over Fusion, written from the tokens.
#pragma once

#include <QString>

namespace belvedere {

struct Tokens;
// `points`: the ordinary text size. Sizes stand in the sheet because only then do widgets that exist already follow a
// change of them.
QString styleSheetFrom(const Tokens &tokens, double points);

} // namespace belvedere
