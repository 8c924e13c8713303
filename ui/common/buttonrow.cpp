// Layout of a row of buttons.
#include "ui/common/buttonrow.h"

#include "ui/common/tokens.h"

#include <QHBoxLayout>

namespace belvedere {

QHBoxLayout *buttonRow(std::initializer_list<QWidget *> last, std::initializer_list<QWidget *> first)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(space::s);
    for (QWidget *button : first)
        row->addWidget(button);
    row->addStretch(1);
    for (QWidget *button : last)
        row->addWidget(button);
    return row;
}

} // namespace belvedere
