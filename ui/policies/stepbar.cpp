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
    , m_alone(new Label({}, Label::Style::Strong, Tone::Accent, this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::l);
    layout->addWidget(m_alone);
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
    m_current = step;
    for (int i = 0; i < int(m_labels.size()); ++i) {
        m_labels[i]->setProperty("textStyle", i == step ? u"strong"_s : u"body"_s);
        m_labels[i]->style()->unpolish(m_labels[i]);
        m_labels[i]->style()->polish(m_labels[i]);
        m_labels[i]->setTone(i == step ? Tone::Accent : i < step ? Tone::Text : Tone::Muted);
    }
    m_alone->setText(tr("Step %1 of %2: %3").arg(step + 1).arg(m_titles.size()).arg(m_titles[step]));
    setAccessibleName(m_alone->text());
    fit();
}

QSize StepBar::minimumSizeHint() const { return m_alone->sizeHint(); }

void StepBar::fit()
{
    int needed = 0;
    for (const Label *label : m_labels)
        needed += label->sizeHint().width() + space::l;
    const bool all = needed <= width();
    for (Label *label : m_labels)
        label->setVisible(all);
    m_alone->setVisible(!all);
}

void StepBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

} // namespace belvedere
