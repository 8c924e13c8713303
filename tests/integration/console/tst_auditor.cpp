// An auditor at the real console: sees everything, is offered nothing that would be refused, and is refused it anyway.
#include "integration/console/consolerun.h"
#include "ui/account/passwordsheet.h"
#include "ui/common/bulkbar.h"
#include "ui/common/tableview.h"
#include "ui/devices/devicepage.h"
#include "ui/shell/navpanel.h"
#include "ui/shell/signinpage.h"

#include <QAbstractButton>
#include <QAction>
#include <QLineEdit>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = ConsoleRun::patience;

// What changes something; an administrator finds each of them.
const QSet<QString> changing{u"New token…"_s, u"Revoke…"_s, u"Tags…"_s, u"Assign person…"_s, u"Remove…"_s,
    u"New person…"_s, u"New account…"_s, u"Set password…"_s, u"Save"_s, u"Revert"_s, u"New policy…"_s,
    u"New profile…"_s, u"New rule…"_s, u"Edit…"_s, u"Activate…"_s, u"Try again"_s, u"Synchronise…"_s, u"Message…"_s,
    u"Lock…"_s, u"Restart…"_s, u"New application…"_s, u"New release…"_s, u"New file…"_s, u"New revision…"_s,
    u"Add certificate…"_s, u"New licence…"_s, u"Block…"_s, u"Undo decision"_s, u"Block by pattern…"_s,
    u"Run command…"_s, u"Install updates…"_s, u"Install approved updates…"_s};

} // namespace

class TestAuditor : public QObject {
    Q_OBJECT

public:
    static void initMain() { ConsoleRun::isolate(); }

private:
    ConsoleRun m_run;
    QByteArray m_administrator;
    QString m_email = u"auditor@example.org"_s;
    QString m_first = u"a password for tests"_s; // as the fixture gives it
    QString m_second = u"another good password"_s;

