// Reading of types, and of what holds between their settings.
#include "profiles/catalogueloader.h"

#include "domain/json.h"
#include "profiles/coderules.h"
#include "profiles/datareader.h"
#include "profiles/settingreader.h"
#include "profiles/settings.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

Platform platformOf(DataReader &reader)
{
    const auto platform = Coded<Platform>::fromToken(reader.text(u"platform"_s, true));
    switch (platform.value()) {
    case Platform::Linux:
    case Platform::Windows:
    case Platform::MacOs:
    case Platform::Ios:
    case Platform::Android:
        break;
    default:
        reader.note("catalogue.unknown", u"platform"_s, u"linux, windows, macos, ios or android"_s);
    }
    return platform.value();
}

// Conditions may only look back, so that they cannot go in a circle.
void checkConditions(const ProfileType &type, const std::vector<Condition> &conditions, size_t before,
    DataMistake &mistake, const QString &path)
{
    for (const Condition &condition : conditions) {
        const Setting *other = type.find(condition.setting);
        if (!other || size_t(other - type.settings.data()) >= before) {
            mistake.note("catalogue.reference", path, u"no setting “%1” before this one"_s.arg(condition.setting));
            return;
        }
        for (const QJsonValue value : condition.values) {
            if (valueProblem(*other, value))
                mistake.note("catalogue.reference", path, u"“%1” cannot have this value"_s.arg(condition.setting));
        }
    }
}

void checkReferences(const ProfileType &type, DataMistake &mistake, const QString &path)
{
    for (size_t i = 0; i < type.settings.size(); ++i) {
        const Setting &setting = type.settings[i];
        checkConditions(type, setting.when, i, mistake, u"%1.settings[%2].when"_s.arg(path).arg(i));
        for (const Target &target : setting.targets)
            checkConditions(type, target.when, type.settings.size(), mistake, u"%1.settings[%2].to"_s.arg(path).arg(i));
        for (size_t earlier = 0; earlier < i; ++earlier) {
            if (type.settings[earlier].key == setting.key)
                mistake.note("catalogue.duplicate", u"%1.settings[%2].key"_s.arg(path).arg(i), setting.key);
        }
    }
    for (const Target &target : type.always)
        checkConditions(type, target.when, type.settings.size(), mistake, path + u".always"_s);
    for (size_t i = 0; i < type.checks.size(); ++i) {
        const QString where = u"%1.checks[%2]"_s.arg(path).arg(i);
        checkConditions(type, type.checks[i].when, type.settings.size(), mistake, where + u".when"_s);
        for (const QString &setting : type.checks[i].settings) {
            if (!type.find(setting))
                mistake.note("catalogue.reference", where, u"no setting “%1”"_s.arg(setting));
        }
    }
    if (!type.identity.isEmpty() && !type.find(type.identity))
        mistake.note("catalogue.reference", path + u".identity"_s, u"no setting “%1”"_s.arg(type.identity));
}

SettingCheck readCheck(DataReader &reader)
{
    static const QStringList words{
        u"all"_s, u"any"_s, u"any-true"_s, u"none"_s, u"ascending"_s, u"different"_s, u"rule"_s};
    SettingCheck check;
    const qsizetype kind = words.indexOf(reader.text(u"check"_s, true));
    if (kind < 0)
        reader.note("catalogue.unknown", u"check"_s, words.join(u", "_s));
    check.kind = CheckKind(qMax(kind, 0));
    check.rule = reader.text(u"rule"_s, check.kind == CheckKind::Rule);
    if (!check.rule.isEmpty() && !isCodeRule(check.rule))
        reader.note("catalogue.unknown", u"rule"_s, check.rule);
    check.settings = reader.texts(u"settings"_s);
    if (check.settings.isEmpty())
        reader.note("catalogue.shape", u"settings"_s, u"at least one is needed"_s);
    check.message = reader.text(u"message"_s, true);
    check.when = readConditions(reader);
    return check;
}

ProfileType readType(DataReader &reader, Platform platform, const QString &path)
{
    DataMistake &mistake = reader.mistake();
    ProfileType type;
    type.platform = platform;
    type.key = readKey(reader);
    type.name = reader.text(u"name"_s, true);
    type.help = reader.text(u"help"_s);
    type.category = reader.text(u"category"_s, true);
    const auto categories = profileCategories();
    if (std::none_of(categories.begin(), categories.end(),
            [&type](const ProfileWord &word) { return type.category == QLatin1StringView(word.key); }))
        reader.note("catalogue.unknown", u"category"_s, type.category);
    type.needs = readNeeds(reader);
    type.minimumOs = readVersion(reader, u"minimum_os"_s);
    type.many = reader.truth(u"many"_s);
    type.scope = reader.text(u"scope"_s);
    type.identity = reader.text(u"identity"_s);
    if (!type.identity.isEmpty() && !type.many)
        reader.note("catalogue.key", u"identity"_s, u"only with “many”"_s);
    type.unavailable = reader.text(u"unavailable"_s);
    qsizetype number = 0;
    const QList<QJsonObject> settings = reader.objects(u"settings"_s, false, type.unavailable.isEmpty());
    type.settings.reserve(size_t(settings.size()));
    for (const QJsonObject &object : settings) {
        DataReader inside(mistake, object, reader.path(u"settings"_s, number++));
        type.settings.push_back(readSetting(inside, false));
    }
    if (type.settings.empty() == type.unavailable.isEmpty())
        reader.note("catalogue.shape", u"settings"_s, u"settings, or the reason why the type is unavailable"_s);
    number = 0;
    const QList<QJsonObject> checks = reader.objects(u"checks"_s);
    type.checks.reserve(size_t(checks.size()));
    for (const QJsonObject &object : checks) {
        DataReader inside(mistake, object, reader.path(u"checks"_s, number++));
        type.checks.push_back(readCheck(inside));
    }
    type.always = readTargets(reader, u"always"_s, SettingKind::Bool);
    if (!mistake.error)
        checkReferences(type, mistake, path);
    return type;
}

} // namespace

Result<std::vector<ProfileType>> readCatalogue(const QByteArray &json, const QString &file)
{
    const Result<QJsonObject> parsed = parseObject(json, maximumCatalogueBytes);
    if (!parsed)
        return decodeError(u"catalogue.malformed"_s, file, parsed.error().detail);
    DataMistake mistake{file, {}};
    std::vector<ProfileType> types;
    {
        DataReader reader(mistake, parsed.value(), u"$"_s);
        const Platform platform = platformOf(reader);
        qsizetype number = 0;
        const QList<QJsonObject> objects = reader.objects(u"types"_s, false, true);
        types.reserve(size_t(objects.size()));
        for (const QJsonObject &object : objects) {
            const QString path = reader.path(u"types"_s, number++);
            DataReader inside(mistake, object, path);
            const ProfileType type = readType(inside, platform, path);
            if (std::any_of(
                    types.begin(), types.end(), [&](const ProfileType &other) { return other.key == type.key; }))
                inside.note("catalogue.duplicate", u"key"_s, type.key);
            types.push_back(type);
        }
    }
    if (mistake.error)
        return *mistake.error;
    return types;
}

} // namespace belvedere
