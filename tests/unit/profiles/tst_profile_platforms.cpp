// What Android and Windows refuse is refused by us first: cases that are right, changed in one setting.
#include "profiles/import.h"
#include "profiles/settings.h"
#include "support/places.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QSet>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

// Of a server, not of an authority.
constexpr char leaf[] = "-----BEGIN CERTIFICATE-----\n"
                        "MIIBijCCATCgAwIBAgIUPYIL8BpaljXMmkaWRO/o6fb4qt8wCgYIKoZIzj0EAwIw\n"
                        "GzEZMBcGA1UEAwwQbGVhZi5leGFtcGxlLm9yZzAgFw0yNjExMjMwNDIzMThaGA8y\n"
                        "MDUxMTExNzA0MjMxOFowGzEZMBcGA1UEAwwQbGVhZi5leGFtcGxlLm9yZzBZMBMG\n"
                        "ByqGSM49AgEGCCqGSM49AwEHA0IABAz3vPbpXWZVZSF7sbTgJO7jyZqq6rXlAL/d\n"
                        "yMyPKfZIQKNuOO5Y+G7wGJO7aaykgRbnLd68fJn46GmI9GWQVLmjUDBOMB0GA1Ud\n"
                        "DgQWBBRkP22KebvQ09KDUGeG3GOHKlpCMjAfBgNVHSMEGDAWgBRkP22KebvQ09KD\n"
                        "UGeG3GOHKlpCMjAMBgNVHRMBAf8EAjAAMAoGCCqGSM49BAMCA0gAMEUCIHn6kZ0r\n"
                        "WOt+EAcSGOAcGYQQEEDg+i6EvdL1+S2uj887AiEAqSlXdev+yoqhq3TKtCWpHv5d\n"
                        "DebC/vXlLnoPY+A9hTs=\n"
                        "-----END CERTIFICATE-----\n";

QJsonObject caseOf(const QString &name)
{
    QFile file(test::sourcePath(u"tests/unit/profiles/cases/") + name + u".json"_s);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

const ProfileType *typeOf(const QString &name)
{
    return catalogue().find(Coded<Platform>::fromToken(name.section(u'/', 0, 0)).value(),
        QString(name.section(u'/', 1).section(u'.', 0, 0)));
}

QString base64(const QByteArray &bytes) { return QString::fromLatin1(bytes.toBase64()); }

QJsonArray periods(const QStringList &dates)
{
    QJsonArray rows;
    for (qsizetype i = 0; i + 1 < dates.size(); i += 2)
        rows.append(QJsonObject{{u"start"_s, dates[i]}, {u"end"_s, dates[i + 1]}});
    return rows;
}

// What the platform gets; nothing when the settings cannot be saved.
QByteArray sent(const ProfileType &type, const QJsonObject &settings)
{
    const Result<Rendering> rendering = render(type, settings, {u"prf-1"_s, u"A"_s, {}, {}, 1});
    QByteArray all;
    if (rendering) {
        for (const RenderedText &text : rendering.value().texts)
            all += text.content;
    }
    return all;
}

QList<QJsonValue> valuesOf(const Setting &setting, const QJsonValue &now)
{
    QList<QJsonValue> values{QJsonValue::Null};
    if (setting.kind == SettingKind::Bool)
        values << true << false;
    for (const SettingChoice &choice : setting.choices)
        values << choice.key;
    if (setting.kind == SettingKind::Int)
        values << setting.minimum.value_or(0) << setting.maximum.value_or(0) << now.toInteger() + 1;
    return values;
}

// Whether another value of the setting, or none, makes another text of one of the cases; what depends on it goes with
// it. Of choices that ask for other settings too, each has a case of its own.
bool counts(const ProfileType &type, const Setting &setting, const QList<QJsonObject> &cases)
{
    QSet<QString> chosen;
    for (const QJsonObject &settings : cases) {
        chosen.insert(settings[setting.key].toString());
        const QByteArray before = sent(type, settings);
        for (const QJsonValue &value : valuesOf(setting, settings[setting.key])) {
            QJsonObject other = settings;
            if (value.isNull())
                other.remove(setting.key);
            else
                other.insert(setting.key, value);
            const QByteArray after = sent(type, effective(type, other));
            if (!after.isEmpty() && after != before)
                return true;
        }
        // what has to be given cannot be taken away: it is in the text as it is
        if (setting.required && settings.contains(setting.key) && setting.kind != SettingKind::Choice
            && setting.kind != SettingKind::Bool)
            return true;
    }
    return setting.kind == SettingKind::Choice && chosen.size() > 1;
}

} // namespace

