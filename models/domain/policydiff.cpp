// Comparing of policy contents.
#include "domain/policydiff.h"

#include "domain/json.h"

#include <algorithm>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMap>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qsizetype maximumShown = 2'000; // characters of one value

void flatten(
    const QJsonObject &object, const QString &path, bool isSecret, QMap<QString, std::pair<QJsonValue, bool>> &out);

QString shown(const QJsonValue &value)
{
    QString text;
    if (value.isArray())
        text = QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    else if (value.isObject())
        text = QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    else
        text = value.toVariant().toString();
    return text.size() > maximumShown ? QString(text.left(maximumShown) + u'…') : text;
}

// Values and whether they are secret, by their path.
using Leaves = QMap<QString, std::pair<QJsonValue, bool>>;

bool holdsSecret(const QJsonArray &list)
{
    return std::any_of(list.begin(), list.end(), [](const QJsonValue &value) {
        if (value.isArray())
            return holdsSecret(value.toArray());
        Leaves inside;
        flatten(value.toObject(), {}, false, inside);
        return std::any_of(inside.begin(), inside.end(), [](const auto &leaf) { return leaf.second; });
    });
}

// A list is a leaf, and secret as a whole when something in it is.
void flatten(const QJsonObject &object, const QString &path, bool isSecret, Leaves &out)
{
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QString at = path.isEmpty() ? it.key() : QString(path + u'.' + it.key());
        const bool hides = isSecret || isSecretSetting(it.key());
        if (it->isObject())
            flatten(it->toObject(), at, hides, out);
        else
            out.insert(at, {it.value(), hides || (it->isArray() && holdsSecret(it->toArray()))});
    }
}

Leaves leavesOf(const QJsonObject &content, SecretMask mask)
{
    Leaves leaves;
    flatten(content, {}, false, leaves);
    if (!mask)
        return leaves;
    Leaves shown;
    flatten(mask(content), {}, false, shown);
    for (auto it = leaves.begin(); it != leaves.end(); ++it) {
        const auto open = shown.constFind(it.key());
        it->second = it->second || open == shown.constEnd() || open->first != it->first;
    }
    return leaves;
}

class Comparison {
public:
    Comparison(const RevisionContent &revision, SecretMask mask)
        : m_revision(revision)
        , m_mask(mask)
    {
    }

    void compareFields(const BusinessPolicy &before, const BusinessPolicy &after)
    {
        for (const Field &field : fields<BusinessPolicy>()) {
            const auto names = policyContentFields();
            const bool isContent = std::any_of(names.begin(), names.end(),
                [&field](const char *name) { return QLatin1StringView(name) == QLatin1StringView(field.name); });
            if (!isContent || field.kind == Kind::List)
                continue;
            const Cell old = field.get(&before);
            const Cell now = field.get(&after);
            if (old != now)
                add({QString::fromLatin1(field.name), DifferenceKind::Changed, {}, {}, shown(cellToJson(old)),
                    shown(cellToJson(now))});
        }
    }

    void compareItems(const std::vector<PolicyItem> &before, const std::vector<PolicyItem> &after)
    {
        const auto find = [](const std::vector<PolicyItem> &list, const QString &id) {
            return std::find_if(list.begin(), list.end(), [&id](const PolicyItem &item) { return item.item == id; });
        };
        QStringList kept; // in their former order
        for (const PolicyItem &item : before) {
            if (find(after, item.item) == after.end())
                add({u"items"_s, DifferenceKind::Removed, item.item, item.name, QString::number(item.revision), {}});
            else
                kept.append(item.item);
        }
        qsizetype place = 0;
        for (const PolicyItem &item : after) {
            const auto old = find(before, item.item);
            if (old == before.end()) {
                add({u"items"_s, DifferenceKind::Added, item.item, item.name, {}, QString::number(item.revision)});
                continue;
            }
            if (kept.indexOf(item.item) != place++)
                add({u"items"_s, DifferenceKind::Moved, item.item, item.name, QString::number(old - before.begin() + 1),
                    QString::number(find(after, item.item) - after.begin() + 1)});
            if (old->after != item.after)
                add({u"items"_s, DifferenceKind::Order, item.item, item.name, old->after.join(u", "_s),
                    item.after.join(u", "_s)});
            compareRevisions(u"items"_s, item.item, item.name, old->revision, item.revision);
        }
    }

    void compareRules(const std::vector<PolicyRule> &before, const std::vector<PolicyRule> &after)
    {
        const auto find = [](const std::vector<PolicyRule> &list, const QString &id) {
            return std::find_if(list.begin(), list.end(), [&id](const PolicyRule &pin) { return pin.rule == id; });
        };
        for (const PolicyRule &pin : before) {
            if (find(after, pin.rule) == after.end())
                add({u"rules"_s, DifferenceKind::Removed, pin.rule, pin.name, QString::number(pin.revision), {}});
        }
        for (const PolicyRule &pin : after) {
            const auto old = find(before, pin.rule);
            if (old == before.end())
                add({u"rules"_s, DifferenceKind::Added, pin.rule, pin.name, {}, QString::number(pin.revision)});
            else
                compareRevisions(u"rules"_s, pin.rule, pin.name, old->revision, pin.revision);
            Leaves given;
            Leaves now;
            flatten(old == before.end() ? QJsonObject() : old->parameters, u"parameters"_s, false, given);
            flatten(pin.parameters, u"parameters"_s, false, now);
            compareLeaves(pin.rule, pin.name, given, now);
        }
    }

