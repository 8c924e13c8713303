// Configuration profiles as a table with their settings at its side.
#include "ui/policies/profilesplace.h"

#include "api/operations.h"
#include "ui/common/pageheader.h"
#include "ui/common/sidepanel.h"
#include "ui/common/toasts.h"
#include "ui/policies/policyuse.h"
#include "ui/policies/profilepanel.h"
#include "ui/policies/profilesheet.h"
#include "ui/policies/profiletypesheet.h"
#include "ui/policies/settingwords.h"
#include "ui/records/listplace.h"
#include "ui/records/viewbranches.h"

#include <QAction>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// Names of types by their keys, which platforms share.
QHash<QString, QString> typeWords()
{
    QHash<QString, QString> words;
    for (const ProfileType &type : catalogue().types()) {
        if (!words.contains(type.key))
            words.insert(type.key, catalogueText(type.name));
    }
    return words;
}

class ProfilesPlace final : public ListPlace {
    Q_DECLARE_TR_FUNCTIONS(ProfilesPlace)
public:
    explicit ProfilesPlace(PlaceContext &context)
        : ProfilesPlace(context, new ProfilePanel(context.site))
    {
    }
    void shown(const QVariantMap &arguments) override
    {
        hidden();
        ListPlace::shown(arguments);
        if (arguments.value(u"!create"_s).toBool())
            makeNew();
    }
    void hidden() override
    {
        if (m_sheet)
            m_sheet->dismiss();
    }
    bool isSettled() const override { return ListPlace::isSettled() && m_panel->isSettled(); }
    QList<std::pair<QString, QVariantMap>> pictureStates() const override
    {
        return {{u"new"_s, {{u"!create"_s, true}}}};
    }

private:
    ProfilesPlace(PlaceContext &context, ProfilePanel *panel)
        : ListPlace(context, "profiles", "ConfigurationProfile", context.site.list<ConfigurationProfile>(),
            texts(context.allowed(Permission::PoliciesWrite)), panel)
        , m_panel(panel)
    {
        page().setUsualColumns({u"name"_s, u"platform"_s, u"type"_s, u"revision"_s, u"edited"_s, u"description"_s});
        page().model().setWords(u"type"_s, typeWords());
        sortByFirst();
        const Permission writes = Permission::PoliciesWrite;
        QAction *create = addCommand(tr("New profile…"), Icon::Plus, writes, [this] { makeNew(); });
        m_edit = addCommand(tr("Edit…"), Icon::Edit, writes, [this] {
            if (m_panel->profile())
                edit(*m_panel->profile());
        });
        m_remove = addCommand(tr("Remove…"), Icon::Trash, writes, [this] { remove(); });
        page().header()->addAction(create, true);
        page().header()->addAction(m_edit);
        page().header()->addAction(m_remove);
        connect(&page(), &TablePage::currentIdChanged, this, [this] { follow(); });
        connect(&page().model(), &TableModel::viewReplaced, this, [this] { follow(); });
        connect(&page(), &TablePage::opened, this, [this] { page().panel()->setOpen(true); });
        connect(&page(), &TablePage::emptyActionTriggered, this, [this] { makeNew(); });
        connect(m_panel, &ProfilePanel::loaded, this, [this] { refresh(); });
        follow();
    }

    static TablePageTexts texts(bool mayCreate)
    {
        TablePageTexts texts;
        texts.title = tr("Configuration profiles");
        texts.loading = tr("Loading configuration profiles…");
        texts.placeholder = tr("Filter, e.g. platform:linux");
        texts.icon = Icon::Profile;
        texts.emptyTitle = tr("No configuration profiles yet");
        texts.emptyText = tr("A profile holds settings, such as a browser's home page and blocked addresses. A "
                             "business policy brings it to devices.");
        if (mayCreate)
            texts.emptyAction = tr("New profile…");
        return texts;
    }

    void follow()
    {
        const std::optional<ConfigurationProfile> current = row<ConfigurationProfile>(currentId());
        m_panel->open(current);
        page().panel()->setTitle(current ? current->name : QString());
        refresh();
    }

    void refresh()
    {
        const std::optional<ConfigurationProfile> &profile = m_panel->profile();
        m_edit->setEnabled(profile && catalogue().find(profile->platform.value(), profile->type));
        m_remove->setEnabled(m_panel->profile().has_value());
    }

    void makeNew()
    {
        auto *sheet = new ProfileTypeSheet(context().prompts, window());
        m_sheet = sheet;
        connect(sheet, &ProfileTypeSheet::chosen, this, [this](const ConfigurationProfile &profile) { edit(profile); });
        sheet->open();
    }

    void edit(const ConfigurationProfile &profile)
    {
        ProfileSheet *sheet = ProfileSheet::make(site(), context().prompts, profile, window());
        if (!sheet)
            return;
        m_sheet = sheet;
        sheet->onSaved = [this, isNew = profile.id.isEmpty()](const ConfigurationProfile &saved) {
            context().toasts.show(Severity::Ok,
                isNew ? tr("The profile “%1” has been created.").arg(saved.name)
                      : tr("The profile “%1” has been saved.").arg(saved.name));
            selectWhenThere(saved.id.text);
        };
        sheet->open();
    }

    void remove()
    {
        const std::optional<ConfigurationProfile> &profile = m_panel->profile();
        if (!profile)
            return;
        const PolicyUse use = policyUse(site(), u"profiles", profile->id.text);
        if (!use.names.isEmpty()) {
            context().toasts.show(Severity::Warning,
                tr("“%1” is used by %2. Take it out of the policy first.")
                    .arg(profile->name, use.names.join(tr(", ", "between names"))));
            return;
        }
        Question question;
        question.title = tr("Remove the profile “%1”?").arg(profile->name);
        question.effects.append({Severity::Info, tr("No business policy uses it. No device changes.")});
        question.effects.append({Severity::Info, tr("The audit log keeps that it was removed.")});
        question.accept = tr("Remove profile");
        question.destructive = true;
        context().prompts.confirm(this, question, [this, profile = *profile](bool accepted) {
            if (accepted)
                removeRecord(profile);
        });
    }

    ProfilePanel *m_panel;
    QAction *m_edit;
    QAction *m_remove;
    QPointer<Overlay> m_sheet;
};

} // namespace

const PlaceEntry profilesPlace{"profiles", QT_TRANSLATE_NOOP("Place", "Configuration profiles"), PlaceGroup::Management,
    Icon::Profile, Permission::PoliciesRead,
    [](PlaceContext &context) -> Place * { return new ProfilesPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in configuration profiles"), &viewBranches<ConfigurationProfile>};

} // namespace belvedere
