// Configuration profiles as a table with their settings at its side.
#include "ui/policies/profilesplace.h"

#include "api/operations.h"
#include "profiles/renderingfile.h"
#include "ui/common/toasts.h"
#include "ui/policies/policyuse.h"
#include "ui/policies/profileexamples.h"
#include "ui/policies/profilepanel.h"
#include "ui/policies/profilesheet.h"
#include "ui/policies/profiletypesheet.h"
#include "ui/policies/renderingview.h"
#include "ui/policies/settingsform.h"
#include "ui/policies/settingwords.h"
#include "ui/records/recordplace.h"
#include "ui/records/viewbranches.h"

#include <QDir>
#include <QPointer>

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
        m_export = addForCurrent(tr("Export…"), Icon::Download, &ProfilesPlace::exportText);
        m_exportSigned = addForCurrent(tr("Export signed…"), Icon::Lock, &ProfilesPlace::exportSigned);
        connect(panel(), &ProfilePanel::loaded, this, [this] { refresh(); });
        followCurrent([this](const std::optional<ConfigurationProfile> &current) {
            panel()->open(current);
            refresh();
        });
    }
    void shown(const QVariantMap &arguments) override
    {
        RecordPlace::shown(arguments);
        if (const QString example = arguments.value(u"!editor"_s).toString(); !example.isEmpty())
            showExample(example);
    }
    void hidden() override
    {
        m_exports.abortAll(); // nobody is asked for a file in another place
        RecordPlace::hidden();
    }
    bool isSettled() const override
    {
        return ListPlace::isSettled() && panel()->isSettled() && (!m_sheet || m_sheet->rendering()->isSettled());
    }
    QList<std::pair<QString, QVariantMap>> pictureStates() const override
    {
        QList<std::pair<QString, QVariantMap>> states = RecordPlace::pictureStates();
        for (const char *platform : {"ios", "windows", "macos"}) {
            const QString name = QString::fromLatin1(platform);
            states.append({u"editor-"_s + name, {{u"!editor"_s, name}}});
        }
        return states;
    }

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
        const bool isKnown = profile && catalogue().find(profile->platform.value(), profile->type);
        m_edit->setEnabled(isKnown);
        m_export->setEnabled(isKnown);
        m_exportSigned->setEnabled(isKnown && isApple(profile->platform.value()));
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
        m_sheet = sheet;
        openSheet(sheet);
    }

    // For a picture: filled, and what is wrong marked.
    void showExample(const QString &platform)
    {
        edit(profileExample(platform));
        if (m_sheet)
            m_sheet->settings()->check();
    }

    void exportText(const ConfigurationProfile &profile) { exportAs(profile, false); }
    void exportSigned(const ConfigurationProfile &profile) { exportAs(profile, true); }

    // What the server sends to devices, byte for byte.
    void exportAs(const ConfigurationProfile &profile, bool isSigned)
    {
        GetProfileRendering operation;
        operation.id = profile.id;
        if (isSigned)
            operation.parameters.isSigned = true;
        m_exports.add(site().send(operation)).then(this, [this, profile](const Result<ProfileRendering> &rendering) {
            if (rendering)
                keep(profile.name, rendering.value());
            else
                showError(rendering.error());
        });
    }

    void keep(const QString &name, const ProfileRendering &rendering)
    {
        FileRequest request;
        request.title = rendering.secrets ? tr("Export “%1”, with its secrets").arg(name) : tr("Export “%1”").arg(name);
        request.suggested = suggestedFileName(name, rendering.files);
        request.filters = {tr("All files (*)")};
        context().prompts.saveFile(this, request,
            [this, bytes = asOneFile(rendering.files), isSecret = rendering.secrets](const QString &path) {
                if (path.isEmpty())
                    return;
                const Result<Done> written = writeRendering(path, bytes, isSecret);
                const QString place = QDir::toNativeSeparators(path);
                if (!written)
                    showError(written.error());
                else if (isSecret)
                    context().toasts.show(
                        Severity::Warning, tr("Written to %1. It holds secrets; keep it from others.").arg(place));
                else
                    say(tr("Written to %1.").arg(place));
            });
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
    QAction *m_export;
    QAction *m_exportSigned;
    QPointer<ProfileSheet> m_sheet;
    RequestScope m_exports;
};

} // namespace

const PlaceEntry profilesPlace{"profiles", QT_TRANSLATE_NOOP("Place", "Configuration profiles"), PlaceGroup::Management,
    Icon::Profile, Permission::PoliciesRead,
    [](PlaceContext &context) -> Place * { return new ProfilesPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in configuration profiles"), &viewBranches<ConfigurationProfile>};

} // namespace belvedere
