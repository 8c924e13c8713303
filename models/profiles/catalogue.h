// Catalogue: the types of configuration profiles of every platform and their settings, read from data files.
#pragma once

#include "base/result.h"
#include "domain/device.h"

#include <QJsonObject>
#include <QRegularExpression>
#include <vector>

namespace belvedere {

// A data file resources/profiles/<platform>.json is one object
//     {"platform": "linux", "types": [TYPE…]}
// Keys in brackets may be left out; a key that is not listed here is an error. Texts for people (name, help, label,
// unit, pattern_help, message) are English; they are translated by the window.
//
// TYPE: {"key": "wifi", "name", "category": see categories(), ["help"], ["needs": [requirement keys]],
//     ["minimum_os": "11.0"], ["many": true], ["identity": "ssid"], ["scope": "user"], ["unavailable": "why"],
//     "settings": [SETTING…],
//     ["checks": [CHECK…]], ["always": [TARGET with "value"…]]}
//   many: a device may hold several; profiles whose setting `identity` is equal exclude each other. Of a content the
//   hash counts. Without `identity` only a profile excludes itself.
//   scope: whom it concerns on the device, a word of the platform's renderer; by default the whole device.
//   unavailable: the platform has no such profile; the type is shown with the reason and cannot be made.
//
// SETTING: {"key": "ssid", "label", "kind": "bool|int|text|secret|choice|list|table|content", ["help"], ["unit"],
//     ["required": true], ["secret": true], ["default": value], ["minimum"], ["maximum"], ["length": 32],
//     ["bytes": true], ["pattern": "regular expression of the whole text", "pattern_help": "a form in words"],
//     ["format": see textFormats()], ["choices": [{"key", "label", ["minimum_os"]}…]], ["columns": [SETTING…]],
//     ["items": 100], ["minimum_os"], ["needs": […]], ["when": CONDITION or [CONDITION…]], ["to": TARGET or [TARGET…]],
//     ["answers": "yes|allow|on"]}
//   answers: of a bool, the words for true and false: yes and no (by default), allowed and forbidden, on and off.
//   default: of a required setting, the value that counts when it is left out; of another one, what the platform does
//   when nothing is decided (shown, never sent).
//   minimum, maximum: of an int. length: of a text, secret or each member of a list, in characters, or in bytes of
//   UTF-8 with "bytes"; of a content in bytes. items: of a list or table. format and pattern hold for each member.
//   columns: of a table, neither tables nor contents nor secrets. Values in `settings` of a profile: bool, int and text
//   as in JSON; choice: its key; list: array of texts; table: array of objects; content: base64.
//
// CONDITION: {"setting": key, ["values": [values…]]}: another setting has one of these values, or is decided at all.
//   A setting with `when` is shown, accepted and sent only while every condition holds.
//
// CHECK: {"check": "all|any|any-true|none|ascending|different|rule", "settings": [keys…], "message", ["when": …],
//     ["rule": name]}
//   all: every one must be decided; any: at least one; any-true: at least one must be true; none: none may be decided;
//   ascending: numbers must not fall from one to the next; different: no two may be equal; rule:
//   what coderules.h knows by this name.
//
// TARGET, where a value goes: {["in": payload type, LocURI or file], ["path": "a/b/0/c"], ["format": "int"],
//     ["convert": "same|not|times|text|values|join|constant|data"], ["factor": 60], ["separator": ","],
//     ["values": {"true": any, "<choice key>": any}], ["value": any], ["when": CONDITION or [CONDITION…]]}
//   when: sent only while every condition holds; any setting of the type may be named.
//   path: keys below each other, a number counts in an array; what they mean belongs to the platform's renderer.
//   values: by the value's text; a value that is not listed sends nothing. times: a number times factor. text: a number
//   as text. join: the members of a list as one text. constant: `value`, when the setting is decided and not false.
//   data: the bytes of a content or text, as data of the platform. A setting without `to` is for code of its type.
//   In a column, `path` names the key within the row (by default the column's key).

enum class SettingKind : quint8 { Bool, Int, Text, Secret, Choice, List, Table, Content };
enum class Answers : quint8 { Yes, Allow, On };
enum class CheckKind : quint8 { All, Any, AnyTrue, None, Ascending, Different, Rule };
enum class Conversion : quint8 { Same, Not, Times, Text, Values, Join, Constant, Data };

struct Condition {
    QString setting;
    QJsonArray values; // empty: any
};

struct Target {
    QString in;
    QStringList path;
    QString format;
    Conversion conversion = Conversion::Same;
    qint64 factor = 1;
    QString separator;
    QJsonObject values;
    QJsonValue constant{QJsonValue::Undefined};
    std::vector<Condition> when;
};

struct SettingChoice {
    QString key;
    QString label;
    QString minimumOs;
};

struct Setting {
    QString key;
    QString label;
    QString help;
    QString unit;
    SettingKind kind = SettingKind::Text;
    bool required = false;
    bool secret = false; // never shown, logged or audited
    Answers answers = Answers::Yes;
    QJsonValue fallback{QJsonValue::Undefined}; // "default"
    std::optional<qint64> minimum;
    std::optional<qint64> maximum;
    qsizetype length = 0; // see above
    bool inBytes = false;
    QRegularExpression pattern; // anchored; empty: none
    QString patternHelp;
    QString format;
    std::vector<SettingChoice> choices;
    std::vector<Setting> columns;
    qsizetype items = 0;
    QString minimumOs; // dotted numbers; empty: that of the type
    QStringList needs;
    std::vector<Condition> when;
    std::vector<Target> targets;
};

struct SettingCheck {
    CheckKind kind = CheckKind::All;
    QStringList settings;
    QString message;
    std::vector<Condition> when;
    QString rule; // of Rule
};

struct ProfileType {
    QString key;
    Platform platform = Platform::Unknown;
    QString name;
    QString help;
    QString category;
    QStringList needs;
    QString minimumOs;
    bool many = false;
    QString identity;
    QString scope;
    QString unavailable; // empty: can be made
    std::vector<Setting> settings;
    std::vector<SettingCheck> checks;
    std::vector<Target> always; // sent with every profile of the type

    const Setting *find(QStringView setting) const; // nullptr: none
};

// A word of the data files with its English label, which QCoreApplication::translate() knows in context "Profiles".
struct ProfileWord {
    const char *key;
    const char *label;
};
std::span<const ProfileWord> profileCategories(); // in the order of a list of types
std::span<const ProfileWord> profileRequirements(); // what a device's management must be
QString wordLabel(std::span<const ProfileWord> words, QStringView key); // English; the key itself when unknown

class Catalogue {
public:
    Catalogue() = default;
    explicit Catalogue(std::vector<ProfileType> types)
        : m_types(std::move(types))
    {
    }

    // iPadOS takes the types of iOS. nullptr: no such type.
    const ProfileType *find(Platform platform, QStringView type) const;
    std::span<const ProfileType> types() const { return m_types; } // by platform, in the order of the file
    std::vector<const ProfileType *> types(Platform platform) const;

private:
    std::vector<ProfileType> m_types;
};

// The files that are compiled in. Never changes; any thread. A test holds that it can be read; the error is the first
// of readCatalogue().
const Result<Catalogue> &loadedCatalogue();
const Catalogue &catalogue(); // the same; empty when it cannot be read

} // namespace belvedere
