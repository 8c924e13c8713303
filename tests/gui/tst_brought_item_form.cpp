// The form of a rule where an action brings an item: what is offered, and in which revision it comes.
#include "gui/partrowsfixture.h"
#include "support/accessibility.h"
#include "ui/common/tablepage.h"
#include "ui/common/tableview.h"
#include "ui/policies/rulesheet.h"
#include "ui/policies/rulesplace.h"

#include <QAction>
#include <QJsonArray>
#include <QJsonDocument>
#include <QPushButton>
#include <QStandardPaths>
#include <QTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

class TestBroughtItemForm : public QObject {
    Q_OBJECT

    PlaceFixture m_fixture;
    std::unique_ptr<Place> m_place;

    static QJsonObject act(const char *kind)
    {
        return {{u"kind"_s, QString::fromLatin1(kind)}, {u"after"_s, 0}, {u"repeat"_s, 0}};
    }
    static QJsonObject wholeRule(const QJsonArray &actions)
    {
        return {{u"id"_s, u"rul-1"_s}, {u"name"_s, u"Encrypted"_s}, {u"check"_s, u"storage.encrypted:yes"_s},
            {u"severity"_s, u"high"_s}, {u"actions"_s, actions}, {u"version"_s, 3}};
    }
    static QJsonObject profile(int number, const QString &name, const QString &platform)
    {
        return {{u"id"_s, u"prf-%1"_s.arg(number)}, {u"name"_s, name}, {u"platform"_s, platform},
            {u"type"_s, u"custom"_s}, {u"revision"_s, 3}, {u"version"_s, 3}};
    }
    RuleSheet *sheet() { return m_fixture.window->findChild<RuleSheet *>(); }
    PartRows *rows() { return sheet()->findChild<PartRows *>(u"actions"_s); }
    static QJsonObject bodyOf(const WireRequest &request) { return QJsonDocument::fromJson(request.body).object(); }
    void openRule(const QJsonObject &whole)
    {
        QJsonObject listed = whole;
        listed.remove(u"actions"_s);
        m_fixture.fillList(u"rules"_s, {listed});
        m_fixture.answer(u"GET /rules/rul-1"_s, jsonReply(whole));
        m_fixture.answer(u"PATCH /rules/rul-1"_s, jsonReply(whole));
        m_place.reset(m_fixture.enter(rulesPlace));
        auto *page = m_place->findChild<TablePage *>();
        QTRY_VERIFY(page->model().indexOfId(u"rul-1"_s).isValid());
        page->view()->setCurrentIndex(page->model().indexOfId(u"rul-1"_s));
        PlaceFixture::action(m_place.get(), u"Edit…"_s)->trigger();
        QTRY_VERIFY(sheet());
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(u"belvedere-tests"_s);
        QCoreApplication::setApplicationName(u"tst_brought_item_form"_s);
    }
    void init() { m_fixture.start(); }
    void cleanup()
    {
        m_place.reset();
        m_fixture.stop();
    }

