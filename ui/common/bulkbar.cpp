// Layout of the bulk bar.
#include "ui/common/bulkbar.h"

#include "ui/common/buttons.h"
#include "ui/common/label.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace belvedere {

BulkBar::BulkBar(QWidget *parent)
    : QWidget(parent)
    , m_count(new Label({}, Label::Style::Strong, Tone::Text, this))
    , m_all(linkButton({}, this))
    , m_actions(new QHBoxLayout)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::l, space::xs, space::s, space::xs);
    layout->setSpacing(space::m);
    layout->addWidget(m_count);
    layout->addWidget(m_all);
    layout->addLayout(m_actions);
    layout->addStretch(1);
    QPushButton *clear = linkButton(tr("Clear selection"), this);
    layout->addWidget(clear);
    m_actions->setSpacing(space::s);
    setProperty("role", u"selection"_s);
    setAttribute(Qt::WA_StyledBackground);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    hide();
    connect(clear, &QPushButton::clicked, this, &BulkBar::clearRequested);
    connect(m_all, &QPushButton::clicked, this, &BulkBar::allRequested);
}

void BulkBar::setCount(qint64 selected, qint64 matching)
{
    // %n takes an int; a selection beyond two thousand million rows does not occur
    m_count->setText(tr("%n selected", nullptr, int(selected)));
    setAccessibleName(m_count->text());
    m_all->setText(tr("Select all %1", "rows that match").arg(QLocale().toString(matching)));
    m_all->setAccessibleName(m_all->text());
    m_all->setVisible(matching > selected);
    setVisible(selected > 0);
}

void BulkBar::addAction(QAction *action) { m_actions->addWidget(actionButton(action, false, this)); }

bool BulkBar::hasActions() const { return m_actions->count() > 0; }

} // namespace belvedere
