// The style sheet over Fusion, written from the tokens.
#pragma once

#include <QString>

namespace belvedere {

struct Tokens;
QString styleSheetFrom(const Tokens &tokens);

} // namespace belvedere
