// Files, licences and the settings of the site in the window: what is chosen, brought to the server and sent.
#include "gui/placefixture.h"
#include "support/accessibility.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/tablepage.h"
#include "ui/common/tableview.h"
#include "ui/content/certificatesplace.h"
#include "ui/content/filesplace.h"
#include "ui/content/licencesplace.h"
#include "ui/content/uploadsheet.h"
#include "ui/settings/settingsplace.h"

#include <QAction>
#include <QComboBox>
#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

class TestContentPlaces : public QObject {
    Q_OBJECT

    PlaceFixture m_fixture;
    std::unique_ptr<Place> m_place;
    QTemporaryDir m_dir;

    static QJsonObject upload(int offset, bool isFinished)
    {
        return {{u"id"_s, u"upl-1"_s}, {u"name"_s, u"motd"_s}, {u"size"_s, 9}, {u"offset"_s, offset},
            {u"finished"_s, isFinished}};
    }
    static QJsonObject bodyOf(const WireRequest &request) { return QJsonDocument::fromJson(request.body).object(); }
    QString fileWith(const QByteArray &bytes)
    {
        const QString path = m_dir.filePath(u"motd"_s);
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? path : QString();
    }
    void enter(const PlaceEntry &entry, const QVariantMap &arguments = {})
    {
        m_place.reset(m_fixture.enter(entry, arguments));
    }
    RecordSheet *sheet()
    {
        for (auto *candidate : m_fixture.window->findChildren<RecordSheet *>()) {
            if (candidate->isVisible())
                return candidate;
        }
        return nullptr;
    }
    template<class Box> Box *box(const QWidget *root, const QString &name)
    {
        for (Box *candidate : root->findChildren<Box *>()) {
            if (candidate->accessibleName() == name)
                return candidate;
        }
        return nullptr;
    }
    void answerLimits()
    {
        m_fixture.answer(u"GET /uploads/limits"_s,
            jsonReply({{u"maximum"_s, 10485760}, {u"room"_s, 104857600}, {u"total"_s, 209715200}}));
    }
    void fillInFile()
    {
        enter(filesPlace, {{u"!create"_s, true}});
        QVERIFY(sheet());
        PlaceFixture::type(PlaceFixture::edit(sheet(), u"name"_s), u"Greeting"_s);
        PlaceFixture::type(PlaceFixture::edit(sheet(), u"path"_s), u"/etc/belvedere/motd"_s);
        const QString path = fileWith("good day\n");
        QVERIFY(!path.isEmpty());
        m_fixture.prompts.files = {path};
        PlaceFixture::button(sheet(), u"Choose a file…"_s)->click();
        QCoreApplication::sendPostedEvents();
        QCOMPARE(unnamedWidgets(sheet()), QStringList());
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(u"belvedere-tests"_s);
        QCoreApplication::setApplicationName(u"tst_content_places"_s);
    }
    void init() { m_fixture.start(); }
    void cleanup()
    {
        m_place.reset();
        m_fixture.stop();
    }

