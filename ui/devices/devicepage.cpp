// The page of one device.
#include "ui/devices/devicepage.h"

#include "ui/common/buttons.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"
#include "ui/common/pageheader.h"
#include "ui/common/propertylist.h"
#include "ui/common/usertext.h"
#include "ui/devices/notes.h"
#include "ui/devices/partstable.h"
#include "ui/records/looks.h"

#include <QMap>
#include <QScrollArea>
#include <QSplitter>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QWidget *scrolled(QWidget *content, const QString &name)
{
    auto *area = new QScrollArea;
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setAccessibleName(name); // takes the keyboard, so that it can be scrolled without a mouse
    return area;
}

Display displayOf(const char *entity) { return {entity, std::make_shared<SystemClock>()}; }

} // namespace

DevicePage::DevicePage(Site &site, const Allowed &allowed, QWidget *parent)
    : QWidget(parent)
    , m_site(site)
    , m_display(displayOf("Device"))
    , m_header(new PageHeader({}))
    , m_note(new InlineMessage)
    , m_tabs(new QTabWidget)
    , m_form(new FormPanel<Device>(site, m_display, {u"name"_s, u"ownership"_s, u"tags"_s, u"person"_s}))
    , m_facts(new PropertyList)
    , m_sources(new PropertyList)
    , m_packages(new PartsTable(fields<Package>(), displayOf("Package"), tr("Software"), tr("Find a package"),
          tr("No agent has reported the software of this device.")))
    , m_interfaces(new PartsTable(fields<NetworkInterface>(), displayOf("NetworkInterface"), tr("Network"),
          tr("Find an interface"), tr("No agent has reported the network of this device.")))
    , m_users(new PartsTable(fields<DeviceUser>(), displayOf("DeviceUser"), tr("Users"), tr("Find a user"),
          tr("Nobody is signed in on this device, as far as its agent tells.")))
    , m_items(new PartsTable(fields<InstalledItem>(), displayOf("InstalledItem"), tr("Managed"), tr("Find an item"),
          tr("No agent has reported profiles, applications, files or certificates from policies on this device.")))
    , m_updates(new PartsTable(fields<PendingUpdate>(), displayOf("PendingUpdate"), tr("Updates"), tr("Find an update"),
          tr("No update waits on this device, as far as its agent tells.")))
{
    m_form->setEditable(allowed(Permission::DevicesWrite));
    QToolButton *back = iconButton(Icon::ChevronLeft, tr("Back to all devices"));
    connect(back, &QToolButton::clicked, this, &DevicePage::backRequested);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(space::l, 0, 0, 0);
    top->setSpacing(0); // the header keeps its own distance
    top->addWidget(back);
    top->addWidget(m_header, 1);
    m_tabs->setAccessibleName(tr("Parts of the device"));
    m_tabs->addTab(makeFacts(), tr("Overview"));
    m_tabs->addTab(m_packages, tr("Software"));
    m_tabs->addTab(m_updates, tr("Updates"));
    m_updates->setBadges(u"decision"_s, patchDecisionLook);
    m_tabs->addTab(m_interfaces, tr("Network"));
    m_tabs->addTab(m_users, tr("Users"));
    m_tabs->addTab(m_items, tr("Managed"));
    m_tabs->addTab(scrolled(m_sources, tr("Sources")), tr("Sources"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addLayout(top);
    layout->addWidget(m_note);
    layout->addWidget(m_tabs, 1);
    connect(m_form, &FormPanelBase::saved, this, &DevicePage::load);
}

QWidget *DevicePage::makeFacts()
{
    auto *facts = new QWidget;
    auto *layout = new QVBoxLayout(facts);
    layout->setContentsMargins(space::l, space::m, space::l, space::m);
    layout->addWidget(m_facts);
    layout->addStretch(1);
    auto *halves = new QSplitter(Qt::Horizontal);
    halves->addWidget(scrolled(facts, tr("Overview")));
    halves->addWidget(m_form);
    halves->setStretchFactor(0, 3);
    halves->setStretchFactor(1, 2);
    halves->setSizes({600, 400});
    halves->setChildrenCollapsible(false);
    return halves;
}

void DevicePage::addTab(DeviceTab *tab, const QString &title, int position)
{
    m_more.append(tab);
    m_tabs->insertTab(position, tab, title);
}

void DevicePage::showTab(const QString &name)
{
    for (DeviceTab *tab : m_more) {
        if (!name.isEmpty() && tab->objectName() == name) {
            m_tabs->setCurrentWidget(tab);
            return;
        }
    }
    m_tabs->setCurrentIndex(0);
}

bool DevicePage::isSettled() const
{
    return m_waiting == 0
        && std::all_of(m_more.begin(), m_more.end(), [](const DeviceTab *tab) { return tab->isSettled(); });
}

QList<PartsTable *> DevicePage::partsTables() const { return {m_packages, m_interfaces, m_users, m_items, m_updates}; }

void DevicePage::open(const Id<Device> &id, const QString &name)
{
    if (id != m_id) {
        // nothing is said about this device before its own answers are there
        for (PartsTable *table : partsTables()) {
            table->model().setRows({});
            table->setNote(tr("Loading…"));
        }
        m_facts->clear();
        m_sources->clear();
    }
    m_id = id;
    m_header->setTitle(name);
    m_header->setCounts({});
    m_note->hide();
    m_form->open(id);
    for (DeviceTab *tab : m_more)
        tab->open(id);
    load();
}

template<class T> bool DevicePage::arrived(const Result<T> &answer)
{
    if (!answer && answer.error().kind == ApiError::Kind::Cancelled)
        return false;
    --m_waiting;
    return true;
}

template<class Part> void DevicePage::loadParts(PartsTable *table)
{
    ++m_waiting;
    ListOwned<Part> operation;
    operation.id = m_id;
    m_scope.add(m_site.send(operation)).then(this, [this, table](const Result<Page<Part>> &page) {
        if (!arrived(page))
            return;
        table->setNote(page ? QString() : userText(page.error()));
        table->model().setParts(page ? page.value().items : std::vector<Part>());
    });
}

void DevicePage::load()
{
    m_scope.abortAll();
    m_waiting = 0;
    Get<Device> operation;
    operation.id = m_id;
    ++m_waiting;
    m_scope.add(m_site.send(operation)).then(this, [this](const Result<Device> &device) { show(device); });
    loadParts<Package>(m_packages);
    loadParts<NetworkInterface>(m_interfaces);
    loadParts<DeviceUser>(m_users);
    loadParts<InstalledItem>(m_items);
    loadParts<PendingUpdate>(m_updates);
    ++m_waiting;
    ListOwned<Fact> facts;
    facts.id = m_id;
    m_scope.add(m_site.send(facts)).then(this, [this](const Result<Page<Fact>> &page) { showSources(page); });
}

void DevicePage::show(const Result<Device> &device)
{
    if (!arrived(device))
        return;
    if (!device) {
        m_note->showMessage(Severity::Danger, userText(device.error()));
        return;
    }
    const Device &shown = device.value();
    m_header->setTitle(shown.name);
    const Field &seen = *findField(fields<Device>(), u"seen");
    const QString age = tr("Last seen: %1").arg(m_display.text(seen.get(&shown), seen));
    m_header->setCounts(shown.simulated ? tr("%1 · %2", "simulated, last seen").arg(tr("Simulated device"), age) : age);
    if (!shown.note.isEmpty())
        m_note->showMessage(Severity::Warning, noteText(shown.note));
    showFields(shown);
}

void DevicePage::showFields(const Device &device)
{
    const auto add = [this, &device](std::initializer_list<const char *> names) {
        for (const char *name : names) {
            const Field &field = *findField(fields<Device>(), QString::fromLatin1(name));
            const Cell cell = field.get(&device);
            const QString text = field.kind == Kind::Time ? m_display.detail(cell, field) : m_display.text(cell, field);
            m_facts->add(m_display.label(field), isKnown(cell) ? text : QString(), field.personal != Personal::No);
        }
    };
    m_facts->clear();
    m_facts->addHeading(tr("Security"));
    add({"compliance", "storage.encrypted", "firewall.enabled", "updates.security", "updates.all",
        "os.update_available_since", "updates.checked"});
    m_facts->addHeading(tr("System"));
    add({"platform", "os.name", "os.version", "os.kernel", "booted", "seen", "enrolled", "agent.version",
        "agent.commands"});
    m_facts->addHeading(tr("Hardware"));
    add({"form", "manufacturer", "model", "serial", "hardware.id", "processor", "processor.cores", "memory",
        "storage.total", "storage.free"});
}

void DevicePage::showSources(const Result<Page<Fact>> &page)
{
    if (!arrived(page))
        return;
    m_sources->clear();
    if (!page) {
        m_sources->add(tr("Reported by"), userText(page.error()));
        return;
    }
    const std::vector<Fact> &facts = page.value().items;
    QMap<QString, QList<Fact>> byField;
    QMap<QString, QDateTime> sources;
    for (const Fact &fact : facts) {
        byField[fact.field].append(fact);
        sources[fact.source] = qMax(sources.value(fact.source), fact.asOf);
    }
    const Field &time = *findField(fields<Fact>(), u"as_of");
    m_sources->addHeading(tr("Reported by"));
    for (auto it = sources.begin(); it != sources.end(); ++it)
        m_sources->add(it.key(), m_display.detail(it.value(), time));
    m_sources->addHeading(tr("Where they differ"));
    bool any = false;
    for (const QList<Fact> &told : byField) {
        const bool differ = std::any_of(
            told.begin(), told.end(), [&told](const Fact &fact) { return fact.value != told.first().value; });
        const Field *field = findField(fields<Device>(), told.first().field);
        if (!differ || !field)
            continue;
        any = true;
        for (const Fact &fact : told)
            m_sources->add(tr("%1 (%2)").arg(m_display.label(*field), fact.source),
                tr("%1, %2", "value, age").arg(fact.value, m_display.text(fact.asOf, time)));
    }
    if (!any)
        m_sources->add(tr("Differences"), sources.size() > 1 ? tr("None") : tr("Only one source reports this device."));
}

} // namespace belvedere
