// Patches in the window: decided for several at once, blocked with a reason, ordered for a window of time.
#include "gui/placefixture.h"
#include "support/accessibility.h"
#include "table/selection.h"
#include "ui/actions/actionsheet.h"
#include "ui/actions/updateform.h"
#include "ui/common/tablepage.h"
#include "ui/common/tableview.h"
#include "ui/devices/devicesplace.h"
#include "ui/patches/patchblocksplace.h"
#include "ui/patches/patchesplace.h"
#include "ui/records/recordsheet.h"

#include <QAction>
#include <QCheckBox>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

QJsonObject patchRow(const QString &id, const QString &package, const QString &decision)
{
    return {{u"id"_s, id}, {u"package"_s, package}, {u"release"_s, u"2.0"_s}, {u"platform"_s, u"linux"_s},
        {u"security"_s, true}, {u"devices"_s, 12}, {u"decision"_s, decision}, {u"version"_s, 1}};
}

} // namespace

class TestPatchPlaces : public QObject {
    Q_OBJECT

    PlaceFixture m_fixture;
    std::unique_ptr<Place> m_place;

    static QJsonObject bodyOf(const WireRequest &request) { return QJsonDocument::fromJson(request.body).object(); }
    void enter(const PlaceEntry &entry, const QVariantMap &arguments = {})
    {
        m_place.reset(m_fixture.enter(entry, arguments));
    }
    TablePage *page() const { return m_place->findChild<TablePage *>(); }
    template<class T> T *sheet()
    {
        for (T *candidate : m_fixture.window->findChildren<T *>()) {
            if (candidate->isVisible())
                return candidate;
        }
        return nullptr;
    }
    void enterPatches()
    {
        m_fixture.fillList(u"patches"_s,
            {patchRow(u"pat-1"_s, u"curl"_s, u"none"_s), patchRow(u"pat-2"_s, u"openssl"_s, u"approved"_s),
                patchRow(u"pat-3"_s, u"vim"_s, u"none"_s)});
        m_fixture.answer(u"GET /patches/pat-1/devices"_s,
            jsonReply({{u"items"_s,
                           QJsonArray{QJsonObject{{u"id"_s, u"dev-1"_s}, {u"name"_s, u"PC-1"_s},
                               {u"installed"_s, u"1.9"_s}, {u"simulated"_s, true}}}},
                {u"total"_s, 12}}));
        m_fixture.answer(
            u"POST /patches/decide"_s, jsonReply({{u"matched"_s, 2}, {u"changed"_s, 2}, {u"blocked"_s, 0}}));
        enter(patchesPlace);
        QTRY_COMPARE(page()->model().rowCount(), 3);
    }
    void tick(const QStringList &ids)
    {
        for (const QString &id : ids)
            page()->selection().set(id, true);
    }
    void answerPreview()
    {
        m_fixture.answer(u"POST /actions/preview"_s,
            jsonReply({{u"kind"_s, u"updates_install"_s}, {u"matched"_s, 5}, {u"accepted"_s, 4}, {u"updates"_s, 9},
                {u"effects"_s,
                    QJsonArray{QJsonObject{{u"management"_s, u"agent"_s}, {u"platform"_s, u"linux"_s},
                                   {u"simulated"_s, false}, {u"devices"_s, 4}, {u"effect"_s, u"They are installed."_s}},
                        QJsonObject{{u"management"_s, u"agent"_s}, {u"platform"_s, u"linux"_s}, {u"simulated"_s, false},
                            {u"devices"_s, 1}, {u"effect"_s, u"Nothing: what waits there is blocked."_s}}}},
                {u"refused"_s,
                    QJsonArray{QJsonObject{
                        {u"device"_s, u"dev-5"_s}, {u"name"_s, u"PC-5"_s}, {u"code"_s, u"updates.blocked"_s}}}}}));
        m_fixture.answer(u"POST /actions"_s,
            jsonReply({{u"request"_s, u"act-7"_s}, {u"kind"_s, u"updates_install"_s}, {u"matched"_s, 5},
                {u"accepted"_s, 4}, {u"refused"_s, QJsonArray{}}}));
    }
    bool says(const QWidget *root, const QString &text)
    {
        const QList<QLabel *> labels = root->findChildren<QLabel *>();
        return std::any_of(
            labels.begin(), labels.end(), [&text](const QLabel *label) { return label->text().contains(text); });
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(u"belvedere-tests"_s);
        QCoreApplication::setApplicationName(u"tst_patch_places"_s);
    }
    void init() { m_fixture.start(); }
    void cleanup()
    {
        m_place.reset();
        m_fixture.stop();
    }

    void devicesStandBesideTheirPatch()
    {
        enterPatches();
        page()->view()->setCurrentIndex(page()->model().index(0, 0));
        QTRY_VERIFY(says(m_place.get(), u"has 1.9, simulated"_s));
        QVERIFY(says(m_place.get(), u"and 11 more"_s));
        QCOMPARE(unnamedWidgets(m_place.get()), QStringList());
    }

    void severalAreApprovedAtOnce()
    {
        enterPatches();
        tick({u"pat-1"_s, u"pat-3"_s});
        PlaceFixture::action(m_place.get(), u"Approve"_s)->trigger();
        QTRY_COMPARE(m_fixture.changes(u"POST /patches/decide"_s).size(), 1);
        const QJsonObject body = bodyOf(m_fixture.changes(u"POST /patches/decide"_s).first());
        QCOMPARE(body["patches"_L1].toArray(), (QJsonArray{u"pat-1"_s, u"pat-3"_s}));
        QCOMPARE(body["decision"_L1].toString(), u"approved"_s);
    }

