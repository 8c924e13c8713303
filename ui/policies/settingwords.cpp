// The words of settings.
#include "ui/policies/settingwords.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(SettingWords)
};

QString amount(qint64 number, const QString &unit)
{
    const int n = int(number);
    if (unit == "characters"_L1)
        return Words::tr("%n character(s)", nullptr, n);
    if (unit == "days"_L1)
        return Words::tr("%n day(s)", nullptr, n);
    if (unit == "hours"_L1)
        return Words::tr("%n hour(s)", nullptr, n);
    if (unit == "minutes"_L1)
        return Words::tr("%n minute(s)", nullptr, n);
    if (unit == "seconds"_L1)
        return Words::tr("%n second(s)", nullptr, n);
    if (unit == "times"_L1)
        return Words::tr("%n time(s)", nullptr, n);
    if (unit.isEmpty())
        return QLocale().toString(number);
    if (unit.startsWith(u':')) // full hours: 22:00
        return QString::number(number) + catalogueText(unit);
    return Words::tr("%1 %2", "number, unit").arg(QLocale().toString(number), catalogueText(unit));
}

QString choiceLabel(const Setting &setting, const QString &key)
{
    for (const SettingChoice &choice : setting.choices) {
        if (choice.key == key)
            return catalogueText(choice.label);
    }
    return key;
}

QString rowInWords(const Setting &table, const QJsonObject &row)
{
    QStringList cells;
    for (const Setting &column : table.columns) {
        if (row.contains(column.key))
            cells.append(Words::tr("%1: %2", "label, value")
                             .arg(catalogueText(column.label), valueInWords(column, row.value(column.key))));
    }
    return cells.join(Words::tr("; ", "between the cells of a row"));
}

QString rangeInWords(const Setting &setting)
{
    const QLocale locale;
    if (!setting.maximum)
        return Words::tr("At least %1.").arg(locale.toString(*setting.minimum));
    if (!setting.minimum)
        return Words::tr("At most %1.").arg(locale.toString(*setting.maximum));
    return Words::tr("From %1 to %2.").arg(locale.toString(*setting.minimum), locale.toString(*setting.maximum));
}

QString formInWords(const Setting &setting)
{
    if (!setting.patternHelp.isEmpty())
        return Words::tr("Needed: %1.", "a form, such as: 8 to 63 characters").arg(catalogueText(setting.patternHelp));
    struct Form {
        QLatin1StringView format;
        QString text;
    };
    const Form forms[] = {
        {"web-address"_L1, Words::tr("Needed: an address that begins with http:// or https://")},
        {"secure-address"_L1, Words::tr("Needed: an address that begins with https://")},
        {"url-pattern"_L1, Words::tr("At least one line is not a pattern like example.org/path.")},
        {"host"_L1, Words::tr("Needed: the name of a host or an IP address.")},
        {"e-mail"_L1, Words::tr("Needed: an e-mail address.")},
        {"bundle-id"_L1, Words::tr("Needed: an identifier like org.example.app.")},
        {"certificate"_L1, Words::tr("Needed: one certificate in PEM form.")},
        {"property-list"_L1, Words::tr("The file is not a configuration profile.")},
        {"json-object"_L1, Words::tr("The file is not a JSON object.")},
        {"syncml"_L1, Words::tr("The file holds no SyncML commands.")},
    };
    for (const Form &form : forms) {
        if (setting.format == form.format)
            return form.text;
    }
    return Words::tr("This is not a value for this setting.");
}

QString limitInWords(const SettingProblem &problem)
{
    const Setting &setting = *problem.setting;
    switch (problem.fault) {
    case SettingFault::TooManyBytes:
        return Words::tr("At most %n byte(s); letters with marks take two or more.", nullptr, int(setting.length));
    case SettingFault::TooLarge:
        return Words::tr("At most %1.")
            .arg(QLocale().formattedDataSize(setting.length > 0 ? setting.length : maximumContentBytes));
    case SettingFault::TooManyItems:
        return Words::tr("At most %n entries", nullptr, int(setting.items > 0 ? setting.items : maximumSettingItems));
    default:
        return Words::tr(
            "At most %n character(s).", nullptr, int(setting.length > 0 ? setting.length : maximumSettingLength));
    }
}

} // namespace

