// Every place of the real window, empty and with records: names for screen readers, no cut text, no markup from data.
#include "integration/console/consolerun.h"
#include "support/accessibility.h"
#include "support/certificates.h"
#include "support/uploads.h"
#include "ui/common/facetpanel.h"
#include "ui/common/sidepanel.h"
#include "ui/common/tableview.h"
#include "ui/places.h"
#include "ui/records/formpanel.h"

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

// Steps come of devices that stay in breach for longer than a test lasts.
const QSet<QString> emptyHere{u"steps"_s};

} // namespace

class TestEveryPlace : public QObject {
    Q_OBJECT

public:
    static void initMain() { ConsoleRun::isolate(); }

private:
    ConsoleRun m_run;

    void check(const QString &where)
    {
        QCoreApplication::sendPostedEvents(); // layouts that are still to be done
        const auto list = [&where](const QStringList &wrong) {
            return QByteArray(where.toUtf8() + ": " + wrong.join(u"; "_s).toUtf8());
        };
        const QStringList unnamed = unnamedWidgets(&m_run.window());
        QVERIFY2(unnamed.isEmpty(), list(unnamed).constData());
        const QStringList clipped = clippedTexts(&m_run.window());
        QVERIFY2(clipped.isEmpty(), list(clipped).constData());
        const QStringList rich = richLabels(&m_run.window());
        QVERIFY2(rich.isEmpty(), list(rich).constData());
    }
    void addRows(const char *state)
    {
        QTest::addColumn<QString>("title");
        QTest::addColumn<QString>("id");
        for (const PlaceEntry &entry : places())
            QTest::addRow("%s, %s", entry.id, state) << entry.titleText() << QString::fromLatin1(entry.id);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_run.startServer(), qPrintable(m_run.server().errors()));
        QVERIFY(m_run.open(
            QString::fromLatin1(ServerProcess::adminEmail), QString::fromLatin1(ServerProcess::adminPassword)));
    }
    void cleanupTestCase() { m_run.close(); }

    void emptyPlaceIsAccessible_data() { addRows("empty"); }
    void emptyPlaceIsAccessible()
    {
        QFETCH(const QString, title);
        QFETCH(const QString, id);
        QVERIFY(m_run.go(title, id));
        check(id);
    }

    void recordsArrive()
    {
        const QByteArray administrator = m_run.server().administrator();
        const HttpReply grant = m_run.server().post(u"/api/v1/enrolments"_s, administrator,
            {{u"label"_s, u"<b>Fleet</b>"_s}, {u"uses"_s, 30},
                {u"expires"_s, QDateTime::currentDateTimeUtc().addDays(1).toString(Qt::ISODate)}});
        QCOMPARE(
            m_run.server().post(u"/api/v1/persons"_s, administrator, {{u"name"_s, u"<i>A visitor</i>"_s}}).status, 200);
        const ConsoleRun::Outcome agent = ConsoleRun::run(u"belvedere-agent"_s,
            {u"--enrol"_s, grant.json()["enrolment"_L1].toString(), u"--root"_s, m_run.path(u"fleet"_s),
                u"--simulate"_s, u"20"_s, u"--rounds"_s, u"1"_s});
        QVERIFY2(agent.code == 0, agent.errors.constData());
        const auto make = [&](const QString &kind, const QJsonObject &body) {
            const HttpReply made = m_run.server().post(QString(u"/api/v1/"_s + kind), administrator, body);
            if (made.status != 200)
                qWarning("%s: %s", qPrintable(kind), made.body.constData());
            return made.json();
        };
        const QString profile = make(u"profiles"_s,
            {{u"name"_s, u"<b>Safe</b> browsing"_s}, {u"platform"_s, u"linux"_s}, {u"type"_s, u"browser"_s},
                {u"settings"_s, QJsonObject{{u"homepage"_s, u"https://intranet.example.org/"_s}}}})["id"_L1]
                                    .toString();
        const QString rule = make(u"rules"_s,
            {{u"name"_s, u"<i>Encrypted</i>"_s}, {u"check"_s, u"storage.encrypted:yes"_s},
                {u"severity"_s, u"high"_s}})["id"_L1]
                                 .toString();
        const QJsonObject policy = make(u"policies"_s,
            {{u"name"_s, u"<u>Everybody</u>"_s}, {u"all_devices"_s, true}, {u"profiles"_s, QJsonArray{profile}},
                {u"rules"_s, QJsonArray{rule}}});
        const HttpReply activated =
            m_run.server().post(u"/api/v1/policies/%1/activate"_s.arg(policy["id"_L1].toString()), administrator,
                {{u"version"_s, policy["version"_L1].toInt()}, {u"hash"_s, policy["hash"_L1].toString()}});
        QVERIFY2(activated.status == 200, activated.body.constData());
        make(u"actions"_s,
            {{u"kind"_s, u"message"_s}, {u"query"_s, u"platform:linux"_s},
                {u"parameters"_s, QJsonObject{{u"text"_s, u"<b>Hello</b>"_s}}}});
        const QString soon = QDateTime::currentDateTimeUtc().addDays(30).toString(Qt::ISODate);
        make(u"waivers"_s,
            {{u"rule_id"_s, rule}, {u"scope"_s, u"platform:linux"_s}, {u"reason"_s, u"<b>Old</b> hardware"_s},
                {u"risk_owner"_s, u"<i>Head of IT</i>"_s}, {u"expires"_s, soon}});
        const QString application = make(u"applications"_s,
            {{u"name"_s, u"<b>Curl</b>"_s}, {u"platform"_s, u"linux"_s}, {u"kind"_s, u"repository"_s},
                {u"identifier"_s, u"curl"_s}})["id"_L1]
                                        .toString();
        make(u"licences"_s, {{u"name"_s, u"<i>Office</i>"_s}, {u"seats"_s, 2}, {u"application.id"_s, application}});
        make(u"targets"_s,
            {{u"name"_s, u"<b>Chat</b>"_s}, {u"kind"_s, u"webhook"_s}, {u"url"_s, u"https://example.org/in"_s},
                {u"secret"_s, u"0123456789abcdef"_s}, {u"enabled"_s, false}});
        make(u"patchblocks"_s, {{u"package"_s, u"<b>nvidia</b>-*"_s}, {u"reason"_s, u"<i>Not</i> yet"_s}});
        CertificateWish authority;
        authority.name = u"<b>Authority</b>"_s;
        authority.authority = true;
        make(u"certificates"_s, {{u"content"_s, QString::fromLatin1(makeIdentity(authority).certificate.toPem())}});
        make(u"files"_s,
            {{u"name"_s, u"<u>Greeting</u>"_s}, {u"platform"_s, u"linux"_s}, {u"path"_s, u"/srv/motd/site"_s},
                {u"mode"_s, u"0644"_s},
                {u"upload"_s, uploaded(m_run.server(), administrator, u"motd"_s, "good day\n")}});
        QVERIFY(m_run.go(u"Devices"_s, u"devices"_s));
        QTRY_COMPARE_WITH_TIMEOUT(m_run.page()->model().total(), 20, ConsoleRun::patience);
    }

    void placeWithRecordsIsAccessible_data() { addRows("with records"); }
    void placeWithRecordsIsAccessible()
    {
        QFETCH(const QString, title);
        QFETCH(const QString, id);
        QVERIFY(m_run.go(title, id));
        check(id);
        TablePage *page = m_run.page();
        if (!page || emptyHere.contains(id))
            return;
        QTRY_VERIFY_WITH_TIMEOUT(page->model().rowCount() > 0, ConsoleRun::patience);
        page->view()->setFocus();
        page->view()->setCurrentIndex(page->model().index(0, 0));
        QTest::keyClick(page->view(), Qt::Key_Space);
        check(QString(id + u" ticked"_s));
        page->panel()->setOpen(true);
        QTRY_VERIFY_WITH_TIMEOUT(m_run.window().currentPlace()->isSettled(), ConsoleRun::patience);
        if (const auto *form = page->findChild<FormPanelBase *>())
            QTRY_VERIFY_WITH_TIMEOUT(form->isSettled(), ConsoleRun::patience);
        check(QString(id + u" with inspector"_s));
        page->panel()->setOpen(false);
        // every list has fields of which the values are worth counting
        QVERIFY(page->menu()->values()->isVisible());
        page->menu()->values()->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(page->facets()->isVisible(), ConsoleRun::patience);
        const bool anyKnown = id != u"persons"_s; // the visitor belongs to no department
        QTRY_COMPARE_WITH_TIMEOUT(page->facets()->topLevelItemCount() > 0, anyKnown, ConsoleRun::patience);
        check(QString(id + u" with values"_s));
        page->menu()->values()->trigger();
        QTest::keyClick(page->view(), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(m_run.window().currentPlace()->isSettled(), ConsoleRun::patience);
        check(QString(id + u" opened"_s));
    }
};

QTEST_MAIN(TestEveryPlace)
#include "tst_every_place.moc"
