// The style sheet over Fusion, written from the tokens.
#pragma once

#include <QString>

namespace belvedere {

struct Tokens;
// `textHeight`: of a line in the ordinary font, in pixels; `points`: its size. Sizes stand in the sheet because only
// then do widgets that exist already follow a change of them.
QString styleSheetFrom(const Tokens &tokens, double points, int textHeight);

} // namespace belvedere
