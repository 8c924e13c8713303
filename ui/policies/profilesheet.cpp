// Browser settings as a form and in words.
#include "ui/policies/profilesheet.h"

#include "domain/browsersettings.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

struct ProfileTexts {
    Q_DECLARE_TR_FUNCTIONS(ProfileSheet)
};

EditorHints settingHints()
{
    const QString patterns = ProfileTexts::tr("One pattern a line, e.g. example.org/path; * stands for everything");
    const QStringList answers{
        ProfileTexts::tr("Leave to the user"), ProfileTexts::tr("Allow"), ProfileTexts::tr("Forbid")};
    EditorHints hints;
    hints[u"homepage"_s].placeholder = u"https://intranet.example.org/"_s;
    hints[u"url_blocklist"_s] = {EditorHint::Style::Lines, patterns, {}};
    hints[u"url_allowlist"_s] = {EditorHint::Style::Lines, patterns, {}};
    for (const auto &name : {u"password_manager"_s, u"private_browsing"_s, u"developer_tools"_s})
        hints[name].answers = answers;
    return hints;
}

} // namespace

ConfigurationProfile newProfile()
{
    ConfigurationProfile profile;
    profile.platform = Platform::Linux;
    profile.type = u"browser"_s;
    return profile;
}

ProfileSheet *makeProfileSheet(Site &site, const ConfigurationProfile &profile, QWidget *window)
{
    const bool isNew = profile.id.isEmpty();
    const auto clock = std::make_shared<SystemClock>();
    const Result<BrowserSettings> known = fromJson<BrowserSettings>(profile.settings);
    const BrowserSettings settings = known ? known.value() : BrowserSettings();
    EditorHints hints;
    hints[u"description"_s].style = EditorHint::Style::Lines;
    auto *sheet = new ProfileSheet(site, profile,
        isNew ? ProfileTexts::tr("New configuration profile") : ProfileTexts::tr("Edit “%1”").arg(profile.name),
        isNew ? ProfileTexts::tr(
            "A profile does nothing by itself: a business policy brings it to Linux computers. Other "
            "platforms take no profiles yet.")
              : ProfileTexts::tr("Devices that have the profile get the new settings when they check in next."),
        isNew ? ProfileTexts::tr("Create profile") : ProfileTexts::tr("Save profile"),
        {{fields<ConfigurationProfile>(), Display("ConfigurationProfile", clock), {u"name"_s, u"description"_s},
             &profile, hints},
            {fields<BrowserSettings>(), Display("BrowserSettings", clock), {}, &settings, settingHints(), u"settings"_s,
                ProfileTexts::tr("Browser settings")}},
        window);
    sheet->moreChecks = [sheet] {
        QList<FieldError> errors;
        const Result<BrowserSettings> entered = fromJson<BrowserSettings>(sheet->entered().settings);
        if (entered) {
            for (const FieldError &error : validate(entered.value()))
                errors.append({u"settings."_s + error.field, error.message});
        }
        return errors;
    };
    return sheet;
}

QList<std::pair<QString, QString>> settingsInWords(const ConfigurationProfile &profile)
{
    QList<std::pair<QString, QString>> words;
    const Result<BrowserSettings> settings = fromJson<BrowserSettings>(profile.settings);
    if (!settings)
        return words;
    const Display display("BrowserSettings", std::make_shared<SystemClock>());
    for (const Field &field : fields<BrowserSettings>()) {
        const Cell cell = field.get(&settings.value());
        if (const auto *truth = std::get_if<bool>(&cell))
            words.append({display.label(field), *truth ? ProfileTexts::tr("Allowed") : ProfileTexts::tr("Forbidden")});
        else if (const auto *set = std::get_if<QStringList>(&cell))
            words.append({display.label(field), set->isEmpty() ? ProfileTexts::tr("None") : set->join(u'\n')});
        else if (isKnown(cell))
            words.append({display.label(field), display.text(cell, field)});
    }
    return words;
}

} // namespace belvedere
