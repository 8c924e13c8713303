// The reader of settings.
#include "profiles/settingreader.h"

#include "profiles/settings.h"
#include "profiles/textformats.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

const QStringList &kindWords()
{
    static const QStringList words{
        u"bool"_s, u"int"_s, u"text"_s, u"secret"_s, u"choice"_s, u"list"_s, u"table"_s, u"content"_s};
    return words;
}

const QStringList &conversionWords()
{
    static const QStringList words{
        u"same"_s, u"not"_s, u"times"_s, u"text"_s, u"values"_s, u"join"_s, u"constant"_s, u"data"_s};
    return words;
}

bool isTextual(SettingKind kind)
{
    return kind == SettingKind::Text || kind == SettingKind::Secret || kind == SettingKind::List;
}

bool fits(Conversion conversion, SettingKind kind)
{
    switch (conversion) {
    case Conversion::Not:
        return kind == SettingKind::Bool;
    case Conversion::Times:
    case Conversion::Text:
        return kind == SettingKind::Int;
    case Conversion::Values:
        return kind == SettingKind::Bool || kind == SettingKind::Choice || kind == SettingKind::Int;
    case Conversion::Join:
        return kind == SettingKind::List;
    case Conversion::Data:
        return kind == SettingKind::Content || kind == SettingKind::Text || kind == SettingKind::Secret;
    case Conversion::Same:
    case Conversion::Constant:
        break;
    }
    return true;
}

Target readTarget(DataReader &reader, SettingKind kind)
{
    Target target;
    target.in = reader.text(u"in"_s);
    if (reader.has(u"path"_s))
        target.path = reader.text(u"path"_s, true).split(u'/');
    target.format = reader.text(u"format"_s);
    const QString word = reader.text(u"convert"_s);
    const bool constant = word.isEmpty() && reader.has(u"value"_s);
    const qsizetype conversion = word.isEmpty() ? 0 : conversionWords().indexOf(word);
    if (conversion < 0)
        reader.note("catalogue.unknown", u"convert"_s, word);
    target.conversion = constant ? Conversion::Constant : Conversion(qMax<qsizetype>(conversion, 0));
    if (!fits(target.conversion, kind))
        reader.note("catalogue.value", u"convert"_s, u"does not fit the kind of setting"_s);
    target.constant = reader.any(u"value"_s);
    if ((target.conversion == Conversion::Constant) == target.constant.isUndefined())
        reader.note("catalogue.shape", u"value"_s, u"a value goes with the conversion “constant”"_s);
    target.values = reader.object(u"values"_s);
    if ((target.conversion == Conversion::Values) == target.values.isEmpty())
        reader.note("catalogue.shape", u"values"_s, u"values go with the conversion “values”"_s);
    target.factor = reader.number(u"factor"_s).value_or(1);
    target.when = readConditions(reader);
    target.separator = reader.has(u"separator"_s) ? reader.any(u"separator"_s).toString() : u","_s;
    return target;
}

void readRange(DataReader &reader, Setting &setting)
{
    setting.minimum = reader.number(u"minimum"_s);
    setting.maximum = reader.number(u"maximum"_s);
    if ((setting.minimum || setting.maximum) && setting.kind != SettingKind::Int)
        reader.note("catalogue.key", u"minimum"_s, u"only of an int"_s);
    if (setting.minimum && setting.maximum && *setting.minimum > *setting.maximum)
        reader.note("catalogue.value", u"minimum"_s, u"is above the maximum"_s);
    setting.length = qsizetype(reader.number(u"length"_s).value_or(0));
    setting.inBytes = reader.truth(u"bytes"_s);
    if (setting.length < 0 || (setting.inBytes && setting.length == 0))
        reader.note("catalogue.value", u"length"_s, u"a length above 0 is needed"_s);
    setting.items = qsizetype(reader.number(u"items"_s).value_or(0));
    if (setting.items != 0 && setting.kind != SettingKind::List && setting.kind != SettingKind::Table)
        reader.note("catalogue.key", u"items"_s, u"only of a list or table"_s);
}

void readForm(DataReader &reader, Setting &setting)
{
    const QString pattern = reader.text(u"pattern"_s);
    setting.patternHelp = reader.text(u"pattern_help"_s, !pattern.isEmpty());
    if (!pattern.isEmpty()) {
        setting.pattern = QRegularExpression(QRegularExpression::anchoredPattern(pattern));
        if (!setting.pattern.isValid())
            reader.note("catalogue.value", u"pattern"_s, setting.pattern.errorString());
    }
    setting.format = reader.text(u"format"_s);
    if (!setting.format.isEmpty() && !isTextFormat(setting.format))
        reader.note("catalogue.unknown", u"format"_s, setting.format);
    if ((!pattern.isEmpty() || !setting.format.isEmpty()) && !isTextual(setting.kind)
        && setting.kind != SettingKind::Content)
        reader.note("catalogue.key", u"pattern"_s, u"only of what is text"_s);
}

void readChoices(DataReader &reader, Setting &setting)
{
    qsizetype number = 0;
    const QList<QJsonObject> objects = reader.objects(u"choices"_s, false, setting.kind == SettingKind::Choice);
    setting.choices.reserve(size_t(objects.size()));
    for (const QJsonObject &object : objects) {
        DataReader inside(reader.mistake(), object, reader.path(u"choices"_s, number++));
        SettingChoice choice{readKey(inside), inside.text(u"label"_s, true), readVersion(inside, u"minimum_os"_s)};
        if (std::any_of(setting.choices.begin(), setting.choices.end(),
                [&](const SettingChoice &other) { return other.key == choice.key; }))
            inside.note("catalogue.duplicate", u"key"_s, choice.key);
        setting.choices.push_back(std::move(choice));
    }
    if (setting.choices.empty() != (setting.kind != SettingKind::Choice))
        reader.note("catalogue.shape", u"choices"_s, u"choices go with the kind “choice”"_s);
}