    void aFileIsMadeOfWhatWasUploaded()
    {
        answerLimits();
        m_fixture.answer(u"POST /uploads"_s, jsonReply(upload(0, false)));
        m_fixture.answer(u"PATCH /uploads/upl-1"_s, jsonReply(upload(9, false)));
        m_fixture.answer(u"POST /uploads/upl-1/finish"_s, jsonReply(upload(9, true)));
        m_fixture.answer(u"POST /files"_s,
            jsonReply({{u"id"_s, u"fil-1"_s}, {u"name"_s, u"Greeting"_s}, {u"platform"_s, u"linux"_s},
                {u"path"_s, u"/etc/belvedere/motd"_s}, {u"mode"_s, u"0644"_s}, {u"version"_s, 1}}));
        fillInFile();
        PlaceFixture::button(sheet(), u"Create file"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /files"_s).size(), 1);
        QCOMPARE(m_fixture.changes(u"PATCH /uploads/upl-1"_s).first().body, "good day\n"_ba);
        const QJsonObject made = bodyOf(m_fixture.changes(u"POST /files"_s).first());
        QCOMPARE(made["upload"_L1].toString(), u"upl-1"_s);
        QCOMPARE(made["path"_L1].toString(), u"/etc/belvedere/motd"_s);
        QTRY_VERIFY(!sheet());
        QVERIFY(m_fixture.changes(u"POST /uploads/upl-1/cancel"_s).isEmpty());
    }

    void anUploadEndsWithItsSheet()
    {
        answerLimits();
        m_fixture.answer(u"POST /uploads"_s, jsonReply(upload(0, false)));
        // another window is at work on it for good
        m_fixture.answer(u"PATCH /uploads/upl-1"_s, problemReply(409, u"upload.busy"_s));
        m_fixture.answer(u"GET /uploads/upl-1"_s, jsonReply(upload(0, false)));
        m_fixture.answer(u"POST /uploads/upl-1/cancel"_s, jsonReply({}));
        fillInFile();
        PlaceFixture::button(sheet(), u"Create file"_s)->click();
        QTRY_VERIFY(!m_fixture.changes(u"PATCH /uploads/upl-1"_s).isEmpty());
        const auto says = [this](const QString &part) {
            const QList<QLabel *> labels = sheet()->findChildren<QLabel *>();
            return std::any_of(
                labels.begin(), labels.end(), [&part](const QLabel *label) { return label->text().contains(part); });
        };
        QTRY_VERIFY(says(u"Another window sends this file too; this one follows."_s));
        PlaceFixture::button(sheet(), u"Cancel"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /uploads/upl-1/cancel"_s).size(), 1);
        QVERIFY(m_fixture.changes(u"POST /files"_s).isEmpty());
    }

    // Too late, or used up by another window: the next try sends the file once more.
    void aFileThatIsGoneIsSentAgain()
    {
        answerLimits();
        m_fixture.answer(u"POST /uploads"_s, jsonReply(upload(0, false)));
        m_fixture.answer(u"PATCH /uploads/upl-1"_s, jsonReply(upload(9, false)));
        m_fixture.answer(u"POST /uploads/upl-1/finish"_s, jsonReply(upload(9, true)));
        m_fixture.answer(u"POST /files"_s, problemReply(409, u"upload.gone"_s));
        fillInFile();
        PlaceFixture::button(sheet(), u"Create file"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /files"_s).size(), 1);
        QTRY_VERIFY(PlaceFixture::button(sheet(), u"Create file"_s)->isEnabled());
        QCOMPARE(
            sheet()->findChild<InlineMessage *>()->text(), u"The uploaded file is not kept any more. Send it again."_s);
        m_fixture.answer(u"POST /files"_s,
            jsonReply({{u"id"_s, u"fil-1"_s}, {u"name"_s, u"Greeting"_s}, {u"platform"_s, u"linux"_s},
                {u"path"_s, u"/etc/belvedere/motd"_s}, {u"mode"_s, u"0644"_s}, {u"version"_s, 1}}));
        PlaceFixture::button(sheet(), u"Create file"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /files"_s).size(), 2);
        QCOMPARE(m_fixture.changes(u"PATCH /uploads/upl-1"_s).size(), 2);
        QTRY_VERIFY(!sheet());
    }

    // A refusal that has to do with the file is no reason to send it again, nor to keep the others back.
    void whatIsWrongWithAFileIsSaidWithTheRest()
    {
        answerLimits();
        m_fixture.answer(u"POST /uploads"_s, jsonReply(upload(0, false)));
        m_fixture.answer(u"PATCH /uploads/upl-1"_s, jsonReply(upload(9, false)));
        m_fixture.answer(u"POST /uploads/upl-1/finish"_s, jsonReply(upload(9, true)));
        WireReply refusal = jsonReply(
            {{u"code"_s, u"validation"_s}, {u"title"_s, u"No"_s}, {u"status"_s, 422},
                {u"errors"_s,
                    QJsonArray{
                        QJsonObject{{u"field"_s, u"upload"_s}, {u"message"_s, u"only an own package has a content"_s}},
                        QJsonObject{{u"field"_s, u"path"_s}, {u"message"_s, u"this place is not for files"_s}}}}},
            422);
        refusal.headers = {{"content-type"_ba, "application/problem+json"_ba}};
        m_fixture.answer(u"POST /files"_s, refusal);
        fillInFile();
        PlaceFixture::button(sheet(), u"Create file"_s)->click();
        const auto told = [this] {
            QStringList texts;
            for (const QLabel *label : sheet()->findChildren<QLabel *>()) {
                if (label->isVisible())
                    texts.append(label->text());
            }
            return texts.join(u'\n');
        };
        QTRY_VERIFY2(told().contains(u"only an own package has a content"_s), qPrintable(told()));
        QVERIFY2(told().contains(u"this place is not for files"_s), qPrintable(told()));
        QVERIFY2(!told().contains(u"upload: "_s) && !told().contains(u"not kept any more"_s), qPrintable(told()));
        PlaceFixture::button(sheet(), u"Create file"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /files"_s).size(), 2);
        QCOMPARE(m_fixture.changes(u"PATCH /uploads/upl-1"_s).size(), 1);
    }

    // Nobody has given it up: the next window goes on with it, and says so.
    void anUploadOutlivesItsWindow()
    {
        answerLimits();
        m_fixture.answer(u"POST /uploads"_s, jsonReply(upload(0, false)));
        m_fixture.answer(u"PATCH /uploads/upl-1"_s, problemReply(409, u"upload.busy"_s));
        m_fixture.answer(u"POST /uploads/upl-1/cancel"_s, jsonReply({}));
        fillInFile();
        PlaceFixture::button(sheet(), u"Create file"_s)->click();
        QTRY_VERIFY(!m_fixture.changes(u"PATCH /uploads/upl-1"_s).isEmpty());
        const QPointer<RecordSheet> left = sheet();
        m_place->hidden();
        QTRY_VERIFY(!left);
        QVERIFY(m_fixture.changes(u"POST /uploads/upl-1/cancel"_s).isEmpty());

        QJsonObject earlier = upload(4, false);
        const QByteArray digest = QCryptographicHash::hash("good day\n", QCryptographicHash::Sha256).toHex();
        earlier.insert(u"sha256"_s, QString::fromLatin1(digest));
        m_fixture.answer(u"GET /uploads"_s, jsonReply({{u"items"_s, QJsonArray{earlier}}, {u"total"_s, 1}}));
        const qsizetype announced = m_fixture.changes(u"POST /uploads"_s).size();
        QByteArray sent;
        QStringList said;
        m_fixture.answer(u"PATCH /uploads/upl-1"_s, [&](const WireRequest &request) {
            sent = request.body;
            for (const QLabel *label : sheet()->findChildren<QLabel *>())
                said.append(label->text());
            return jsonReply(upload(9, false));
        });
        m_fixture.answer(u"POST /uploads/upl-1/finish"_s, jsonReply(upload(9, true)));
        fillInFile();
        PlaceFixture::button(sheet(), u"Create file"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /files"_s).size(), 1);
        QCOMPARE(sent, " day\n"_ba);
        QVERIFY2(said.join(u'\n').contains(u"Going on with an earlier upload that had brought 4 bytes"_s),
            qPrintable(said.join(u'\n')));
        QCOMPARE(m_fixture.changes(u"POST /uploads"_s).size(), announced);
    }

    void aSheetIsGoneWithItsPlace()
    {
        fillInFile();
        const QPointer<RecordSheet> left = sheet();
        m_place->hidden();
        QVERIFY(!sheet());
        QTRY_VERIFY(!left);
        fillInFile();
        const QPointer<RecordSheet> open = sheet();
        QVERIFY(open);
        m_place.reset();
        QVERIFY(!open);
    }

    void aCertificateGoesWithItsRequest()
    {
        m_fixture.answer(
            u"POST /certificates"_s, jsonReply({{u"id"_s, u"crt-1"_s}, {u"name"_s, u"CA"_s}, {u"version"_s, 1}}));
        enter(certificatesPlace, {{u"!create"_s, true}});
        QVERIFY(sheet());
        PlaceFixture::button(sheet(), u"Add certificate"_s)->click();
        QVERIFY(m_fixture.changes().isEmpty()); // no file is chosen
        m_fixture.prompts.files = {fileWith("-----BEGIN CERTIFICATE-----\n")};
        PlaceFixture::button(sheet(), u"Choose a file…"_s)->click();
        PlaceFixture::button(sheet(), u"Add certificate"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /certificates"_s).size(), 1);
        QCOMPARE(bodyOf(m_fixture.changes(u"POST /certificates"_s).first())["content"_L1].toString(),
            u"-----BEGIN CERTIFICATE-----\n"_s);
    }

    void aLicenceNamesItsApplication()
    {
        m_fixture.fillList(u"applications"_s,
            {{{u"id"_s, u"app-1"_s}, {u"name"_s, u"Curl"_s}, {u"platform"_s, u"linux"_s}, {u"kind"_s, u"repository"_s},
                {u"identifier"_s, u"curl"_s}, {u"version"_s, 1}}});
        const QJsonObject pool{{u"id"_s, u"lic-1"_s}, {u"name"_s, u"Office"_s}, {u"seats"_s, 10}, {u"version"_s, 1}};
        m_fixture.fillList(u"licences"_s, {pool});
        m_fixture.answer(u"PATCH /licences/lic-1"_s, jsonReply(pool));
        enter(licencesPlace);
        auto *page = m_place->findChild<TablePage *>();
        QTRY_VERIFY(page->model().indexOfId(u"lic-1"_s).isValid());
        page->view()->setCurrentIndex(page->model().indexOfId(u"lic-1"_s));
        PlaceFixture::action(m_place.get(), u"Edit…"_s)->trigger();
        QVERIFY(sheet());
        QCOMPARE(unnamedWidgets(sheet()), QStringList());
        auto *applications = box<QComboBox>(sheet(), u"Application"_s);
        QVERIFY(applications);
        QTRY_VERIFY(applications->findData(u"app-1"_s) >= 0);
        applications->setCurrentIndex(applications->findData(u"app-1"_s));
        PlaceFixture::button(sheet(), u"Save licence"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"PATCH /licences/lic-1"_s).size(), 1);
        QCOMPARE(bodyOf(m_fixture.changes(u"PATCH /licences/lic-1"_s).first()),
            (QJsonObject{{u"application.id"_s, u"app-1"_s}}));
    }

    void anAdministratorSaysWhatHoldsForTheSite()
    {
        const QJsonObject rule{{u"approval"_s, u"automatic"_s}, {u"approval_required"_s, false},
            {u"administrators"_s, 1}, {u"waiting"_s, 0}};
        answerLimits();
        m_fixture.answer(u"GET /settings/policies"_s, jsonReply(rule));
        m_fixture.answer(u"PATCH /settings/policies"_s, problemReply(409, u"policy.administrators"_s));
        m_fixture.answer(u"POST /uploads/limits"_s,
            jsonReply({{u"maximum"_s, 20971520}, {u"room"_s, 104857600}, {u"total"_s, 209715200}}));
        enter(settingsPlace);
        QTRY_VERIFY(m_place->isSettled());
        QCOMPARE(unnamedWidgets(m_place.get()), QStringList());
        auto *approval = box<QComboBox>(m_place.get(), u"Approval by a second person"_s);
        QVERIFY(approval);
        QCOMPARE(approval->currentData().toString(), u"automatic"_s);
        auto *saveApproval = PlaceFixture::button(m_place.get(), u"Save approval rule"_s);
        QVERIFY(!saveApproval->isEnabled());
        approval->setCurrentIndex(approval->findData(u"always"_s));
        Q_EMIT approval->activated(approval->currentIndex());
        QVERIFY(saveApproval->isEnabled());
        saveApproval->click();
        QTRY_COMPARE(m_fixture.changes(u"PATCH /settings/policies"_s).size(), 1);
        QTRY_VERIFY(m_place->isSettled());
        auto *saveLimits = PlaceFixture::button(m_place.get(), u"Save limits"_s);
        QCOMPARE(box<QSpinBox>(m_place.get(), u"Largest file"_s)->value(), 10);
        QCOMPARE(box<QSpinBox>(m_place.get(), u"Room for all files"_s)->value(), 200);
        QVERIFY(!saveLimits->isEnabled()); // nothing else is said yet
        box<QSpinBox>(m_place.get(), u"Largest file"_s)->setValue(20);
        box<QSpinBox>(m_place.get(), u"Room for all files"_s)->setValue(1000);
        QVERIFY(saveLimits->isEnabled());
        saveLimits->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /uploads/limits"_s).size(), 1);
        const QJsonObject body = bodyOf(m_fixture.changes(u"POST /uploads/limits"_s).first());
        QCOMPARE(body["maximum"_L1].toInteger(), 20 * 1024 * 1024);
        QCOMPARE(body["total"_L1].toInteger(), 1000 * 1024 * 1024);
    }

    void anAuditorSeesNothingOfTheSitesSettings()
    {
        m_fixture.stop();
        m_fixture.start(u"auditor"_s);
        enter(settingsPlace);
        QVERIFY(!PlaceFixture::button(m_place.get(), u"Save approval rule"_s));
        QVERIFY(!m_fixture.asked.contains(u"GET /settings/policies"_s));
    }
};

QTEST_MAIN(TestContentPlaces)
#include "tst_content_places.moc"
