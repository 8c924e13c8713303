// Configuration profiles as a table with their settings at its side.
#include "ui/policies/profilesplace.h"

#include "api/operations.h"
#include "ui/common/toasts.h"
#include "ui/policies/policyuse.h"
#include "ui/policies/profilepanel.h"
#include "ui/policies/profilesheet.h"
#include "ui/policies/profiletypesheet.h"
#include "ui/policies/settingwords.h"
#include "ui/records/recordplace.h"
#include "ui/records/viewbranches.h"

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

class ProfilesPlace final : public RecordPlace<ConfigurationProfile, ProfilePanel> {
    Q_DECLARE_TR_FUNCTIONS(ProfilesPlace)
public:
    explicit ProfilesPlace(PlaceContext &context)
        : RecordPlace(context, "profiles", "ConfigurationProfile", Permission::PoliciesWrite, texts(),
            new ProfilePanel(context.site))
    {
        page().setUsualColumns({u"name"_s, u"platform"_s, u"type"_s, u"revision"_s, u"edited"_s, u"description"_s});
        page().model().setWords(u"type"_s, typeWords());
        sortByFirst();
        m_edit = addForCurrent(tr("Edit…"), Icon::Edit, &ProfilesPlace::editWhole);
        addForCurrent(tr("Remove…"), Icon::Trash, &ProfilesPlace::remove);
        connect(panel(), &ProfilePanel::loaded, this, [this] { refresh(); });
        followCurrent([this](const std::optional<ConfigurationProfile> &current) {
            panel()->open(current);
            refresh();
        });
    }
    bool isSettled() const override { return ListPlace::isSettled() && panel()->isSettled(); }

private:
    static TablePageTexts texts()
    {
        TablePageTexts texts;
        texts.title = tr("Configuration profiles");
        texts.loading = tr("Loading configuration profiles…");
        texts.placeholder = tr("Filter, e.g. platform:linux");
        texts.icon = Icon::Profile;
        texts.emptyTitle = tr("No configuration profiles yet");
        texts.emptyText = tr("A profile holds settings, such as a browser's home page and blocked addresses. A "
                             "business policy brings it to devices.");
        texts.emptyAction = tr("New profile…");
        return texts;
    }

    void refresh()
    {
        const std::optional<ConfigurationProfile> &profile = panel()->profile();
        m_edit->setEnabled(profile && catalogue().find(profile->platform.value(), profile->type));
    }

    void create() override
    {
        auto *sheet = new ProfileTypeSheet(context().prompts, window());
        connect(sheet, &ProfileTypeSheet::chosen, this, [this](const ConfigurationProfile &profile) { edit(profile); });
        openSheet(sheet);
    }

    // The row lacks the settings.
    void editWhole(const ConfigurationProfile &)
    {
        if (panel()->profile())
            edit(*panel()->profile());
    }

    void edit(const ConfigurationProfile &profile)
    {
        ProfileSheet *sheet = ProfileSheet::make(site(), context().prompts, profile, window());
        if (!sheet)
            return;
        sheet->onSaved = [this, isNew = profile.id.isEmpty()](const ConfigurationProfile &saved) {
            say(isNew ? tr("The profile “%1” has been created.").arg(saved.name)
                      : tr("The profile “%1” has been saved.").arg(saved.name));
            selectWhenThere(saved.id.text);
        };
        openSheet(sheet);
    }

    void remove(const ConfigurationProfile &profile)
    {
        if (const QString use = whyKept(site(), u"profiles", profile.id.text, profile.name); !use.isEmpty()) {
            context().toasts.show(Severity::Warning, use);
            return;
        }
        askToRemove(profile, tr("Remove the profile “%1”?").arg(profile.name),
            {{Severity::Info, tr("No business policy uses it. No device changes.")},
                {Severity::Info, tr("The audit log keeps that it was removed.")}},
            tr("Remove profile"));
    }

    QAction *m_edit;
};

} // namespace

const PlaceEntry profilesPlace{"profiles", QT_TRANSLATE_NOOP("Place", "Configuration profiles"), PlaceGroup::Management,
    Icon::Profile, Permission::PoliciesRead,
    [](PlaceContext &context) -> Place * { return new ProfilesPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in configuration profiles"), &viewBranches<ConfigurationProfile>};

} // namespace belvedere
