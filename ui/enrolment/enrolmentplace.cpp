// Enrolment tokens above, arrivals below.
#include "ui/enrolment/enrolmentplace.h"

#include "ui/common/pageheader.h"
#include "ui/enrolment/arrivals.h"
#include "ui/enrolment/grantsheet.h"
#include "ui/records/createsheet.h"
#include "ui/records/listplace.h"
#include "ui/records/viewbranches.h"

#include <QAction>
#include <QLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int usualDays = 7;

std::optional<BadgeLook> stateLook(const QString &token)
{
    if (token == "open"_L1)
        return BadgeLook{Severity::Ok, std::nullopt};
    // Why a token takes nobody in is known: the question mark of an unknown value would say something else.
    if (token == "revoked"_L1)
        return BadgeLook{Severity::Neutral, Icon::Close};
    if (token == "expired"_L1)
        return BadgeLook{Severity::Neutral, Icon::Clock};
    if (token == "used_up"_L1)
        return BadgeLook{Severity::Neutral, Icon::Check};
    return BadgeLook{};
}

class EnrolmentPlace final : public ListPlace {
    Q_DECLARE_TR_FUNCTIONS(EnrolmentPlace)
public:
    explicit EnrolmentPlace(PlaceContext &context)
        : ListPlace(context, "enrolments", "Enrolment", context.site.list<Enrolment>(),
            texts(context.allowed(Permission::EnrolmentWrite)))
        , m_arrivals(new Arrivals(context.site))
    {
        page().setUsualColumns({u"label"_s, u"state"_s, u"used"_s, u"uses"_s, u"created"_s, u"expires"_s, u"tags"_s});
        page().setBadges(u"state"_s, stateLook);
        sortByFirst();
        QAction *create =
            addCommand(tr("New token…"), Icon::Plus, Permission::EnrolmentWrite, [this] { this->create(); });
        m_revoke = addCommand(tr("Revoke…"), Icon::Close, Permission::EnrolmentWrite, [this] { revoke(); });
        page().header()->addAction(create, true);
        page().header()->addAction(m_revoke);
        layout()->addWidget(m_arrivals);
        connect(&page(), &TablePage::currentIdChanged, this, [this](const QString &id) { follow(id); });
        connect(&page(), &TablePage::emptyActionTriggered, this, [this] { this->create(); });
        connect(m_arrivals, &Arrivals::opened, this, [this](const QString &id) {
            this->context().navigator.go(u"devices"_s, {{u"device"_s, id}});
        });
        follow({});
    }
    void shown(const QVariantMap &arguments) override
    {
        ListPlace::shown(arguments);
        hidden();
        if (arguments.value(u"!create"_s).toBool())
            create();
    }
    bool isSettled() const override { return ListPlace::isSettled() && m_arrivals->isSettled(); }
    QList<std::pair<QString, QVariantMap>> pictureStates() const override
    {
        return {{u"token"_s, {{u"!create"_s, true}}}};
    }

private:
    static TablePageTexts texts(bool mayCreate)
    {
        TablePageTexts texts;
        texts.title = tr("Enrolment");
        texts.loading = tr("Loading enrolment tokens…");
        texts.placeholder = tr("Filter, e.g. state:open");
        texts.icon = Icon::Enrol;
        texts.emptyTitle = tr("No enrolment tokens");
        texts.emptyText = tr("A token lets the agent on a computer make itself known to this site.");
        if (mayCreate)
            texts.emptyAction = tr("New token…");
        return texts;
    }

    void follow(const QString &id)
    {
        m_current = row<Enrolment>(id);
        m_revoke->setEnabled(m_current && m_current->state == EnrolmentState::Open);
    }

    void create()
    {
        Enrolment initial;
        initial.label = tr("Office computers");
        initial.uses = 10;
        initial.expires = QDateTime::currentDateTimeUtc().addDays(usualDays);
        auto *sheet = new CreateSheet(tr("New enrolment token"),
            tr("Whoever has the token can enrol this many devices until it expires."), tr("Create token"),
            fields<Enrolment>(), display(), {u"label"_s, u"uses"_s, u"expires"_s, u"tags"_s}, &initial, window());
        connect(sheet, &CreateSheet::submitted, this, [this, sheet] {
            CreateEnrolment operation;
            sheet->read(&operation.body);
            sheet->submit(site(), operation, [this](const EnrolmentGrant &grant) {
                const QString fingerprint = grant.enrolment.section(u'#', 2, 2);
                (new GrantSheet(grant, fingerprint, window()))->open(); // stays: the token is shown once
            });
        });
        openSheet(sheet);
    }

    void revoke()
    {
        if (!m_current)
            return;
        Question question;
        question.title = tr("Revoke “%1”?").arg(m_current->label);
        question.effects = {{Severity::Warning, tr("No further device can enrol with this token.")},
            {Severity::Info, tr("The %n device(s) that enrolled with it stay.", nullptr, int(m_current->used))}};
        question.accept = tr("Revoke token");
        question.destructive = true;
        context().prompts.confirm(this, question, [this, id = m_current->id](bool accepted) {
            if (!accepted)
                return;
            RevokeEnrolment operation;
            operation.id = id;
            send(operation);
        });
    }

    Arrivals *m_arrivals;
    QAction *m_revoke;
    std::optional<Enrolment> m_current;
};

} // namespace

const PlaceEntry enrolmentPlace{"enrolment", QT_TRANSLATE_NOOP("Place", "Enrolment"), PlaceGroup::Enrolment,
    Icon::Enrol, Permission::EnrolmentRead,
    [](PlaceContext &context) -> Place * { return new EnrolmentPlace(context); }, nullptr, &viewBranches<Enrolment>};

} // namespace belvedere
