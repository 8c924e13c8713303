// Settings of a profile against its type: what is wrong, what counts, what is secret, which place they take.
#pragma once

#include "base/version.h"
#include "profiles/catalogue.h"

namespace belvedere {

enum class SettingFault : quint8 {
    UnknownKey,
    NotApplicable, // the conditions of the setting do not hold
    Missing,
    WrongKind, // of JSON value
    OutOfRange,
    Empty, // an empty text or list decides nothing; leave the key out
    TooLong, // characters
    TooManyBytes, // of UTF-8
    TooLarge, // bytes of a content
    TooManyItems,
    Form, // pattern or format
    NotAChoice,
    NotBase64,
    Mask, // what stands for a secret that is kept, given as a new one
    ControlCharacter,
    Check, // between settings: `check`
    NothingDecided,
};

struct SettingProblem {
    SettingFault fault = SettingFault::UnknownKey;
    QString field; // key; of a member "key[3]", of a cell "key[3].column"; "settings" of NothingDecided
    const Setting *setting = nullptr; // the one (or the column) whose rule is broken; lives as long as the type
    const SettingCheck *check = nullptr;
};
QString inEnglish(const SettingProblem &problem); // never holds a value

inline constexpr qsizetype maximumSettingLength = 4'096; // characters, unless the setting says otherwise
inline constexpr qsizetype maximumContentBytes = 1'000'000; // of one content, unless the setting says otherwise
inline constexpr qsizetype maximumSettingItems = 1'000; // of a list or table, unless the setting says otherwise
// Stands for a secret in what the API answers; sent back with an edit, the secret stays as it is.
inline constexpr char16_t secretMask[] = u"\u2022\u2022\u2022";

std::optional<SettingProblem> valueProblem(const Setting &setting, const QJsonValue &value);
// Whether a mask may stand for a secret that somebody else keeps: in an editor and for what it shows.
enum class Masks : quint8 { Refused, Kept };
// Every problem, in the order of the type. Empty: the settings can be rendered.
QList<SettingProblem> problems(const ProfileType &type, const QJsonObject &settings, Masks masks = Masks::Refused);
// The same as the API tells it, with `settings.` before each field.
QList<FieldError> validate(const ProfileType &type, const QJsonObject &settings, Masks masks = Masks::Refused);

// With the defaults of required settings that were left out; what is not applicable is left out.
QJsonObject effective(const ProfileType &type, const QJsonObject &settings);
bool isApplicable(const std::vector<Condition> &conditions, const QJsonObject &effectiveSettings);

// What a device must be for a profile with these settings to have any effect: what the type asks for, and of the
// settings what every one that counts asks for, with the choices made. A device passes over single settings that are
// not for it and keeps the others.
struct ProfileNeeds {
    Version minimumOs; // the type's or the lowest of the settings', whichever is higher; null: any
    QStringList needs; // keys of profileRequirements(), each once
};
ProfileNeeds needsOf(const ProfileType &type, const QJsonObject &settings);
// Of each setting that counts what the type and the setting itself ask for, in the order of the type. A device that is
// less passes over the setting.
struct SettingNeeds {
    const Setting *setting = nullptr; // lives as long as the type
    ProfileNeeds needs;
};
std::vector<SettingNeeds> settingNeeds(const ProfileType &type, const QJsonObject &settings);

// Profiles of one device with the same place exclude each other. `profile`: id.
QString placeOf(const ProfileType &type, const QJsonObject &settings, const QString &profile);

bool holdsSecrets(const ProfileType &type, const QJsonObject &settings);
QJsonObject withoutSecrets(const ProfileType &type, QJsonObject settings); // masked
QJsonObject withKeptSecrets(const ProfileType &type, QJsonObject settings, const QJsonObject &stored); // unmasked

} // namespace belvedere
