// Checking of settings, and what follows from them.
#include "profiles/settings.h"

#include "base/digest.h"
#include "profiles/coderules.h"
#include "profiles/textformats.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

using Problem = std::optional<SettingProblem>;

Problem problem(SettingFault fault, const Setting &setting) { return SettingProblem{fault, setting.key, &setting, {}}; }

Problem textProblem(const Setting &setting, const QJsonValue &value)
{
    if (!value.isString())
        return problem(SettingFault::WrongKind, setting);
    const QString text = value.toString();
    if (text.isEmpty())
        return problem(SettingFault::Empty, setting);
    if (setting.secret && text == secretMask)
        return problem(SettingFault::Mask, setting);
    if (text.contains(QChar::Null))
        return problem(SettingFault::ControlCharacter, setting);
    const qsizetype limit = setting.length > 0 ? setting.length : maximumSettingLength;
    if (setting.inBytes && text.toUtf8().size() > limit)
        return problem(SettingFault::TooManyBytes, setting);
    if (!setting.inBytes && text.size() > limit)
        return problem(SettingFault::TooLong, setting);
    const bool matches = setting.pattern.pattern().isEmpty() || setting.pattern.match(text).hasMatch();
    if (!matches || !formatProblem(setting.format, text).isEmpty())
        return problem(SettingFault::Form, setting);
    return {};
}

Problem numberProblem(const Setting &setting, const QJsonValue &value)
{
    if (!value.isDouble() || double(value.toInteger()) != value.toDouble())
        return problem(SettingFault::WrongKind, setting);
    const qint64 number = value.toInteger();
    if (number < setting.minimum.value_or(number) || number > setting.maximum.value_or(number))
        return problem(SettingFault::OutOfRange, setting);
    return {};
}

Problem choiceProblem(const Setting &setting, const QJsonValue &value)
{
    if (!value.isString())
        return problem(SettingFault::WrongKind, setting);
    const bool found = std::any_of(setting.choices.begin(), setting.choices.end(),
        [&value](const SettingChoice &choice) { return choice.key == value.toString(); });
    return found ? Problem() : problem(SettingFault::NotAChoice, setting);
}

