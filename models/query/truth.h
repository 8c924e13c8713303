// Three-valued truth: what is not known is neither true nor false, also when it is negated.
#pragma once

#include <QtGlobal>

namespace belvedere {

enum class Truth : qint8 { False = -1, Unknown = 0, True = 1 };

inline Truth truth(bool value) { return value ? Truth::True : Truth::False; }
inline Truth operator!(Truth value) { return Truth(-qint8(value)); }
inline Truth both(Truth a, Truth b) { return a < b ? a : b; }
inline Truth either(Truth a, Truth b) { return a < b ? b : a; }

} // namespace belvedere
