// Acting on devices from the window, with the real server and simulated devices: ordered once, seen through to proof.
#include "domain/action.h"
#include "integration/console/consolerun.h"
#include "support/places.h"
#include "table/selection.h"
#include "ui/actions/actionpage.h"
#include "ui/actions/actionsheet.h"
#include "ui/actions/progressstrip.h"
#include "ui/actions/runlist.h"
#include "ui/actions/words.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/propertylist.h"
#include "ui/common/tableview.h"
#include "ui/common/toasts.h"
#include "ui/common/typedguard.h"
#include "ui/devices/devicepage.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QTableView>
#include <QTabWidget>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = ConsoleRun::patience;
constexpr int simulated = 12;

} // namespace

// The steps build on each other, in this order.
class TestActing : public QObject {
    Q_OBJECT

public:
    static void initMain() { ConsoleRun::isolate(); }

private:
    ConsoleRun m_run;
    QProcess m_agents;
    QString m_device; // one of those that got the message

    TablePage *page() { return m_run.page(); }
    RunList *runs() { return m_run.window().currentPlace()->findChild<RunList *>(); }
    QJsonArray items(const QString &list)
    {
        return m_run.server().get(u"/api/v1/"_s + list, m_run.server().administrator()).json()["items"_L1].toArray();
    }
    static int ended(const QJsonObject &action) { return action["done"_L1].toInt() + action["failed"_L1].toInt(); }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_run.startServer(), qPrintable(m_run.server().errors()));
        QVERIFY(m_run.open(
            QString::fromLatin1(ServerProcess::adminEmail), QString::fromLatin1(ServerProcess::adminPassword)));
        const HttpReply grant = m_run.server().post(u"/api/v1/enrolments"_s, m_run.server().administrator(),
            {{u"label"_s, u"lab"_s}, {u"uses"_s, simulated},
                {u"expires"_s, QDateTime::currentDateTimeUtc().addDays(1).toString(Qt::ISODate)}});
        QVERIFY2(grant.status < 300, grant.body.constData());
        QVERIFY(QDir(m_run.path({})).mkpath(u"played"_s));
        m_agents.setStandardErrorFile(QProcess::nullDevice());
        m_agents.setStandardOutputFile(QProcess::nullDevice());
        m_agents.start(programPath(u"belvedere-agent"),
            {u"--enrol"_s, u"-"_s, u"--root"_s, m_run.path(u"played"_s), u"--simulate"_s, QString::number(simulated)});
        m_agents.write(grant.json()["enrolment"_L1].toString().toUtf8() + '\n');
        m_agents.closeWriteChannel();
        QVERIFY(m_run.go(u"Devices"_s, u"devices"_s));
        QTRY_COMPARE_WITH_TIMEOUT(page()->model().matching(), simulated, patience);
    }
    void cleanupTestCase()
    {
        m_run.close();
        m_agents.terminate();
        if (!m_agents.waitForFinished(10'000))
            m_agents.kill();
        m_agents.waitForFinished();
    }

    void aMessageIsSentToTickedDevices()
    {
        for (int row = 0; row < 3; ++row)
            page()->selection().set(page()->model().idAt(row), true);
        m_device = page()->model().idAt(0);
        QVERIFY(m_run.command(u"Message…"_s));
        auto *sheet = m_run.seen<ActionSheet>();
        QVERIFY(sheet);
        QTRY_VERIFY_WITH_TIMEOUT(sheet->isSettled(), patience);
        QVERIFY(items(u"actions"_s).isEmpty()); // a preview orders nothing
        auto *title = sheet->findChild<QLineEdit *>(u"messageTitle"_s);
        QVERIFY(title->hasFocus());
        QTest::keyClicks(title, u"News"_s);
        QTest::keyClick(title, Qt::Key_Tab);
        auto *text = sheet->findChild<QPlainTextEdit *>(u"messageText"_s);
        QVERIFY(text->hasFocus());
        QTest::keyClicks(text, u"Lunch is ready."_s);
        QVERIFY(ConsoleRun::press(sheet, orderText(ActionKind::Message, 3)));
        QTRY_VERIFY_WITH_TIMEOUT(m_run.seen<InlineMessage>(), patience);
        QCOMPARE(m_run.window().currentPlace()->objectName(), u"devices"_s);
        QVERIFY(ConsoleRun::press(m_run.window().findChild<Toasts *>(), u"Show the action"_s));
    }

    void itsResultsArriveByThemselves()
    {
        QTRY_VERIFY_WITH_TIMEOUT(m_run.seen<ActionPage>(), patience);
        QTRY_COMPARE_WITH_TIMEOUT(runs()->model().rowCount(), 3, patience);
        const auto states = [this] {
            QStringList list;
            for (int row = 0; row < runs()->model().rowCount(); ++row)
                list.append(runs()->model().index(row, 1).data(TableModel::SortRole).toString());
            return list;
        };
        const auto allEnded = [&] {
            const QStringList list = states();
            return std::all_of(list.begin(), list.end(),
                [](const QString &state) { return isEnd(Coded<RunState>::fromToken(state).value()); });
        };
        QTRY_VERIFY2_WITH_TIMEOUT(allEnded(), qPrintable(states().join(u' ')), patience);
        QTRY_COMPARE_WITH_TIMEOUT(ended(items(u"actions"_s).first().toObject()), 3, patience);
        const QByteArray administrator = m_run.server().administrator();
        const QJsonObject action = m_run.server().get(u"/api/v1/actions/act-1"_s, administrator).json();
        QCOMPARE(action["parameters"_L1]["text"_L1].toString(), u"Lunch is ready."_s);
        const auto *progress = m_run.seen<ActionPage>()->findChild<ProgressStrip *>();
        QTRY_VERIFY2_WITH_TIMEOUT(
            !progress->accessibleName().contains("under way"_L1), qPrintable(progress->accessibleName()), patience);
        const int done = int(states().indexOf(u"done"_s));
        QVERIFY2(done >= 0, qPrintable(states().join(u' ')));
        runs()->view()->setCurrentIndex(runs()->model().index(done, 0));
        const auto facts = [this] { return runs()->findChild<PropertyList *>()->asText(); };
        QTRY_VERIFY_WITH_TIMEOUT(facts().contains("State: Done"_L1), patience);
        QVERIFY2(!facts().contains("Observed: None"_L1), qPrintable(facts())); // never done without proof
        QVERIFY2(facts().contains("simulated"_L1), qPrintable(facts()));
    }

    void theDeviceKnowsItsActions()
    {
        QVERIFY(m_run.go(u"Devices"_s, u"devices"_s));
        m_run.window().navigator().go(u"devices"_s, {{u"device"_s, m_device}, {u"tab"_s, u"actions"_s}});
        QTRY_VERIFY_WITH_TIMEOUT(m_run.seen<DevicePage>(), patience);
        QTRY_COMPARE_WITH_TIMEOUT(runs()->model().rowCount(), 1, patience);
        QCOMPARE(runs()->model().index(0, 1).data().toString(), u"Message"_s);
    }

    void everythingIsRestartedOnlyWithTheNumberTyped()
    {
        QVERIFY(m_run.go(u"Devices"_s, u"devices"_s));
        page()->selection().clear();
        page()->view()->setFocus();
        QTest::keyClick(page()->view(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(page()->selection().count(), simulated);
        QVERIFY(m_run.command(u"Restart…"_s));
        auto *sheet = m_run.seen<ActionSheet>();
        QTRY_VERIFY_WITH_TIMEOUT(sheet->isSettled(), patience);
        auto *guard = sheet->findChild<TypedGuard *>();
        QVERIFY(guard->isVisible());
        QTest::keyClicks(guard->edit(), u"yes"_s);
        QTest::keyClick(guard->edit(), Qt::Key_Return);
        QCOMPARE(items(u"actions"_s).size(), 1);
        guard->edit()->clear();
        QTest::keyClicks(guard->edit(), QString::number(simulated));
        QTest::keyClick(guard->edit(), Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(items(u"actions"_s).size(), 2, patience);
    }

    // Every device has an id that begins so: the words for "all" when there are too many to name.
    void aQueryMeansAllOfThem()
    {
        const HttpReply all = m_run.server().post(u"/api/v1/actions/preview"_s, m_run.server().administrator(),
            {{u"kind"_s, u"sync"_s}, {u"query"_s, u"id:dev"_s}});
        QCOMPARE(all.status, 200);
        QCOMPARE(all.json()["matched"_L1].toInt(), simulated);
    }
};

QTEST_MAIN(TestActing)
#include "tst_acting.moc"