Problem contentProblem(const Setting &setting, const QJsonValue &value)
{
    if (!value.isString())
        return problem(SettingFault::WrongKind, setting);
    if (setting.secret && value.toString() == secretMask)
        return problem(SettingFault::Mask, setting);
    const auto bytes =
        QByteArray::fromBase64Encoding(value.toString().toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (!bytes)
        return problem(SettingFault::NotBase64, setting);
    if ((*bytes).isEmpty())
        return problem(SettingFault::Empty, setting);
    if ((*bytes).size() > (setting.length > 0 ? setting.length : maximumContentBytes))
        return problem(SettingFault::TooLarge, setting);
    if (!formatProblem(setting.format, *bytes).isEmpty())
        return problem(SettingFault::Form, setting);
    return {};
}

Problem rowProblem(const Setting &table, const QJsonValue &row)
{
    if (!row.isObject())
        return problem(SettingFault::WrongKind, table);
    const QJsonObject cells = row.toObject();
    for (auto it = cells.begin(); it != cells.end(); ++it) {
        if (std::none_of(table.columns.begin(), table.columns.end(),
                [&it](const Setting &column) { return column.key == it.key(); }))
            return SettingProblem{SettingFault::UnknownKey, u'.' + it.key(), {}, {}};
    }
    for (const Setting &column : table.columns) {
        const QJsonValue cell = cells.value(column.key);
        Problem wrong;
        if (!cell.isUndefined())
            wrong = valueProblem(column, cell);
        else if (column.required && column.fallback.isUndefined())
            wrong = problem(SettingFault::Missing, column);
        if (wrong) {
            wrong->field = u'.' + wrong->field;
            return wrong;
        }
    }
    return {};
}

Problem membersProblem(const Setting &setting, const QJsonValue &value)
{
    if (!value.isArray())
        return problem(SettingFault::WrongKind, setting);
    const QJsonArray members = value.toArray();
    if (members.isEmpty())
        return problem(SettingFault::Empty, setting);
    if (members.size() > (setting.items > 0 ? setting.items : maximumSettingItems))
        return problem(SettingFault::TooManyItems, setting);
    const bool isTable = setting.kind == SettingKind::Table;
    for (qsizetype i = 0; i < members.size(); ++i) {
        Problem wrong = isTable ? rowProblem(setting, members[i]) : textProblem(setting, members[i]);
        if (wrong) {
            const QString cell = isTable && wrong->setting != &setting ? wrong->field : QString();
            wrong->field = u"%1[%2]%3"_s.arg(setting.key).arg(i).arg(cell);
            return wrong;
        }
    }
    return {};
}

bool isDecided(const QJsonObject &settings, const QString &key) { return settings.contains(key); }

bool breaks(const SettingCheck &check, const QJsonObject &settings)
{
    const auto decided = [&settings](const QString &key) { return isDecided(settings, key); };
    const QStringList &keys = check.settings;
    switch (check.kind) {
    case CheckKind::All:
        return !std::all_of(keys.begin(), keys.end(), decided);
    case CheckKind::Any:
        return std::none_of(keys.begin(), keys.end(), decided);
    case CheckKind::AnyTrue:
        return std::none_of(keys.begin(), keys.end(), [&](const QString &key) { return settings[key].toBool(); });
    case CheckKind::None:
        return std::any_of(keys.begin(), keys.end(), decided);
    case CheckKind::Rule:
        return !keepsCodeRule(check.rule, settings);
    case CheckKind::Ascending:
    case CheckKind::Different:
        break;
    }
    QList<QJsonValue> values;
    for (const QString &key : keys) {
        if (decided(key))
            values.append(settings.value(key));
    }
    if (check.kind == CheckKind::Ascending)
        return !std::is_sorted(values.begin(), values.end(),
            [](const QJsonValue &a, const QJsonValue &b) { return a.toInteger() < b.toInteger(); });
    for (qsizetype i = 1; i < values.size(); ++i) {
        if (values.mid(0, i).contains(values[i]))
            return true;
    }
    return false;
}

bool isMasked(const Setting &setting, const QJsonObject &settings)
{
    return setting.secret && settings.value(setting.key).toString() == secretMask;
}

// What several parts have in common, of which a device may pass over some.
class CommonNeeds {
public:
    void add(const ProfileNeeds &part)
    {
        if (!m_common) {
            m_common = part;
            return;
        }
        m_common->minimumOs = std::min(m_common->minimumOs, part.minimumOs);
        m_common->needs.removeIf([&part](const QString &need) { return !part.needs.contains(need); });
    }

    // On top of what the whole needs in any case.
    void raise(ProfileNeeds &whole) const
    {
        if (!m_common)
            return;
        whole.minimumOs = std::max(whole.minimumOs, m_common->minimumOs);
        whole.needs += m_common->needs;
    }

private:
    std::optional<ProfileNeeds> m_common;
};

ProfileNeeds needsOf(const Setting &setting, const QJsonValue &value)
{
    ProfileNeeds needs{Version(setting.minimumOs), setting.needs};
    for (const SettingChoice &choice : setting.choices) {
        if (choice.key == value.toString())
            needs.minimumOs = std::max(needs.minimumOs, Version(choice.minimumOs));
    }
    const QJsonArray rows = setting.columns.empty() ? QJsonArray() : value.toArray();
    CommonNeeds cells;
    for (const QJsonValue row : rows) {
        for (const Setting &column : setting.columns) {
            if (row.toObject().contains(column.key))
                cells.add(needsOf(column, row.toObject().value(column.key)));
        }
    }
    cells.raise(needs);
    return needs;
}

} // namespace

std::optional<SettingProblem> valueProblem(const Setting &setting, const QJsonValue &value)
{
    switch (setting.kind) {
    case SettingKind::Bool:
        return value.isBool() ? Problem() : problem(SettingFault::WrongKind, setting);
    case SettingKind::Int:
        return numberProblem(setting, value);
    case SettingKind::Text:
    case SettingKind::Secret:
        return textProblem(setting, value);
    case SettingKind::Choice:
        return choiceProblem(setting, value);
    case SettingKind::List:
    case SettingKind::Table:
        return membersProblem(setting, value);
    case SettingKind::Content:
        return contentProblem(setting, value);
    }
    return problem(SettingFault::WrongKind, setting);
}