class TestProfilePlatforms : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void changed_data();
    void changed();
    void everySettingCounts_data();
    void everySettingCounts();
    void importedBytesStay_data();
    void importedBytesStay();
};

// `field`: where the problem is; empty: there is none. An undefined value takes the setting away.
void TestProfilePlatforms::changed_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QJsonObject>("changes");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *title, const char *name, const QJsonObject &changes, const char *field) {
        QTest::newRow(title) << QString::fromLatin1(name) << changes << QString::fromLatin1(field);
    };
    const QJsonValue gone = QJsonValue::Null;

    const QString long32 = QString(16, QChar(0xfc));
    row("Wi-Fi: 32 bytes", "android/wifi", {{u"ssid"_s, long32}}, "");
    row("Wi-Fi: 33 bytes", "android/wifi", {{u"ssid"_s, QString(long32 + u'x')}}, "settings.ssid");
    row("Windows Wi-Fi: 33 bytes", "windows/wifi", {{u"ssid"_s, QString(long32 + u'x')}}, "settings.ssid");
    row("short passphrase", "android/wifi", {{u"password"_s, u"1234567"_s}}, "settings.password");
    row("passphrase of an open network", "android/wifi.open", {{u"password"_s, u"12345678"_s}}, "settings.password");
    row("no domain of the server", "android/wifi.peap", {{u"server_domains"_s, gone}}, "settings.server_domains");
    row("no authority of the server", "android/wifi.peap", {{u"server_cas"_s, gone}}, "settings.server_cas");
    row("a server as authority", "android/wifi.peap", {{u"server_cas"_s, QJsonArray{QString::fromLatin1(leaf)}}},
        "settings.server_cas");
    row("length of a complexity", "android/passcode", {{u"minimum_length"_s, 8}}, "settings.minimum_length");
    row("letters of digits", "android/passcode.complex", {{u"quality"_s, u"numeric"_s}}, "settings.minimum_letters");
    row("separate lock of a device", "android/passcode.complex", {{u"scope"_s, u"device"_s}},
        "settings.separate_work_lock");
    row("no user name", "android/exchange", {{u"username"_s, gone}}, "settings.username");
    row("server with OAuth", "android/exchange.modern", {{u"server"_s, u"mail.example.org"_s}}, "settings.server");
    row("notifications without a home button", "android/kiosk.launcher", {{u"navigation"_s, u"none"_s}},
        "settings.status_bar");
    row("notifications without navigation", "android/kiosk.launcher", {{u"navigation"_s, gone}}, "settings.navigation");
    row("29 characters", "android/web_shortcut", {{u"title"_s, QString(29, u'x')}}, "");
    row("30 characters", "android/web_shortcut", {{u"title"_s, QString(30, u'x')}}, "settings.title");
    row("http without an address bar", "android/web_shortcut", {{u"url"_s, u"http://example.org/"_s}}, "settings.url");
    row("no picture", "android/web_shortcut", {{u"icon"_s, base64("GIF89a")}}, "settings.icon");
    row("90 days", "android/system_update", {{u"freeze"_s, periods({u"01-01"_s, u"03-31"_s})}}, "");
    row("91 days", "android/system_update", {{u"freeze"_s, periods({u"01-01"_s, u"04-01"_s})}}, "settings.freeze");
    row("60 days between", "android/system_update",
        {{u"freeze"_s, periods({u"05-02"_s, u"05-31"_s, u"01-31"_s, u"03-02"_s})}}, "");
    row("59 days between", "android/system_update",
        {{u"freeze"_s, periods({u"05-01"_s, u"05-31"_s, u"01-31"_s, u"03-02"_s})}}, "settings.freeze");
    row("over the new year", "android/system_update",
        {{u"freeze"_s, periods({u"12-15"_s, u"01-10"_s, u"03-01"_s, u"03-05"_s})}}, "settings.freeze");
    row("no day of the year", "android/system_update", {{u"freeze"_s, periods({u"02-30"_s, u"03-01"_s})}},
        "settings.freeze");
    row("window without an end", "android/system_update", {{u"window_end"_s, gone}}, "settings.window_end");
    row("no package", "android/vpn", {{u"package"_s, u"wireguard"_s}}, "settings.package");
    row("exempt without lockdown", "android/vpn", {{u"lockdown"_s, false}}, "settings.exempt");
    row("a server as authority", "android/certificate", {{u"certificate"_s, base64(leaf)}}, "settings.certificate");
    row("no certificate", "windows/certificate", {{u"certificate"_s, base64("something")}}, "settings.certificate");
    row("no JSON object", "android/custom", {{u"content"_s, base64("[1]")}}, "settings.content");

    const auto application = [](const QString &bundle, const QString &team) {
        return QJsonObject{{u"bundle"_s, bundle}, {u"team"_s, team}};
    };
    const QJsonObject exam = application(u"org.example.exam"_s, u"ABCDE12345"_s);
    row("an application twice", "macos/kiosk", {{u"applications"_s, QJsonArray{exam, exam}}}, "");
    row("an application of two teams", "macos/kiosk",
        {{u"applications"_s, QJsonArray{exam, application(u"org.example.exam"_s, u"ABCDE12346"_s)}}},
        "settings.applications");
    row("a team in small letters", "macos/kiosk",
        {{u"applications"_s, QJsonArray{application(u"org.example.exam"_s, u"abcde12345"_s)}}},
        "settings.applications");
    row("no application", "macos/kiosk", {{u"applications"_s, QJsonArray()}}, "settings.applications");

    row("no password, and how long it is", "windows/passcode.none", {{u"minimum_length"_s, 8}},
        "settings.minimum_length");
    row("four kinds", "windows/passcode", {{u"character_classes"_s, 4}}, "settings.character_classes");
    row("kinds of digits", "windows/passcode", {{u"quality"_s, u"numeric"_s}}, "settings.character_classes");
    row("never", "windows/passcode", {{u"maximum_failed"_s, 0}}, "");
    row("three attempts", "windows/passcode", {{u"maximum_failed"_s, 3}}, "settings.maximum_failed");
    row("IKEv2 with MSCHAPv2", "windows/vpn", {{u"authentication"_s, u"mschapv2"_s}}, "settings.authentication");
    row("secret of IKEv2", "windows/vpn", {{u"shared_secret"_s, u"x"_s}}, "settings.shared_secret");
    row("computer with L2TP", "windows/vpn.l2tp", {{u"authentication"_s, u"machine"_s}}, "settings.authentication");
    row("prefix of IPv4", "windows/vpn",
        {{u"routes"_s, QJsonArray{QJsonObject{{u"address"_s, u"10.0.0.0"_s}, {u"prefix"_s, 33}}}}}, "settings.routes");
    row("no routes", "windows/vpn", {{u"routes"_s, gone}}, "settings.routes");
    row("standard users with the warning", "windows/encryption", {{u"other_encryption_warning"_s, gone}},
        "settings.standard_users");
    row("a PIN without asking", "windows/encryption", {{u"startup"_s, u"tpm-pin"_s}}, "settings.startup");
    row("one method", "windows/encryption", {{u"fixed_method"_s, gone}}, "settings.os_method");
    row("18 hours", "windows/system_update", {{u"active_start"_s, 20}, {u"active_end"_s, 14}}, "");
    row("19 hours", "windows/system_update", {{u"active_start"_s, 20}, {u"active_end"_s, 15}}, "settings.active_end");
    row("no hours", "windows/system_update", {{u"active_end"_s, 7}}, "settings.active_end");
    row("an end alone", "windows/system_update", {{u"active_start"_s, gone}}, "settings.active_start");
    row("1903", "windows/system_update", {{u"release"_s, u"1903"_s}}, "");
    row("22H2", "windows/system_update", {{u"release"_s, u"22H2"_s}}, "");
    row("22H3", "windows/system_update", {{u"release"_s, u"22H3"_s}}, "settings.release");
    row("release without a product", "windows/system_update", {{u"product"_s, gone}}, "settings.product");
    const QJsonObject rule{
        {u"name"_s, u"A"_s}, {u"direction"_s, u"in"_s}, {u"action"_s, u"allow"_s}, {u"protocol"_s, u"any"_s}};
    QJsonObject withPorts = rule;
    withPorts.insert(u"ports"_s, u"22"_s);
    row("a rule", "windows/firewall", {{u"rules"_s, QJsonArray{rule}}}, "");
    row("two of one name", "windows/firewall", {{u"rules"_s, QJsonArray{rule, rule}}}, "settings.rules");
    row("ports of any protocol", "windows/firewall", {{u"rules"_s, QJsonArray{withPorts}}}, "settings.rules");
    row("nothing to synchronise", "windows/exchange",
        {{u"mail"_s, false}, {u"contacts"_s, false}, {u"calendar"_s, false}}, "settings.mail");
    row("no SyncML", "windows/custom", {{u"content"_s, base64("<a><LocURI/></a>")}}, "settings.content");
    row("entities", "windows/custom",
        {{u"content"_s, base64("<!DOCTYPE a [<!ENTITY b 'c'>]><Add><LocURI>&b;</LocURI></Add>")}}, "settings.content");
}

