// Problems of settings in English, as the server tells them; the window has its own words for them.
#include "profiles/settings.h"
#include "profiles/textformats.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QString rangeText(const Setting &setting)
{
    if (!setting.maximum)
        return u"at least %1"_s.arg(*setting.minimum);
    if (!setting.minimum)
        return u"at most %1"_s.arg(*setting.maximum);
    return u"%1 to %2"_s.arg(*setting.minimum).arg(*setting.maximum);
}

QString formText(const Setting &setting)
{
    if (!setting.patternHelp.isEmpty())
        return u"not of the form: "_s + setting.patternHelp;
    const QString problem =
        formatProblem(setting.format, QByteArray()); // every format refuses an empty text, but "line"
    return problem.isEmpty() ? u"one line without control characters is needed"_s : problem;
}

QString kindText(SettingKind kind)
{
    switch (kind) {
    case SettingKind::Bool:
        return u"true or false is needed"_s;
    case SettingKind::Int:
        return u"a whole number is needed"_s;
    case SettingKind::List:
        return u"a list of texts is needed"_s;
    case SettingKind::Table:
        return u"a list of objects is needed"_s;
    case SettingKind::Content:
        return u"base64 text is needed"_s;
    case SettingKind::Text:
    case SettingKind::Secret:
    case SettingKind::Choice:
        break;
    }
    return u"a text is needed"_s;
}

QString choicesText(const Setting &setting)
{
    QStringList keys;
    for (const SettingChoice &choice : setting.choices)
        keys.append(choice.key);
    return u"one of "_s + keys.join(u", "_s);
}

QString limitText(const SettingProblem &problem)
{
    const Setting &setting = *problem.setting;
    switch (problem.fault) {
    case SettingFault::TooManyBytes:
        return u"at most %1 bytes of UTF-8"_s.arg(setting.length);
    case SettingFault::TooLarge:
        return u"at most %1 bytes"_s.arg(setting.length > 0 ? setting.length : maximumContentBytes);
    case SettingFault::TooManyItems:
        return u"at most %1 entries"_s.arg(setting.items > 0 ? setting.items : maximumSettingItems);
    default:
        return u"at most %1 characters"_s.arg(setting.length > 0 ? setting.length : maximumSettingLength);
    }
}

} // namespace

QString inEnglish(const SettingProblem &problem)
{
    switch (problem.fault) {
    case SettingFault::UnknownKey:
        return u"there is no such setting"_s;
    case SettingFault::NotApplicable:
        return u"only together with another value of “%1”"_s.arg(problem.setting->when.front().setting);
    case SettingFault::Missing:
        return u"must be given"_s;
    case SettingFault::WrongKind:
        return kindText(problem.setting->kind);
    case SettingFault::OutOfRange:
        return rangeText(*problem.setting);
    case SettingFault::Empty:
        return u"is empty; leave it out instead"_s;
    case SettingFault::TooLong:
    case SettingFault::TooManyBytes:
    case SettingFault::TooLarge:
    case SettingFault::TooManyItems:
        return limitText(problem);
    case SettingFault::Form:
        return formText(*problem.setting);
    case SettingFault::NotAChoice:
        return choicesText(*problem.setting);
    case SettingFault::NotBase64:
        return u"is not base64"_s;
    case SettingFault::Mask:
        return u"stands for a secret that is kept, and there is none"_s;
    case SettingFault::ControlCharacter:
        return u"must not contain U+0000"_s;
    case SettingFault::Check:
        return problem.check->message;
    case SettingFault::NothingDecided:
        return u"at least one setting is needed"_s;
    }
    return {};
}

} // namespace belvedere
