// Windows of time by the device's own clock, and patterns of packages.
#include "domain/patch.h"
#include "domain/updatewindow.h"

#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

QDateTime at(const QString &time) { return QDateTime::fromString(time, Qt::ISODate); }

} // namespace

class TestUpdateWindows : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void windows_data()
    {
        QTest::addColumn<UpdateWindow>("window");
        QTest::addColumn<QString>("local"); // 2026-03-02 is a Monday
        QTest::addColumn<bool>("open");
        const auto row = [](const char *name, const UpdateWindow &window, const QString &local, bool open) {
            QTest::newRow(name) << window << local << open;
        };
        const UpdateWindow day{{}, {}, {}, u"12:00"_s, u"13:30"_s};
        const UpdateWindow night{{}, {}, {u"fri"_s}, u"22:00"_s, u"05:00"_s};
        const UpdateWindow later{{}, at(u"2026-03-02T12:00:00Z"_s), {}, {}, {}};
        row("always", {}, u"2026-03-02T03:00:00Z"_s, true);
        row("before", day, u"2026-03-02T11:59:59+02:00"_s, false);
        row("begins", day, u"2026-03-02T12:00:00+02:00"_s, true);
        row("ended", day, u"2026-03-02T13:30:00+02:00"_s, false);
        row("its own clock", day, u"2026-03-02T12:30:00+09:00"_s, true);
        row("another day", night, u"2026-03-05T23:00:00Z"_s, false);
        row("the evening", night, u"2026-03-06T22:00:00Z"_s, true);
        row("over midnight", night, u"2026-03-07T04:59:00Z"_s, true);
        row("the next evening", night, u"2026-03-07T22:30:00Z"_s, false);
        row("the small hours before", night, u"2026-03-06T04:00:00Z"_s, false);
        row("weekend", {{}, {}, {u"sat"_s, u"sun"_s}, {}, {}}, u"2026-03-08T00:00:00Z"_s, true);
        row("not the weekend", {{}, {}, {u"sat"_s, u"sun"_s}, {}, {}}, u"2026-03-02T00:00:00Z"_s, false);
        row("too soon", later, u"2026-03-02T13:59:59+02:00"_s, false);
        row("the moment", later, u"2026-03-02T14:00:00+02:00"_s, true);
        row("nonsense", {{}, {}, {u"someday"_s}, {}, {}}, u"2026-03-02T12:00:00Z"_s, false);
    }
    void windows()
    {
        QFETCH(const UpdateWindow, window);
        QFETCH(const QString, local);
        QFETCH(const bool, open);
        QCOMPARE(isOpen(window, at(local)), open);
    }

    void windowsThatMakeNoSenseAreNamed()
    {
        const auto fields = [](const UpdateWindow &window) {
            QStringList names;
            for (const FieldError &error : problemsOf(window))
                names.append(error.field);
            return names;
        };
        QCOMPARE(fields({}), QStringList());
        QCOMPARE(fields({{}, {}, {u"noday"_s}, u"25:00"_s, u"6"_s}), (QStringList{u"days"_s, u"from"_s, u"until"_s}));
        QCOMPARE(fields({{}, {}, {}, u"22:00"_s, {}}), QStringList{u"until"_s});
        QCOMPARE(fields({{}, {}, {}, {}, u"22:00"_s}), QStringList{u"from"_s});
        QCOMPARE(fields({{}, {}, {}, u"22:00"_s, u"22:00"_s}), QStringList{u"until"_s});
    }

    void patterns_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("package");
        QTest::addColumn<bool>("matches");
        const auto row = [](const QString &pattern, const QString &package, bool matches) {
            QTest::newRow(qPrintable(QString(pattern + u' ' + package))) << pattern << package << matches;
        };
        row(u"curl"_s, u"curl"_s, true);
        row(u"curl"_s, u"libcurl4"_s, false);
        row(u"CURL"_s, u"curl"_s, true);
        row(u"linux-image-*"_s, u"linux-image-amd64"_s, true);
        row(u"linux-image-*"_s, u"linux-headers-amd64"_s, false);
        row(u"*curl*"_s, u"libcurl4"_s, true);
        row(u"*"_s, u"anything at all"_s, true);
        row(u"lib?"_s, u"libc"_s, true);
        row(u"lib?"_s, u"lib"_s, false);
        row(u"a*b*c"_s, u"aXbXbc"_s, true);
        row(u"a*b*c"_s, u"aXcXb"_s, false);
        row(u"[a-z]"_s, u"x"_s, false); // nothing but * and ? stands for something else
    }
    void patterns()
    {
        QFETCH(const QString, pattern);
        QFETCH(const QString, package);
        QFETCH(const bool, matches);
        PatchBlock block;
        block.package = pattern;
        SoftwarePatch patch;
        patch.package = package;
        patch.release = u"2.0"_s;
        patch.platform = Platform::Linux;
        QCOMPARE(blocks(block, patch), matches);
        block.release = u"2.1"_s;
        QVERIFY(!blocks(block, patch));
        block.release = u"2.0"_s;
        QCOMPARE(blocks(block, patch), matches);
        block.platform = Platform::Windows;
        QVERIFY(!blocks(block, patch));
    }

    void longPatternsEnd()
    {
        PatchBlock block;
        block.package = QString(u"a*"_s).repeated(100) + u'b';
        SoftwarePatch patch;
        patch.package = QString(200, u'a');
        QVERIFY(!blocks(block, patch));
    }
};

QTEST_GUILESS_MAIN(TestUpdateWindows)
#include "tst_update_windows.moc"
