// Policies, deployments and rule results of one device.
#include "ui/devices/policiestab.h"

#include "api/operations.h"
#include "query/describe.h"
#include "query/evaluate.h"
#include "query/parser.h"
#include "ui/common/buttons.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"
#include "ui/common/propertylist.h"
#include "ui/common/usertext.h"
#include "ui/devices/partstable.h"
#include "ui/records/looks.h"
#include "ui/records/reasons.h"
#include "ui/records/takeoff.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

Display displayOf(const char *entity) { return {entity, std::make_shared<SystemClock>()}; }

Display resultDisplay()
{
    Display display = displayOf("RuleResult");
    display.setWords(u"reason"_s, ruleReasonWords());
    return display;
}

template<class E> std::vector<Field> picked(std::initializer_list<const char *> names)
{
    std::vector<Field> list;
    for (const char *name : names)
        list.push_back(*findField(fields<E>(), QString::fromLatin1(name)));
    return list;
}

std::span<const Field> deploymentFields()
{
    static const std::vector<Field> list =
        picked<Deployment>({"item_name", "state", "state_since", "revision", "rule", "attempts", "detail"});
    return list;
}

std::span<const Field> resultFields()
{
    static const std::vector<Field> list = picked<RuleResult>(
        {"rule", "state", "severity", "expected", "actual", "as_of", "evaluated", "grace_until", "reason"});
    return list;
}

// The place that shows records of the item's kind.
QString placeOf(const QString &item)
{
    switch (itemKind(item)) {
    case ItemKind::Application:
        return u"applications"_s;
    case ItemKind::File:
        return u"files"_s;
    case ItemKind::Certificate:
        return u"certificates"_s;
    case ItemKind::Profile:
    case ItemKind::Unknown:
        break;
    }
    return u"profiles"_s;
}

// Whether the policy's devices include this row of the list, judged as the server does.
bool concerns(const BusinessPolicy &policy, const Snapshot &devices, quint32 row)
{
    if (policy.allDevices)
        return true;
    const QueryParse parse = parseQuery(policy.scope, fields<Device>());
    if (!parse || parse.query().isEmpty())
        return false;
    const Result<Matcher> matcher = Matcher::compile(parse.query(), fields<Device>(), QDateTime::currentDateTimeUtc());
    return matcher
        && matcher.value().evaluate([&](size_t field) { return devices.cell(row, int(field)); }) == Truth::True;
}

} // namespace

