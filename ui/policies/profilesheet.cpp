// The parts of the editor, and what the server refuses.
#include "ui/policies/profilesheet.h"

#include "ui/common/label.h"
#include "ui/policies/renderingview.h"
#include "ui/policies/settingsform.h"
#include "ui/policies/settingwords.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

struct SheetTexts {
    Q_DECLARE_TR_FUNCTIONS(ProfileSheet)
};

QString titleOf(const ConfigurationProfile &profile)
{
    return profile.id.isEmpty()
        ? SheetTexts::tr("New configuration profile: %1").arg(profileTypeName(profile.platform.value(), profile.type))
        : SheetTexts::tr("Edit “%1”").arg(profile.name);
}

QString hintOf(const ConfigurationProfile &profile, const ProfileType &type)
{
    QStringList sentences;
    if (!type.help.isEmpty())
        sentences.append(catalogueText(type.help));
    if (const QString needs = needsInWords(type.needs, type.minimumOs, type.platform); !needs.isEmpty())
        sentences.append(SheetTexts::tr("Needs: %1.").arg(needs));
    sentences.append(profile.id.isEmpty()
            ? SheetTexts::tr("A profile does nothing by itself: a business policy brings it to devices.")
            : SheetTexts::tr("Devices keep what they have until a business policy takes the new revision up."));
    return sentences.join(u'\n');
}

} // namespace

std::vector<RecordSheet::Part> ProfileSheet::parts(const ConfigurationProfile &profile)
{
    EditorHints hints;
    hints[u"description"_s].style = EditorHint::Style::Lines;
    return {{fields<ConfigurationProfile>(), Display("ConfigurationProfile", std::make_shared<SystemClock>()),
        {u"name"_s, u"description"_s}, &profile, hints}};
}

ProfileSheet *ProfileSheet::make(Site &site, Prompts &prompts, const ConfigurationProfile &profile, QWidget *window)
{
    const ProfileType *type = catalogue().find(profile.platform.value(), profile.type);
    return type && type->unavailable.isEmpty() ? new ProfileSheet(site, prompts, profile, *type, window) : nullptr;
}

ProfileSheet::ProfileSheet(
    Site &site, Prompts &prompts, const ConfigurationProfile &profile, const ProfileType &type, QWidget *window)
    : SavingSheet<ConfigurationProfile>(site, profile, titleOf(profile), hintOf(profile, type),
        profile.id.isEmpty() ? tr("Create profile") : tr("Save profile"), parts(profile), window)
    , m_profile(profile)
    , m_settings(new SettingsForm(type, prompts))
    , m_rendering(new RenderingView(type))
{
    setRoomy(true);
    auto *heading = new Label(tr("Settings"), Label::Style::Strong);
    heading->setContentsMargins(space::l, space::s, space::l, 0);
    addBelow(heading);
    addBelow(m_settings);
    addBelow(m_rendering);
    m_settings->load(profile.settings);
    moreChecks = [this] {
        return m_settings->check() ? QList<FieldError>()
                                   : QList<FieldError>{{u"settings"_s, tr("Some settings are not complete.")}};
    };
    connect(m_settings, &SettingsForm::edited, this, [this] { render(); });
    connect(form(), &FormSheet::edited, this, [this] { render(); });
    render();
}

QJsonObject ProfileSheet::changes(const QJsonObject &base) const
{
    QJsonObject result = RecordSheet::changes(base);
    if (m_profile.id.isEmpty() || m_settings->isDirty())
        result.insert(u"settings"_s, m_settings->changedOn(base.value(u"settings"_s).toObject()));
    return result;
}

void ProfileSheet::fail(const ApiError &error)
{
    ApiError others = error;
    QList<FieldError> inside;
    const QString prefix = u"settings."_s;
    others.fields.removeIf([&](const FieldError &refused) {
        if (!refused.field.startsWith(prefix))
            return false;
        inside.append({refused.field.mid(prefix.size()), refused.message});
        return true;
    });
    if (others.fields.isEmpty() && !inside.isEmpty())
        others.fields.append({u"settings"_s, tr("Some settings were refused.")});
    SavingSheet<ConfigurationProfile>::fail(others);
    if (!inside.isEmpty())
        m_settings->setErrors(inside);
}

void ProfileSheet::render()
{
    const QJsonObject typed = form()->values();
    m_rendering->setProfile(m_settings->settings(),
        {m_profile.id.isEmpty() ? u"prf-0"_s : m_profile.id.text, typed.value(u"name"_s).toString(),
            typed.value(u"description"_s).toString(), {}, m_profile.revision});
}

QList<std::pair<QString, QString>> settingsInWords(const ConfigurationProfile &profile)
{
    QList<std::pair<QString, QString>> words;
    const ProfileType *type = catalogue().find(profile.platform.value(), profile.type);
    if (!type)
        return words;
    for (const Setting &setting : type->settings) {
        if (const QJsonValue value = profile.settings.value(setting.key); !value.isUndefined())
            words.append({catalogueText(setting.label), valueInWords(setting, value)});
    }
    return words;
}

} // namespace belvedere