    // Texts of what can be pressed or chosen in the current place.
    QSet<QString> offers()
    {
        QSet<QString> texts;
        Place *place = m_run.window().currentPlace();
        for (const QAbstractButton *button : place->findChildren<QAbstractButton *>()) {
            if (button->isVisible() && !button->text().isEmpty())
                texts.insert(button->text());
        }
        for (const QAction *action : place->actions()) {
            if (action->isVisible())
                texts.insert(action->text());
        }
        return texts;
    }
    // Walks through every place that holds records, with rows and without, opened and ticked.
    void walk(QSet<QString> &texts)
    {
        const std::pair<QString, QString> places[] = {{u"Home"_s, u"home"_s}, {u"Enrolment"_s, u"enrolment"_s},
            {u"Devices"_s, u"devices"_s}, {u"Persons"_s, u"persons"_s}, {u"Business policies"_s, u"policies"_s},
            {u"Configuration profiles"_s, u"profiles"_s}, {u"Applications"_s, u"applications"_s},
            {u"Files"_s, u"files"_s}, {u"Certificates"_s, u"certificates"_s}, {u"Licences"_s, u"licences"_s},
            {u"Patches"_s, u"patches"_s}, {u"Blocked updates"_s, u"patchblocks"_s}, {u"Compliance rules"_s, u"rules"_s},
            {u"Deployments"_s, u"deployments"_s}, {u"Rule results"_s, u"results"_s}, {u"Actions"_s, u"actions"_s},
            {u"Compliance report"_s, u"compliance"_s}, {u"Accounts"_s, u"accounts"_s}};
        for (const auto &[title, id] : places) {
            QVERIFY2(m_run.go(title, id), qPrintable(title));
            texts += offers();
            TablePage *page = m_run.page();
            if (!page || page->model().rowCount() == 0)
                continue;
            page->view()->setFocus();
            page->view()->setCurrentIndex(page->model().index(0, 0));
            QTest::keyClick(page->view(), Qt::Key_Space);
            texts += offers();
            page->bulkBar()->clearRequested();
            QTest::keyClick(page->view(), Qt::Key_Return);
            const Place *place = m_run.window().currentPlace();
            QTRY_VERIFY_WITH_TIMEOUT(place->isSettled(), patience);
            texts += offers();
        }
    }
    bool enroll()
    {
        const HttpReply grant = m_run.server().post(u"/api/v1/enrolments"_s, m_administrator,
            {{u"label"_s, u"Fleet"_s}, {u"uses"_s, 5},
                {u"expires"_s, QDateTime::currentDateTimeUtc().addDays(1).toString(Qt::ISODate)}});
        return ConsoleRun::run(u"belvedere-agent"_s,
                   {u"--enrol"_s, grant.json()["enrolment"_L1].toString(), u"--root"_s, m_run.path(u"fleet"_s),
                       u"--simulate"_s, u"3"_s, u"--rounds"_s, u"1"_s})
                   .code
            == 0;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_run.startServer(), qPrintable(m_run.server().errors()));
        m_administrator = m_run.server().administrator();
        QVERIFY(!m_run.server().account(m_administrator, m_email, u"auditor"_s).isEmpty());
    }
    void cleanupTestCase() { m_run.close(); }

    void firstPasswordHasToBeChanged()
    {
        QVERIFY(m_run.open(m_email, m_first));
        auto *sheet = m_run.seen<PasswordSheet>();
        QVERIFY(sheet);
        const std::pair<QString, QString> entries[] = {
            {u"oldPassword"_s, m_first}, {u"newPassword"_s, m_second}, {u"newPasswordAgain"_s, m_second}};
        for (const auto &[name, text] : entries)
            QTest::keyClicks(sheet->findChild<QLineEdit *>(name), text);
        QVERIFY(ConsoleRun::press(sheet, u"Change password"_s));
        QTRY_VERIFY_WITH_TIMEOUT(!m_run.seen<PasswordSheet>(), patience);
        QCOMPARE(m_run.connection(), Connection::Online);
    }

    void emptySiteOffersNothingThatWouldBeRefused()
    {
        QSet<QString> texts;
        walk(texts);
        QCOMPARE(texts & changing, QSet<QString>());
        QVERIFY(!texts.contains(u"Enrol the first device"_s));
        QVERIFY(!texts.contains(u"Enrol a device"_s));
    }

    void fullSiteOffersNothingThatWouldBeRefused()
    {
        QVERIFY(enroll());
        QCOMPARE(m_run.server().post(u"/api/v1/persons"_s, m_administrator, {{u"name"_s, u"A visitor"_s}}).status, 200);
        QVERIFY(m_run.go(u"Devices"_s, u"devices"_s));
        QTRY_COMPARE_WITH_TIMEOUT(m_run.page()->model().total(), 3, patience);
        QSet<QString> texts;
        walk(texts);
        QCOMPARE(texts & changing, QSet<QString>());
        QVERIFY(m_run.window().navigation()->placeIds().contains(u"audit"_s));
    }

    void requestsAreRefusedAndRecorded()
    {
        const QByteArray auditor = m_run.server().signIn(m_email, m_second)["access_token"_L1].toString().toLatin1();
        QVERIFY(!auditor.isEmpty());
        for (const QString &path :
            {u"/api/v1/persons"_s, u"/api/v1/enrolments"_s, u"/api/v1/accounts"_s, u"/api/v1/devices/remove"_s,
                u"/api/v1/devices/change"_s, u"/api/v1/actions"_s, u"/api/v1/actions/preview"_s, u"/api/v1/profiles"_s,
                u"/api/v1/rules"_s, u"/api/v1/policies"_s, u"/api/v1/policies/pol-1/activate"_s})
            QCOMPARE(m_run.server().post(path, auditor, {{u"name"_s, u"x"_s}}).status, 403);
        const HttpReply denied = m_run.server().get(u"/api/v1/audit?query=action:permission.denied"_s, m_administrator);
        QCOMPARE(denied.json()["total"_L1].toInt(), 11);
        for (const QJsonValue record : denied.json()["items"_L1].toArray()) {
            QCOMPARE(record["actor.role"_L1].toString(), u"auditor"_s);
            QCOMPARE(record["result"_L1].toString(), u"denied"_s);
        }
    }

    void signingOutLeadsBackToTheSignInPage()
    {
        QVERIFY(m_run.command(u"Sign out"_s));
        QTRY_VERIFY_WITH_TIMEOUT(m_run.seen<SignInPage>(), patience);
        QCOMPARE(m_run.connection(), Connection::SignedOut);
        QVERIFY(!m_run.site());
        QVERIFY(!m_run.window().currentPlace());
    }

    // so that a button under another name does not pass for one that is hidden
    void administratorIsOfferedAllOfIt()
    {
        m_run.close();
        QVERIFY(m_run.open(
            QString::fromLatin1(ServerProcess::adminEmail), QString::fromLatin1(ServerProcess::adminPassword)));
        QSet<QString> texts;
        walk(texts);
        QCOMPARE(changing - texts, QSet<QString>());
    }
};

QTEST_MAIN(TestAuditor)
#include "tst_auditor.moc"