    void blockingAsksWhy()
    {
        enterPatches();
        tick({u"pat-1"_s});
        PlaceFixture::action(m_place.get(), u"Block…"_s)->trigger();
        auto *asked = sheet<RecordSheet>();
        QVERIFY(asked);
        QVERIFY(m_fixture.changes().isEmpty());
        QCOMPARE(unnamedWidgets(asked), QStringList());
        asked->findChild<QPlainTextEdit *>()->setPlainText(u"it breaks the printers"_s);
        PlaceFixture::button(asked, u"Block 1 patch"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /patches/decide"_s).size(), 1);
        const QJsonObject body = bodyOf(m_fixture.changes(u"POST /patches/decide"_s).first());
        QCOMPARE(body["decision"_L1].toString(), u"blocked"_s);
        QCOMPARE(body["reason"_L1].toString(), u"it breaks the printers"_s);
    }

    void ordersSayWhatWillHappenAndWhen()
    {
        answerPreview();
        enterPatches();
        tick({u"pat-1"_s, u"pat-2"_s});
        PlaceFixture::action(m_place.get(), u"Install approved updates…"_s)->trigger();
        auto *order = sheet<ActionSheet>();
        QVERIFY(order);
        QTRY_VERIFY(order->isSettled());
        QVERIFY(says(order, u"They are installed."_s));
        QVERIFY(says(order, u"9 updates on all of them together"_s));
        QVERIFY(says(order, u"PC-5"_s));
        QCOMPARE(unnamedWidgets(order), QStringList());
        const qsizetype asked = m_fixture.changes(u"POST /actions/preview"_s).size();
        PlaceFixture::type(PlaceFixture::edit(order, u"from"_s), u"22:00"_s);
        PlaceFixture::type(PlaceFixture::edit(order, u"until"_s), u"05:00"_s);
        order->findChild<QCheckBox *>(u"sat"_s)->click();
        QTRY_VERIFY(m_fixture.changes(u"POST /actions/preview"_s).size() > asked); // what is typed is previewed
        QTRY_VERIFY(order->isSettled());
        PlaceFixture::button(order, u"Install on 4 devices"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /actions"_s).size(), 1);
        const QJsonObject body = bodyOf(m_fixture.changes(u"POST /actions"_s).first());
        QCOMPARE(body["kind"_L1].toString(), u"updates_install"_s);
        QCOMPARE(body["query"_L1].toString(), u"management:agent"_s);
        QCOMPARE(body["parameters"_L1].toObject(),
            (QJsonObject{{u"patches"_s, QJsonArray{u"pat-2"_s}}, {u"days"_s, QJsonArray{u"sat"_s}},
                {u"from"_s, u"22:00"_s}, {u"until"_s, u"05:00"_s}}));
        QTRY_VERIFY(!sheet<ActionSheet>());
    }

    void wrongTimesAreMarked()
    {
        WireReply refusal = problemReply(422, u"validation"_s);
        const QJsonObject wrong{{u"field"_s, u"parameters.from"_s}, {u"message"_s, u"a time such as 22:00"_s}};
        refusal.body = QJsonDocument(QJsonObject{{u"status"_s, 422}, {u"code"_s, u"validation"_s},
                                         {u"detail"_s, u"Not valid."_s}, {u"errors"_s, QJsonArray{wrong}}})
                           .toJson();
        m_fixture.answer(u"POST /actions/preview"_s, refusal);
        enter(patchesPlace, {{u"!install"_s, true}});
        auto *order = sheet<ActionSheet>();
        QVERIFY(order);
        QTRY_VERIFY(says(order->findChild<UpdateForm *>(), u"a time such as 22:00"_s));
        QVERIFY(m_fixture.changes(u"POST /actions"_s).isEmpty());
    }

    void patternsAreMadeAndRemoved()
    {
        m_fixture.fillList(
            u"/patchblocks"_s, {{{u"id"_s, u"pbl-1"_s}, {u"package"_s, u"nvidia-*"_s}, {u"version"_s, 3}}});
        m_fixture.answer(u"POST /patchblocks"_s,
            jsonReply({{u"id"_s, u"pbl-2"_s}, {u"package"_s, u"linux-image-*"_s}, {u"version"_s, 1}}));
        m_fixture.answer(u"DELETE /patchblocks/pbl-1"_s, WireReply{204, {}, {}, {}});
        enter(patchBlocksPlace);
        QTRY_COMPARE(page()->model().rowCount(), 1);
        PlaceFixture::action(m_place.get(), u"Block by pattern…"_s)->trigger();
        QVERIFY(sheet<RecordSheet>());
        PlaceFixture::type(PlaceFixture::edit(sheet<RecordSheet>(), u"package"_s), u"linux-image-*"_s);
        PlaceFixture::button(sheet<RecordSheet>(), u"Block these updates"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /patchblocks"_s).size(), 1);
        QCOMPARE(
            bodyOf(m_fixture.changes(u"POST /patchblocks"_s).first())["package"_L1].toString(), u"linux-image-*"_s);
        QTRY_VERIFY(!sheet<RecordSheet>());
        page()->view()->setCurrentIndex(page()->model().index(0, 0));
        m_fixture.prompts.answers = {true};
        PlaceFixture::action(m_place.get(), u"Remove…"_s)->trigger();
        QTRY_COMPARE(m_fixture.changes(u"DELETE /patchblocks/pbl-1"_s).size(), 1);
    }

    void sentenceAboutTheWindow()
    {
        QCOMPARE(windowText({}), QString());
        QCOMPARE(windowText({{}, {}, {u"sun"_s, u"sat"_s}, u"22:00"_s, u"05:00"_s}),
            u"Installed on Saturday, Sunday, from 22:00 to 05:00, by the device's own clock."_s);
    }
};

QTEST_MAIN(TestPatchPlaces)
#include "tst_patch_places.moc"
