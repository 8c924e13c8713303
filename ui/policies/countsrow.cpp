// Badges in a grid.
#include "ui/policies/countsrow.h"

#include "ui/common/label.h"

#include <QGridLayout>
#include <QLocale>

namespace belvedere {

CountsRow::CountsRow(int columns, QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
    , m_columns(columns)
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(space::s);
    m_grid->setVerticalSpacing(space::xs);
    m_grid->setColumnStretch(columns, 1);
}

void CountsRow::set(const QList<StateCount> &counts)
{
    QList<StateCount> shown;
    for (const StateCount &count : counts) {
        if (count.count > 0)
            shown.append(count);
    }
    if (shown == m_shown && m_grid->count() > 0)
        return;
    m_shown = shown;
    while (QLayoutItem *item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    if (shown.isEmpty())
        m_grid->addWidget(new Label(tr("None"), Label::Style::Body, Tone::Muted, this), 0, 0);
    const QLocale locale;
    for (qsizetype i = 0; i < shown.size(); ++i) {
        auto *badge = new Badge(this);
        badge->set(tr("%1: %2", "state, count").arg(shown[i].word, locale.toString(shown[i].count)), shown[i].look);
        m_grid->addWidget(badge, int(i) / m_columns, int(i) % m_columns, Qt::AlignLeft);
    }
}

} // namespace belvedere
