// Orders on the command line: what is told of them, and when a run counts as partly failed.
#include "cli/actionreport.h"
#include "cli/options.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace belvedere;

class TestCliOrders : public QObject {
    Q_OBJECT

    static ActionReceipt receipt(qint64 matched, qint64 accepted)
    {
        ActionReceipt receipt{u"act-7"_s, ActionKind::Lock, matched, accepted, {}};
        for (qint64 i = accepted; i < matched; ++i)
            receipt.refused.push_back({u"dev-%1"_s.arg(i), u"host\u001b[2J"_s, u"action.inventory-only"_s});
        return receipt;
    }
    static Action after(qint64 waiting, qint64 done, qint64 failed, qint64 cancelled)
    {
        Action action;
        action.state = waiting == 0 ? ActionState::Finished : ActionState::Running;
        action.waiting = waiting;
        action.done = done;
        action.failed = failed;
        action.cancelled = cancelled;
        return action;
    }

private Q_SLOTS:
    void programsGetTheContract()
    {
        const QJsonObject plain = QJsonDocument::fromJson(receiptJson(receipt(3, 2), std::nullopt)).object();
        QCOMPARE(plain.keys(), (QStringList{u"accepted"_s, u"kind"_s, u"matched"_s, u"refused"_s, u"request"_s}));
        QCOMPARE(plain["request"_L1].toString(), u"act-7"_s);
        QCOMPARE(plain["refused"_L1][0]["device"_L1].toString(), u"dev-2"_s);
        QCOMPARE(plain["refused"_L1][0]["code"_L1].toString(), u"action.inventory-only"_s);
        const QJsonObject waited = QJsonDocument::fromJson(receiptJson(receipt(3, 3), after(1, 2, 0, 0))).object();
        QCOMPARE(waited["state"_L1].toString(), u"running"_s);
        QCOMPARE(waited["waiting"_L1].toInt(), 1);
        QCOMPARE(waited["done"_L1].toInt(), 2);
    }

    void peopleGetSentences()
    {
        const QString text = QString::fromUtf8(receiptText(receipt(3, 2), after(0, 1, 1, 0)));
        QVERIFY2(text.contains("act-7: lock ordered on 2 of 3 devices."_L1), qPrintable(text));
        QVERIFY(text.contains("Done 1, failed 1"_L1));
        QVERIFY(text.contains("Refused by 1 device:"_L1));
        QVERIFY(!text.contains(u'\u001b'));
        QVERIFY(!QString::fromUtf8(receiptText(receipt(1, 1), std::nullopt)).contains("Refused"_L1));
    }

    void effectsStandBeforeTheQuestion()
    {
        ActionPreview preview;
        preview.kind = ActionKind::Restart;
        preview.matched = 2;
        preview.accepted = 1;
        preview.effects = {{Management::Agent, Platform::Linux, true, 1, u"Unsaved work\u0007 is lost."_s},
            {Management::Inventory, {}, false, 1, u"Nothing."_s}};
        const QString text = previewText(preview);
        QVERIFY(text.startsWith("restart on 2 devices, 1 of them can do it:"_L1));
        QVERIFY2(text.contains("1 device (agent, linux, simulated): Unsaved work  is lost."_L1), qPrintable(text));
        QVERIFY(text.contains("1 device (inventory): Nothing."_L1));
    }

    void partial()
    {
        QVERIFY(!isPartial(receipt(2, 2), std::nullopt));
        QVERIFY(isPartial(receipt(2, 1), std::nullopt));
        QVERIFY(!isPartial(receipt(2, 2), after(0, 2, 0, 0)));
        QVERIFY(isPartial(receipt(2, 2), after(0, 1, 1, 0)));
        QVERIFY(isPartial(receipt(2, 2), after(1, 1, 0, 0)));
        QVERIFY(isPartial(receipt(2, 2), after(0, 1, 0, 1)));
    }

    void ages()
    {
        QCOMPARE(ageSeconds(u"12h"_s), std::optional<qint64>(43'200));
        QCOMPARE(ageSeconds(u"7d"_s), std::optional<qint64>(604'800));
        QCOMPARE(ageSeconds(u"2w"_s), std::optional<qint64>(1'209'600));
        for (const QString &wrong : {u""_s, u"d"_s, u"0d"_s, u"-1d"_s, u"1"_s, u"1m"_s, u"10000h"_s, u"1d "_s})
            QVERIFY2(!ageSeconds(wrong), qPrintable(wrong));
    }
};

QTEST_GUILESS_MAIN(TestCliOrders)
#include "tst_cli_orders.moc"
