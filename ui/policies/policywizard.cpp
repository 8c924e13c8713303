// The steps of the wizard and the way through them.
#include "ui/policies/policywizard.h"

#include "api/operations.h"
#include "ui/common/buttons.h"
#include "ui/common/formsheet.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"
#include "ui/common/statestack.h"
#include "ui/policies/checklist.h"
#include "ui/policies/previewview.h"
#include "ui/policies/scopestep.h"
#include "ui/policies/stepbar.h"

#include <QFrame>
#include <QJsonArray>
#include <QKeyEvent>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

EditorHints formHints()
{
    EditorHints hints;
    hints[u"description"_s].style = EditorHint::Style::Lines;
    return hints;
}

QScrollArea *scrolled(QWidget *content, const QString &name)
{
    auto *area = new QScrollArea;
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setAccessibleName(name); // takes the keyboard, so that it can be scrolled without a mouse
    area->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    return area;
}

} // namespace

PolicyWizard::PolicyWizard(Site &site, Prompts &prompts, const BusinessPolicy &policy, QWidget *window)
    : Overlay(window)
    , m_site(site)
    , m_prompts(prompts)
    , m_bar(new StepBar({tr("Name"), tr("Devices"), tr("Profiles and rules"), tr("Preview"), tr("Activate")}, card()))
    , m_message(new InlineMessage(card()))
    , m_pages(new QStackedWidget(card()))
    , m_form(new FormSheet(fields<BusinessPolicy>(), Display("BusinessPolicy", std::make_shared<SystemClock>()),
          {u"name"_s, u"description"_s}, nullptr, formHints()))
    , m_devices(new ScopeStep(site))
    , m_cancel(plainButton(tr("Cancel"), card()))
    , m_save(plainButton(tr("Save as draft"), card()))
    , m_back(plainButton(tr("Back"), card()))
    , m_next(primaryButton(tr("Next"), card()))
{
    setRoomy(true);
    const QString title = policy.id.isEmpty() ? tr("New business policy") : tr("Edit “%1”").arg(policy.name);
    setAccessibleName(title);
    m_form->setEditable(true);
    m_pages->addWidget(scrolled(m_form, tr("Name")));
    m_pages->addWidget(scrolled(m_devices, tr("Devices")));
    m_pages->addWidget(makeItems());
    m_pages->addWidget(makePreview());
    m_pages->addWidget(makeActivate());
    for (QWidget *page : {m_pages->widget(Name), m_pages->widget(Devices)})
        page->setFocusPolicy(Qt::NoFocus); // their fields take the keyboard, and are scrolled to
    auto *layout = new QVBoxLayout(card());
    layout->setContentsMargins(space::xl, space::l + space::xs, space::xl, space::l);
    layout->setSpacing(space::m);
    layout->addWidget(new Label(title, Label::Style::Heading, Tone::Text, card()));
    layout->addWidget(m_bar);
    layout->addWidget(m_message);
    layout->addWidget(m_pages, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    buttons->addWidget(m_cancel);
    buttons->addStretch(1);
    buttons->addWidget(m_save);
    buttons->addWidget(m_back);
    buttons->addWidget(m_next);
    layout->addLayout(buttons);
    connectParts();
    load(policy);
    refresh();
}

QWidget *PolicyWizard::makeItems()
{
    m_profiles =
        new CheckList(m_site.list<ConfigurationProfile>().store(), "ConfigurationProfile", {u"name"_s, u"platform"_s},
            tr("Configuration profiles"), tr("There are no configuration profiles yet."), tr("New profile…"));
    m_rules = new CheckList(m_site.list<ComplianceRule>().store(), "ComplianceRule", {u"name"_s, u"severity"_s},
        tr("Compliance rules"), tr("There are no compliance rules yet."), tr("New rule…"));
    m_site.list<ConfigurationProfile>().open();
    m_site.list<ComplianceRule>().open();
    auto *items = new QWidget;
    auto *layout = new QHBoxLayout(items);
    layout->setContentsMargins(space::l, space::s, space::l, space::s);
    layout->setSpacing(space::xl);
    layout->addWidget(m_profiles, 1);
    layout->addWidget(m_rules, 1);
    return items;
}

QWidget *PolicyWizard::makePreview()
{
    m_view = new PreviewView(m_site);
    m_previewStates = new StateStack(scrolled(m_view, tr("Preview")));
    return m_previewStates;
}

QWidget *PolicyWizard::makeActivate()
{
    m_summary = new Label({}, Label::Style::Body);
    m_summary->setWordWrap(true);
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(space::l, space::s, space::l, space::s);
    layout->setSpacing(space::m);
    layout->addWidget(m_summary);
    auto *undo = new Label(tr("You can pause it at any time: then nothing new starts, and what is installed stays. "
                              "Taking a profile out of the policy, or removing the policy, takes it off the devices "
                              "again."),
        Label::Style::Body, Tone::Muted);
    undo->setWordWrap(true);
    layout->addWidget(undo);
    layout->addStretch(1);
    return page;
}

void PolicyWizard::connectParts()
{
    connect(m_cancel, &QPushButton::clicked, this, &PolicyWizard::cancel);
    connect(m_back, &QPushButton::clicked, this, &PolicyWizard::back);
    connect(m_next, &QPushButton::clicked, this, &PolicyWizard::next);
    connect(m_save, &QPushButton::clicked, this, [this] {
        if (!check(Name))
            return;
        if (!m_devices->check()) { // a draft, too, says which devices it is about
            go(Devices);
            m_devices->check();
            return;
        }
        save([this] {
            dismiss();
            Q_EMIT saved(m_policy);
        });
    });
    connect(m_form, &FormSheet::edited, this, &PolicyWizard::refresh);
    connect(m_devices, &ScopeStep::edited, this, &PolicyWizard::refresh);
    for (CheckList *list : {m_profiles, m_rules})
        connect(&list->model(), &CheckModel::tickedChanged, this, &PolicyWizard::refresh);
    connect(m_profiles, &CheckList::makeRequested, this, &PolicyWizard::makeProfile);
    connect(m_rules, &CheckList::makeRequested, this, &PolicyWizard::makeRule);
    connect(m_previewStates, &StateStack::retryRequested, this, &PolicyWizard::askPreview);
}

void PolicyWizard::load(const BusinessPolicy &policy)
{
    m_policy = policy;
    m_preview.reset();
    m_form->load(&policy);
    m_devices->load(policy);
    m_profiles->model().setTicked(policy.profiles);
    m_rules->model().setTicked(policy.rules);
}

QWidget *PolicyWizard::firstFocus() const
{
    switch (m_step) {
    case Name:
        if (auto *name = m_form->findChild<FieldEditor *>(u"name"_s))
            return name;
        break;
    case Devices:
        return m_devices->firstFocus();
    case Items:
        return m_profiles->model().rowCount() > 0 ? m_profiles->firstFocus() : m_rules->firstFocus();
    case Preview:
    case Activate:
        break;
    }
    return m_next;
}

void PolicyWizard::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && m_step != Activate && !m_busy)
        next();
    else if (event->key() == Qt::Key_Left && event->modifiers() == Qt::AltModifier)
        back();
    else
        Overlay::keyPressEvent(event);
    event->accept();
}

