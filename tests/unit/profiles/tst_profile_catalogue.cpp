// The catalogue of profile types: what is compiled in can be read, what is wrong in a file is told with its path.
#include "domain/managedpath.h"
#include "profiles/catalogueloader.h"
#include "profiles/settings.h"
#include "profiles/texts.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

// A file with one type that has these members besides key, name and category.
QByteArray fileWith(const QByteArray &members)
{
    return R"({"platform": "linux", "types": [{"key": "one", "name": "One", "category": "network", )" + members + "}]}";
}

ProfileType typeWith(const QByteArray &members)
{
    const auto types = readCatalogue(fileWith(members), u"test.json"_s);
    if (!types) {
        qWarning("%s", qPrintable(types.error().detail));
        return {};
    }
    return types.value().front();
}

QStringList textsOf(const Setting &setting)
{
    QStringList texts{setting.label, setting.help, setting.unit, setting.patternHelp};
    for (const SettingChoice &choice : setting.choices)
        texts.append(choice.label);
    for (const Setting &column : setting.columns)
        texts += textsOf(column);
    return texts;
}

QJsonObject object(const QByteArray &json) { return QJsonDocument::fromJson(json).object(); }

} // namespace

class TestProfileCatalogue : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void builtIn();
    void noPlatformIsSilent();
    void placesThatAreNamedTakeFiles();
    void translatorsFindEveryText();
    void mistakes_data();
    void mistakes();
    void settings_data();
    void settings();
    void places();
    void needs();
    void secretsAreKept();
};

void TestProfileCatalogue::builtIn()
{
    const Result<Catalogue> &loaded = loadedCatalogue();
    QVERIFY2(loaded, qPrintable(loaded ? QString() : loaded.error().detail));
    for (const Platform platform :
        {Platform::Linux, Platform::Windows, Platform::MacOs, Platform::Ios, Platform::IpadOs, Platform::Android})
        QVERIFY(!catalogue().types(platform).empty());
    QVERIFY(catalogue().find(Platform::Linux, u"browser"));
    QVERIFY(!catalogue().find(Platform::Linux, u"no-such-type"));
    QCOMPARE(catalogue().find(Platform::IpadOs, u"passcode"), catalogue().find(Platform::Ios, u"passcode"));
}

// What people look for on one platform they look for on every other: there is the type, or the reason why not.
void TestProfileCatalogue::noPlatformIsSilent()
{
    for (const Platform platform :
        {Platform::Linux, Platform::Windows, Platform::MacOs, Platform::Ios, Platform::Android}) {
        for (const char *key : {"passcode", "restrictions", "wifi", "vpn", "email", "exchange", "contacts",
                 "certificate", "kiosk", "web_shortcut", "wallpaper", "system_update", "application_update",
                 "encryption", "firewall", "browser", "location", "custom"}) {
            const ProfileType *type = catalogue().find(platform, QString::fromLatin1(key));
            QVERIFY2(type && type->settings.empty() != type->unavailable.isEmpty(), key);
        }
    }
}

// What is said instead of a type must not lead to a refusal.
void TestProfileCatalogue::placesThatAreNamedTakeFiles()
{
    static const QRegularExpression place(u"(?<!\\S)/[^\\s,;:.]+"_s);
    int places = 0;
    for (const ProfileType &type : catalogue().types()) {
        for (auto found = place.globalMatch(type.unavailable); found.hasNext(); ++places) {
            const QString file = QString(found.next().captured() + u"/file"_s);
            QVERIFY2(managedPathProblem(file).isEmpty(), qPrintable(QString(type.key + u": "_s + file)));
        }
    }
    QVERIFY(places > 0);
}

void TestProfileCatalogue::translatorsFindEveryText()
{
    QSet<QString> known;
    for (const auto texts :
        {androidProfileTexts(), iosProfileTexts(), linuxProfileTexts(), macosProfileTexts(), windowsProfileTexts()}) {
        for (const char *text : texts)
            known.insert(QString::fromUtf8(text));
    }
    for (const ProfileType &type : catalogue().types()) {
        QStringList texts{type.name, type.help, type.unavailable};
        for (const SettingCheck &check : type.checks)
            texts.append(check.message);
        for (const Setting &setting : type.settings)
            texts += textsOf(setting);
        for (const QString &text : texts)
            QVERIFY2(text.isEmpty() || known.contains(text), qPrintable(u"run resources/profiles/texts.py: "_s + text));
    }
}

