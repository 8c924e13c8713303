// Fields of an Android policy from targets: `path` is the field in the policy.
#include "profiles/androidpolicy.h"

#include "profiles/placing.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

Result<Rendering> renderAndroidPolicy(
    const ProfileType &type, const QJsonObject &settings, const RenderingIdentity &identity)
{
    Q_UNUSED(identity)
    QJsonObject policy;
    for (const Placed &placed : placedValues(type, settings))
        insertAt(policy, placed.target->path, placed.value);
    Rendering rendering;
    rendering.texts.push_back(
        {type.key + u".json"_s, u"application/json"_s, QJsonDocument(policy).toJson(QJsonDocument::Indented)});
    return rendering;
}

} // namespace belvedere
