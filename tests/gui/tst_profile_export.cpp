// A profile from the window to a file: the bytes that the server renders, signed ones, and pictures of the editor.
#include "gui/placefixture.h"
#include "profiles/settings.h"
#include "support/accessibility.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/tablepage.h"
#include "ui/common/tableview.h"
#include "ui/policies/profilesheet.h"
#include "ui/policies/profilesplace.h"
#include "ui/policies/renderingview.h"
#include "ui/policies/settingsform.h"
#include "ui/policies/settingwords.h"

#include <QAction>
#include <QLabel>
#include <QPlainTextEdit>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QUrlQuery>

using namespace Qt::StringLiterals;
using namespace belvedere;
using namespace belvedere::test;

namespace {

QJsonObject profile(int number, const QString &platform, const QString &type, const QString &name)
{
    return {{u"id"_s, u"prf-%1"_s.arg(number)}, {u"name"_s, name}, {u"platform"_s, platform}, {u"type"_s, type},
        {u"revision"_s, 1}, {u"settings"_s, QJsonObject()}, {u"version"_s, 1}};
}

QJsonObject rendering(const QHash<QString, QByteArray> &files, bool holdsSecrets)
{
    QJsonObject all;
    for (auto it = files.begin(); it != files.end(); ++it)
        all.insert(it.key(), QJsonObject{{u"base64"_s, QString::fromLatin1(it.value().toBase64())}});
    return {{u"profile"_s, u"prf-1"_s}, {u"revision"_s, 1}, {u"secrets"_s, holdsSecrets}, {u"files"_s, all}};
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestProfileExport : public QObject {
    Q_OBJECT

    PlaceFixture m_fixture;
    std::unique_ptr<Place> m_place;
    QTemporaryDir m_folder;

    void choose(const QString &id)
    {
        auto *page = m_place->findChild<TablePage *>();
        QTRY_VERIFY(page->model().indexOfId(id).isValid());
        page->view()->setCurrentIndex(page->model().indexOfId(id));
        QTRY_VERIFY(m_place->isSettled());
    }
    QAction *command(const QString &text) { return PlaceFixture::action(m_place.get(), text); }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(u"belvedere-tests"_s);
        QCoreApplication::setApplicationName(u"tst_profile_export"_s);
    }
    void init()
    {
        m_fixture.start();
        const QJsonObject apple = profile(1, u"ios"_s, u"custom"_s, u"Wi-Fi: guests/staff"_s);
        const QJsonObject browser = profile(2, u"linux"_s, u"browser"_s, u"Browsers"_s);
        const QJsonObject mac = profile(3, u"macos"_s, u"passcode"_s, u"Codes"_s);
        m_fixture.fillList(u"profiles"_s, {apple, browser, mac});
        m_fixture.answer(u"GET /profiles/prf-1"_s, jsonReply(apple));
        m_fixture.answer(u"GET /profiles/prf-2"_s, jsonReply(browser));
        m_fixture.answer(u"GET /profiles/prf-3"_s, jsonReply(mac));
        m_place.reset(m_fixture.enter(profilesPlace));
    }
    void cleanup()
    {
        m_place.reset();
        m_fixture.stop();
    }

    void everyByteIsKept()
    {
        const QByteArray bytes("<plist>\r\n \x00\xff odd</plist>\n\n", 25);
        m_fixture.answer(
            u"GET /profiles/prf-1/rendering"_s, jsonReply(rendering({{u"custom.mobileconfig"_s, bytes}}, true)));
        choose(u"prf-1"_s);
        const QString path = m_folder.filePath(u"out.mobileconfig"_s);
        m_fixture.prompts.files = {path};
        command(u"Export…"_s)->trigger();
        QTRY_COMPARE(m_fixture.prompts.requests.size(), 1);
        QCOMPARE(m_fixture.prompts.requests.first().suggested, u"Wi-Fi- guests-staff.mobileconfig"_s);
        QVERIFY(m_fixture.prompts.requests.first().title.contains("with its secrets"_L1));
        QCOMPARE(contentOf(path), bytes);
        QCOMPARE(int(QFile(path).permissions() & QFile::Permissions(0x0077)), 0); // nobody else's
        const auto *said = m_fixture.toasts->findChild<InlineMessage *>();
        QVERIFY(said);
        QCOMPARE(said->severity(), Severity::Warning);
        QVERIFY2(said->text().contains(u"keep it from others"_s), qPrintable(said->text()));
    }

    void severalFilesFollowEachOther()
    {
        m_fixture.answer(u"GET /profiles/prf-2/rendering"_s,
            jsonReply(rendering({{u"/etc/a.json"_s, "{}\n"}, {u"/etc/b.json"_s, "[]\n"}}, false)));
        choose(u"prf-2"_s);
        const QString path = m_folder.filePath(u"browsers.txt"_s);
        m_fixture.prompts.files = {path};
        command(u"Export…"_s)->trigger();
        QTRY_COMPARE(contentOf(path), "==> /etc/a.json\n{}\n==> /etc/b.json\n[]\n"_ba);
        QCOMPARE(m_fixture.prompts.requests.last().suggested, u"Browsers.txt"_s);
        const auto *said = m_fixture.toasts->findChild<InlineMessage *>();
        QVERIFY(said);
        QCOMPARE(said->severity(), Severity::Ok);
        QVERIFY2(!said->text().contains(u"secrets"_s), qPrintable(said->text()));
        QVERIFY(!command(u"Export signed…"_s)->isEnabled()); // Apple's alone
        choose(u"prf-3"_s);
        QVERIFY(command(u"Export signed…"_s)->isEnabled());
    }

    // Nobody is asked for a file over another place.
    void anExportIsGivenUpWithItsPlace()
    {
        for (const QString &id : {u"prf-1"_s, u"prf-2"_s})
            m_fixture.answer(QString(u"GET /profiles/"_s + id + u"/rendering"_s),
                jsonReply(rendering({{u"/etc/a.json"_s, "{}\n"}}, false)));
        choose(u"prf-1"_s);
        command(u"Export…"_s)->trigger();
        m_place->hidden();
        m_place->shown({});
        choose(u"prf-2"_s);
        command(u"Export…"_s)->trigger(); // its answer comes after that of the first
        QTRY_VERIFY(
            !m_fixture.prompts.requests.isEmpty() && m_fixture.prompts.requests.last().title.contains("Browsers"_L1));
        QCOMPARE(m_fixture.prompts.requests.size(), 1);
    }

    void signedIsAskedForAndRefusalIsSaid_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("words");
        QTest::newRow("no certificate") << u"signing.off"_s << u"This server has no certificate"_s;
        QTest::newRow("out of its time") << u"signing.expired"_s << u"has run out or is not valid yet"_s;
        QTest::newRow("a key that fails") << u"signing.failed"_s << u"could not sign the profile"_s;
        QTest::newRow("another platform") << u"signing.platform"_s << u"Only profiles of Apple's platforms"_s;
    }
    void signedIsAskedForAndRefusalIsSaid()
    {
        QFETCH(QString, code);
        QFETCH(QString, words);
        QString asked;
        m_fixture.answer(u"GET /profiles/prf-1/rendering"_s, [&asked, code](const WireRequest &request) {
            asked = QUrlQuery(request.url).queryItemValue(u"signed"_s);
            return problemReply(409, code);
        });
        choose(u"prf-1"_s);
        const qsizetype before = m_fixture.prompts.requests.size();
        QVERIFY(command(u"Export signed…"_s)->isEnabled());
        command(u"Export signed…"_s)->trigger();
        QTRY_COMPARE(m_fixture.toasts->count(), 1);
        QCOMPARE(asked, u"true"_s);
        QStringList said;
        for (const QLabel *label : m_fixture.toasts->findChildren<QLabel *>())
            said.append(label->text());
        QVERIFY2(said.join(u' ').contains(words), qPrintable(said.join(u' ')));
        QCOMPARE(m_fixture.prompts.requests.size(), before); // nobody is asked where to
    }