void TestProfileCatalogue::mistakes_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("where");
    const QByteArray good = R"({"key": "a", "label": "A", "kind": "bool"})";
    const auto settings = [](const QByteArray &list) { return fileWith("\"settings\": [" + list + "]"); };
    QTest::newRow("not JSON") << QByteArray("{") << u"catalogue.malformed"_s << u"test.json"_s;
    QTest::newRow("platform") << QByteArray(R"({"platform": "os2", "types": []})") << u"catalogue.unknown"_s
                              << u"$.platform"_s;
    QTest::newRow("no settings") << settings("") << u"catalogue.shape"_s << u"$.types[0].settings"_s;
    QTest::newRow("kind") << settings(R"({"key": "a", "label": "A", "kind": "colour"})") << u"catalogue.unknown"_s
                          << u"$.types[0].settings[0].kind"_s;
    QTest::newRow("duplicate") << settings(good + "," + good) << u"catalogue.duplicate"_s
                               << u"$.types[0].settings[1].key"_s;
    QTest::newRow("unknown key") << settings(R"({"key": "a", "label": "A", "kind": "bool", "colour": 1})")
                                 << u"catalogue.key"_s << u"$.types[0].settings[0].colour"_s;
    QTest::newRow("condition") << settings(R"({"key": "a", "label": "A", "kind": "bool", "when": {"setting": "b"}})")
                               << u"catalogue.reference"_s << u"$.types[0].settings[0].when"_s;
    QTest::newRow("circle") << settings(R"({"key": "a", "label": "A", "kind": "bool", "when": {"setting": "a"}})")
                            << u"catalogue.reference"_s << u"$.types[0].settings[0].when"_s;
    QTest::newRow("value of a condition")
        << settings(good + R"(, {"key": "b", "label": "B", "kind": "bool", "when": {"setting": "a", "values": [3]}})")
        << u"catalogue.reference"_s << u"$.types[0].settings[1].when"_s;
    QTest::newRow("default") << settings(R"({"key": "a", "label": "A", "kind": "int", "maximum": 3, "default": 4})")
                             << u"catalogue.value"_s << u"$.types[0].settings[0].default"_s;
    QTest::newRow("pattern") << settings(
        R"({"key": "a", "label": "A", "kind": "text", "pattern": "(", "pattern_help": "x"})")
                             << u"catalogue.value"_s << u"$.types[0].settings[0].pattern"_s;
    QTest::newRow("requirement") << fileWith("\"needs\": [\"luck\"], \"settings\": [" + good + "]")
                                 << u"catalogue.unknown"_s << u"$.types[0].needs"_s;
    QTest::newRow("check") << fileWith(
        "\"settings\": [" + good + R"(], "checks": [{"check": "all", "settings": ["z"], "message": "m"}])")
                           << u"catalogue.reference"_s << u"$.types[0].checks[0]"_s;
    QTest::newRow("conversion") << settings(
        R"({"key": "a", "label": "A", "kind": "bool", "to": {"path": "x", "convert": "times"}})")
                                << u"catalogue.value"_s << u"$.types[0].settings[0].to[0].convert"_s;
}

void TestProfileCatalogue::mistakes()
{
    QFETCH(QByteArray, file);
    QFETCH(QString, code);
    QFETCH(QString, where);
    const auto types = readCatalogue(file, u"test.json"_s);
    QVERIFY(!types);
    QCOMPARE(types.error().code, code);
    QVERIFY2(types.error().detail.contains(where), qPrintable(types.error().detail));
    QVERIFY2(types.error().detail.contains(u"test.json"_s), qPrintable(types.error().detail));
}

