// The editor of profiles: a form from the catalogue, what depends on what, secrets, and the text that goes out.
#include "tests/support/accessibility.h"
#include "tests/support/fakeprompts.h"
#include "ui/policies/profiletypesheet.h"
#include "ui/policies/renderingview.h"
#include "ui/policies/settingeditor.h"
#include "ui/policies/settingsform.h"
#include "ui/policies/settingwords.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeWidget>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

const ProfileType &typeOf(Platform platform, const char *key)
{
    return *catalogue().find(platform, QString::fromLatin1(key));
}

template<class T> T *inside(QWidget *form, const char *key)
{
    auto *editor = form->findChild<SettingEditor *>(QString::fromLatin1(key));
    return editor ? editor->findChild<T *>() : nullptr;
}

bool isShown(QWidget *form, const char *key)
{
    return !form->findChild<SettingEditor *>(QString::fromLatin1(key))->isHidden();
}

} // namespace

class TestProfileEditor : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyTypeHasAForm();
    void anUntouchedFormGivesBackWhatItLoaded();
    void whatDependsComesAndGoes();
    void anEmptiedListIsUndecided();
    void secretsStayHiddenAndKept();
    void whatIsWrongIsSaidWhileTyping();
    void theTextFollowsALittleLater();
    void aLongTextSaysThatItIsCut();
    void typesAreChosenByPlatform();
    void aFileIsImported();
};

void TestProfileEditor::everyTypeHasAForm()
{
    FakePrompts prompts;
    for (const ProfileType &type : catalogue().types()) {
        if (!type.unavailable.isEmpty())
            continue;
        SettingsForm form(type, prompts);
        QVERIFY2(form.settings().isEmpty(), qPrintable(type.key));
        QVERIFY2(!form.isDirty(), qPrintable(type.key));
        for (const Setting &setting : type.settings) {
            auto *editor = form.findChild<SettingEditor *>(setting.key);
            QVERIFY2(editor, qPrintable(setting.key));
            QVERIFY2(!editor->focusProxy()->accessibleName().isEmpty(), qPrintable(setting.key));
        }
    }
}

void TestProfileEditor::anUntouchedFormGivesBackWhatItLoaded()
{
    FakePrompts prompts;
    SettingsForm form(typeOf(Platform::Ios, "wifi"), prompts);
    const QJsonObject settings{{u"ssid"_s, u" blanks count "_s}, {u"security"_s, u"wpa2"_s},
        {u"password"_s, QString::fromUtf16(secretMask)}, {u"auto_join"_s, false}};
    form.load(settings);
    QCOMPARE(form.settings(), settings);
    QVERIFY(!form.isDirty());
    const QJsonObject theirs{{u"ssid"_s, u"Other"_s}, {u"hidden"_s, true}};
    QCOMPARE(form.changedOn(theirs), theirs);
}

void TestProfileEditor::whatDependsComesAndGoes()
{
    FakePrompts prompts;
    SettingsForm form(typeOf(Platform::Ios, "wifi"), prompts);
    QVERIFY(isShown(&form, "password")); // WPA2/WPA3 is the default
    QVERIFY(!isShown(&form, "eap"));
    auto *security = inside<QComboBox>(&form, "security");
    QCOMPARE(security->currentData().toString(), u"wpa2"_s); // preselected
    QTest::keyClicks(inside<QLineEdit>(&form, "password"), u"correct horse"_s);
    security->setCurrentIndex(security->findData(u"enterprise"_s));
    QVERIFY(!isShown(&form, "password"));
    QVERIFY(isShown(&form, "eap"));
    QVERIFY(!form.settings().contains("password"_L1)); // not sent while it does not apply
    security->setCurrentIndex(security->findData(u"wpa2"_s));
    QCOMPARE(form.settings().value("password"_L1).toString(), u"correct horse"_s);
}

void TestProfileEditor::anEmptiedListIsUndecided()
{
    FakePrompts prompts;
    SettingsForm form(typeOf(Platform::Linux, "browser"), prompts);
    form.load({{u"url_blocklist"_s, QJsonArray{u"example.org"_s}}, {u"homepage"_s, u"https://a.example/"_s}});
    inside<QPlainTextEdit>(&form, "url_blocklist")->setPlainText(u"\n"_s);
    QCOMPARE(form.settings(), (QJsonObject{{u"homepage"_s, u"https://a.example/"_s}}));
    QVERIFY(form.isDirty());
}

void TestProfileEditor::secretsStayHiddenAndKept()
{
    FakePrompts prompts;
    SettingsForm form(typeOf(Platform::Ios, "wifi"), prompts);
    form.load({{u"ssid"_s, u"Office"_s}, {u"password"_s, QString::fromUtf16(secretMask)}});
    auto *password = inside<QLineEdit>(&form, "password");
    QCOMPARE(password->echoMode(), QLineEdit::Password);
    QVERIFY(password->text().isEmpty());
    QVERIFY(form.check());
    QCOMPARE(form.settings().value("password"_L1).toString(), QString::fromUtf16(secretMask));
    password->setText(QString::fromUtf16(secretMask));
    Q_EMIT password->textEdited(password->text());
    QVERIFY(!form.check());
    QVERIFY(password->accessibleDescription().contains("dots"_L1));
    password->clear();
    QTest::keyClicks(password, u" with blanks "_s);
    QVERIFY(form.check());
    QCOMPARE(form.settings().value("password"_L1).toString(), u" with blanks "_s);
    QCOMPARE(
        valueInWords(*typeOf(Platform::Ios, "wifi").find(u"password"), u"hunter22"_s).contains("hunter"_L1), false);
}