    void theTourShowsTheEditorFilledWithItsMistake()
    {
        int mistakes = 0;
        for (const auto &[name, arguments] : m_place->pictureStates()) {
            if (!name.startsWith("editor-"_L1))
                continue;
            m_place->shown(arguments);
            auto *sheet = m_fixture.window->findChild<ProfileSheet *>();
            QVERIFY2(sheet, qPrintable(name));
            const QJsonObject settings = sheet->settings()->settings();
            QVERIFY2(settings.size() >= 3, qPrintable(name));
            const ProfileType *type = catalogue().find(sheet->entered().platform.value(), sheet->entered().type);
            const QList<SettingProblem> found = problems(*type, settings, Masks::Kept);
            QVERIFY2(found.size() <= 1, qPrintable(name));
            mistakes += int(found.size());
            QStringList said;
            for (const QLabel *label : sheet->settings()->findChildren<QLabel *>())
                said.append(label->isVisible() ? label->text() : QString());
            for (const SettingProblem &problem : found)
                QVERIFY2(said.contains(problemInWords(problem)), qPrintable(name));
            QTRY_VERIFY(m_place->isSettled());
            QCOMPARE(sheet->rendering()->findChild<QPlainTextEdit *>()->toPlainText().isEmpty(), !found.isEmpty());
            QCOMPARE(unnamedWidgets(m_fixture.window.get()), QStringList());
            QCOMPARE(clippedTexts(m_fixture.window.get()), QStringList());
            m_place->hidden();
            QTRY_VERIFY(!m_fixture.window->findChild<ProfileSheet *>());
        }
        QCOMPARE(mistakes, 2);
    }
};

QTEST_MAIN(TestProfileExport)
#include "tst_profile_export.moc"
