// What Android and Windows get, read by tools that are not ours: every case, and every case with each of its choices
// and truths turned, against the vendors' fields as a JSON schema and as RELAX NG grammars.
#include "profiles/rendering.h"
#include "profiles/settings.h"
#include "support/places.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

QString folder() { return test::sourcePath(u"tests/unit/profiles"); }

QJsonObject settingsIn(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

// The settings with one of them turned to another value, for all of them and all values.
QList<QJsonObject> turned(const ProfileType &type, const QJsonObject &settings)
{
    QList<QJsonObject> all;
    for (const Setting &setting : type.settings) {
        const auto with = [&](const QJsonValue &value) {
            QJsonObject other = settings;
            other.insert(setting.key, value);
            all.append(other);
        };
        if (setting.kind == SettingKind::Bool) {
            with(true);
            with(false);
        }
        for (const SettingChoice &choice : setting.choices)
            with(choice.key);
        if (setting.kind == SettingKind::Int && setting.minimum && setting.maximum) {
            with(*setting.minimum);
            with(*setting.maximum);
        }
    }
    return all;
}

// Only settings that can be saved are rendered.
int store(const QDir &to, const QString &name, const ProfileType &type, const QJsonObject &settings)
{
    const Result<Rendering> rendering = render(type, settings, {u"prf-7"_s, u"Name"_s, {}, {}, 1});
    if (!rendering)
        return 0;
    for (const RenderedText &text : rendering.value().texts) {
        const QString ending = text.name.section(u'.', -1);
        const QString variant = text.name.section(u'.', 0, -2).mid(type.key.size());
        QFile file(to.filePath(name + variant + u'.' + ending));
        if (!file.open(QIODevice::WriteOnly) || file.write(text.content) != text.content.size())
            return 0;
    }
    return 1;
}

} // namespace

class TestProfileOutside : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void renderings();
    void theChecksFindDamage_data();
    void theChecksFindDamage();

private:
    static QString checked(const QString &path)
    {
        QProcess python;
        python.setProcessChannelMode(QProcess::MergedChannels);
        python.start(u"python3"_s, {folder() + u"/outside/check.py"_s, path});
        if (!python.waitForFinished(60000))
            return u"the check did not end"_s;
        const QString said = QString::fromUtf8(python.readAll()).left(8000);
        return python.exitCode() == 0 ? QString() : said.isEmpty() ? u"failed"_s : said;
    }
};

void TestProfileOutside::renderings()
{
    QTemporaryDir out;
    int rendered = 0;
    for (const auto platform : {Platform::Android, Platform::Windows}) {
        const QString token = Coded<Platform>(platform).token();
        const QDir cases(folder() + u"/cases/"_s + token);
        QVERIFY(QDir(out.path()).mkpath(token));
        const QDir to(out.filePath(token));
        for (const QString &file : cases.entryList({u"*.json"_s})) {
            const QString name = file.chopped(5);
            const ProfileType *type = catalogue().find(platform, QString(name.section(u'.', 0, 0)));
            QVERIFY2(type, qPrintable(file));
            if (type->key == "custom"_L1)
                continue; // not our text
            const QJsonObject settings = settingsIn(cases.filePath(file));
            QVERIFY2(store(to, name, *type, settings) == 1, qPrintable(file));
            int number = 0;
            for (const QJsonObject &other : turned(*type, settings))
                rendered += store(to, QString(name + u'-' + QString::number(++number)), *type, other);
        }
    }
    QVERIFY2(rendered > 300, qPrintable(QString::number(rendered)));
    const QString said = checked(out.path());
    QVERIFY2(said.isEmpty(), qPrintable(said));
}

void TestProfileOutside::theChecksFindDamage_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("content");
    const QString android = u"android/a.json"_s;
    const QString windows = u"windows/a.xml"_s;
    QTest::newRow("unknown field") << android << QByteArray("{\"cameraAcces\": \"CAMERA_ACCESS_DISABLED\"}");
    QTest::newRow("unknown value") << android << QByteArray("{\"cameraAccess\": \"OFF\"}");
    QTest::newRow("number as a text") << android << QByteArray("{\"maximumTimeToLock\": 5000}");
    QTest::newRow("incognito as a number")
        << android
        << QByteArray("{\"applications\": [{\"packageName\": \"com.android.chrome\","
                      "\"managedConfiguration\": {\"IncognitoModeAvailability\": 1}}]}");
    QTest::newRow("braces in the address")
        << windows
        << QByteArray("<SyncML xmlns=\"SYNCML:SYNCML1.2\"><SyncBody><Delete><CmdID>1</CmdID><Item><Target>"
                      "<LocURI>./Vendor/MSFT/EMAIL2/{1}</LocURI></Target></Item></Delete><Final/></SyncBody></SyncML>");
    QTest::newRow("not well-formed") << windows << QByteArray("<SyncML><SyncBody></SyncML>");
}

void TestProfileOutside::theChecksFindDamage()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, content);
    QTemporaryDir out;
    QVERIFY(QDir(out.path()).mkpath(u"android"_s) && QDir(out.path()).mkpath(u"windows"_s));
    const QDir good(folder() + u"/golden/windows"_s);
    QVERIFY(QFile::copy(good.filePath(u"wifi.xml"_s), out.filePath(u"windows/wifi.xml"_s)));
    const QString before = checked(out.path());
    QVERIFY2(before.isEmpty(), qPrintable(before));
    QFile damaged(out.filePath(file));
    QVERIFY(damaged.open(QIODevice::WriteOnly));
    damaged.write(content);
    damaged.close();
    QVERIFY(!checked(out.path()).isEmpty());
}

QTEST_GUILESS_MAIN(TestProfileOutside)
#include "tst_profile_outside.moc"