void TestProfileEditor::whatIsWrongIsSaidWhileTyping()
{
    FakePrompts prompts;
    SettingsForm form(typeOf(Platform::Ios, "passcode"), prompts);
    auto *length = inside<QLineEdit>(&form, "minimum_length");
    QTest::keyClicks(length, u"99"_s);
    QCOMPARE(length->accessibleDescription(), u"From 1 to 16."_s);
    QVERIFY(!form.check());
    QTest::keyClick(length, Qt::Key_Backspace);
    QVERIFY(length->accessibleDescription().isEmpty());
    QVERIFY(form.check());
    QCOMPARE(form.settings(), (QJsonObject{{u"minimum_length"_s, 9}}));
}

void TestProfileEditor::theTextFollowsALittleLater()
{
    RenderingView view(typeOf(Platform::Ios, "wifi"));
    auto *text = view.findChild<QPlainTextEdit *>();
    view.setProfile({{u"ssid"_s, u"Office"_s}}, {u"prf-1"_s, u"A"_s, {}, {}, 1});
    QTRY_VERIFY(view.isSettled());
    QVERIFY(text->toPlainText().isEmpty()); // the password is missing
    const QJsonObject settings{{u"ssid"_s, u"Office"_s}, {u"password"_s, u"correct horse"_s}};
    const RenderingIdentity identity{u"prf-1"_s, u"A"_s, {}, {}, 1};
    view.setProfile(settings, identity);
    QTRY_VERIFY(text->toPlainText().contains("SSID_STR"_L1));
    QVERIFY(!text->toPlainText().contains("correct horse"_L1));
    view.findChild<QCheckBox *>()->setChecked(true);
    const Result<Rendering> sent = render(typeOf(Platform::Ios, "wifi"), settings, identity);
    QCOMPARE(text->toPlainText(), QString::fromUtf8(sent.value().texts.front().content));
}

void TestProfileEditor::aLongTextSaysThatItIsCut()
{
    RenderingView view(typeOf(Platform::Linux, "custom"));
    view.show();
    const auto *text = view.findChild<QPlainTextEdit *>();
    const auto show = [&view](const QByteArray &content) {
        view.setProfile({{u"path"_s, u"/opt/example/list"_s}, {u"data"_s, QString::fromLatin1(content.toBase64())}},
            {u"prf-1"_s, u"A"_s, {}, {}, 1});
        return QTest::qWaitFor([&view] { return view.isSettled(); });
    };
    const auto said = [&view] {
        QString all;
        for (const QLabel *label : view.findChildren<QLabel *>())
            all += label->isVisible() ? label->text() : QString();
        return all;
    };
    QVERIFY(show(QByteArray(200'000, 'x')));
    QCOMPARE(text->toPlainText().size(), 200'000);
    QVERIFY2(!said().contains("Only the first"_L1), qPrintable(said()));
    QVERIFY(show("x" + QByteArray("\xc3\xa4").repeated(150'000)));
    QVERIFY2(said().contains("Only the first"_L1), qPrintable(said()));
    QCOMPARE(text->toPlainText().size(), 100'000); // no half a character
    QVERIFY(!text->toPlainText().contains(QChar::ReplacementCharacter));
    QVERIFY(show("short"));
    QVERIFY(!said().contains("Only the first"_L1));
}

void TestProfileEditor::typesAreChosenByPlatform()
{
    FakePrompts prompts;
    QWidget window;
    window.resize(1'000, 800);
    window.show();
    auto *sheet = new ProfileTypeSheet(prompts, &window);
    sheet->open();
    QSignalSpy chosen(sheet, &ProfileTypeSheet::chosen);
    auto *tree = sheet->findChild<QTreeWidget *>();
    sheet->choose(Platform::Ios, u"firewall"_s);
    QPushButton *proceed = nullptr;
    for (QPushButton *button : sheet->findChildren<QPushButton *>()) {
        if (button->text() == "Continue"_L1)
            proceed = button;
    }
    QVERIFY(proceed);
    QVERIFY(!proceed->isEnabled()); // the platform has none
    sheet->choose(Platform::Ios, u"kiosk"_s);
    QVERIFY(proceed->isEnabled());
    QVERIFY(tree->currentItem()->text(1).contains("Supervised"_L1));
    QCOMPARE(unnamedWidgets(sheet), QStringList());
    proceed->click();
    QCOMPARE(chosen.size(), 1);
    const auto profile = chosen.first().first().value<ConfigurationProfile>();
    QCOMPARE(profile.type, u"kiosk"_s);
    QVERIFY(profile.platform.value() == Platform::Ios);
}

void TestProfileEditor::aFileIsImported()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"wifi.mobileconfig"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("<plist><dict><key>PayloadContent</key><array/></dict></plist>");
    file.close();
    FakePrompts prompts;
    QWidget window;
    auto *sheet = new ProfileTypeSheet(prompts, &window);
    sheet->choose(Platform::MacOs);
    QSignalSpy chosen(sheet, &ProfileTypeSheet::chosen);
    prompts.files.append(path);
    for (QPushButton *button : sheet->findChildren<QPushButton *>()) {
        if (button->text().startsWith("Import"_L1))
            button->click();
    }
    QTRY_COMPARE(chosen.size(), 1);
    const auto profile = chosen.first().first().value<ConfigurationProfile>();
    QCOMPARE(profile.type, u"custom"_s);
    QCOMPARE(profile.name, u"wifi"_s);
}

QTEST_MAIN(TestProfileEditor)
#include "tst_profile_editor.moc"