    void compareWaves(const std::vector<RolloutWave> &before, const std::vector<RolloutWave> &after)
    {
        const auto text = [](const std::vector<RolloutWave> &waves, size_t i) {
            if (i >= waves.size())
                return QString();
            return waves[i].query.isEmpty() ? QString(QString::number(waves[i].percent) + u" %"_s) : waves[i].query;
        };
        for (size_t i = 0; i < std::max(before.size(), after.size()); ++i) {
            const QString old = text(before, i);
            const QString now = text(after, i);
            if (old == now)
                continue;
            const DifferenceKind kind = old.isEmpty() ? DifferenceKind::Added
                : now.isEmpty()                       ? DifferenceKind::Removed
                                                      : DifferenceKind::Changed;
            add({u"rollout.waves"_s, kind, {}, QString::number(i + 1), old, now});
        }
    }

    std::vector<PolicyDifference> take() { return std::move(m_found); }

private:
    void add(PolicyDifference difference) { m_found.push_back(std::move(difference)); }

    void compareRevisions(const QString &field, const QString &id, const QString &name, qint64 before, qint64 after)
    {
        if (before == after)
            return;
        add({field, DifferenceKind::Revision, id, name, QString::number(before), QString::number(after)});
        compareLeaves(id, name, leavesOf(m_revision(id, before), m_mask), leavesOf(m_revision(id, after), m_mask));
    }

    void compareLeaves(const QString &id, const QString &name, const Leaves &old, const Leaves &now)
    {
        QStringList paths = old.keys() + now.keys();
        paths = canonicalSet(paths);
        for (const QString &path : paths) {
            const auto [oldValue, isOldSecret] = old.value(path, {QJsonValue::Undefined, false});
            const auto [newValue, isNewSecret] = now.value(path, {QJsonValue::Undefined, false});
            if (oldValue == newValue || path == "revision"_L1)
                continue;
            const bool hides = isOldSecret || isNewSecret;
            const auto value = [hides](const QJsonValue &v) {
                return v.isUndefined() ? QString() : hides ? u"•••"_s : shown(v);
            };
            add({path, DifferenceKind::Setting, id, name, value(oldValue), value(newValue)});
        }
    }

    const RevisionContent &m_revision;
    const SecretMask m_mask;
    std::vector<PolicyDifference> m_found;
};

} // namespace

template<> std::span<const Choice> choices<DifferenceKind>()
{
    static constexpr Choice list[] = {{"", QT_TRANSLATE_NOOP("PolicyDifference", "Not known")},
        {"changed", QT_TRANSLATE_NOOP("PolicyDifference", "Changed")},
        {"added", QT_TRANSLATE_NOOP("PolicyDifference", "Added")},
        {"removed", QT_TRANSLATE_NOOP("PolicyDifference", "Removed")},
        {"moved", QT_TRANSLATE_NOOP("PolicyDifference", "Moved")},
        {"order", QT_TRANSLATE_NOOP("PolicyDifference", "Order changed")},
        {"revision", QT_TRANSLATE_NOOP("PolicyDifference", "Another revision")},
        {"setting", QT_TRANSLATE_NOOP("PolicyDifference", "Setting changed")}};
    return list;
}

template<> std::span<const Field> fields<PolicyDifference>()
{
    using D = PolicyDifference;
    static const Field list[] = {field<&D::field>("field", QT_TRANSLATE_NOOP("PolicyDifference", "Field"), Required),
        field<&D::kind>("kind", QT_TRANSLATE_NOOP("PolicyDifference", "Change"), Required),
        field<&D::item>("item", QT_TRANSLATE_NOOP("PolicyDifference", "Item")),
        field<&D::name>("name", QT_TRANSLATE_NOOP("PolicyDifference", "Name")),
        field<&D::before>("before", QT_TRANSLATE_NOOP("PolicyDifference", "Before")),
        field<&D::after>("after", QT_TRANSLATE_NOOP("PolicyDifference", "After"))};
    return list;
}

bool isSecretSetting(QStringView name)
{
    static constexpr const char *words[] = {
        "password", "passphrase", "secret", "psk", "private", "token", "credential", "passwd", "pin_code"};
    const QString folded = name.toString().toLower();
    return std::any_of(std::begin(words), std::end(words),
        [&folded](const char *word) { return folded.contains(QLatin1StringView(word)); });
}

std::vector<PolicyDifference> policyDifferences(
    const QJsonObject &before, const QJsonObject &after, const RevisionContent &revision, SecretMask mask)
{
    BusinessPolicy old;
    BusinessPolicy now;
    setPolicyContent(old, before);
    setPolicyContent(now, after);
    Comparison comparison(revision, mask);
    comparison.compareFields(old, now);
    comparison.compareItems(old.items, now.items);
    comparison.compareRules(old.rulePins, now.rulePins);
    comparison.compareWaves(old.waves, now.waves);
    return comparison.take();
}

} // namespace belvedere