PoliciesTab::PoliciesTab(const PlaceContext &context, QWidget *parent)
    : DeviceTab(parent)
    , m_context(context)
    , m_site(context.site)
    , m_message(new InlineMessage)
    , m_policies(new PropertyList)
    , m_none(new Label(
          tr("No active or paused business policy has this device in its scope."), Label::Style::Body, Tone::Muted))
    , m_deployments(new PartsTable(deploymentFields(), displayOf("Deployment"), tr("Deployments"), tr("Find an item"),
          tr("Neither a business policy nor a rule brings an item to this device.")))
    , m_partialTitle(new Label(tr("Settings without effect on this device"), Label::Style::Heading))
    , m_partial(new PropertyList)
    , m_results(new PartsTable(resultFields(), resultDisplay(), tr("Rule results"), tr("Find a rule"),
          tr("No business policy has a rule that was evaluated for this device.")))
    , m_takeOff(context.allowed(Permission::PoliciesWrite) ? plainButton(tr("Take off…")) : nullptr)
{
    setObjectName(u"policies"_s);
    m_deployments->setBadges(u"state"_s, deploymentLook);
    m_results->setBadges(u"state"_s, ruleStateLook);
    m_results->setBadges(u"severity"_s, ruleSeverityLook);
    auto *content = new QWidget;
    auto *inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, space::m, 0, space::m);
    inner->setSpacing(space::s);
    const auto add = [inner](const QString &title, QWidget *part, int stretch) {
        auto *heading = new Label(title, Label::Style::Heading);
        heading->setContentsMargins(space::l, 0, space::l, 0);
        inner->addWidget(heading);
        inner->addWidget(part, stretch);
    };
    add(tr("Business policies"), m_policies, 0);
    m_none->setContentsMargins(space::l, 0, space::l, space::s);
    inner->addWidget(m_none);
    add(tr("Items"), m_deployments, 1);
    if (m_takeOff) {
        m_takeOff->setToolTip(tr("What a rule has brought, or was left here when its policy ended"));
        m_takeOff->setEnabled(false);
        auto *line = new QHBoxLayout;
        line->setContentsMargins(space::l, 0, space::l, 0);
        line->addWidget(m_takeOff);
        line->addStretch(1);
        inner->addLayout(line);
        connect(m_takeOff, &QPushButton::clicked, this, &PoliciesTab::takeOff);
        const auto follow = [this] { m_takeOff->setEnabled(current() && canTakeOff(*current())); };
        connect(m_deployments, &PartsTable::currentChanged, this, follow);
        connect(&m_deployments->model(), &QAbstractItemModel::modelReset, this, follow);
    }
    m_partialTitle->setContentsMargins(space::l, 0, space::l, 0);
    inner->addWidget(m_partialTitle);
    inner->addWidget(m_partial);
    showPartial({});
    add(tr("Compliance rules"), m_results, 2);
    inner->addStretch(0);
    auto *scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus); // the tables take the keyboard, and are scrolled to
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_message);
    layout->addWidget(scroll, 1);
    m_pause.setSingleShot(true);
    m_pause.setInterval(300);
    connect(&m_pause, &QTimer::timeout, this, &PoliciesTab::read);
    connect(&m_site, &Site::eventArrived, this, [this](const ChangeEvent &event) {
        const bool isOfItems = event.kind == QLatin1StringView(Resource<Deployment>::singular)
            || event.kind == QLatin1StringView(Resource<RuleResult>::singular);
        const bool isDevice = event.kind == QLatin1StringView(Resource<Device>::singular) && event.id == m_id.text;
        if (!isOfItems && !isDevice)
            return;
        m_isStale = true;
        if (isVisible() && !m_pause.isActive())
            m_pause.start();
    });
    TableStore &policies = m_site.list<BusinessPolicy>().store();
    connect(&policies, &TableStore::loaded, this, &PoliciesTab::showPolicies);
    connect(&policies, &TableStore::changed, this, &PoliciesTab::showPolicies);
    connect(&m_site.list<Device>().store(), &TableStore::changed, this, &PoliciesTab::showPolicies);
    connect(m_deployments, &PartsTable::opened, this, [this](int row) {
        const QString &item = m_items[size_t(row)].item;
        m_context.navigator.go(placeOf(item), {{u"id"_s, item}});
    });
    connect(m_results, &PartsTable::opened, this, [this](int row) {
        m_context.navigator.go(u"results"_s, {{u"id"_s, m_resultIds.value(row)}});
    });
}

void PoliciesTab::open(const Id<Device> &id)
{
    if (m_id != id) { // nothing of the device before, until this one's answers come
        m_items.clear();
        m_resultIds.clear();
        m_deployments->model().setParts(std::vector<Deployment>());
        m_results->model().setParts(std::vector<RuleResult>());
        showPartial({});
    }
    m_id = id;
    m_site.list<BusinessPolicy>().open();
    showPolicies();
    read();
}

void PoliciesTab::showEvent(QShowEvent *event)
{
    DeviceTab::showEvent(event);
    if (m_isStale)
        m_pause.start();
}

// `take` keeps what there is, by the rows of the table.
template<class E, class Take> void PoliciesTab::readList(PartsTable *table, Take take)
{
    ++m_waiting;
    List<E> operation;
    operation.parameters.query = u"device_id=%1"_s.arg(m_id.text);
    operation.parameters.limit = maximumPageSize;
    m_scope.add(m_site.send(operation)).then(this, [this, table, take](const Result<Page<E>> &page) {
        --m_waiting;
        if (!page) {
            if (const QString text = userText(page.error()); !text.isEmpty())
                m_message->showMessage(Severity::Danger, text);
            return;
        }
        take(page.value().items);
        table->model().setParts(page.value().items);
    });
}

