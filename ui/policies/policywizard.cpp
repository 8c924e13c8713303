// The steps of the wizard and the way through them.
#include "ui/policies/policywizard.h"

#include "api/operations.h"
#include "ui/common/buttonrow.h"
#include "ui/common/buttons.h"
#include "ui/common/fitscroll.h"
#include "ui/common/formsheet.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"
#include "ui/common/statestack.h"
#include "ui/policies/checklist.h"
#include "ui/policies/itemsequence.h"
#include "ui/policies/policyuse.h"
#include "ui/policies/previewview.h"
#include "ui/policies/rolloutstep.h"
#include "ui/policies/rulevalues.h"
#include "ui/policies/scopestep.h"
#include "ui/policies/stepbar.h"

#include <QFrame>
#include <QJsonArray>
#include <QKeyEvent>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

EditorHints formHints()
{
    EditorHints hints;
    hints[u"description"_s].style = EditorHint::Style::Lines;
    hints[u"reason"_s].style = EditorHint::Style::Lines;
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
    , m_bar(new StepBar(
          {tr("Name"), tr("Devices"), tr("Items and rules"), tr("Roll-out"), tr("Preview"), tr("Activate")}, card()))
    , m_message(new InlineMessage(card()))
    , m_pages(new QStackedWidget(card()))
    , m_form(new FormSheet(fields<BusinessPolicy>(), Display("BusinessPolicy", std::make_shared<SystemClock>()),
          {u"name"_s, u"description"_s, u"reason"_s}, nullptr, formHints()))
    , m_devices(new ScopeStep(site))
    , m_rollout(new RolloutStep)
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
    m_pages->addWidget(scrolled(m_rollout, tr("Roll-out")));
    m_pages->addWidget(makePreview());
    m_pages->addWidget(makeActivate());
    for (QWidget *page : {m_pages->widget(Name), m_pages->widget(Devices), m_pages->widget(Rollout)})
        page->setFocusPolicy(Qt::NoFocus); // their fields take the keyboard, and are scrolled to
    auto *layout = new QVBoxLayout(card());
    layout->setContentsMargins(space::xl, space::l + space::xs, space::xl, space::l);
    layout->setSpacing(space::m);
    layout->addWidget(new Label(title, Label::Style::Heading, Tone::Text, card()));
    layout->addWidget(m_bar);
    layout->addWidget(m_message);
    layout->addWidget(m_pages, 1);
    layout->addLayout(buttonRow({m_save, m_back, m_next}, {m_cancel}));
    connectParts();
    BusinessPolicy begun = policy;
    begun.reason.clear(); // of the last change, not of this one
    load(begun);
    refresh();
}

QWidget *PolicyWizard::makeItems()
{
    m_rules = new CheckList(m_site.list<ComplianceRule>().store(), "ComplianceRule", {u"name"_s, u"severity"_s},
        tr("Compliance rules"), tr("There are no compliance rules yet."), tr("New rule…"));
    m_site.list<ComplianceRule>().open();
    m_sequence = new ItemSequence(m_site);
    m_values = new RuleValues(m_site);
    auto *values = new FitScroll(m_values);
    values->setFocusPolicy(Qt::NoFocus); // the fields take the keyboard
    values->hide();
    connect(m_values, &RuleValues::shownChanged, values, &QWidget::setVisible);
    m_outdated = new InlineMessage;
    m_outdated->setDismissable(false);
    auto *lists = new QVBoxLayout;
    lists->setSpacing(space::m);
    lists->addWidget(makeItemLists(), 1);
    lists->addWidget(m_rules, 1);
    auto *right = new QVBoxLayout;
    right->setSpacing(space::m);
    right->addWidget(m_outdated);
    right->addWidget(m_sequence, 1);
    right->addWidget(values);
    auto *items = new QWidget;
    auto *layout = new QHBoxLayout(items);
    layout->setContentsMargins(space::l, space::s, space::l, space::s);
    layout->setSpacing(space::xl);
    layout->addLayout(lists, 1);
    layout->addLayout(right, 1);
    return items;
}

QWidget *PolicyWizard::makeItemLists()
{
    m_kinds = new QTabWidget;
    m_kinds->setAccessibleName(tr("Kinds of items"));
    const auto add = [this](ItemKind kind, const char *entity, const QString &more, const QString &title,
                         const QString &none, const QString &make) {
        LiveList &records = itemList(m_site, kind);
        records.open();
        auto *list = new CheckList(records.store(), entity, {u"name"_s, more}, title, none, make);
        m_lists.emplace_back(kind, list);
        m_kinds->addTab(list, title);
        return list;
    };
    m_profiles = add(ItemKind::Profile, "ConfigurationProfile", u"platform"_s, tr("Profiles"),
        tr("There are no configuration profiles yet."), tr("New profile…"));
    add(ItemKind::Application, "Application", u"platform"_s, tr("Applications"),
        tr("There are no applications yet. They are made in the place “Applications”."), {});
    add(ItemKind::File, "ManagedFile", u"path"_s, tr("Files"),
        tr("There are no files yet. They are made in the place “Files”."), {});
    add(ItemKind::Certificate, "Certificate", u"subject"_s, tr("Certificates"),
        tr("There are no certificates yet. They are added in the place “Certificates”."), {});
    return m_kinds;
}