QList<SettingProblem> problems(const ProfileType &type, const QJsonObject &settings, Masks masks)
{
    QList<SettingProblem> found;
    for (auto it = settings.begin(); it != settings.end(); ++it) {
        if (!type.find(it.key()))
            found.append({SettingFault::UnknownKey, it.key().left(80), {}, {}});
    }
    const QJsonObject counting = effective(type, settings);
    for (const Setting &setting : type.settings) {
        const QJsonValue value = settings.value(setting.key);
        const bool applies = isApplicable(setting.when, counting);
        Problem wrong;
        if (!value.isUndefined())
            wrong = applies ? valueProblem(setting, value) : problem(SettingFault::NotApplicable, setting);
        else if (applies && setting.required && setting.fallback.isUndefined())
            wrong = problem(SettingFault::Missing, setting);
        const bool isKept = wrong && wrong->fault == SettingFault::Mask && masks == Masks::Kept;
        if (wrong && !isKept)
            found.append(*wrong);
    }
    if (!found.isEmpty())
        return found;
    for (const SettingCheck &check : type.checks) {
        if (isApplicable(check.when, counting) && breaks(check, counting))
            found.append({SettingFault::Check, check.settings.first(), type.find(check.settings.first()), &check});
    }
    if (counting.isEmpty())
        found.append({SettingFault::NothingDecided, u"settings"_s, {}, {}});
    return found;
}

QList<FieldError> validate(const ProfileType &type, const QJsonObject &settings, Masks masks)
{
    QList<FieldError> errors;
    for (const SettingProblem &problem : problems(type, settings, masks)) {
        const bool whole = problem.fault == SettingFault::NothingDecided;
        errors.append({whole ? problem.field : QString(u"settings."_s + problem.field), inEnglish(problem)});
    }
    return errors;
}

QJsonObject effective(const ProfileType &type, const QJsonObject &settings)
{
    QJsonObject counting;
    for (const Setting &setting : type.settings) {
        if (!isApplicable(setting.when, counting))
            continue;
        if (settings.contains(setting.key))
            counting.insert(setting.key, settings.value(setting.key));
        else if (setting.required && !setting.fallback.isUndefined())
            counting.insert(setting.key, setting.fallback);
    }
    return counting;
}

bool isApplicable(const std::vector<Condition> &conditions, const QJsonObject &effectiveSettings)
{
    return std::all_of(conditions.begin(), conditions.end(), [&](const Condition &condition) {
        const QJsonValue value = effectiveSettings.value(condition.setting);
        return condition.values.isEmpty() ? !value.isUndefined() : condition.values.contains(value);
    });
}

ProfileNeeds needsOf(const ProfileType &type, const QJsonObject &settings)
{
    ProfileNeeds all{Version(type.minimumOs), type.needs};
    CommonNeeds common;
    for (const SettingNeeds &part : settingNeeds(type, settings))
        common.add(part.needs);
    common.raise(all);
    all.needs.removeDuplicates();
    return all;
}

std::vector<SettingNeeds> settingNeeds(const ProfileType &type, const QJsonObject &settings)
{
    const QJsonObject counting = effective(type, settings);
    std::vector<SettingNeeds> all;
    for (const Setting &setting : type.settings) {
        if (!counting.contains(setting.key))
            continue;
        const ProfileNeeds own = needsOf(setting, counting.value(setting.key));
        SettingNeeds &part = all.emplace_back(
            SettingNeeds{&setting, {std::max(Version(type.minimumOs), own.minimumOs), type.needs + own.needs}});
        part.needs.needs.removeDuplicates();
    }
    return all;
}

QString placeOf(const ProfileType &type, const QJsonObject &settings, const QString &profile)
{
    if (!type.many)
        return type.key;
    const Setting *identity = type.find(type.identity);
    const QJsonValue value = identity ? effective(type, settings).value(identity->key) : QJsonValue();
    if (!identity || value.isUndefined())
        return type.key + u':' + profile;
    if (identity->kind == SettingKind::Content)
        return type.key + u':' + sha256Hex(QByteArray::fromBase64(value.toString().toLatin1()));
    return type.key + u':' + value.toVariant().toString();
}

bool holdsSecrets(const ProfileType &type, const QJsonObject &settings)
{
    return std::any_of(type.settings.begin(), type.settings.end(),
        [&](const Setting &setting) { return setting.secret && settings.contains(setting.key); });
}

QJsonObject withoutSecrets(const ProfileType &type, QJsonObject settings)
{
    for (const Setting &setting : type.settings) {
        if (setting.secret && settings.contains(setting.key))
            settings.insert(setting.key, QString::fromUtf16(secretMask));
    }
    return settings;
}

QJsonObject withKeptSecrets(const ProfileType &type, QJsonObject settings, const QJsonObject &stored)
{
    for (const Setting &setting : type.settings) {
        if (isMasked(setting, settings) && stored.contains(setting.key))
            settings.insert(setting.key, stored.value(setting.key));
    }
    return settings;
}

} // namespace belvedere
