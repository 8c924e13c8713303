// Reading of profiles.
#include "agent/items/profileplan.h"

#include "agent/commands/browserpolicy.h"
#include "domain/json.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

ApiError refusal(const QString &code, const QString &detail)
{
    ApiError error;
    error.code = code;
    error.detail = detail;
    return error;
}

} // namespace

Result<ProfilePlan> planProfile(const ProfileParameters &parameters, const QDateTime &)
{
    if (parameters.type != "browser"_L1)
        return refusal(u"profile.unsupported"_s, u"This agent does not know the type "_s + parameters.type.left(64));
    BrowserSettings settings;
    QList<FieldError> errors = readRequest(fields<BrowserSettings>(), &settings, parameters.settings, false);
    if (errors.isEmpty())
        errors = validate(settings);
    if (!errors.isEmpty())
        return refusal(u"command.parameters"_s, errors.first().field + u": " + errors.first().message);
    ItemPlan plan{parameters.profile, u"profile"_s, parameters.type, parameters.version, {}, {}};
    for (const PolicyFile &file : browserPolicyFiles(settings))
        plan.files.append({file.path, file.content, 0644, false});
    return ProfilePlan(plan);
}

} // namespace belvedere
