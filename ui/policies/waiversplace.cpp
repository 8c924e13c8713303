// Waivers as a table; a second person approves or refuses them.
#include "ui/policies/waiversplace.h"

#include "api/operations.h"
#include "ui/common/pageheader.h"
#include "ui/records/listplace.h"
#include "ui/records/looks.h"
#include "ui/records/viewbranches.h"

#include <QAction>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class WaiversPlace final : public ListPlace {
    Q_DECLARE_TR_FUNCTIONS(WaiversPlace)
public:
    explicit WaiversPlace(PlaceContext &context)
        : ListPlace(context, "waivers", "Waiver", context.site.list<Waiver>(), texts())
    {
        page().setUsualColumns({u"rule"_s, u"device"_s, u"scope"_s, u"state"_s, u"expires"_s, u"risk_owner"_s,
            u"requested_by"_s, u"decided_by"_s});
        page().setBadges(u"state"_s, waiverLook);
        sortByFirst();
        const Permission writes = Permission::PoliciesWrite;
        m_approve = addCommand(
            tr("Approve"), Icon::Ok, writes, [this] { decide<ApproveWaiver>(tr("The waiver is in force.")); });
        m_refuse = addCommand(
            tr("Refuse"), Icon::Close, writes, [this] { decide<RefuseWaiver>(tr("The waiver has been refused.")); });
        m_withdraw = addCommand(tr("Withdraw"), Icon::Minus, writes,
            [this] { decide<WithdrawWaiver>(tr("The waiver has been withdrawn.")); });
        m_rule = addCommand(tr("Open rule"), Icon::Rule, Permission::PoliciesRead, [this] {
            if (const auto waiver = row<Waiver>(currentId()))
                this->context().navigator.go(u"rules"_s, {{u"id"_s, waiver->rule.text}});
        });
        for (QAction *action : {m_approve, m_refuse, m_withdraw, m_rule})
            page().header()->addAction(action);
        followCurrent<Waiver>([this](const std::optional<Waiver> &waiver) { follow(waiver); });
    }
    QList<std::pair<QString, QVariantMap>> pictureStates() const override
    {
        return {{u"requested"_s, {{u"query"_s, u"state:requested"_s}}}};
    }

private:
    static TablePageTexts texts()
    {
        TablePageTexts texts;
        texts.title = tr("Waivers");
        texts.loading = tr("Loading waivers…");
        texts.placeholder = tr("Filter, e.g. state:requested");
        texts.icon = Icon::Clock;
        texts.emptyTitle = tr("No waivers");
        texts.emptyText = tr(
            "A waiver exempts devices from a rule until a set day. Request one from a rule or from a result; a second "
            "person approves it.");
        return texts;
    }

    void follow(const std::optional<Waiver> &waiver)
    {
        const WaiverState state = waiver ? waiver->state.value() : WaiverState::Unknown;
        m_rule->setEnabled(waiver.has_value());
        m_approve->setEnabled(state == WaiverState::Requested);
        m_refuse->setEnabled(state == WaiverState::Requested);
        m_withdraw->setEnabled(state == WaiverState::Requested || state == WaiverState::Approved);
    }

    template<class Op> void decide(const QString &done)
    {
        if (const auto waiver = row<Waiver>(currentId()))
            take<Op>(*waiver, done);
    }

    QAction *m_approve;
    QAction *m_refuse;
    QAction *m_withdraw;
    QAction *m_rule;
};

} // namespace

const PlaceEntry waiversPlace{"waivers", QT_TRANSLATE_NOOP("Place", "Waivers"), PlaceGroup::Management, Icon::Clock,
    Permission::PoliciesRead, [](PlaceContext &context) -> Place * { return new WaiversPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in waivers"), &viewBranches<Waiver>};

} // namespace belvedere
