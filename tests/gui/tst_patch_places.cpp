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
#include <QDateTimeEdit>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
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
    // 1,001 of them, all ticked, which is one more than a request takes.
    void enterMany(const QString &decision)
    {
        QList<QJsonObject> rows;
        for (int i = 1; i <= 1'001; ++i)
            rows.append(patchRow(u"pat-%1"_s.arg(i), u"package-%1"_s.arg(i), decision));
        m_fixture.fillList(u"patches"_s, rows);
        enter(patchesPlace);
        QTRY_COMPARE(page()->model().rowCount(), 1'001);
        page()->selection().selectAll(*page()->model().view());
    }
    // Takes everything, as far as one request goes; `refused` is the number of the request that is not taken.
    void answerDecisions(int refused)
    {
        m_fixture.answer(u"POST /patches/decide"_s, [this, refused](const WireRequest &request) {
            if (m_fixture.changes(u"POST /patches/decide"_s).size() == refused)
                return problemReply(403, u"forbidden"_s);
            const qint64 count = bodyOf(request)["patches"_L1].toArray().size();
            return jsonReply({{u"matched"_s, count}, {u"changed"_s, count}, {u"blocked"_s, 0}});
        });
    }
    void refusePreview(const QString &code, const QString &field, const QString &message)
    {
        WireReply refusal = problemReply(422, code);
        const QJsonObject wrong{{u"field"_s, field}, {u"message"_s, message}};
        refusal.body = QJsonDocument(QJsonObject{{u"status"_s, 422}, {u"code"_s, code}, {u"detail"_s, u"Not valid."_s},
                                         {u"errors"_s, QJsonArray{wrong}}})
                           .toJson();
        m_fixture.answer(u"POST /actions/preview"_s, refusal);
    }
    ActionSheet *openOrder()
    {
        enter(patchesPlace, {{u"!install"_s, true}});
        return sheet<ActionSheet>();
    }
    static QPushButton *accept(const QWidget *sheet) { return sheet->findChildren<QPushButton *>().constLast(); }
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
        PlaceFixture::button(asked, u"Block 1 patch(es)"_s)->click();
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
        QVERIFY(says(order, u"9 update(s) on all of them together"_s));
        QVERIFY(says(order, u"PC-5"_s));
        QVERIFY(says(order, u"The 1 chosen patch(es)"_s)); // the other one is not approved
        QCOMPARE(unnamedWidgets(order), QStringList());
        const qsizetype asked = m_fixture.changes(u"POST /actions/preview"_s).size();
        PlaceFixture::type(PlaceFixture::edit(order, u"from"_s), u"22:00"_s);
        PlaceFixture::type(PlaceFixture::edit(order, u"until"_s), u"05:00"_s);
        order->findChild<QCheckBox *>(u"sat"_s)->click();
        QTRY_VERIFY(m_fixture.changes(u"POST /actions/preview"_s).size() > asked); // what is typed is previewed
        QTRY_VERIFY(order->isSettled());
        PlaceFixture::button(order, u"Install on 4 device(s)"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"POST /actions"_s).size(), 1);
        const QJsonObject body = bodyOf(m_fixture.changes(u"POST /actions"_s).first());
        QCOMPARE(body["kind"_L1].toString(), u"updates_install"_s);
        QCOMPARE(body["query"_L1].toString(), u"management:agent"_s);
        QCOMPARE(body["parameters"_L1].toObject(),
            (QJsonObject{{u"patches"_s, QJsonArray{u"pat-2"_s}}, {u"days"_s, QJsonArray{u"sat"_s}},
                {u"from"_s, u"22:00"_s}, {u"until"_s, u"05:00"_s}}));
        QTRY_VERIFY(!sheet<ActionSheet>());
        QVERIFY(says(m_fixture.toasts.get(), u"4 ordered, 1 refused"_s));
    }

    void nothingIsOrderedBeforeItWasPreviewed()
    {
        answerPreview();
        ActionSheet *order = openOrder();
        QVERIFY(order);
        QVERIFY(says(order, u"Everything that is approved is installed."_s));
        QTRY_VERIFY(accept(order)->isEnabled());
        PlaceFixture::type(PlaceFixture::edit(order, u"until"_s), u"05:00"_s);
        QVERIFY(!accept(order)->isEnabled());
        QVERIFY(!order->isSettled());
        QTRY_VERIFY(accept(order)->isEnabled());
        QVERIFY(m_fixture.changes(u"POST /actions"_s).isEmpty());
    }

    void anOrderOnItsWayIsNotGivenUp()
    {
        answerPreview();
        ActionSheet *order = openOrder();
        QVERIFY(order);
        QTRY_VERIFY(accept(order)->isEnabled());
        const qsizetype asked = m_fixture.changes(u"POST /actions/preview"_s).size();
        const QSignalSpy ordered(order, &ActionSheet::ordered);
        accept(order)->click();
        auto *form = order->findChild<UpdateForm *>();
        QVERIFY(!form->isEnabled());
        Q_EMIT form->touched(); // of an edit right before
        Q_EMIT form->edited();
        QTRY_COMPARE(ordered.size(), 1);
        QCOMPARE(m_fixture.changes(u"POST /actions/preview"_s).size(), asked);
    }

    void whatIsTickedButNotApprovedIsNoOrderForEverything()
    {
        enterPatches();
        tick({u"pat-1"_s, u"pat-3"_s});
        PlaceFixture::action(m_place.get(), u"Install approved updates…"_s)->trigger();
        QVERIFY(!sheet<ActionSheet>());
        QVERIFY(says(m_fixture.toasts.get(), u"None of the 2 chosen patch(es) is approved."_s));
    }

    void moreThanOneOrderTakesIsNotCutSilently()
    {
        enterMany(u"approved"_s);
        PlaceFixture::action(m_place.get(), u"Install approved updates…"_s)->trigger();
        QVERIFY(!sheet<ActionSheet>());
        QVERIFY(says(m_fixture.toasts.get(), u"At most 1000 patch(es) can be chosen one by one."_s));
    }

    void theKeyboardBeginsInTheFormAndEndsAtTheButtons()
    {
        answerPreview();
        ActionSheet *order = openOrder();
        QVERIFY(order);
        auto *form = order->findChild<UpdateForm *>();
        QWidget *at = order->window()->focusWidget();
        QVERIFY(form->isAncestorOf(at));
        while (at != accept(order)) {
            at = at->nextInFocusChain();
            QVERIFY2(at != order, "the button stands before the form");
        }
    }

    void aMomentBeginsWithToday()
    {
        answerPreview();
        ActionSheet *order = openOrder();
        QVERIFY(order);
        QTRY_VERIFY(order->isSettled());
        auto *moment = order->findChild<QDateTimeEdit *>();
        QCOMPARE(moment->text(), u"At once"_s);
        QCOMPARE(moment->accessibleName(), u"Not before, your time"_s);
        moment->stepUp();
        QVERIFY(moment->dateTime() > QDateTime::currentDateTime().addSecs(-60));
        QTRY_VERIFY(
            bodyOf(m_fixture.changes(u"POST /actions/preview"_s).constLast())["parameters"_L1].toObject().contains(
                u"not_before"_s));
    }

    void wrongTimesAreMarked()
    {
        refusePreview(u"validation"_s, u"parameters.from"_s, u"a time such as 22:00"_s);
        ActionSheet *order = openOrder();
        QVERIFY(order);
        QWidget *focused = order->window()->focusWidget();
        QTRY_VERIFY(says(order->findChild<UpdateForm *>(), u"a time such as 22:00"_s));
        QCOMPARE(order->window()->focusWidget(), focused); // nobody asked for the preview
        QVERIFY(m_fixture.changes(u"POST /actions"_s).isEmpty());
    }

    void refusalsOfAnOrderStandBesideTheirFields_data()
    {
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("editor");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("devices") << u"action.no-devices-named"_s << u"query"_s << u"query"_s
                                 << u"Say first which devices are meant."_s;
        QTest::newRow("too many") << u"action.too-many"_s << u"query"_s << u"query"_s
                                  << u"more devices than one order may name"_s;
        QTest::newRow("too late") << u"validation"_s << u"expires"_s << u"not_before"_s << QString();
        QTest::newRow("not approved") << u"patch.not-approved"_s << u"parameters.patches"_s << QString()
                                      << u"are not approved any more"_s;
    }
    void refusalsOfAnOrderStandBesideTheirFields()
    {
        QFETCH(const QString, code);
        QFETCH(const QString, field);
        QFETCH(const QString, editor);
        QFETCH(const QString, sentence);
        refusePreview(code, field, u"what is wrong with it"_s);
        ActionSheet *order = openOrder();
        QVERIFY(order);
        QTRY_VERIFY(order->isSettled());
        QVERIFY(says(order, sentence));
        QCOMPARE(says(order, u"what is wrong with it"_s), !editor.isEmpty());
        if (!editor.isEmpty())
            QCOMPARE(order->findChild<FieldEditor *>(editor)->focusProxy()->accessibleDescription(),
                u"what is wrong with it"_s);
    }

    void severalRequestsAreToldAsOne()
    {
        enterMany(u"none"_s);
        answerDecisions(0);
        PlaceFixture::action(m_place.get(), u"Approve"_s)->trigger();
        QTRY_COMPARE(m_fixture.toasts->count(), 1);
        QVERIFY(says(m_fixture.toasts.get(), u"1001 patch(es) approved."_s));
        QCOMPARE(m_fixture.changes(u"POST /patches/decide"_s).size(), 2);
    }

    void whatWasDoneBeforeARefusalIsTold()
    {
        enterMany(u"none"_s);
        answerDecisions(2);
        PlaceFixture::action(m_place.get(), u"Approve"_s)->trigger();
        QTRY_COMPARE(m_fixture.toasts->count(), 2);
        QVERIFY(says(m_fixture.toasts.get(), u"1000 patch(es) approved."_s));
        QVERIFY(says(m_fixture.toasts.get(), u"Your role does not allow this."_s));
    }

    void aRefusedBlockKeepsItsReason()
    {
        enterPatches();
        answerDecisions(1);
        tick({u"pat-1"_s});
        PlaceFixture::action(m_place.get(), u"Block…"_s)->trigger();
        auto *asked = sheet<RecordSheet>();
        QVERIFY(asked);
        asked->findChild<QPlainTextEdit *>()->setPlainText(u"it breaks the printers"_s);
        PlaceFixture::button(asked, u"Block 1 patch(es)"_s)->click();
        QTRY_VERIFY(says(asked, u"Your role does not allow this."_s));
        QCOMPARE(sheet<RecordSheet>(), asked);
        QCOMPARE(asked->findChild<QPlainTextEdit *>()->toPlainText(), u"it breaks the printers"_s);
        PlaceFixture::button(asked, u"Block 1 patch(es)"_s)->click();
        QTRY_VERIFY(!sheet<RecordSheet>());
        QVERIFY(says(m_fixture.toasts.get(), u"1 patch(es) blocked."_s));
    }

    void devicesThatCouldNotBeReadAreReadAgain()
    {
        enterPatches();
        m_fixture.answer(u"GET /patches/pat-1/devices"_s, problemReply(403, u"forbidden"_s));
        page()->view()->setCurrentIndex(page()->model().index(0, 0));
        QTRY_VERIFY(says(m_place.get(), u"Your role does not allow this."_s));
        m_fixture.answer(u"GET /patches/pat-1/devices"_s,
            jsonReply({{u"items"_s, QJsonArray{QJsonObject{{u"id"_s, u"dev-1"_s}, {u"name"_s, u"PC-1"_s}}}},
                {u"total"_s, 2}}));
        m_fixture.changeList(u"patches"_s, u"patch"_s, {patchRow(u"pat-3"_s, u"vim"_s, u"approved"_s)});
        QTRY_VERIFY((m_fixture.time->advance(std::chrono::milliseconds(100)), says(m_place.get(), u"and 1 more"_s)));
    }

    void theSheetGoesWithItsPlace()
    {
        answerPreview();
        const QPointer<ActionSheet> order = openOrder();
        QVERIFY(order);
        m_place.reset();
        QVERIFY(!order);
    }

    void patternsAreMadeAndRemoved()
    {
        const QJsonObject row{{u"id"_s, u"pbl-1"_s}, {u"package"_s, u"nvidia-*"_s}, {u"version"_s, 3}};
        m_fixture.fillList(u"patchblocks"_s, {row});
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
        // a moment is the same everywhere, and told in the time of whoever reads it
        const QDateTime moment(QDate(2026, 3, 2), QTime(9, 0));
        const QString text = QLocale().toString(moment, QLocale::ShortFormat);
        QCOMPARE(windowText({{}, moment.toUTC(), {}, {}, {}}), u"Installed not before %1, your time."_s.arg(text));
        QCOMPARE(windowText({{}, moment.toUTC(), {u"sun"_s}, {}, {}}),
            u"Installed not before %1, your time, and then on Sunday, by the device's own clock."_s.arg(text));
    }
};

QTEST_MAIN(TestPatchPlaces)
#include "tst_patch_places.moc"
