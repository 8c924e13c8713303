// Editors that take more than a line: text of several lines, boxes for each choice, a query with its sentence.
#pragma once

#include "ui/common/fieldeditor.h"

namespace belvedere {

// Nothing where the hint asks for none of them.
FieldEditor *makeRoomyEditor(const Field &field, const Display &display, QWidget *parent, const EditorHint &hint);

} // namespace belvedere
