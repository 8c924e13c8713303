// Facts in a column.
#include "ui/content/factspanel.h"

#include <QVBoxLayout>

namespace belvedere {

FactsPanel::FactsPanel(Icon icon, const QString &emptyTitle, const QString &emptyText, QWidget *parent)
    : QWidget(parent)
    , m_icon(icon)
    , m_emptyTitle(emptyTitle)
    , m_emptyText(emptyText)
    , m_list(new PropertyList)
{
    auto *content = new QWidget;
    m_content = new QVBoxLayout(content);
    m_content->setContentsMargins(0, 0, 0, 0);
    m_content->setSpacing(space::m);
    m_content->addWidget(m_list);
    m_content->addStretch(1);
    m_states = new StateStack(content);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_states);
    showNothing();
}

void FactsPanel::showNothing() { m_states->showEmpty(m_icon, m_emptyTitle, m_emptyText); }

void FactsPanel::showFacts(const QList<Property> &facts)
{
    m_list->set(facts);
    m_states->showContent();
}

void FactsPanel::addBelow(QWidget *widget) { m_content->insertWidget(m_content->count() - 1, widget); }

} // namespace belvedere
