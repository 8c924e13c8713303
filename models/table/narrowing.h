// Narrowing: when everything that one query lets through passes another one too, as while a word is being typed.
#pragma once

#include "query/evaluate.h"

namespace belvedere {

// False may also mean: not known. Both are compiled for the same fields.
bool implies(const Matcher &narrow, const Matcher &wide);

} // namespace belvedere