void PolicyWizard::takeItems(ItemKind kind, CheckList *list)
{
    const QStringList ticked = list->model().ticked();
    m_sequence->setItems(kind, ticked);
    const int tab = m_kinds->indexOf(list);
    const QString title = list->title();
    m_kinds->setTabText(tab,
        ticked.isEmpty() ? title : tr("%1 (%2)", "kind of items, how many are chosen").arg(title).arg(ticked.size()));
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
                              "An earlier version can be taken up again, and when the policy ends you are asked what "
                              "becomes of what it has installed."),
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
    connect(m_rollout, &RolloutStep::edited, this, &PolicyWizard::refresh);
    connect(m_sequence, &ItemSequence::edited, this, &PolicyWizard::refresh);
    for (const auto &entry : m_lists)
        connect(&entry.second->model(), &CheckModel::tickedChanged, this,
            [this, kind = entry.first, list = entry.second] { takeItems(kind, list); });
    connect(&m_rules->model(), &CheckModel::tickedChanged, this, [this] {
        m_values->setRules(entered().rulePins);
        refresh();
    });
    connect(m_values, &RuleValues::edited, this, &PolicyWizard::refresh);
    connect(m_values, &RuleValues::shownChanged, this, &PolicyWizard::refresh);
    connect(m_outdated, &InlineMessage::actionTriggered, this, &PolicyWizard::takeNewest);
    for (const ItemKind kind : itemKinds)
        connect(&itemList(m_site, kind), &LiveList::stateChanged, this, &PolicyWizard::refreshOutdated);
    connect(&m_site.list<ComplianceRule>(), &LiveList::stateChanged, this, &PolicyWizard::refreshOutdated);
    connect(m_profiles, &CheckList::makeRequested, this, &PolicyWizard::makeProfile);
    connect(m_rules, &CheckList::makeRequested, this, &PolicyWizard::makeRule);
    connect(m_view, &PreviewView::deviceRequested, this, &PolicyWizard::deviceRequested);
    connect(m_view, &PreviewView::settingRequested, this, &PolicyWizard::askDevices);
    connect(m_view, &PreviewView::changingRequested, this, [this] { m_line = {}; }); // a late answer is not shown
    connect(m_previewStates, &StateStack::retryRequested, this, &PolicyWizard::askPreview);
}

void PolicyWizard::load(const BusinessPolicy &stored, const BusinessPolicy &shown)
{
    m_policy = stored;
    m_preview.reset();
    m_form->load(&shown);
    m_devices->load(shown);
    m_rollout->load(shown);
    m_sequence->load(shown.items);
    QStringList rules;
    for (const PolicyRule &pin : shown.rulePins)
        rules.append(pin.rule);
    for (const auto &entry : m_lists)
        entry.second->model().setTicked(m_sequence->items(entry.first));
    m_pins = shown.rulePins;
    m_values->load(shown.rulePins);
    m_rules->model().setTicked(rules);
    refreshOutdated();
}

// Which of the policy's parts there are newer revisions of.
void PolicyWizard::refreshOutdated()
{
    const BusinessPolicy policy = entered();
    int older = 0;
    for (const PolicyItem &item : policy.items)
        older += item.revision > 0 && itemRevision(m_site, item.item) > item.revision;
    for (const PolicyRule &pin : policy.rulePins)
        older += pin.revision > 0 && revisionOf(m_site.list<ComplianceRule>(), pin.rule) > pin.revision;
    m_outdated->setVisible(older > 0);
    if (older == 0)
        return;
    m_outdated->showMessage(Severity::Info,
        tr("%n item(s) or rule(s) were changed since this policy took them up. Devices keep the older revision until "
           "the policy takes the newer one.",
            nullptr, older));
    m_outdated->setAction(tr("Take newest revisions"));
}

