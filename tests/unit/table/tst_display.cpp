// Cells read as people write them, in their language, and never pretend to know what is not known.
#include "fixedclock.h"
#include "table/display.h"

#include "domain/device.h"

#include <QtTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

const Field &deviceField(QStringView name) { return *findField(fields<Device>(), name); }

Display english()
{
    return {"Device", std::make_shared<FixedClock>(), QLocale(QLocale::English, QLocale::UnitedStates)};
}
Display german() { return {"Device", std::make_shared<FixedClock>(), QLocale(QLocale::German, QLocale::Germany)}; }

Cell ago(qint64 seconds) { return FixedClock().now().addSecs(-seconds); }

} // namespace

class DisplayTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { qputenv("TZ", "UTC"); }

    void shortText_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<Cell>("cell");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const QString &field, const Cell &cell, const QString &text) {
            QTest::newRow(name) << field << cell << text;
        };
        row("unknown", u"name"_s, Cell(), u"–"_s);
        row("text", u"name"_s, u"<b>x</b>"_s, u"<b>x</b>"_s);
        row("yes", u"encrypted"_s, true, u"Yes"_s);
        row("no", u"encrypted"_s, false, u"No"_s);
        row("number", u"updates"_s, qint64(12'345), u"12,345"_s);
        row("bytes", u"memory"_s, qint64(17'179'869'184), u"16 GiB"_s);
        row("few bytes", u"memory"_s, qint64(1'500'000'000), u"1.4 GiB"_s);
        row("megabytes", u"memory"_s, qint64(512'000'000), u"488.3 MiB"_s);
        row("version", u"os"_s, Version(u"17.4.1"_s), u"17.4.1"_s);
        row("declared word", u"platform"_s, u"macos"_s, u"macOS"_s);
        row("foreign word", u"platform"_s, u"haiku"_s, u"haiku"_s);
        row("set", u"tags"_s, QStringList{u"a"_s, u"b"_s}, u"a, b"_s);
        row("empty set", u"tags"_s, QStringList(), QString());
        row("now", u"seen"_s, ago(0), u"just now"_s);
        row("a second ahead", u"seen"_s, ago(-1), u"just now"_s);
        row("one minute", u"seen"_s, ago(60), u"1 minute ago"_s);
        row("minutes", u"seen"_s, ago(59 * 60 + 59), u"59 minutes ago"_s);
        row("one hour", u"seen"_s, ago(3'600), u"1 hour ago"_s);
        row("hours", u"seen"_s, ago(86'399), u"23 hours ago"_s);
        row("one day", u"seen"_s, ago(86'400), u"1 day ago"_s);
        row("days", u"seen"_s, ago(30 * 86'400 - 1), u"29 days ago"_s);
        row("a date", u"seen"_s, ago(30 * 86'400), u"2/8/26"_s);
        row("ahead", u"seen"_s, ago(-7'200), u"in 2 hours"_s);
        row("far ahead", u"seen"_s, ago(-40 * 86'400), u"4/19/26"_s);
    }
    void shortText()
    {
        QFETCH(QString, field);
        QFETCH(Cell, cell);
        QFETCH(QString, text);
        QCOMPARE(english().text(cell, deviceField(field)), text);
    }

    void durations()
    {
        Field field = deviceField(u"memory");
        field.kind = Kind::Duration;
        QCOMPARE(english().text(qint64(42), field), u"42 s"_s);
        QCOMPARE(english().text(qint64(61), field), u"1 min"_s);
        QCOMPARE(english().text(qint64(3'900), field), u"1 h 5 min"_s);
        QCOMPARE(english().text(qint64(86'400), field), u"1 day"_s);
        QCOMPARE(english().text(qint64(3 * 86'400 + 5), field), u"3 days"_s);
        QCOMPARE(english().detail(qint64(3'900), field), u"3,900 s"_s);
    }

    void codesAreShownInWordsAndKeptForMachines()
    {
        belvedere::Display display = english();
        const Field &field = deviceField(u"model");
        display.setWords(u"model"_s, {{u"x1"_s, u"Carbon"_s}});
        QCOMPARE(display.text(u"x1"_s, field), u"Carbon"_s);
        QCOMPARE(display.detail(u"x1"_s, field), u"Carbon (x1)"_s);
        QCOMPARE(display.plain(u"x1"_s, field), u"x1"_s);
        QCOMPARE(display.text(u"x2"_s, field), u"x2"_s);
        QCOMPARE(display.detail(u"x2"_s, field), u"x2"_s);
        display.setWords(u"tags"_s, {{u"a"_s, u"Alpha"_s}});
        QCOMPARE(display.text(QStringList{u"a"_s, u"b"_s}, deviceField(u"tags")), u"Alpha, b"_s);
    }

    void nothingMayHaveItsOwnWord()
    {
        belvedere::Display display = english();
        Field span = deviceField(u"memory");
        span.kind = Kind::Duration;
        display.setNothing(u"memory"_s, u"None"_s);
        display.setNothing(u"tags"_s, u"All"_s);
        QCOMPARE(display.text(qint64(0), span), u"None"_s);
        QCOMPARE(display.detail(qint64(0), span), u"None"_s);
        QCOMPARE(display.text(qint64(42), span), u"42 s"_s);
        QCOMPARE(display.text(QStringList(), deviceField(u"tags")), u"All"_s);
        QCOMPARE(display.text(qint64(0), deviceField(u"updates")), u"0"_s);
        QCOMPARE(display.text(Cell(), span), u"–"_s);
        QCOMPARE(display.plain(qint64(0), span), u"0"_s);
    }
    void deadlinesSayThatTheyAreOver()
    {
        belvedere::Display display = english();
        display.setDeadline(u"seen"_s);
        QCOMPARE(display.text(ago(19 * 3'600), deviceField(u"seen")), u"ended 19 hours ago"_s);
        QCOMPARE(display.text(ago(-86'400), deviceField(u"seen")), u"in 1 day"_s);
    }

    void otherLocalesWriteNumbersTheirWay()
    {
        QCOMPARE(german().text(qint64(12'345), deviceField(u"updates")), u"12.345"_s);
        QCOMPARE(german().text(qint64(1'500'000'000), deviceField(u"memory")), u"1,4 GiB"_s);
    }

    void detailIsExact()
    {
        QCOMPARE(english().detail(qint64(17'179'869'184), deviceField(u"memory")), u"17,179,869,184 bytes"_s);
        const QString time = english().detail(ago(60), deviceField(u"seen"));
        QVERIFY2(time.contains(u"2026"_s) && time.contains(u"11:59"_s), qPrintable(time));
    }

    void spokenSaysWhatADashMeans()
    {
        QCOMPARE(english().spoken(Cell(), deviceField(u"seen")), u"not known"_s);
        QCOMPARE(english().spoken(true, deviceField(u"encrypted")), u"Yes"_s);
    }

    void plainIsForMachines()
    {
        QCOMPARE(german().plain(qint64(1'500'000'000), deviceField(u"memory")), u"1500000000"_s);
        QCOMPARE(german().plain(ago(60), deviceField(u"seen")), u"2026-03-10T11:59:00.000Z"_s);
        QCOMPARE(german().plain(Cell(), deviceField(u"seen")), QString());
        QCOMPARE(english().label(deviceField(u"memory")), u"Memory"_s);
    }
};

QTEST_GUILESS_MAIN(DisplayTest)
#include "tst_display.moc"
