// ProfileSheet: the editor of a configuration profile, with the text that goes out to devices.
#pragma once

#include "api/policies.h"
#include "profiles/catalogue.h"
#include "ui/records/savingsheet.h"

#include <QCoreApplication>

namespace belvedere {

class Prompts;
class RenderingView;
class SettingsForm;

class ProfileSheet final : public SavingSheet<ConfigurationProfile> {
    Q_DECLARE_TR_FUNCTIONS(ProfileSheet)
public:
    // nullptr when this version does not know the type, whose settings it could then neither show nor check. A profile
    // without an id is new. `site` and `prompts` outlive the sheet.
    static ProfileSheet *make(Site &site, Prompts &prompts, const ConfigurationProfile &profile, QWidget *window);

    SettingsForm *settings() const { return m_settings; }
    RenderingView *rendering() const { return m_rendering; }
    QJsonObject changes(const QJsonObject &base) const override;
    void fail(const ApiError &error) override;

private:
    ProfileSheet(
        Site &site, Prompts &prompts, const ConfigurationProfile &profile, const ProfileType &type, QWidget *window);
    static std::vector<Part> parts(const ConfigurationProfile &profile);
    void render();

    ConfigurationProfile m_profile;
    SettingsForm *m_settings;
    RenderingView *m_rendering;
};

// Label and value of each setting that the profile decides, in words; secrets are not shown.
QList<std::pair<QString, QString>> settingsInWords(const ConfigurationProfile &profile);

} // namespace belvedere