void TestProfilePlatforms::changed()
{
    QFETCH(QString, name);
    QFETCH(QJsonObject, changes);
    QFETCH(QString, field);
    const ProfileType *type = typeOf(name);
    QVERIFY(type);
    QJsonObject settings = caseOf(name);
    QVERIFY(validate(*type, settings).isEmpty());
    for (auto it = changes.begin(); it != changes.end(); ++it) {
        if (it.value().isNull())
            settings.remove(it.key());
        else
            settings.insert(it.key(), it.value());
    }
    const QList<FieldError> errors = validate(*type, settings);
    if (field.isEmpty()) {
        QVERIFY2(errors.isEmpty(), qPrintable(errors.isEmpty() ? QString() : errors.first().message));
        return;
    }
    QVERIFY(!errors.isEmpty());
    QCOMPARE(errors.first().field.section(u'[', 0, 0), field);
}

void TestProfilePlatforms::everySettingCounts_data()
{
    QTest::addColumn<QString>("name");
    for (const auto platform : {Platform::Android, Platform::Windows}) {
        for (const ProfileType *type : catalogue().types(platform)) {
            const QString name = Coded<Platform>(platform).token() + u'/' + type->key;
            if (type->unavailable.isEmpty())
                QTest::addRow("%s", qPrintable(name)) << name;
        }
    }
}

