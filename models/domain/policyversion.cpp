// The declaration of PolicyVersion, and its content.
#include "domain/policyversion.h"

#include "base/digest.h"
#include "domain/json.h"

#include <algorithm>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

template<> std::span<const Choice> choices<VersionState>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("PolicyVersion", "Not known")},
        {"draft", QT_TRANSLATE_NOOP("PolicyVersion", "Draft")},
        {"approved", QT_TRANSLATE_NOOP("PolicyVersion", "Approved")},
        {"active", QT_TRANSLATE_NOOP("PolicyVersion", "In force")},
        {"superseded", QT_TRANSLATE_NOOP("PolicyVersion", "Superseded")},
        {"retired", QT_TRANSLATE_NOOP("PolicyVersion", "Retired")}};
    return list;
}

template<> std::span<const Field> fields<PolicyVersion>()
{
    using V = PolicyVersion;
    static const Field list[] = {field<&V::id>("id", QT_TRANSLATE_NOOP("PolicyVersion", "Id"), Required | ReadOnly),
        field<&V::policy>("policy_id", QT_TRANSLATE_NOOP("PolicyVersion", "Policy id"), Required | ReadOnly | Hidden),
        field<&V::policyName>("policy", QT_TRANSLATE_NOOP("PolicyVersion", "Policy"), ReadOnly | Searchable | Facet),
        field<&V::number>("number", QT_TRANSLATE_NOOP("PolicyVersion", "Number"), Required | ReadOnly),
        field<&V::state>("state", QT_TRANSLATE_NOOP("PolicyVersion", "State"), Required | ReadOnly | Facet),
        field<&V::made>("made", QT_TRANSLATE_NOOP("PolicyVersion", "Made"), ReadOnly),
        field<&V::madeBy>(
            "made_by", QT_TRANSLATE_NOOP("PolicyVersion", "Made by"), ReadOnly | Facet, Personal::Identity),
        field<&V::editors>("editors", QT_TRANSLATE_NOOP("PolicyVersion", "Editors"), ReadOnly | Hidden),
        field<&V::reason>("reason", QT_TRANSLATE_NOOP("PolicyVersion", "Reason"), ReadOnly | Searchable),
        field<&V::needsApproval>("needs_approval", QT_TRANSLATE_NOOP("PolicyVersion", "Needs approval"), ReadOnly),
        field<&V::approved>("approved", QT_TRANSLATE_NOOP("PolicyVersion", "Approved"), ReadOnly),
        field<&V::approvedBy>(
            "approved_by", QT_TRANSLATE_NOOP("PolicyVersion", "Approved by"), ReadOnly | Facet, Personal::Identity),
        field<&V::activated>("activated", QT_TRANSLATE_NOOP("PolicyVersion", "Activated"), ReadOnly),
        field<&V::activatedBy>(
            "activated_by", QT_TRANSLATE_NOOP("PolicyVersion", "Activated by"), ReadOnly | Facet, Personal::Identity),
        field<&V::restores>("restores", QT_TRANSLATE_NOOP("PolicyVersion", "Takes up version"), ReadOnly),
        field<&V::hash>("hash", QT_TRANSLATE_NOOP("PolicyVersion", "SHA-256"), ReadOnly),
        field<&V::content>("content", QT_TRANSLATE_NOOP("PolicyVersion", "Content"), ReadOnly | Detail),
        field<&V::version>("version", QT_TRANSLATE_NOOP("PolicyVersion", "Version"), ReadOnly | Hidden)};
    return list;
}

QJsonObject policyContent(const BusinessPolicy &policy)
{
    QJsonObject content;
    const QJsonObject all = toJson(policy);
    for (const char *name : policyContentFields()) {
        const QJsonValue value = all.value(QLatin1StringView(name));
        if (!value.isUndefined())
            content.insert(QLatin1StringView(name), value);
    }
    return content;
}

bool setPolicyContent(BusinessPolicy &policy, const QJsonObject &content)
{
    QJsonObject whole = toJson(policy);
    for (const char *name : policyContentFields()) {
        whole.remove(QLatin1StringView(name));
        if (content.contains(QLatin1StringView(name)))
            whole.insert(QLatin1StringView(name), content.value(QLatin1StringView(name)));
    }
    BusinessPolicy read;
    whole.insert("id"_L1, policy.id.isEmpty() ? u"pol-0"_s : policy.id.text);
    if (!readJson(fields<BusinessPolicy>(), &read, whole))
        return false;
    read.id = policy.id;
    deriveParts(read);
    policy = read;
    return true;
}

void deriveParts(BusinessPolicy &policy)
{
    policy.profiles.clear();
    policy.rules.clear();
    for (const PolicyItem &item : policy.items) {
        if (idNumber(item.item, ConfigurationProfile::idPrefix))
            policy.profiles.append(item.item);
    }
    for (const PolicyRule &pin : policy.rulePins)
        policy.rules.append(pin.rule);
    policy.profiles = canonicalSet(policy.profiles);
    policy.rules = canonicalSet(policy.rules);
}

QString contentHash(const QJsonObject &content)
{
    return sha256Hex(QJsonDocument(content).toJson(QJsonDocument::Compact));
}

} // namespace belvedere
