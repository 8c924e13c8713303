// The examples.
#include "ui/policies/profileexamples.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

struct ExampleTexts {
    Q_DECLARE_TR_FUNCTIONS(ProfileExamples)
};

ConfigurationProfile make(Platform platform, const QString &type, const QString &name, const QJsonObject &settings)
{
    ConfigurationProfile profile;
    profile.platform = platform;
    profile.type = type;
    profile.name = name;
    profile.settings = settings;
    return profile;
}

} // namespace

ConfigurationProfile profileExample(QStringView platform)
{
    if (platform == u"ios") // the port is no port
        return make(Platform::Ios, u"wifi"_s, ExampleTexts::tr("Wi-Fi of the offices"),
            {{u"ssid"_s, u"Office"_s}, {u"hidden"_s, true}, {u"auto_join"_s, true}, {u"security"_s, u"enterprise"_s},
                {u"eap"_s, u"peap"_s}, {u"username"_s, u"device@example.org"_s},
                {u"server_names"_s, QJsonArray{u"radius.example.org"_s}}, {u"proxy"_s, u"manual"_s},
                {u"proxy_server"_s, u"proxy.example.org"_s}, {u"proxy_port"_s, 80'808}, {u"private_address"_s, false}});
    if (platform == u"windows") // working hours of 21 hours
        return make(Platform::Windows, u"system_update"_s, ExampleTexts::tr("Updates outside working hours"),
            {{u"mode"_s, u"scheduled"_s}, {u"install_day"_s, u"wednesday"_s}, {u"install_hour"_s, 22},
                {u"active_start"_s, 1}, {u"active_end"_s, 22}, {u"defer_features"_s, 60}, {u"defer_quality"_s, 7},
                {u"deadline_features"_s, 14}, {u"deadline_quality"_s, 5}, {u"product"_s, u"windows-11"_s},
                {u"release"_s, u"23H2"_s}, {u"drivers"_s, false}});
    if (platform == u"macos")
        return make(Platform::MacOs, u"firewall"_s, ExampleTexts::tr("Firewall of the laptops"),
            {{u"stealth"_s, true}, {u"signed_apps"_s, false},
                {u"applications"_s,
                    QJsonArray{QJsonObject{{u"bundle"_s, u"com.example.server"_s}, {u"allowed"_s, true}},
                        QJsonObject{{u"bundle"_s, u"com.example.game"_s}, {u"allowed"_s, false}}}}});
    return {};
}

} // namespace belvedere
