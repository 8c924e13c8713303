// Audit records of one device.
#include "ui/devices/historytab.h"

#include "api/operations.h"
#include "ui/common/statestack.h"
#include "ui/devices/partstable.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qint64 mostRecords = 500; // the newest; the rest is in the audit log itself

std::span<const Field> shownFields()
{
    static const std::vector<Field> list = [] {
        std::vector<Field> picked;
        for (const char *name : {"ts", "action", "actor.name", "actor.role", "result", "error", "reason"}) {
            if (const Field *field = findField(fields<AuditRecord>(), QString::fromLatin1(name)))
                picked.push_back(*field);
        }
        return picked;
    }();
    return list;
}

} // namespace

HistoryTab::HistoryTab(Site &site, const Allowed &allowed, QWidget *parent)
    : DeviceTab(parent)
    , m_site(site)
    , m_mayRead(allowed(Permission::AuditRead))
    , m_table(new PartsTable(shownFields(), Display("AuditRecord", std::make_shared<SystemClock>()), tr("History"),
          tr("Find a record"), tr("The audit log has no record about this device.")))
    , m_states(new StateStack(m_table))
{
    setObjectName(u"history"_s);
    m_table->sortBy(0, Qt::DescendingOrder);
    m_table->setBadges(u"result"_s, [](const QString &token) -> std::optional<BadgeLook> {
        if (token == "denied"_L1 || token == "failure"_L1)
            return BadgeLook{Severity::Danger, std::nullopt};
        return token == "pending"_L1 ? BadgeLook{Severity::Info, Icon::Clock} : BadgeLook{Severity::Ok, std::nullopt};
    });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_states);
    connect(m_states, &StateStack::retryRequested, this, &HistoryTab::read);
    if (!m_mayRead)
        m_states->showEmpty(Icon::Lock, tr("Not for your role"),
            tr("The history comes from the audit log, which administrators and auditors may read."));
}

void HistoryTab::open(const Id<Device> &id)
{
    m_id = id;
    m_isRead = false;
    m_waiting = false;
    m_scope.abortAll();
    if (isVisible())
        read();
}

void HistoryTab::showEvent(QShowEvent *event)
{
    DeviceTab::showEvent(event);
    if (!m_isRead)
        read();
}

void HistoryTab::read()
{
    if (!m_mayRead || m_id.isEmpty())
        return;
    m_isRead = true;
    m_waiting = true;
    m_states->showLoading(tr("Loading the history…"));
    List<AuditRecord> operation;
    operation.parameters.query = u"target.id=%1"_s.arg(m_id.text);
    operation.parameters.sort = u"-ts"_s;
    operation.parameters.limit = mostRecords;
    m_scope.add(m_site.send(operation)).then(this, [this](const Result<Page<AuditRecord>> &page) {
        m_waiting = false;
        if (!page) {
            m_states->showError(page.error());
            return;
        }
        m_table->model().setParts(page.value().items);
        m_states->showContent();
    });
}

} // namespace belvedere
