// The newest devices first.
#include "ui/enrolment/arrivals.h"

#include "ui/common/label.h"

#include <QHeaderView>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

Arrivals::Arrivals(Site &site, QWidget *parent)
    : QWidget(parent)
    , m_model(new TableModel(site.list<Device>().store(), Display("Device", std::make_shared<SystemClock>()), this))
    , m_count(new Label({}, Label::Style::Small, Tone::Muted))
    , m_none(new Label(tr("Nothing has arrived within a day."), Label::Style::Body, Tone::Muted))
    , m_view(new QTableView)
{
    site.list<Device>().open();
    m_model->setColumns({u"enrolled"_s, u"name"_s, u"platform"_s, u"os.version"_s, u"model"_s, u"management"_s,
        u"tags"_s, u"simulated"_s});
    m_model->setQuery(u"enrolled<1d"_s);
    m_model->sort(0, Qt::DescendingOrder);
    m_view->setModel(m_model);
    m_view->setShowGrid(false);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->verticalHeader()->hide();
    m_view->horizontalHeader()->setStretchLastSection(true);
    m_view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_view->setAccessibleName(tr("Arrivals of the last day"));
    auto *top = new QHBoxLayout;
    top->addWidget(new Label(tr("Arrivals of the last day"), Label::Style::Heading));
    top->addWidget(m_count);
    top->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::m, space::l, space::m);
    layout->setSpacing(space::s);
    layout->addLayout(top);
    layout->addWidget(m_none);
    layout->addWidget(m_view, 1);
    layout->addStretch(0);
    connect(m_model, &TableModel::countsChanged, this, &Arrivals::refresh);
    connect(m_view, &QTableView::activated, this,
        [this](const QModelIndex &index) { Q_EMIT opened(m_model->idAt(index.row())); });
    refresh();
}

void Arrivals::refresh()
{
    const bool any = m_model->matching() > 0;
    m_none->setVisible(!any);
    m_view->setVisible(any);
    // with nothing to show, the list of tokens gets the room
    setSizePolicy(QSizePolicy::Preferred, any ? QSizePolicy::Preferred : QSizePolicy::Maximum);
    m_count->setText(any ? tr("%n device(s)", nullptr, int(m_model->matching())) : QString());
    if (any)
        m_view->resizeColumnsToContents();
}

} // namespace belvedere