QString catalogueText(const QString &english)
{
    return english.isEmpty() ? QString() : QCoreApplication::translate("Profiles", english.toUtf8().constData());
}

QString profileTypeName(Platform platform, const QString &type)
{
    const ProfileType *known = catalogue().find(platform, type);
    return known ? catalogueText(known->name) : type;
}

QString needsInWords(const QStringList &needs, const QString &minimumOs, Platform platform)
{
    QStringList parts;
    for (const QString &need : needs)
        parts.append(catalogueText(wordLabel(profileRequirements(), need)));
    if (!minimumOs.isEmpty())
        parts.append(
            Words::tr("%1 %2 or later", "operating system, version")
                .arg(QCoreApplication::translate("Device", choices<Platform>()[size_t(platform)].label), minimumOs));
    return parts.join(Words::tr("; ", "between what is needed"));
}

QString unitName(const QString &unit) { return catalogueText(unit); }

QStringList answersInWords(Answers answers)
{
    switch (answers) {
    case Answers::Allow:
        return {Words::tr("Allowed"), Words::tr("Forbidden")};
    case Answers::On:
        return {Words::tr("On"), Words::tr("Off")};
    case Answers::Yes:
        break;
    }
    return {Words::tr("Yes"), Words::tr("No")};
}

QString valueInWords(const Setting &setting, const QJsonValue &value)
{
    if (setting.secret)
        return Words::tr("Set; it is not shown");
    switch (setting.kind) {
    case SettingKind::Bool:
        return answersInWords(setting.answers)[value.toBool() ? 0 : 1];
    case SettingKind::Int:
        return amount(value.toInteger(), setting.unit);
    case SettingKind::Choice:
        return choiceLabel(setting, value.toString());
    case SettingKind::Content:
        return Words::tr("A file of %1")
            .arg(QLocale().formattedDataSize(QByteArray::fromBase64(value.toString().toLatin1()).size()));
    case SettingKind::List:
    case SettingKind::Table: {
        QStringList lines;
        for (const QJsonValue member : value.toArray())
            lines.append(
                setting.kind == SettingKind::Table ? rowInWords(setting, member.toObject()) : member.toString());
        return lines.join(u'\n');
    }
    case SettingKind::Text:
    case SettingKind::Secret:
        break;
    }
    return value.toString();
}

QString problemInWords(const SettingProblem &problem)
{
    switch (problem.fault) {
    case SettingFault::UnknownKey:
        return Words::tr("There is no such setting.");
    case SettingFault::NotApplicable:
        return Words::tr("It does not go together with the other settings.");
    case SettingFault::Missing:
    case SettingFault::Empty:
        return Words::tr("This is needed.");
    case SettingFault::OutOfRange:
        return rangeInWords(*problem.setting);
    case SettingFault::TooLong:
    case SettingFault::TooManyBytes:
    case SettingFault::TooLarge:
    case SettingFault::TooManyItems:
        return limitInWords(problem);
    case SettingFault::Form:
        return formInWords(*problem.setting);
    case SettingFault::Mask:
        return Words::tr("These dots stand for a secret that is kept. Type the secret itself.");
    case SettingFault::Check:
        return catalogueText(problem.check->message);
    case SettingFault::NothingDecided:
        return Words::tr("Decide at least one setting.");
    case SettingFault::WrongKind:
    case SettingFault::NotAChoice:
    case SettingFault::NotBase64:
    case SettingFault::ControlCharacter:
        break;
    }
    return Words::tr("This is not a value for this setting.");
}

} // namespace belvedere
