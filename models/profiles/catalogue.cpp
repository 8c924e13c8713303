// Looking types up, and the catalogue that is compiled in.
#include "profiles/catalogue.h"

#include "profiles/catalogueloader.h"

#include <algorithm>
#include <QFile>

using namespace Qt::StringLiterals;

// Q_INIT_RESOURCE names a global function, so it cannot stand inside a namespace.
static void initialiseResources() { Q_INIT_RESOURCE(profiles); }

namespace belvedere {

namespace {

Result<Catalogue> loadBuiltIn()
{
    initialiseResources();
    std::vector<ProfileType> all;
    for (const auto &name : {u"linux.json"_s, u"windows.json"_s, u"macos.json"_s, u"ios.json"_s, u"android.json"_s}) {
        QFile file(u":/profiles/"_s + name);
        if (!file.open(QIODevice::ReadOnly))
            return decodeError(u"catalogue.missing"_s, name, file.errorString());
        Result<std::vector<ProfileType>> types = readCatalogue(file.readAll(), name);
        if (!types)
            return types.error();
        std::move(types.value().begin(), types.value().end(), std::back_inserter(all));
    }
    return Catalogue(std::move(all));
}

template<class List, class Key> auto findByKey(const List &list, const Key &key)
{
    const auto found = std::find_if(list.begin(), list.end(), [&key](const auto &one) { return one.key == key; });
    return found == list.end() ? nullptr : &*found;
}

Platform family(Platform platform) { return platform == Platform::IpadOs ? Platform::Ios : platform; }

} // namespace

const Setting *ProfileType::find(QStringView setting) const { return findByKey(settings, setting); }

std::span<const ProfileWord> profileCategories()
{
    static constexpr ProfileWord words[] = {{"security", QT_TRANSLATE_NOOP("Profiles", "Security")},
        {"restrictions", QT_TRANSLATE_NOOP("Profiles", "Restrictions")},
        {"network", QT_TRANSLATE_NOOP("Profiles", "Network")}, {"accounts", QT_TRANSLATE_NOOP("Profiles", "Accounts")},
        {"applications", QT_TRANSLATE_NOOP("Profiles", "Applications")},
        {"system", QT_TRANSLATE_NOOP("Profiles", "System")},
        {"appearance", QT_TRANSLATE_NOOP("Profiles", "Appearance")},
        {"privacy", QT_TRANSLATE_NOOP("Profiles", "Privacy")}, {"custom", QT_TRANSLATE_NOOP("Profiles", "Custom")}};
    return words;
}

std::span<const ProfileWord> profileRequirements()
{
    static constexpr ProfileWord words[] = {{"agent", QT_TRANSLATE_NOOP("Profiles", "Belvedere agent")},
        {"supervised", QT_TRANSLATE_NOOP("Profiles", "Supervised device")},
        {"company-owned", QT_TRANSLATE_NOOP("Profiles", "Company-owned device")},
        {"fully-managed", QT_TRANSLATE_NOOP("Profiles", "Fully managed device")},
        {"work-profile", QT_TRANSLATE_NOOP("Profiles", "Work profile")},
        {"dedicated", QT_TRANSLATE_NOOP("Profiles", "Dedicated device")},
        {"device-enrolment", QT_TRANSLATE_NOOP("Profiles", "Enrolled as a device, not by a user account")},
        {"user-approved", QT_TRANSLATE_NOOP("Profiles", "Management approved by the user")},
        {"automated-enrolment", QT_TRANSLATE_NOOP("Profiles", "Automated device enrolment")},
        {"pro-edition", QT_TRANSLATE_NOOP("Profiles", "Windows Pro or better")},
        {"enterprise-edition", QT_TRANSLATE_NOOP("Profiles", "Windows Enterprise or Education")}};
    return words;
}

QString wordLabel(std::span<const ProfileWord> words, QStringView key)
{
    for (const ProfileWord &word : words) {
        if (key == QLatin1StringView(word.key))
            return QString::fromLatin1(word.label);
    }
    return key.toString();
}

const ProfileType *Catalogue::find(Platform platform, QStringView type) const
{
    const auto found = std::find_if(m_types.begin(), m_types.end(),
        [&](const ProfileType &one) { return one.platform == family(platform) && one.key == type; });
    return found == m_types.end() ? nullptr : &*found;
}

std::vector<const ProfileType *> Catalogue::types(Platform platform) const
{
    std::vector<const ProfileType *> some;
    for (const ProfileType &type : m_types) {
        if (type.platform == family(platform))
            some.push_back(&type);
    }
    return some;
}

const Result<Catalogue> &loadedCatalogue()
{
    static const Result<Catalogue> loaded = loadBuiltIn();
    return loaded;
}

const Catalogue &catalogue()
{
    static const Catalogue nothing;
    const Result<Catalogue> &loaded = loadedCatalogue();
    return loaded ? loaded.value() : nothing;
}

} // namespace belvedere
