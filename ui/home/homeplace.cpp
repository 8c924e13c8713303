// Home: numbers that lead to the devices behind them.
#include "ui/home/homeplace.h"

#include "api/operations.h"
#include "sites/site.h"
#include "ui/common/buttons.h"
#include "ui/common/emptystate.h"
#include "ui/common/label.h"
#include "ui/common/pageheader.h"
#include "ui/common/statestack.h"
#include "ui/home/attention.h"
#include "ui/home/attentioncard.h"

#include <QGridLayout>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class HomePlace final : public Place {
    Q_DECLARE_TR_FUNCTIONS(HomePlace)
public:
    explicit HomePlace(PlaceContext &context)
        : m_site(context.site)
        , m_navigator(context.navigator)
        , m_list(context.site.list<Device>())
        , m_mayEnrol(context.allowed(Permission::EnrolmentWrite))
        , m_attention(context.site)
        , m_header(new PageHeader(homePlace.titleText()))
        , m_states(new StateStack(makeContent()))
    {
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_header);
        layout->addWidget(m_states, 1);
        connect(&m_attention, &Attention::changed, this, [this] { refresh(); });
        connect(&m_list, &LiveList::stateChanged, this, [this] { refresh(); });
        connect(m_states, &StateStack::retryRequested, &m_list, &LiveList::retry);
        connect(m_states, &StateStack::emptyActionTriggered, this, [this] { m_navigator.go(u"enrolment"_s); });
        refresh();
    }
    bool isSettled() const override { return m_list.state() != LiveList::State::Loading; }

private:
    QWidget *makeContent()
    {
        auto *content = new QWidget;
        auto *layout = new QVBoxLayout(content);
        layout->setContentsMargins(space::l, space::s, space::l, space::l);
        layout->setSpacing(space::m);
        m_summary = new Label({}, Label::Style::Body, Tone::Muted);
        m_summary->setWordWrap(true);
        layout->addWidget(new Label(tr("Needs attention"), Label::Style::Heading));
        layout->addWidget(m_summary);
        auto *grid = new QGridLayout;
        grid->setSpacing(space::m);
        for (qsizetype i = 0; i < m_attention.items().size(); ++i) {
            auto *card = new AttentionCard;
            m_cards.append(card);
            grid->addWidget(card, int(i / 3), int(i % 3));
            connect(card, &AttentionCard::clicked, this, [this, i] {
                m_navigator.go(u"devices"_s, {{u"query"_s, m_attention.items()[i].query}});
            });
        }
        layout->addLayout(grid);
        layout->addStretch(1);
        auto *scroll = new QScrollArea;
        scroll->setWidget(content);
        scroll->setWidgetResizable(true);
        scroll->setFrameShape(QFrame::NoFrame);
        return scroll;
    }

    void refresh()
    {
        const LiveList::State state = m_list.state();
        const qint64 devices = m_attention.devices();
        if (state == LiveList::State::Failed && m_list.error()) {
            m_states->showError(*m_list.error());
            return;
        }
        if (devices == 0 && (state == LiveList::State::Loading || state == LiveList::State::Empty)) {
            m_states->showLoading(tr("Loading devices…"));
            return;
        }
        if (devices == 0) {
            m_states->showEmpty(Icon::Enrol, tr("Welcome to Belvedere"),
                tr("No device has enrolled yet. Make an enrolment token, run the agent with it on a computer, and "
                   "the device appears here by itself."),
                m_mayEnrol ? tr("Enrol the first device") : QString());
            return;
        }
        qint64 groups = 0;
        for (qsizetype i = 0; i < m_cards.size(); ++i) {
            m_cards[i]->show(m_attention.items()[i], devices);
            groups += m_attention.items()[i].count > 0 ? 1 : 0;
        }
        m_header->setCounts(tr("%n device(s)", nullptr, int(devices)));
        m_summary->setText(groups == 0
                ? tr("Everything that the devices report is as it should be.")
                : tr("Each number leads to the devices behind it. A device may count in several."));
        m_states->showContent();
    }

    Site &m_site;
    Navigator &m_navigator;
    LiveList &m_list;
    bool m_mayEnrol;
    Attention m_attention;
    PageHeader *m_header;
    QList<AttentionCard *> m_cards;
    Label *m_summary = nullptr;
    StateStack *m_states;
};

} // namespace

const PlaceEntry homePlace{"home", QT_TRANSLATE_NOOP("Place", "Home"), PlaceGroup::Home, Icon::Home,
    Permission::DevicesRead, [](PlaceContext &context) -> Place * { return new HomePlace(context); }};

} // namespace belvedere
