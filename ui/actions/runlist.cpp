// The runs of one action or device.
#include "ui/actions/runlist.h"

#include "ui/actions/words.h"
#include "ui/common/buttons.h"
#include "ui/common/label.h"
#include "ui/common/propertylist.h"
#include "ui/common/statestack.h"
#include "ui/common/usertext.h"

#include <QComboBox>
#include <QHeaderView>
#include <QJsonDocument>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qint64 mostMeasured = 200; // rows

QString proofText(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    if (value.isBool())
        return value.toBool() ? RunList::tr("Yes") : RunList::tr("No");
    if (value.isDouble())
        return QLocale().toString(value.toDouble(), 'g', 12);
    const QJsonDocument document = value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    return QString::fromUtf8(document.toJson(QJsonDocument::Compact));
}

} // namespace

RunList::RunList(Site &site, Of of, QWidget *parent)
    : QWidget(parent)
    , m_site(site)
    , m_list(site.list<ActionRun>())
    , m_of(of)
    , m_model(new TableModel(m_list.store(), Display("ActionRun", std::make_shared<SystemClock>()), this))
    , m_view(new QTableView)
    , m_count(new Label({}, Label::Style::Body, Tone::Muted))
    , m_which(new QComboBox)
    , m_run(new PropertyList)
    , m_open(linkButton(of == Of::Action ? tr("Open device") : tr("Open action")))
    , m_panel(new QWidget)
    , m_states(new StateStack(new QSplitter(Qt::Horizontal)))
{
    m_which->setAccessibleName(tr("Which runs to show"));
    m_which->addItem(tr("All"));
    m_which->addItem(tr("Under way"), u"state:waiting,delivered,started"_s);
    m_which->addItem(tr("Done"), u"state:done"_s);
    m_which->addItem(tr("Failed or interrupted"), u"state:failed,interrupted,expired"_s);
    m_which->addItem(tr("Refused or cancelled"), u"state:refused,cancelled"_s);
    const bool ofAction = of == Of::Action;
    m_model->setColumns(ofAction ? QStringList{u"device"_s, u"state"_s, u"detail"_s, u"ended"_s, u"simulated"_s}
                                 : QStringList{u"queued"_s, u"kind"_s, u"state"_s, u"detail"_s, u"ended"_s});
    m_model->sort(0, ofAction ? Qt::AscendingOrder : Qt::DescendingOrder);
    arrange();
    connect(m_which, &QComboBox::currentIndexChanged, this, &RunList::applyQuery);
    connect(m_model, &TableModel::countsChanged, this, &RunList::follow);
    connect(m_model, &TableModel::viewReplaced, this, &RunList::follow);
    connect(&m_list, &LiveList::stateChanged, this, &RunList::follow);
    connect(m_states, &StateStack::retryRequested, &m_list, &LiveList::retry);
    connect(m_states, &StateStack::emptyActionTriggered, this, [this] { m_which->setCurrentIndex(0); });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &RunList::loadRun);
    connect(m_view, &QTableView::activated, this,
        [this](const QModelIndex &index) { Q_EMIT opened(otherSide(m_model->idAt(index.row()))); });
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT opened(otherSide(currentRun())); });
    connect(&site, &Site::eventArrived, this, [this](const ChangeEvent &event) {
        if (event.kind == "run"_L1 && event.id == currentRun())
            loadRun();
    });
    m_list.open();
}

void RunList::arrange()
{
    m_view->setModel(m_model);
    m_view->setShowGrid(false);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->verticalHeader()->hide();
    m_view->horizontalHeader()->setHighlightSections(false);
    m_view->horizontalHeader()->setSectionResizeMode(detailColumn(), QHeaderView::Stretch);
    m_view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_view->setAccessibleName(m_of == Of::Action ? tr("Devices of the action") : tr("Actions on the device"));
    m_view->setItemDelegateForColumn(
        m_of == Of::Action ? 1 : 2, new BadgeDelegate(runStateLook, TableModel::SortRole, m_view));
    if (m_of == Of::Device)
        m_view->setItemDelegateForColumn(1, new BadgeDelegate(actionKindLook, TableModel::SortRole, m_view));
    auto *tools = new QHBoxLayout;
    tools->setContentsMargins(space::l, space::s, space::l, space::s);
    tools->setSpacing(space::m);
    tools->addWidget(m_which);
    tools->addWidget(m_count);
    tools->addStretch(1);
    auto *panel = new QVBoxLayout(m_panel);
    panel->setContentsMargins(0, space::s, 0, space::s);
    panel->addWidget(m_run);
    auto *link = new QHBoxLayout;
    link->setContentsMargins(space::s, 0, space::l, 0);
    link->addWidget(m_open);
    link->addStretch(1);
    panel->addLayout(link);
    panel->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setWidget(m_panel);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(tr("The chosen run"));
    auto *halves = static_cast<QSplitter *>(m_states->content());
    halves->addWidget(m_view);
    halves->addWidget(scroll);
    halves->setHandleWidth(1);
    halves->setChildrenCollapsible(false);
    halves->setStretchFactor(0, 3);
    halves->setStretchFactor(1, 2);
    halves->setSizes({640, 360});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(tools);
    layout->addWidget(m_states, 1);
}

