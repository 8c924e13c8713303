// Reading of profiles.
#include "agent/items/profileplan.h"

#include "agent/agenterror.h"
#include "agent/items/authority.h"
#include "agent/items/followups.h"
#include "profiles/linuxtypes.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QStringList followUpsOf(const ItemPlan &plan)
{
    const auto touches = [&plan](QLatin1StringView place) {
        return std::any_of(plan.files.begin(), plan.files.end(),
            [place](const ItemFile &file) { return file.path.startsWith(place); });
    };
    QStringList followUps;
    if (touches("/etc/dconf/"_L1))
        followUps.append(QString::fromLatin1(followup::dconf));
    if (touches("/usr/local/share/ca-certificates/"_L1))
        followUps.append(QString::fromLatin1(followup::authorities));
    if (touches("/etc/ssh/"_L1))
        followUps.append(QString::fromLatin1(followup::sshd));
    if (touches("/etc/systemd/timesyncd.conf.d/"_L1))
        followUps.append(QString::fromLatin1(followup::timesyncd));
    return followUps;
}

PackageItem packagesOf(const ProfileParameters &parameters)
{
    PackageItem item{parameters.profile, u"profile"_s, parameters.type, parameters.version, {}, {}, false};
    const QJsonArray present = parameters.settings.value("present"_L1).toArray();
    for (const QJsonValue name : present)
        item.present.append({name.toString(), {}});
    const QJsonArray absent = parameters.settings.value("absent"_L1).toArray();
    for (const QJsonValue name : absent)
        item.absent.append(name.toString());
    return item;
}

} // namespace

Result<ProfilePlan> planProfile(const ProfileParameters &parameters, const QDateTime &now)
{
    const ProfileType *type = catalogue().find(Platform::Linux, parameters.type);
    if (!type || !type->unavailable.isEmpty())
        return agentError(u"profile.unsupported"_s, u"This agent does not know the type "_s + parameters.type.left(64));
    const RenderingIdentity identity{parameters.profile, {}, {}, {}, parameters.version};
    const Result<Rendering> rendering = render(*type, parameters.settings, identity);
    if (!rendering) {
        const QList<FieldError> &errors = rendering.error().fields;
        const QString detail = errors.isEmpty() ? rendering.error().detail
                                                : QString(errors.first().field + u": " + errors.first().message);
        return agentError(u"command.parameters"_s, detail);
    }
    if (type->key == "packages"_L1)
        return ProfilePlan(packagesOf(parameters));
    ItemPlan plan{parameters.profile, u"profile"_s, parameters.type, parameters.version, {}, {}};
    for (const RenderedText &text : rendering.value().texts) {
        plan.files.append({text.name, text.content, text.mode, replacesSystemFile(text.name)});
        if (type->key != "certificate"_L1)
            continue;
        const auto authority = authorityFiles(parameters.profile, text.content, now);
        if (!authority)
            return authority.error();
    }
    plan.followUps = followUpsOf(plan);
    return ProfilePlan(plan);
}

} // namespace belvedere
