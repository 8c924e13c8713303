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
#include "ui/home/firststeps.h"
#include "ui/home/workcounts.h"

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
        , m_allowed(context.allowed)
        , m_mayEnrol(context.allowed(Permission::EnrolmentWrite))
        , m_worries(context.site, Attention::worries())
        , m_platforms(context.site, Attention::platforms())
        , m_work(context.site, context.allowed)
        , m_header(new PageHeader(homePlace.titleText()))
        , m_states(new StateStack(makeContent()))
    {
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(m_header);
        layout->addWidget(m_states, 1);
        for (Attention *numbers : {&m_worries, &m_platforms})
            connect(numbers, &Attention::changed, this, [this] { refresh(); });
        connect(&m_work, &WorkCounts::changed, this, [this] { refresh(); });
        connect(&m_list, &LiveList::stateChanged, this, [this] { refresh(); });
        connect(m_states, &StateStack::retryRequested, &m_list, &LiveList::retry);
        connect(m_states, &StateStack::emptyActionTriggered, this, [this] { m_navigator.go(u"enrolment"_s); });
        refresh();
    }
    bool isSettled() const override
    {
        return m_list.state() != LiveList::State::Loading && m_worries.isSettled() && m_platforms.isSettled()
            && m_steps->isSettled() && m_work.isSettled();
    }

private:
    QWidget *makeContent()
    {
        auto *content = new QWidget;
        auto *layout = new QVBoxLayout(content);
        layout->setContentsMargins(space::l, space::s, space::l, space::l);
        layout->setSpacing(space::m);
        m_summary = new Label({}, Label::Style::Body, Tone::Muted);
        m_summary->setWordWrap(true);
        m_steps = new FirstSteps(m_site, m_allowed);
        connect(m_steps, &FirstSteps::chosen, this, [this](const QString &place) { m_navigator.go(place); });
        layout->addWidget(m_steps);
        layout->addWidget(new Label(tr("Needs attention"), Label::Style::Heading));
        layout->addWidget(m_summary);
        addCards(layout, m_work.items() + m_worries.items(), m_worryCards);
        layout->addSpacing(space::m);
        layout->addWidget(new Label(tr("The fleet by platform"), Label::Style::Heading));
        addCards(layout, m_platforms.items(), m_platformCards);
        layout->addStretch(1);
        auto *scroll = new QScrollArea;
        scroll->setWidget(content);
        scroll->setWidgetResizable(true);
        scroll->setFrameShape(QFrame::NoFrame);
        scroll->setFocusPolicy(Qt::NoFocus); // the cards take the keyboard, and are scrolled to
        return scroll;
    }

    void addCards(QVBoxLayout *layout, const QList<AttentionItem> &items, QList<AttentionCard *> &cards)
    {
        constexpr int columns = 3;
        auto *grid = new QGridLayout;
        grid->setSpacing(space::m);
        for (int column = 0; column < columns; ++column)
            grid->setColumnStretch(column, 1);
        for (qsizetype i = 0; i < items.size(); ++i) {
            auto *card = new AttentionCard;
            cards.append(card);
            grid->addWidget(card, int(i / columns), int(i % columns));
            connect(card, &AttentionCard::clicked, this, [this, card] {
                m_navigator.go(QString::fromLatin1(card->item().place), {{u"query"_s, card->item().query}});
            });
        }
        layout->addLayout(grid);
    }

    void refresh()
    {
        const LiveList::State state = m_list.state();
        const qint64 devices = m_worries.devices();
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
                tr("Three steps lead to evidence: enrol devices, say in a business policy what they must be like, and "
                   "read the compliance report. For the first, make an enrolment token and run the agent with it on a "
                   "computer; the device appears here by itself."),
                m_mayEnrol ? tr("Enrol the first device") : QString());
            return;
        }
        qint64 worries = 0;
        const QList<AttentionItem> items = m_work.items() + m_worries.items();
        for (qsizetype i = 0; i < m_worryCards.size(); ++i) {
            m_worryCards[i]->show(items[i]);
            worries += items[i].count > 0 ? 1 : 0;
        }
        for (qsizetype i = 0; i < m_platformCards.size(); ++i)
            m_platformCards[i]->show(m_platforms.items()[i]);
        m_header->setCounts(tr("%n device(s)", nullptr, int(devices)));
        m_summary->setText(worries == 0 ? tr("Everything that the devices report is as it should be.")
                                        : tr("Each number leads to what it counts. A device may count in several."));
        m_states->showContent();
    }

    Site &m_site;
    Navigator &m_navigator;
    LiveList &m_list;
    Allowed m_allowed;
    bool m_mayEnrol;
    Attention m_worries;
    Attention m_platforms;
    WorkCounts m_work;
    PageHeader *m_header;
    FirstSteps *m_steps = nullptr;
    QList<AttentionCard *> m_worryCards;
    QList<AttentionCard *> m_platformCards;
    Label *m_summary = nullptr;
    StateStack *m_states;
};

} // namespace

const PlaceEntry homePlace{"home", QT_TRANSLATE_NOOP("Place", "Home"), PlaceGroup::Home, Icon::Home,
    Permission::DevicesRead, [](PlaceContext &context) -> Place * { return new HomePlace(context); }};

} // namespace belvedere