void PolicyWizard::takeNewest()
{
    std::vector<PolicyItem> items = m_sequence->items();
    for (PolicyItem &item : items) {
        if (itemRevision(m_site, item.item) > item.revision)
            item.revision = 0;
    }
    m_sequence->load(items);
    for (PolicyRule &pin : m_pins) {
        if (revisionOf(m_site.list<ComplianceRule>(), pin.rule) > pin.revision)
            pin.revision = 0;
    }
    m_values->setRules(entered().rulePins);
    refresh();
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
        for (const auto &entry : m_lists) {
            if (entry.second == m_kinds->currentWidget() && entry.second->model().rowCount() > 0)
                return entry.second->firstFocus();
        }
        return m_rules->firstFocus();
    case Rollout:
        return m_rollout->firstFocus();
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

BusinessPolicy PolicyWizard::entered() const
{
    BusinessPolicy policy = m_policy;
    const QJsonObject texts = m_form->values();
    policy.name = texts.value("name"_L1).toString();
    policy.description = texts.value("description"_L1).toString();
    policy.reason = texts.value("reason"_L1).toString();
    policy.allDevices = m_devices->isForAll();
    policy.scope = m_devices->query();
    policy.items = m_sequence->items();
    policy.rulePins = m_pins; // not the server's: after a merge they may be those of before
    const QStringList rules = m_rules->model().ticked();
    std::erase_if(policy.rulePins, [&rules](const PolicyRule &pin) { return !rules.contains(pin.rule); });
    for (const QString &rule : rules) {
        const bool isKept = std::any_of(policy.rulePins.begin(), policy.rulePins.end(),
            [&rule](const PolicyRule &pin) { return pin.rule == rule; });
        if (!isKept)
            policy.rulePins.push_back({rule, 0, namesOf(m_site.list<ComplianceRule>(), {rule}).value(0), {}});
    }
    for (PolicyRule &pin : policy.rulePins)
        pin.parameters = m_values->values(pin.rule);
    m_rollout->store(&policy);
    deriveParts(policy);
    return policy;
}

QJsonObject PolicyWizard::changes() const
{
    const QJsonObject before = policyContent(m_policy);
    const QJsonObject after = policyContent(entered());
    QJsonObject changes;
    for (const char *name : policyContentFields()) {
        const QLatin1StringView key(name);
        if (before.value(key) == after.value(key))
            continue;
        const bool isList = findField(fields<BusinessPolicy>(), QString(key))->kind == Kind::List;
        const QJsonValue none = isList ? QJsonValue(QJsonArray()) : QJsonValue(QJsonValue::Null);
        changes.insert(key, after.contains(key) ? after.value(key) : none);
    }
    return changes;
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
        if (m_sequence->items().empty() && m_rules->model().ticked().isEmpty()) {
            m_message->showMessage(Severity::Warning, tr("Choose at least one item or rule."));
            return false;
        }
        return m_values->check();
    case Rollout:
        return m_rollout->check();
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
    m_save->setText(tr("Save as draft"));
    m_cancel->setText(isDirty() || m_policy.id.isEmpty() ? tr("Cancel") : tr("Close"));
    const bool isEdit = m_policy.inForce > 0;
    const QString activation = m_policy.needsApproval ? tr("Leave for approval")
        : isEdit                                      ? tr("Put in force")
                                                      : tr("Activate policy");
    m_next->setText(m_step == Activate ? activation : m_step == Rollout ? tr("Preview") : tr("Next"));
    refreshOutdated();
    // what the rules declare is judged before it goes on, and what is missing is asked for
    const bool isReady = m_step == Items ? m_values->isSettled() : m_step < Preview || m_preview;
    m_next->setEnabled(!m_busy && isReady);
}

bool PolicyWizard::isSettled() const
{
    return !m_busy && (m_step != Devices || m_devices->isSettled()) && (m_step != Items || m_values->isSettled());
}

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
        m_summary->setText(summary());
    refresh();
    if (isVisible())
        firstFocus()->setFocus(Qt::OtherFocusReason);
}

QString PolicyWizard::summary() const
{
    QStringList lines;
    if (m_policy.inForce > 0 && m_policy.inForce != m_policy.number)
        lines.append(tr("Version %1 of “%2” takes the place of version %3, as previewed: %4")
                         .arg(QString::number(m_policy.number), m_policy.name, QString::number(m_policy.inForce),
                             previewInWords(*m_preview)));
    else
        lines.append(tr("“%1” becomes active as previewed: %2").arg(m_policy.name, previewInWords(*m_preview)));
    if (const QString consequence = consequenceInWords(*m_preview); !consequence.isEmpty())
        lines.append(consequence);
    lines.append(tr("Roll-out: %1.").arg(rolloutInWords(m_policy)));
    if (m_policy.inForce > 0 && !m_policy.waves.empty())
        lines.append(tr("Devices keep the version that they have until a wave reaches them."));
    if (m_policy.mode == PolicyMode::Monitor)
        lines.append(tr("It only monitors: nothing is installed."));
    if (m_policy.needsApproval)
        lines.append(tr("A second person has to approve this version before it can be put in force: somebody who has "
                        "not edited it. Any further edit voids the approval."));
    return lines.join(u"\n\n"_s);
}

void PolicyWizard::next()
{
    if (!m_next->isEnabled())
        return;
    if (m_step == Activate && m_policy.needsApproval)
        cancel(); // it is saved; the rest is for somebody else
    else if (m_step == Activate)
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