void RunList::open(const QString &id)
{
    if (id == m_id)
        return;
    m_id = id;
    m_which->setCurrentIndex(0);
    m_view->setCurrentIndex({});
    applyQuery();
}

void RunList::applyQuery()
{
    // `=`, because a colon would also find act-10 when asked for act-1
    const QString owner = m_of == Of::Action ? u"action=%1 %2"_s : u"device_id=%1 %2"_s;
    m_model->setQuery(owner.arg(m_id, m_which->currentData().toString()).trimmed());
    follow();
}

bool RunList::isSettled() const { return m_model->isUpToDate() && m_waiting == 0; }

void RunList::follow()
{
    const LiveList::State state = m_list.state();
    m_count->setText(tr("%n run(s)", nullptr, int(m_model->matching())));
    if (m_model->matching() > 0) {
        m_states->showContent();
        if (!m_view->currentIndex().isValid())
            m_view->setCurrentIndex(m_model->index(0, 0));
        // a long detail takes several lines; measuring them in every row would take too long for many
        m_view->verticalHeader()->setSectionResizeMode(
            m_model->matching() <= mostMeasured ? QHeaderView::ResizeToContents : QHeaderView::Interactive);
        if (m_view->property("fitted") != m_id) {
            for (int column = 0; column < m_model->columnCount(); ++column) {
                if (column != detailColumn())
                    m_view->resizeColumnToContents(column);
            }
            m_view->setProperty("fitted", m_id); // once: a person may have changed the widths since
        }
    } else if (state == LiveList::State::Failed && m_list.error()) {
        m_states->showError(*m_list.error());
    } else if (state == LiveList::State::Stale && m_list.error()) {
        m_states->showOffline(userText(*m_list.error()));
    } else if (state == LiveList::State::Loading || state == LiveList::State::Empty || !m_model->isUpToDate()) {
        m_states->showLoading(tr("Loading…"));
    } else if (m_which->currentIndex() > 0) {
        m_states->showEmpty(Icon::Filter, tr("None of them"), {}, tr("Show all"));
    } else {
        m_states->showEmpty(Icon::Actions, m_of == Of::Action ? tr("No devices") : tr("No actions yet"),
            m_of == Of::Action ? QString() : tr("Whatever is ordered on this device is listed here with its outcome."));
    }
}

QString RunList::currentRun() const
{
    const QModelIndex index = m_view->currentIndex();
    return index.isValid() ? m_model->idAt(index.row()) : QString();
}

QString RunList::otherSide(const QString &run) const
{
    const SnapshotPointer &snapshot = m_list.store().snapshot();
    const auto row = snapshot->rowOf(run);
    if (!row)
        return {};
    const Cell cell = snapshot->cell(*row, snapshot->columnOf(m_of == Of::Action ? u"device_id" : u"action"));
    const auto *id = std::get_if<QString>(&cell);
    return id ? *id : QString();
}

// The list form has no proof.
void RunList::loadRun()
{
    m_scope.abortAll();
    m_waiting = 0;
    const QString id = currentRun();
    m_panel->setVisible(!id.isEmpty());
    if (id.isEmpty())
        return;
    ++m_waiting;
    Get<ActionRun> operation;
    operation.id.text = id;
    m_scope.add(m_site.send(operation)).then(this, [this](const Result<ActionRun> &run) {
        if (!run && run.error().kind == ApiError::Kind::Cancelled)
            return;
        m_waiting = 0;
        m_run->clear();
        if (run)
            showRun(run.value());
        else
            m_run->addHeading(userText(run.error()));
    });
}

void RunList::showRun(const ActionRun &run)
{
    const auto add = [this, &run](const char *name) {
        const Field &field = *findField(fields<ActionRun>(), QString::fromLatin1(name));
        const Cell cell = field.get(&run);
        if (isKnown(cell))
            m_run->add(m_model->display().label(field), m_model->display().detail(cell, field),
                field.personal != Personal::No);
    };
    m_run->addHeading(m_of == Of::Action
            ? run.deviceName
            : m_model->display().text(run.kind.token(), *findField(fields<ActionRun>(), u"kind")));
    add("state");
    if (!run.code.isEmpty())
        m_run->add(tr("Reason"), reasonText(run.code, run.detail));
    if (!run.detail.isEmpty() && run.detail != reasonText(run.code, run.detail))
        add("detail");
    add("queued");
    add("delivered");
    add("ended");
    if (run.simulated)
        m_run->add(tr("Simulated"), tr("This device is simulated; no computer is touched."));
    QJsonObject proof = run.proof;
    if (run.simulated)
        proof.remove("simulated"_L1); // said above
    if (proof.isEmpty() && !run.proof.isEmpty())
        return;
    m_run->addHeading(tr("Proof"));
    if (proof.isEmpty())
        m_run->add(tr("Observed"), isEnd(run.state.value()) ? tr("None") : tr("Not yet"));
    for (auto it = proof.constBegin(); it != proof.constEnd(); ++it)
        m_run->add(it.key(), proofText(it.value()));
}

} // namespace belvedere