QJsonObject PolicyWizard::entered() const
{
    QJsonObject object = m_form->values();
    if (!object.contains("description"_L1))
        object.insert(u"description"_s, QJsonValue::Null);
    object.insert(u"all_devices"_s, m_devices->isForAll());
    object.insert(u"scope"_s, m_devices->query().isEmpty() ? QJsonValue() : QJsonValue(m_devices->query()));
    object.insert(u"profiles"_s, QJsonArray::fromStringList(m_profiles->model().ticked()));
    object.insert(u"rules"_s, QJsonArray::fromStringList(m_rules->model().ticked()));
    return object;
}

bool PolicyWizard::isDirty() const
{
    const QStringList profiles = canonicalSet(m_policy.profiles);
    const QStringList rules = canonicalSet(m_policy.rules);
    return m_form->isDirty() || m_devices->isForAll() != m_policy.allDevices || m_devices->query() != m_policy.scope
        || canonicalSet(m_profiles->model().ticked()) != profiles || canonicalSet(m_rules->model().ticked()) != rules;
}

bool PolicyWizard::check(Step step)
{
    switch (step) {
    case Name:
        if (m_form->check())
            return true;
        if (m_step != Name)
            go(Name);
        return false;
    case Devices:
        return m_devices->check();
    case Items:
        if (!m_profiles->model().ticked().isEmpty() || !m_rules->model().ticked().isEmpty())
            return true;
        m_message->showMessage(Severity::Warning, tr("Choose at least one profile or rule."));
        return false;
    case Preview:
        return m_preview.has_value();
    case Activate:
        return true;
    }
    return true;
}

void PolicyWizard::refresh()
{
    m_bar->setCurrent(m_step);
    m_pages->setCurrentIndex(m_step);
    m_back->setVisible(m_step > Name);
    m_back->setEnabled(!m_busy);
    m_save->setEnabled(!m_busy && isDirty());
    m_save->setVisible(m_step < Preview);
    m_save->setText(
        m_policy.id.isEmpty() || m_policy.state == PolicyState::Draft ? tr("Save as draft") : tr("Save and close"));
    m_cancel->setText(isDirty() || m_policy.id.isEmpty() ? tr("Cancel") : tr("Close"));
    const QString activation = m_policy.state == PolicyState::Active ? tr("Apply changes") : tr("Activate policy");
    m_next->setText(m_step == Activate ? activation : m_step == Items ? tr("Preview") : tr("Next"));
    m_next->setEnabled(!m_busy && (m_step < Preview || m_preview));
}

bool PolicyWizard::isSettled() const { return !m_busy && (m_step != Devices || m_devices->isSettled()); }

void PolicyWizard::go(Step step)
{
    m_message->hide();
    m_throughPreview = step == Activate && !m_preview;
    m_step = m_throughPreview ? Preview : step;
    step = m_step;
    if (step == Preview) {
        save([this] { askPreview(); });
        return;
    }
    if (step == Activate && m_preview)
        m_summary->setText(
            (m_policy.state == PolicyState::Active ? tr("What was changed in “%1” takes effect as previewed: %2")
                                                   : tr("“%1” becomes active as previewed: %2"))
                .arg(m_policy.name, previewInWords(*m_preview)));
    refresh();
    if (isVisible())
        firstFocus()->setFocus(Qt::OtherFocusReason);
}

void PolicyWizard::next()
{
    if (!m_next->isEnabled())
        return;
    if (m_step == Activate)
        activate();
    else if (check(m_step))
        go(Step(m_step + 1));
}

void PolicyWizard::back()
{
    if (m_step > Name && !m_busy)
        go(Step(m_step - 1));
}

void PolicyWizard::cancel()
{
    if (!isDirty()) {
        dismiss();
        if (!m_policy.id.isEmpty())
            Q_EMIT saved(m_policy);
        return;
    }
    Question question;
    question.title = tr("Close without saving?");
    question.effects = {{Severity::Warning, tr("What you entered since the policy was saved last is lost.")}};
    question.accept = tr("Close without saving");
    question.destructive = true;
    m_prompts.confirm(this, question, [this](bool accepted) {
        if (accepted)
            dismiss();
    });
}

} // namespace belvedere