void PoliciesTab::read()
{
    if (m_id.isEmpty())
        return;
    m_scope.abortAll();
    m_waiting = 0;
    m_isStale = false;
    m_message->hide();
    readList<Deployment>(m_deployments, [this](const std::vector<Deployment> &parts) { m_items = parts; });
    readList<RuleResult>(m_results, [this](const std::vector<RuleResult> &parts) {
        m_resultIds.clear();
        for (const RuleResult &part : parts)
            m_resultIds.append(part.id.text);
    });
    readPartial();
}

const Deployment *PoliciesTab::current() const
{
    const int row = m_deployments->currentRow();
    return row >= 0 && size_t(row) < m_items.size() ? &m_items[size_t(row)] : nullptr;
}

void PoliciesTab::takeOff()
{
    const Deployment *deployment = current();
    if (!deployment)
        return;
    m_context.prompts.confirm(this, takeOffQuestion(*deployment), [this, id = deployment->id](bool accepted) {
        if (!accepted)
            return;
        TakeOffDeployment operation;
        operation.id = id;
        m_orders.add(m_site.send(operation)).then(this, [this](const Result<Done> &ordered) {
            if (ordered)
                read();
            else if (const QString text = userText(ordered.error()); !text.isEmpty())
                m_message->showMessage(Severity::Danger, text);
        });
    });
}

void PoliciesTab::readPartial()
{
    ++m_waiting;
    ListPartialProfiles operation;
    operation.id = m_id;
    m_scope.add(m_site.send(operation)).then(this, [this](const Result<Page<PartialProfile>> &page) {
        --m_waiting;
        const bool isUnknown = !page && page.error().http == 404; // an older server does not tell
        if (page || isUnknown)
            showPartial(page ? page.value().items : std::vector<PartialProfile>());
        else if (const QString text = userText(page.error()); !text.isEmpty())
            m_message->showMessage(Severity::Danger, text);
    });
}

void PoliciesTab::showPartial(const std::vector<PartialProfile> &profiles)
{
    QList<Property> rows;
    for (const PartialProfile &profile : profiles) {
        QStringList lines;
        for (const IneffectiveSetting &setting : profile.settings) {
            const QString label = QCoreApplication::translate("Profiles", setting.label.toUtf8().constData());
            lines.append(tr("%1: %2", "setting, why it has no effect")
                             .arg(label, settingReason(setting.reason, setting.minimumOs)));
        }
        rows.append({profile.name, lines.join(u'\n')});
    }
    m_partialTitle->setVisible(!rows.isEmpty());
    m_partial->setVisible(!rows.isEmpty());
    m_partial->set(rows);
}

void PoliciesTab::showPolicies()
{
    const SnapshotPointer &devices = m_site.list<Device>().store().snapshot();
    const SnapshotPointer &policies = m_site.list<BusinessPolicy>().store().snapshot();
    const auto device = devices->rowOf(m_id.text);
    const Display display = displayOf("BusinessPolicy");
    const Field &state = *findField(fields<BusinessPolicy>(), u"state");
    QList<Property> rows;
    for (quint32 row = 0; device && row < policies->rowCount(); ++row) {
        BusinessPolicy policy;
        const auto list = fields<BusinessPolicy>();
        for (size_t i = 0; i < list.size(); ++i)
            list[i].set(&policy, policies->cell(row, int(i)));
        if (policy.state == PolicyState::Draft || !concerns(policy, *devices, *device))
            continue;
        const QueryParse parse = parseQuery(policy.scope, fields<Device>());
        const QString why =
            policy.allDevices || !parse ? tr("all devices") : sentence(parse.query(), fields<Device>(), "Device");
        rows.append({policy.name,
            tr("%1: %2", "state of a policy, its devices").arg(display.text(state.get(&policy), state), why)});
    }
    std::sort(rows.begin(), rows.end(),
        [](const Property &a, const Property &b) { return a.label.localeAwareCompare(b.label) < 0; });
    m_none->setVisible(rows.isEmpty());
    m_policies->setVisible(!rows.isEmpty());
    m_policies->set(rows);
}

} // namespace belvedere