void TestProfilePlatforms::everySettingCounts()
{
    QFETCH(QString, name);
    const ProfileType *type = typeOf(name);
    const QDir folder(test::sourcePath(u"tests/unit/profiles/cases/") + name.section(u'/', 0, 0));
    QList<QJsonObject> cases;
    for (const QString &file : folder.entryList({QString(type->key + u".json"_s), QString(type->key + u".*.json"_s)}))
        cases.append(caseOf(QString(name.section(u'/', 0, 0) + u'/' + file.chopped(5))));
    QVERIFY(!cases.isEmpty());
    for (const Setting &setting : type->settings)
        QVERIFY2(counts(*type, setting, cases), qPrintable(setting.key));
}

void TestProfilePlatforms::importedBytesStay_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("policy") << u"android/custom"_s;
    QTest::newRow("commands") << u"windows/custom"_s;
}

void TestProfilePlatforms::importedBytesStay()
{
    QFETCH(QString, name);
    const ProfileType *type = typeOf(name);
    QVERIFY(type);
    const QByteArray before = QByteArray::fromBase64(caseOf(name)[u"content"_s].toString().toLatin1());
    const Result<ImportedProfile> imported = importProfile(type->platform, before);
    QVERIFY(imported);
    const Result<Rendering> rendering = render(*type, imported.value().settings, {u"prf-1"_s, u"A"_s, {}, {}, 1});
    QVERIFY(rendering);
    QCOMPARE(rendering.value().texts.size(), 1U);
    QCOMPARE(rendering.value().texts.front().content, before);
}

QTEST_GUILESS_MAIN(TestProfilePlatforms)
#include "tst_profile_platforms.moc"
