// Accounts as a table with a form at its side.
#include "ui/accounts/accountsplace.h"

#include "api/operations.h"
#include "ui/common/pageheader.h"
#include "ui/common/sidepanel.h"
#include "ui/records/createsheet.h"
#include "ui/records/formpanel.h"
#include "ui/records/listplace.h"
#include "ui/records/viewbranches.h"

#include <QAction>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class AccountsPlace final : public ListPlace {
    Q_DECLARE_TR_FUNCTIONS(AccountsPlace)
public:
    explicit AccountsPlace(PlaceContext &context)
        : AccountsPlace(context,
            new FormPanel<Account>(context.site, Display("Account", std::make_shared<SystemClock>()),
                {u"name"_s, u"email"_s, u"role"_s, u"disabled"_s, u"created"_s, u"signed_in"_s}))
    {
    }

private:
    AccountsPlace(PlaceContext &context, FormPanel<Account> *panel)
        : ListPlace(context, "accounts", "Account", context.site.list<Account>(), texts(), panel)
        , m_panel(panel)
    {
        panel->setEditable(context.allowed(Permission::AccountsWrite));
        QAction *create =
            addCommand(tr("New account…"), Icon::Plus, Permission::AccountsWrite, [this] { this->create(); });
        m_reset = addCommand(tr("Set password…"), Icon::Lock, Permission::AccountsWrite, [this] { reset(); });
        page().header()->addAction(create, true);
        page().header()->addAction(m_reset);
        connect(&page(), &TablePage::currentIdChanged, this, [this](const QString &id) { follow(id); });
        connect(&page(), &TablePage::opened, this, [this](const QString &) { page().panel()->setOpen(true); });
        page().setUsualColumns({u"name"_s, u"email"_s, u"role"_s, u"disabled"_s, u"created"_s, u"signed_in"_s});
        sortByFirst();
        follow({});
    }

    static TablePageTexts texts()
    {
        TablePageTexts texts;
        texts.title = tr("Accounts");
        texts.loading = tr("Loading accounts…");
        texts.placeholder = tr("Filter, e.g. role:auditor");
        texts.icon = Icon::Account;
        texts.emptyTitle = tr("No accounts");
        return texts;
    }

    void follow(const QString &id)
    {
        m_panel->open(Id<Account>{id});
        page().panel()->setTitle(id.isEmpty() ? QString() : row<Account>(id).value_or(Account()).name);
        m_reset->setEnabled(!id.isEmpty());
    }

    void create()
    {
        const NewAccount empty;
        auto *sheet = new CreateSheet(tr("New account"),
            tr("The first password has at least 12 characters; its owner has to change it after signing in."),
            tr("Create account"), fields<NewAccount>(), Display("Account", std::make_shared<SystemClock>()), {}, &empty,
            window());
        connect(sheet, &CreateSheet::submitted, this, [this, sheet] {
            CreateAccount operation;
            sheet->read(&operation.body);
            sheet->submit(
                site(), operation, [this](const Account &made) { say(tr("%1 can sign in now.").arg(made.name)); });
        });
        openSheet(sheet);
    }

    void reset()
    {
        const std::optional<Account> account = row<Account>(m_panel->id().text);
        if (!account)
            return;
        const PasswordReset empty;
        auto *sheet = new CreateSheet(tr("Set a password for %1").arg(account->name),
            tr("Every session of this account ends, and the password has to be changed after signing in."),
            tr("Set password"), fields<PasswordReset>(), Display("Account", std::make_shared<SystemClock>()), {},
            &empty, window());
        connect(sheet, &CreateSheet::submitted, this, [this, sheet, id = account->id] {
            ResetPassword operation;
            operation.id = id;
            sheet->read(&operation.body);
            sheet->submit(
                site(), operation, [this](const Account &done) { say(tr("%1 has a new password.").arg(done.name)); });
        });
        openSheet(sheet);
    }

    FormPanel<Account> *m_panel;
    QAction *m_reset;
};

} // namespace

const PlaceEntry accountsPlace{"accounts", QT_TRANSLATE_NOOP("Place", "Accounts"), PlaceGroup::System, Icon::Account,
    Permission::AccountsRead, [](PlaceContext &context) -> Place * { return new AccountsPlace(context); }, nullptr,
    &viewBranches<Account>};

} // namespace belvedere
