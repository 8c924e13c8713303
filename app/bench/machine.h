// What a figure was measured on.
#pragma once

#include <QString>

namespace belvedere::bench {

// One line: processor, cores, memory, system, Qt, kind of build. What the system does not tell is left out.
QString machineLine();

} // namespace belvedere::bench
