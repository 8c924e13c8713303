// Numbered titles; the current one stands out by weight, not by colour alone.
#include "ui/policies/stepbar.h"

#include "ui/common/label.h"

#include <QHBoxLayout>
#include <QStyle>

using namespace Qt::StringLiterals;

namespace belvedere {

StepBar::StepBar(const QStringList &titles, QWidget *parent)
    : QWidget(parent)
    , m_titles(titles)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::l);
    for (qsizetype i = 0; i < titles.size(); ++i) {
        auto *label = new Label(tr("%1 %2", "number and title of a step").arg(i + 1).arg(titles[i]));
        layout->addWidget(label);
        m_labels.append(label);
    }
    layout->addStretch(1);
    setCurrent(0);
}

void StepBar::setCurrent(int step)
{
    for (int i = 0; i < int(m_labels.size()); ++i) {
        m_labels[i]->setProperty("textStyle", i == step ? u"strong"_s : u"body"_s);
        m_labels[i]->style()->unpolish(m_labels[i]);
        m_labels[i]->style()->polish(m_labels[i]);
        m_labels[i]->setTone(i == step ? Tone::Accent : i < step ? Tone::Text : Tone::Muted);
    }
    setAccessibleName(tr("Step %1 of %2: %3").arg(step + 1).arg(m_titles.size()).arg(m_titles[step]));
}

} // namespace belvedere
