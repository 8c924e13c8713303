// Figures are held against what is promised and against an earlier run.
#include "bench/promises.h"
#include "bench/regression.h"

#include <QtTest>

using namespace belvedere;
using namespace belvedere::bench;
using namespace Qt::StringLiterals;

namespace {

Figure sorted(double median, double rival)
{
    return {u"sort, again"_s, 1'000'000, median, median, u"a rival"_s, rival, {}, {}};
}

const QByteArray earlier = R"({"name":"sort, again","devices":1000000,"ratio":90}
{"name":"sort, again","devices":1000,"ratio":2}

)";

} // namespace

class FiguresTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPromiseIsMetOrMissedByHowMuch()
    {
        QVERIFY(promisesOf({sorted(30, 1'000)}).contains(u"met"_s));
        const QString missed = promisesOf({sorted(45, 1'000)});
        QVERIFY(missed.contains(u"45.0 ms"_s));
        QVERIFY(missed.contains(u"missed 1.50 times"_s));
        Figure pages{u"list"_s, 100'000, 1, 1, {}, 0, {{u"pages_per_s"_s, 500.0}}, {}};
        QVERIFY(promisesOf({pages}).contains(u"missed 3.00 times"_s));
        pages.more = {{u"pages_per_s"_s, 1'500.0}};
        QVERIFY(promisesOf({pages}).contains(u"met"_s));
    }

    void nothingIsPromisedForOtherSizes()
    {
        Figure few = sorted(45, 1'000);
        few.devices = 1'000;
        QCOMPARE(promisesOf({few}), QString());
    }

    void aThirdOfTheEarlierRatioIsARegression()
    {
        QCOMPARE(regressions({sorted(10, 301)}, earlier).value(), QStringList());
        const Result<QStringList> found = regressions({sorted(10, 299)}, earlier);
        QCOMPARE(found.value().size(), 1);
        QVERIFY(found.value().first().contains(u"29.9"_s));
        Figure memory = sorted(0, 0);
        memory.advantage = 20;
        QCOMPARE(regressions({memory}, earlier).value().size(), 1);
    }

    // Otherwise a benchmark that has another name now would be watched by nobody.
    void comparingNothingIsAnError()
    {
        Figure other = sorted(10, 300);
        other.name = u"renamed"_s;
        QCOMPARE(regressions({other}, earlier).error().code, u"bench.earlier"_s);
        QCOMPARE(regressions({sorted(10, 300), other}, earlier).value(), QStringList());
    }

    void anUnreadableEarlierRunIsAnError()
    {
        for (const QByteArray &lines : {QByteArray("{"), QByteArray("[]"), QByteArray(R"({"name":1,"devices":1})")})
            QCOMPARE(regressions({sorted(10, 300)}, earlier + lines).error().code, u"bench.earlier"_s);
    }
};

QTEST_GUILESS_MAIN(FiguresTest)
#include "tst_figures.moc"