void TestProfileCatalogue::settings_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("field"); // of the only problem; empty: none
    QTest::newRow("good") << QByteArray(R"({"ssid": "Office", "security": "none"})") << QString();
    QTest::newRow("default counts") << QByteArray(R"({"ssid": "Office", "password": "12345678"})") << QString();
    QTest::newRow("missing") << QByteArray(R"({"security": "none"})") << u"settings.ssid"_s;
    QTest::newRow("unknown") << QByteArray(R"({"ssid": "Office", "security": "none", "colour": 1})")
                             << u"settings.colour"_s;
    QTest::newRow("bytes, not characters")
        << QString(u"{\"ssid\": \"%1\", \"security\": \"none\"}"_s.arg(QString(17, u'ä'))).toUtf8()
        << u"settings.ssid"_s;
    QTest::newRow("not a choice") << QByteArray(R"({"ssid": "Office", "security": "wep"})") << u"settings.security"_s;
    QTest::newRow("missing while shown") << QByteArray(R"({"ssid": "Office", "security": "wpa"})")
                                         << u"settings.password"_s;
    QTest::newRow("given while hidden") << QByteArray(
        R"({"ssid": "Office", "security": "none", "password": "12345678"})")
                                        << u"settings.password"_s;
    QTest::newRow("mask") << QString(u"{\"ssid\": \"Office\", \"password\": \"\u2022\u2022\u2022\"}"_s).toUtf8()
                          << u"settings.password"_s;
    QTest::newRow("range") << QByteArray(R"({"ssid": "O", "security": "none", "low": 0})") << u"settings.low"_s;
    QTest::newRow("fraction") << QByteArray(R"({"ssid": "O", "security": "none", "low": 1.5})") << u"settings.low"_s;
    QTest::newRow("order") << QByteArray(R"({"ssid": "O", "security": "none", "low": 5, "high": 4})")
                           << u"settings.low"_s;
    QTest::newRow("empty list") << QByteArray(R"({"ssid": "O", "security": "none", "hosts": []})")
                                << u"settings.hosts"_s;
    QTest::newRow("member") << QByteArray(R"({"ssid": "O", "security": "none", "hosts": ["a", "b c"]})")
                            << u"settings.hosts[1]"_s;
    QTest::newRow("cell") << QByteArray(R"({"ssid": "O", "security": "none", "rows": [{"name": "a"}, {"name": 1}]})")
                          << u"settings.rows[1].name"_s;
    QTest::newRow("cell missing") << QByteArray(R"({"ssid": "O", "security": "none", "rows": [{}]})")
                                  << u"settings.rows[0].name"_s;
    QTest::newRow("not base64") << QByteArray(R"({"ssid": "O", "security": "none", "file": "a b"})")
                                << u"settings.file"_s;
}

void TestProfileCatalogue::settings()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, field);
    static const ProfileType type = typeWith(R"("settings": [
        {"key": "ssid", "label": "SSID", "kind": "text", "required": true, "length": 32, "bytes": true},
        {"key": "security", "label": "Security", "kind": "choice", "required": true, "default": "wpa",
         "choices": [{"key": "wpa", "label": "WPA"}, {"key": "none", "label": "None"}]},
        {"key": "password", "label": "Password", "kind": "secret", "required": true,
         "when": {"setting": "security", "values": ["wpa"]}},
        {"key": "low", "label": "Low", "kind": "int", "minimum": 1, "maximum": 9},
        {"key": "high", "label": "High", "kind": "int"},
        {"key": "hosts", "label": "Hosts", "kind": "list", "format": "host"},
        {"key": "rows", "label": "Rows", "kind": "table",
         "columns": [{"key": "name", "label": "Name", "kind": "text", "required": true}]},
        {"key": "file", "label": "File", "kind": "content"}],
        "checks": [{"check": "ascending", "settings": ["low", "high"], "message": "low must not be above high"}])");
    QCOMPARE(type.settings.size(), size_t(8));
    const QList<FieldError> errors = validate(type, object(json));
    QCOMPARE(errors.size(), field.isEmpty() ? 0 : 1);
    if (!errors.isEmpty()) {
        QCOMPARE(errors.first().field, field);
        QVERIFY(!errors.first().message.isEmpty());
    }
}

