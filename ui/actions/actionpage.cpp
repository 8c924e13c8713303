// The page of one action.
#include "ui/actions/actionpage.h"

#include "domain/command.h"
#include "domain/json.h"
#include "ui/actions/progressstrip.h"
#include "ui/actions/runlist.h"
#include "ui/actions/updateform.h"
#include "ui/common/buttons.h"
#include "ui/common/label.h"
#include "ui/common/pageheader.h"

#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

ActionPage::ActionPage(Site &site, QWidget *parent)
    : QWidget(parent)
    , m_display("Action", std::make_shared<SystemClock>())
    , m_header(new PageHeader({}))
    , m_asked(new Label({}, Label::Style::Body, Tone::Muted))
    , m_message(new Label)
    , m_progress(new ProgressStrip)
    , m_runs(new RunList(site, RunList::Of::Action))
{
    QToolButton *back = iconButton(Icon::ChevronLeft, tr("Back to all actions"));
    connect(back, &QToolButton::clicked, this, &ActionPage::backRequested);
    connect(m_runs, &RunList::opened, this, &ActionPage::deviceOpened);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(space::l, 0, 0, 0);
    top->setSpacing(0); // the header keeps its own distance
    top->addWidget(back);
    top->addWidget(m_header, 1);
    auto *facts = new QVBoxLayout;
    facts->setContentsMargins(space::l, 0, space::l, space::s);
    facts->setSpacing(space::s);
    facts->addWidget(m_asked);
    facts->addWidget(m_message);
    facts->addWidget(m_progress);
    for (Label *label : {m_asked, m_message}) {
        label->setWordWrap(true);
        label->setSelectable(true);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addLayout(top);
    layout->addLayout(facts);
    layout->addWidget(m_runs, 1);
}

bool ActionPage::isSettled() const { return m_runs->isSettled(); }

void ActionPage::show(const Action &action)
{
    m_action = action;
    const auto shown = [this](const Cell &cell, QStringView name) {
        return m_display.text(cell, *findField(fields<Action>(), name));
    };
    m_header->setTitle(shown(action.kind.token(), u"kind"));
    m_header->setCounts(tr("%n device(s)", nullptr, int(action.devices)));
    const QString who = tr("Ordered by %1, %2.").arg(action.requestedBy, shown(action.requested, u"requested"));
    const QString which = action.query.isEmpty() ? tr("The devices were named one by one.")
                                                 : tr("Asked for with the query %1").arg(action.query);
    m_asked->setText(who + u' ' + which);
    const QString title = action.parameters.value("title"_L1).toString();
    const QString message = action.parameters.value("text"_L1).toString();
    QString text = title.isEmpty() ? message : tr("%1: %2", "title of a message, its text").arg(title, message);
    if (action.kind == ActionKind::LostMode) {
        const QString phone = action.parameters.value("phone"_L1).toString();
        text = action.parameters.value("message"_L1).toString();
        text = phone.isEmpty() ? text : tr("%1 (%2)", "message of lost mode, number to call").arg(text, phone);
    }
    if (action.kind == ActionKind::RunCommand)
        text = action.parameters.value("name"_L1).toString();
    if (action.kind == ActionKind::UpdatesInstall) {
        const Result<UpdateWindow> window = fromJson<UpdateWindow>(action.parameters);
        text = window ? windowText(window.value()) : QString();
    }
    m_message->setVisible(!text.isEmpty());
    m_message->setText(text);
    m_progress->setParts({{tr("%n done", "devices", int(action.done)), action.done, Severity::Ok},
        {tr("%n failed or interrupted", "devices", int(action.failed)), action.failed, Severity::Danger},
        {tr("%n under way", "devices", int(action.waiting)), action.waiting, Severity::Info},
        {tr("%n refused", "devices", int(action.refused)), action.refused, Severity::Warning},
        {tr("%n cancelled", "devices", int(action.cancelled)), action.cancelled, Severity::Neutral}});
    m_runs->open(action.id.text);
}

} // namespace belvedere
