// The row of buttons at the end of a sheet or form.
#pragma once

#include <initializer_list>

class QHBoxLayout;
class QWidget;

namespace belvedere {

// `last` stand at the right end, in reading order; `first` at the left one.
QHBoxLayout *buttonRow(std::initializer_list<QWidget *> last, std::initializer_list<QWidget *> first = {});

} // namespace belvedere
