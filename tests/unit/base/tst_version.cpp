// Versions compare by numbers, then by suffix, and their keys compare as they do.
#include "base/version.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace belvedere;

class TestVersion : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void compares_data()
    {
        QTest::addColumn<QString>("smaller");
        QTest::addColumn<QString>("larger");
        const auto add = [](const char *smaller, const char *larger) {
            QTest::newRow(smaller) << QString::fromLatin1(smaller) << QString::fromLatin1(larger);
        };
        add("17.9.1", "17.10");
        add("17.7", "17.7.1");
        add("17", "17.0.1");
        add("9", "10");
        add("99999999999999999999", "100000000000000000000");
        add("10.0.22631.4460", "10.0.26100.1");
        add("16.4.1", "16.4.1 (a)");
        add("16.4.1 (a)", "16.4.1 (c)");
        add("16.4.1 (c)", "16.4.2");
        add("unnumbered", "1");
        add("1.2-rc1", "1.2.1");
    }
    void compares()
    {
        QFETCH(QString, smaller);
        QFETCH(QString, larger);
        const Version a(smaller);
        const Version b(larger);
        QVERIFY(a < b);
        QVERIFY(b > a);
        QVERIFY(!(a == b));
        QVERIFY(a.key() < b.key());
    }

    void equalVersionsHaveEqualKeys()
    {
        QCOMPARE(Version(u"18.0"_s).key(), Version(u"18.0.0"_s).key());
        QVERIFY(Version(u"18.0"_s) == Version(u"18"_s));
        QVERIFY(Version(u"007.1"_s) == Version(u"7.01"_s));
        QVERIFY(Version(u" 1.2 "_s) == Version(u"1.2"_s));
        QVERIFY(Version(u"1.2-RC"_s) == Version(u"1.2-rc"_s));
        QVERIFY(!(Version(u"1.20"_s) == Version(u"1.2"_s)));
    }

    void keepsItsTextWithinBounds()
    {
        QVERIFY(Version().isNull());
        QVERIFY(Version(u"  "_s).isNull());
        QVERIFY(Version().key().isEmpty());
        QCOMPARE(Version(u"10.0.19045"_s).text(), u"10.0.19045"_s);
        QCOMPARE(Version(QString(10'000, u'7')).text().size(), Version::maximumLength);
        QVERIFY(Version() < Version(u"0"_s));
    }
};

QTEST_GUILESS_MAIN(TestVersion)
#include "tst_version.moc"
