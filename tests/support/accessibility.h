// Checks that hold for every page: names for screen readers, and no label cut off.
#pragma once

#include <QStringList>

class QWidget;

namespace belvedere::test {

// Visible widgets under `root` that take the keyboard but have no name, as "class objectName"; empty when all is well.
QStringList unnamedWidgets(const QWidget *root);
// Visible labels, buttons and boxes under `root` that are smaller than their text needs, as "class: text".
QStringList clippedTexts(const QWidget *root);
// Labels under `root` that would show markup from data.
QStringList richLabels(const QWidget *root);

} // namespace belvedere::test
