// Layout of a page header.
#include "ui/common/pageheader.h"

#include "ui/common/buttons.h"
#include "ui/common/label.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace belvedere {

PageHeader::PageHeader(const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_title(new ElidedLabel({}, Label::Style::Title, Tone::Text, this))
    , m_counts(new ElidedLabel({}, Label::Style::Body, Tone::Muted, this))
    , m_end(new QHBoxLayout)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::l, space::m, space::l, space::s);
    layout->setSpacing(space::m);
    layout->addWidget(m_title, 0, Qt::AlignBaseline);
    layout->addWidget(m_counts, 0, Qt::AlignBaseline);
    layout->addStretch(1);
    layout->addLayout(m_end);
    m_end->setSpacing(space::s);
    m_counts->setObjectName(u"counts"_s);
    m_counts->hide();
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setTitle(title);
}

void PageHeader::setTitle(const QString &title) { m_title->setFullText(title); }

void PageHeader::setCounts(const QString &text)
{
    m_counts->setFullText(text);
    m_counts->setVisible(!text.isEmpty());
    layout()->activate(); // with the old width it would be cut until the next turn of the loop
}

void PageHeader::addWidget(QWidget *widget) { m_end->addWidget(widget); }

void PageHeader::addAction(QAction *action, bool primary) { addWidget(actionButton(action, primary, this)); }

} // namespace belvedere