    void anActionBringsAnItem()
    {
        m_fixture.fillList(u"profiles"_s, {profile(1, u"Wi-Fi"_s, u"linux"_s), profile(2, u"Kiosk"_s, u"android"_s)});
        m_fixture.fillList(u"applications"_s,
            {{{u"id"_s, u"app-1"_s}, {u"name"_s, u"Curl"_s}, {u"platform"_s, u"linux"_s}, {u"kind"_s, u"repository"_s},
                {u"identifier"_s, u"curl"_s}, {u"version"_s, 1}}});
        openRule(wholeRule(QJsonArray()));
        PartRows *actions = rows();
        PlaceFixture::button(actions, u"Add action"_s)->click();
        QVERIFY(editors(actions, u"item"_s).isEmpty());
        pick(editors(actions, u"kind"_s).last(), u"push_profile"_s);
        QCOMPARE(editors(actions, u"item"_s).size(), 1);
        QVERIFY(editors(actions, u"repeat"_s).isEmpty()); // what is brought comes once
        QVERIFY(!texts(actions).contains(u"Choose what is brought."_s));
        auto *box = editors(actions, u"item"_s).first()->findChild<QComboBox *>();
        QTRY_COMPARE(box->count(), 3);
        QVERIFY(box->findText(u"Wi-Fi (Linux)"_s) > 0);
        QCOMPARE(box->findData(u"app-1"_s), -1);
        QCOMPARE(unnamedWidgets(sheet()), QStringList());
        PlaceFixture::button(sheet(), u"Save rule"_s)->click();
        QVERIFY2(texts(actions).contains(u"Choose what is brought."_s), qPrintable(texts(actions)));
        QVERIFY(m_fixture.changes(u"PATCH /rules/rul-1"_s).isEmpty());
        pick(editors(actions, u"item"_s).first(), u"prf-1"_s);
        QVERIFY2(texts(actions).contains(u"Comes once for each failure"_s), qPrintable(texts(actions)));
        // an application is another kind of item
        pick(editors(actions, u"kind"_s).last(), u"install_app"_s);
        QCOMPARE(box->currentData().toString(), QString());
        QTRY_VERIFY(box->findData(u"app-1"_s) > 0);
        QCOMPARE(box->findData(u"prf-1"_s), -1);
        pick(editors(actions, u"item"_s).first(), u"app-1"_s);
        PlaceFixture::button(sheet(), u"Save rule"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"PATCH /rules/rul-1"_s).size(), 1);
        const QJsonArray sent = bodyOf(m_fixture.changes(u"PATCH /rules/rul-1"_s).first())["actions"_L1].toArray();
        QJsonObject expected = act("install_app");
        expected[u"item"_s] = u"app-1"_s;
        QCOMPARE(sent.size(), 1);
        QCOMPARE(sent.last().toObject(), expected); // the server names the newest revision
    }

    void anItemKeepsItsRevisionUntilAPersonTakesTheNewest()
    {
        QJsonObject brings = act("push_profile");
        brings[u"item"_s] = u"prf-1"_s;
        brings[u"revision"_s] = 2;
        QJsonObject whole = wholeRule(QJsonArray{brings});
        whole[u"platforms"_s] = QJsonArray{u"linux"_s};
        m_fixture.fillList(u"profiles"_s, {profile(1, u"Wi-Fi"_s, u"linux"_s), profile(2, u"Kiosk"_s, u"android"_s)});
        openRule(whole);
        PartRows *actions = rows();
        QTRY_VERIFY2(texts(actions).contains(u"at revision 3 by now"_s), qPrintable(texts(actions)));
        auto *box = editors(actions, u"item"_s).first()->findChild<QComboBox *>();
        QCOMPARE(box->currentText(), u"Wi-Fi (Linux)"_s);
        QCOMPARE(box->count(), 2); // with the line for none; the other one is for another platform
        write(editors(actions, u"after"_s).first(), u"1"_s);
        QCOMPARE(editors(actions, u"revision"_s).first()->findChild<QLineEdit *>()->text(), u"2"_s); // it stays
        write(editors(actions, u"revision"_s).first(), {});
        QVERIFY(!texts(actions).contains(u"at revision 3 by now"_s));
        PlaceFixture::button(sheet(), u"Save rule"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"PATCH /rules/rul-1"_s).size(), 1);
        const QJsonArray sent = bodyOf(m_fixture.changes(u"PATCH /rules/rul-1"_s).first())["actions"_L1].toArray();
        QCOMPARE(sent.size(), 1);
        QCOMPARE(sent.first()["item"_L1].toString(), u"prf-1"_s);
        QVERIFY(!sent.first().toObject().contains(u"revision"_s));
    }
};

QTEST_MAIN(TestBroughtItemForm)
#include "tst_brought_item_form.moc"