void readColumns(DataReader &reader, Setting &setting)
{
    qsizetype number = 0;
    const QList<QJsonObject> objects = reader.objects(u"columns"_s, false, setting.kind == SettingKind::Table);
    setting.columns.reserve(size_t(objects.size()));
    for (const QJsonObject &object : objects) {
        DataReader inside(reader.mistake(), object, reader.path(u"columns"_s, number++));
        Setting column = readSetting(inside, true);
        if (std::any_of(setting.columns.begin(), setting.columns.end(),
                [&](const Setting &other) { return other.key == column.key; }))
            inside.note("catalogue.duplicate", u"key"_s, column.key);
        setting.columns.push_back(std::move(column));
    }
    if (setting.columns.empty() != (setting.kind != SettingKind::Table))
        reader.note("catalogue.shape", u"columns"_s, u"columns go with the kind “table”"_s);
}

} // namespace

QString readKey(DataReader &reader)
{
    static const QRegularExpression form(u"^[a-z0-9][a-z0-9_-]{0,63}$"_s);
    QString key = reader.text(u"key"_s, true);
    if (!form.match(key).hasMatch())
        reader.note("catalogue.shape", u"key"_s, u"lower case letters, digits, - and _"_s);
    return key;
}

QStringList readNeeds(DataReader &reader)
{
    QStringList needs = reader.texts(u"needs"_s);
    const auto known = profileRequirements();
    for (const QString &need : needs) {
        if (std::none_of(known.begin(), known.end(),
                [&need](const ProfileWord &word) { return need == QLatin1StringView(word.key); }))
            reader.note("catalogue.unknown", u"needs"_s, need);
    }
    return needs;
}

QString readVersion(DataReader &reader, const QString &key)
{
    static const QRegularExpression form(u"^[0-9]{1,5}(\\.[0-9]{1,5}){0,3}$"_s);
    QString version = reader.text(key);
    if (!version.isEmpty() && !form.match(version).hasMatch())
        reader.note("catalogue.value", key, u"a version of dotted numbers is needed"_s);
    return version;
}

std::vector<Condition> readConditions(DataReader &reader)
{
    std::vector<Condition> conditions;
    qsizetype number = 0;
    const QList<QJsonObject> objects = reader.objects(u"when"_s, true);
    conditions.reserve(size_t(objects.size()));
    for (const QJsonObject &object : objects) {
        DataReader inside(reader.mistake(), object, reader.path(u"when"_s, number++));
        const QJsonValue values = inside.any(u"values"_s);
        if (!values.isUndefined() && !values.isArray())
            inside.note("catalogue.shape", u"values"_s, u"a list is needed"_s);
        conditions.push_back({inside.text(u"setting"_s, true), values.toArray()});
    }
    return conditions;
}

std::vector<Target> readTargets(DataReader &reader, const QString &key, SettingKind kind)
{
    std::vector<Target> targets;
    qsizetype number = 0;
    const QList<QJsonObject> objects = reader.objects(key, true);
    targets.reserve(size_t(objects.size()));
    for (const QJsonObject &object : objects) {
        DataReader inside(reader.mistake(), object, reader.path(key, number++));
        targets.push_back(readTarget(inside, kind));
    }
    return targets;
}

Setting readSetting(DataReader &reader, bool isColumn)
{
    Setting setting;
    setting.key = readKey(reader);
    setting.label = reader.text(u"label"_s, true);
    setting.help = reader.text(u"help"_s);
    setting.unit = reader.text(u"unit"_s);
    const qsizetype kind = kindWords().indexOf(reader.text(u"kind"_s, true));
    if (kind < 0)
        reader.note("catalogue.unknown", u"kind"_s, kindWords().join(u", "_s));
    setting.kind = SettingKind(qMax<qsizetype>(kind, 0));
    setting.required = reader.truth(u"required"_s);
    setting.secret = reader.truth(u"secret"_s) || setting.kind == SettingKind::Secret;
    const QStringList answers{u"yes"_s, u"allow"_s, u"on"_s};
    const qsizetype answer = reader.has(u"answers"_s) ? answers.indexOf(reader.text(u"answers"_s)) : 0;
    if (answer < 0 || (reader.has(u"answers"_s) && setting.kind != SettingKind::Bool))
        reader.note("catalogue.unknown", u"answers"_s, u"of a bool: yes, allow or on"_s);
    setting.answers = Answers(qMax<qsizetype>(answer, 0));
    readRange(reader, setting);
    readForm(reader, setting);
    readChoices(reader, setting);
    readColumns(reader, setting);
    setting.minimumOs = readVersion(reader, u"minimum_os"_s);
    setting.needs = readNeeds(reader);
    setting.when = readConditions(reader);
    setting.targets = readTargets(reader, u"to"_s, setting.kind);
    setting.fallback = reader.any(u"default"_s);
    const bool deep = setting.kind == SettingKind::Table || setting.kind == SettingKind::Content || setting.secret;
    if (isColumn && (deep || !setting.when.empty()))
        reader.note("catalogue.value", u"kind"_s, u"no column can be this"_s);
    if (!reader.mistake().error && !setting.fallback.isUndefined()) {
        if (const std::optional<SettingProblem> problem = valueProblem(setting, setting.fallback))
            reader.note("catalogue.value", u"default"_s, inEnglish(*problem));
    }
    return setting;
}

} // namespace belvedere
