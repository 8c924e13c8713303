// Layout of a property list.
#include "ui/common/propertylist.h"

#include "ui/common/icons.h"
#include "ui/common/label.h"

#include <QGridLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int lastRow = 1000;

} // namespace

PropertyList::PropertyList(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(space::l, space::s, space::l, space::s);
    m_grid->setHorizontalSpacing(space::m);
    m_grid->setVerticalSpacing(space::xs + 2);
    m_grid->setColumnStretch(0, 2);
    m_grid->setColumnStretch(1, 3);
    // takes up what is left over, so that the rows keep together at the top
    m_grid->setRowStretch(lastRow, 1);
}

void PropertyList::clear()
{
    m_rows.clear();
    m_set.clear();
    m_next = 0;
    while (QLayoutItem *item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void PropertyList::set(const QList<Property> &properties)
{
    if (properties == m_set)
        return;
    clear();
    for (const Property &property : properties) {
        if (property.isHeading)
            addHeading(property.label);
        else
            add(property.label, property.value, property.personal);
    }
    m_set = properties;
}

void PropertyList::addHeading(const QString &text)
{
    const int row = m_next++;
    auto *label = new Label(text, Label::Style::Strong, Tone::Text, this);
    label->setContentsMargins(0, row > 0 ? space::s : 0, 0, 0);
    m_grid->addWidget(label, row, 0, 1, 2);
}

void PropertyList::add(const QString &label, const QString &value, bool personal)
{
    auto *text = new Label(value.isEmpty() ? tr("Not known") : value, Label::Style::Body,
        value.isEmpty() ? Tone::Muted : Tone::Text, this);
    text->setWordWrap(true);
    text->setSelectable(true);
    text->setAccessibleName(tr("%1: %2", "label, value").arg(label, text->text()));
    if (personal)
        text->setToolTip(tr("Personal data"));
    addWidget(label, text);
    m_rows.last().second = text->text();
}

void PropertyList::addWidget(const QString &label, QWidget *value)
{
    const int row = m_next++;
    auto *name = new Label(label, Label::Style::Body, Tone::Muted, this);
    name->setWordWrap(true);
    name->setBuddy(value);
    m_grid->addWidget(name, row, 0, Qt::AlignTop);
    m_grid->addWidget(value, row, 1, Qt::AlignTop);
    m_rows.append({label, value->accessibleName()});
}

QString PropertyList::asText() const
{
    QStringList lines;
    for (const auto &[label, value] : m_rows)
        lines.append(label + u": "_s + value);
    return lines.join(u'\n');
}

} // namespace belvedere
