// Reading of rule parameters.
#include "compliance/ruleparameters.h"

#include "query/value.h"
#include "query/versionrange.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qsizetype maximumValue = 4'000; // characters

ApiError problem(const RuleParameter &parameter, const QString &text)
{
    ApiError error = validationError({{QString(u"params."_s + parameter.name), text}});
    error.code = u"rule.parameter"_s;
    return error;
}

bool isName(const QString &name)
{
    const auto isLetter = [](QChar c) { return c >= u'a' && c <= u'z'; };
    return !name.isEmpty() && name.size() <= 32 && isLetter(name.front())
        && std::all_of(name.begin(), name.end(),
            [&isLetter](QChar c) { return isLetter(c) || (c >= u'0' && c <= u'9') || c == u'_'; });
}

std::optional<qint64> readNumber(ParameterType type, const QString &text)
{
    if (type == ParameterType::Duration)
        return readSpan(text);
    bool ok = false;
    const qint64 number = text.toLongLong(&ok);
    return ok ? std::optional(number) : std::nullopt;
}

Result<Cell> readNumeric(const RuleParameter &parameter, const QString &text)
{
    const ParameterType type = parameter.type.value();
    const std::optional<qint64> number = readNumber(type, text);
    if (!number)
        return problem(parameter, type == ParameterType::Duration ? u"a span such as 7d"_s : u"a whole number"_s);
    const std::optional<qint64> lowest = readNumber(type, parameter.minimum);
    const std::optional<qint64> highest = readNumber(type, parameter.maximum);
    if ((lowest && *number < *lowest) || (highest && *number > *highest))
        return problem(
            parameter, u"%1 to %2"_s.arg(lowest ? parameter.minimum : u"…"_s, highest ? parameter.maximum : u"…"_s));
    return Cell(*number);
}

Result<Cell> readVersion(const RuleParameter &parameter, const QString &text)
{
    if (text.size() > Version::maximumLength || !text.front().isDigit())
        return problem(parameter, u"a version such as 17.4"_s);
    const Version version(text);
    if ((!parameter.minimum.isEmpty() && version < Version(parameter.minimum))
        || (!parameter.maximum.isEmpty() && version > Version(parameter.maximum)))
        return problem(parameter, u"%1 to %2"_s.arg(parameter.minimum, parameter.maximum));
    return Cell(version);
}

Cell readMembers(const QString &text)
{
    QStringList members;
    for (const QString &member : text.split(u',')) {
        if (!member.trimmed().isEmpty())
            members.append(member.trimmed());
    }
    return Cell(members);
}

} // namespace

Result<Cell> readParameter(const RuleParameter &parameter, const QString &written)
{
    const QString text = written.trimmed();
    if (text.isEmpty())
        return Cell(QStringList());
    if (text.size() > maximumValue || text.contains(QChar(0)))
        return problem(parameter, u"at most %1 characters"_s.arg(maximumValue));
    switch (parameter.type.value()) {
    case ParameterType::Bool:
        if (text == "yes"_L1 || text == "no"_L1)
            return Cell(text == "yes"_L1);
        return problem(parameter, u"yes or no"_s);
    case ParameterType::Int:
    case ParameterType::Duration:
        return readNumeric(parameter, text);
    case ParameterType::Version:
        return readVersion(parameter, text);
    case ParameterType::Range:
        if (VersionRanges::read(text))
            return Cell(text);
        return problem(parameter, u"a version range such as \">=17.7.1 <18 or >=18.1\""_s);
    case ParameterType::Choice:
        if (parameter.allowed.contains(text))
            return Cell(text);
        return problem(parameter, u"one of "_s + parameter.allowed.mid(0, 20).join(u", "_s));
    case ParameterType::Text:
        return Cell(text);
    case ParameterType::List:
        return readMembers(text);
    case ParameterType::Unknown:
        break;
    }
    return problem(parameter, u"a type that this server does not know"_s);
}

Result<Parameters> ruleParameters(const ComplianceRule &rule, const QJsonObject &given)
{
    for (auto it = given.begin(); it != given.end(); ++it) {
        const auto known = [&it](const RuleParameter &parameter) { return parameter.name == it.key(); };
        if (std::none_of(rule.parameters.begin(), rule.parameters.end(), known) || !it.value().isString()) {
            RuleParameter stranger;
            stranger.name = it.key().left(64);
            return problem(stranger, it.value().isString() ? u"the rule has no such parameter"_s : u"text expected"_s);
        }
    }
    Parameters values;
    for (const RuleParameter &parameter : rule.parameters) {
        const QString text = given.value(parameter.name).toString(parameter.value);
        const Result<Cell> cell = readParameter(parameter, text);
        if (!cell)
            return cell.error();
        values.insert(parameter.name, cell.value());
    }
    return values;
}

QList<FieldError> parameterProblems(const ComplianceRule &rule)
{
    QList<FieldError> errors;
    if (rule.parameters.size() > maximumRuleParameters)
        errors.append({u"params"_s, u"at most %1"_s.arg(maximumRuleParameters)});
    QStringList names;
    for (const RuleParameter &parameter : rule.parameters) {
        const QString field = QString(u"params."_s + parameter.name.left(64));
        if (!isName(parameter.name))
            errors.append({field, u"a name of small letters, digits and _"_s});
        else if (names.contains(parameter.name))
            errors.append({field, u"stands here twice"_s});
        names.append(parameter.name);
        if (!parameter.type.isKnown())
            errors.append({field, u"no such type: "_s + parameter.type.token().left(64)});
        if (parameter.type.value() == ParameterType::Choice && parameter.allowed.isEmpty())
            errors.append({field, u"a choice needs its allowed values"_s});
        const Result<Cell> value = readParameter(parameter, parameter.value);
        if (!value)
            errors.append(value.error().fields);
        for (auto it = parameter.baselines.begin(); it != parameter.baselines.end(); ++it) {
            if (!it.value().isString() || !readParameter(parameter, it.value().toString()))
                errors.append({field, u"the value of the baseline %1 does not suit"_s.arg(it.key().left(64))});
        }
    }
    return errors;
}

} // namespace belvedere
