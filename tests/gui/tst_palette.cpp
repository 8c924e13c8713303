// What is typed finds the command that was meant.
#include "ui/shell/command.h"
#include "ui/shell/fuzzy.h"
#include "ui/shell/navigator.h"

#include <QSignalSpy>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

class TestPalette : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void matches_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("first");
        QTest::newRow("initials") << u"cp"_s << u"Configuration profiles"_s;
        QTest::newRow("start") << u"dev"_s << u"Devices"_s;
        QTest::newRow("inside") << u"port"_s << u"Compliance report"_s;
        QTest::newRow("case and marks") << u"REGLÈS"_s << u"Règles"_s;
        QTest::newRow("two words") << u"bus pol"_s << u"Business policies"_s;
        QTest::newRow("context") << u"go to audit"_s << u"Audit"_s;
    }
    void matches()
    {
        QFETCH(QString, typed);
        QFETCH(QString, first);
        const QList<PaletteCommand> found = matching(sample(), typed);
        QVERIFY(!found.isEmpty());
        QCOMPARE(found.first().title, first);
    }

    void findsNothingInNonsense() { QVERIFY(matching(sample(), u"xqzw"_s).isEmpty()); }

    void keepsTheOrderWhenNothingIsTyped()
    {
        const QList<PaletteCommand> found = matching(sample(), {}, 3);
        QCOMPARE(found.size(), 3);
        QCOMPARE(found.first().title, u"Home"_s);
    }

    void prefersRunsAndStarts()
    {
        QVERIFY(fuzzyScore(u"audit"_s, u"Audit"_s) > fuzzyScore(u"audit"_s, u"A useful digit"_s));
        QCOMPARE(fuzzyScore(u"audits"_s, u"Audit"_s), -1);
        QCOMPARE(fuzzyScore({}, u"anything"_s), 0);
    }

    void historyForgetsWhatLayAhead()
    {
        Navigator navigator;
        QSignalSpy moved(&navigator, &Navigator::moved);
        navigator.go(u"home"_s);
        navigator.go(u"home"_s);
        QCOMPARE(moved.size(), 1);
        navigator.go(u"devices"_s, {{u"query"_s, u"a"_s}});
        navigator.amend({{u"query"_s, u"ab"_s}});
        navigator.go(u"rules"_s);
        navigator.back();
        QCOMPARE(navigator.current().arguments.value(u"query"_s).toString(), u"ab"_s);
        navigator.back();
        QVERIFY(!navigator.canGoBack());
        navigator.back();
        QCOMPARE(navigator.current().place, u"home"_s);
        navigator.go(u"audit"_s);
        QVERIFY(!navigator.canGoForward());
        for (int i = 0; i < 300; ++i)
            navigator.go(QString::number(i));
        int steps = 0;
        while (navigator.canGoBack()) {
            navigator.back();
            ++steps;
        }
        QVERIFY2(steps < 100, "the trail is bounded");
    }

    void ordersAreNotRepeatedOnTheWayBack()
    {
        Navigator navigator;
        QList<QVariantMap> arrived;
        QObject::connect(&navigator, &Navigator::moved, &navigator,
            [&arrived](const Location &location) { arrived.append(location.arguments); });
        const QVariantMap query{{u"query"_s, u"a"_s}};
        navigator.go(u"rules"_s, {{u"query"_s, u"a"_s}, {u"!create"_s, true}});
        QVERIFY(arrived.last().value(u"!create"_s).toBool());
        navigator.go(u"rules"_s, {{u"query"_s, u"a"_s}, {u"!create"_s, true}}); // again, in the same place
        QCOMPARE(arrived.size(), 2);
        navigator.go(u"home"_s);
        navigator.back();
        QCOMPARE(arrived.last(), query);
        QVERIFY(!navigator.canGoBack());
    }

private:
    static QList<PaletteCommand> sample()
    {
        QList<PaletteCommand> result;
        for (const QString &title : {u"Home"_s, u"Enrolment"_s, u"Devices"_s, u"Persons"_s, u"Configuration profiles"_s,
                 u"Règles"_s, u"Business policies"_s, u"Compliance report"_s, u"Audit"_s})
            result.append({title, u"Go to"_s, Icon::Home, {}, {}});
        return result;
    }
};

QTEST_MAIN(TestPalette)
#include "tst_palette.moc"
