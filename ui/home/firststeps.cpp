// Layout of the steps, and when they are over.
#include "ui/home/firststeps.h"

#include "api/policies.h"
#include "ui/common/buttons.h"
#include "ui/common/label.h"

#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

FirstSteps::FirstSteps(Site &site, const Allowed &allowed, QWidget *parent)
    : QFrame(parent)
    , m_list(site.list<BusinessPolicy>())
    , m_active(m_list)
    , m_mayMake(allowed(Permission::PoliciesWrite))
{
    setProperty("role", u"card"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::m, space::l, space::m);
    layout->setSpacing(space::s);
    layout->addWidget(new Label(tr("From devices to evidence"), Label::Style::Heading));
    auto *text =
        new Label(tr("Devices are enrolled. Next, a business policy says what they must be like and brings them "
                     "their profiles; then the compliance report counts how they stand."),
            Label::Style::Body, Tone::Muted);
    text->setWordWrap(true);
    layout->addWidget(text);
    auto *steps = new QHBoxLayout;
    steps->setSpacing(space::s);
    layout->addLayout(steps);
    addStep("enrolment", tr("Enrol devices"), true);
    addStep("policies", tr("Make a policy"), false);
    addStep("compliance", tr("Read the report"), false);
    for (QPushButton *step : m_steps)
        steps->addWidget(step);
    steps->addStretch(1);
    hide();
    connect(&m_active, &Tallies::changed, this, &FirstSteps::refresh);
    connect(&m_list, &LiveList::stateChanged, this, &FirstSteps::refresh);
    m_active.setQueries({u"state:active"_s});
    refresh();
}

void FirstSteps::addStep(const char *place, const QString &text, bool done)
{
    const bool isNext = !done && m_steps.size() == 1;
    const QString numbered = tr("%1. %2", "number of a step, step").arg(m_steps.size() + 1).arg(text);
    QPushButton *step = isNext ? primaryButton(numbered) : plainButton(numbered);
    if (done) {
        step->setIcon(icon(Icon::Check, Tone::Ok));
        step->setAccessibleName(tr("%1, done").arg(numbered));
    }
    connect(step, &QPushButton::clicked, this, [this, place = QString::fromLatin1(place)] { Q_EMIT chosen(place); });
    m_steps.append(step);
}

void FirstSteps::refresh()
{
    // shown only once it is known that there is none
    setVisible(m_mayMake && m_list.state() == LiveList::State::Ready && m_active.count(0) == 0);
}

} // namespace belvedere