// Of the type, and what all have in common that is sent: not of what is left out, nor of what does not apply.
void TestProfileCatalogue::needs()
{
    const ProfileType type = typeWith(R"("needs": ["agent"], "minimum_os": "10", "settings": [
        {"key": "plain", "label": "Plain", "kind": "bool"},
        {"key": "late", "label": "Late", "kind": "bool", "minimum_os": "9.2", "needs": ["supervised", "agent"]},
        {"key": "later", "label": "Later", "kind": "int", "minimum_os": "10.10", "when": {"setting": "late"}},
        {"key": "last", "label": "Last", "kind": "int", "minimum_os": "10.10", "needs": ["supervised"]},
        {"key": "way", "label": "Way", "kind": "choice",
            "choices": [{"key": "old", "label": "Old"}, {"key": "new", "label": "New", "minimum_os": "11.4"}]},
        {"key": "rows", "label": "Rows", "kind": "table", "columns": [
            {"key": "a", "label": "A", "kind": "text"},
            {"key": "b", "label": "B", "kind": "text", "minimum_os": "12", "needs": ["pro-edition"]}]}])");
    const auto needed = [&type](const QByteArray &settings) {
        const ProfileNeeds all = needsOf(type, object(settings));
        return QString(all.minimumOs.text() + u' ' + all.needs.join(u','));
    };
    QCOMPARE(needed("{}"), u"10 agent"_s);
    QCOMPARE(needed(R"({"plain": true, "unheard of": 1})"), u"10 agent"_s);
    QCOMPARE(needed(R"({"late": false})"), u"10 agent,supervised"_s);
    QCOMPARE(needed(R"({"late": true, "later": 1})"), u"10 agent"_s);
    QCOMPARE(needed(R"({"later": 1})"), u"10 agent"_s);
    QCOMPARE(needed(R"({"last": 1})"), u"10.10 agent,supervised"_s); // as versions, not as numbers
    QCOMPARE(needed(R"({"last": 1, "late": true})"), u"10 agent,supervised"_s);
    QCOMPARE(needed(R"({"last": 1, "plain": true})"), u"10 agent"_s);
    QCOMPARE(needed(R"({"way": "old"})"), u"10 agent"_s);
    QCOMPARE(needed(R"({"way": "new"})"), u"11.4 agent"_s);
    QCOMPARE(needed(R"({"way": "new", "last": 1})"), u"10.10 agent"_s);
    QCOMPARE(needed(R"({"way": "new", "late": true})"), u"10 agent"_s);
    QCOMPARE(needed(R"({"rows": [{"a": "x"}]})"), u"10 agent"_s);
    QCOMPARE(needed(R"({"rows": [{"b": "y"}]})"), u"12 agent,pro-edition"_s);
    QCOMPARE(needed(R"({"rows": [{"a": "x"}, {"b": "y"}]})"), u"10 agent"_s);
    // each setting by itself, with what the type asks for
    QStringList parts;
    for (const SettingNeeds &part :
        settingNeeds(type, object(R"({"plain": true, "late": false, "later": 1, "last": 1, "way": "new",
                 "rows": [{"a": "x"}, {"b": "y"}], "unheard of": 1})"))) {
        parts.append(u"%1 %2 %3"_s.arg(part.setting->key, part.needs.minimumOs.text(), part.needs.needs.join(u',')));
    }
    QCOMPARE(parts,
        (QStringList{u"plain 10 agent"_s, u"late 10 agent,supervised"_s, u"later 10.10 agent"_s,
            u"last 10.10 agent,supervised"_s, u"way 11.4 agent"_s, u"rows 10 agent"_s}));
    const ProfileType modest = typeWith(R"("settings": [{"key": "plain", "label": "Plain", "kind": "bool"}])");
    QVERIFY(!modest.key.isEmpty() && needsOf(modest, object(R"({"plain": true})")).minimumOs.isNull());
}

void TestProfileCatalogue::places()
{
    const QByteArray text = R"("settings": [{"key": "ssid", "label": "SSID", "kind": "text"},
        {"key": "file", "label": "File", "kind": "content"}])";
    const QJsonObject settings{{u"ssid"_s, u"Office"_s}, {u"file"_s, u"YWJj"_s}};
    QCOMPARE(placeOf(typeWith(text), settings, u"prf-1"_s), u"one"_s);
    QCOMPARE(placeOf(typeWith(text + R"(, "many": true)"), settings, u"prf-1"_s), u"one:prf-1"_s);
    QCOMPARE(placeOf(typeWith(text + R"(, "many": true, "identity": "ssid")"), settings, u"prf-1"_s), u"one:Office"_s);
    QCOMPARE(placeOf(typeWith(text + R"(, "many": true, "identity": "file")"), settings, u"prf-1"_s),
        u"one:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_s);
}

void TestProfileCatalogue::secretsAreKept()
{
    const ProfileType type = typeWith(R"("settings": [{"key": "name", "label": "Name", "kind": "text"},
        {"key": "key", "label": "Key", "kind": "secret"}])");
    const QJsonObject stored{{u"name"_s, u"a"_s}, {u"key"_s, u"hunter2"_s}};
    QVERIFY(holdsSecrets(type, stored));
    QJsonObject shown = withoutSecrets(type, stored);
    QVERIFY(!QJsonDocument(shown).toJson().contains("hunter2"));
    shown.insert(u"name"_s, u"b"_s);
    const QJsonObject kept = withKeptSecrets(type, shown, stored);
    QCOMPARE(kept.value(u"key"_s), stored.value(u"key"_s));
    QCOMPARE(kept.value(u"name"_s), QJsonValue(u"b"_s));
}

QTEST_GUILESS_MAIN(TestProfileCatalogue)
#include "tst_profile_catalogue.moc"
