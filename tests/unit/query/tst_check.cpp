// The five states: truth tables, freshness, absence, lists, parameters, and what is put on record.
#include "query/check.h"
#include "query/parser.h"
#include "randomquery.h"
#include "specimen.h"

#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;
using enum belvedere::CheckState;

Q_DECLARE_METATYPE(belvedere::CheckState)

namespace {

const QDateTime now(QDate(2026, 3, 10), QTime(12, 0), Qt::UTC);

std::span<const Field> specimen() { return fields<Specimen>(); }

Result<Check> compiled(const QString &text, const Parameters &parameters = {})
{
    const QueryParse parse = parseQuery(text, specimen(), QueryMode::Check);
    if (!parse)
        qFatal("%s: %s", qPrintable(text), qPrintable(parse.error().message));
    CheckSettings settings;
    settings.now = now;
    settings.parameters = parameters;
    return Check::compile(parse.query(), specimen(), settings);
}

FactReading fresh(const Cell &value)
{
    FactReading fact;
    fact.value = value;
    fact.asOf = now.addSecs(-3'600);
    return fact;
}

CheckResult run(const QString &text, const QHash<QString, FactReading> &facts, const Parameters &parameters = {})
{
    const Result<Check> check = compiled(text, parameters);
    if (!check)
        qFatal("%s: %s", qPrintable(text), qPrintable(check.error().detail));
    return check.value().evaluate(
        [&facts](size_t field) { return facts.value(QLatin1String(specimen()[field].name)); });
}

// A fact that gives the test `count:5` (or any other over that field) this state.
FactReading factFor(CheckState state)
{
    switch (state) {
    case Pass:
        return fresh(qint64(5));
    case Fail:
        return fresh(qint64(6));
    case Unknown:
        return {};
    case Error:
        return fresh(u"five"_s);
    case NotApplicable:
        break;
    }
    FactReading fact;
    fact.applies = false;
    return fact;
}

} // namespace

class TestCheck : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tables_data()
    {
        QTest::addColumn<QList<CheckState>>("states");
        QTest::addColumn<CheckState>("allState");
        QTest::addColumn<CheckState>("anyState");
        using L = QList<CheckState>;
        QTest::newRow("pass, pass") << L{Pass, Pass} << Pass << Pass;
        QTest::newRow("pass, fail") << L{Pass, Fail} << Fail << Pass;
        QTest::newRow("pass, unknown") << L{Pass, Unknown} << Unknown << Pass;
        QTest::newRow("fail, unknown") << L{Fail, Unknown} << Fail << Unknown;
        QTest::newRow("fail, error") << L{Fail, Error} << Fail << Error;
        QTest::newRow("unknown, error") << L{Unknown, Error} << Error << Error;
        QTest::newRow("pass, na") << L{Pass, NotApplicable} << Pass << Pass;
        QTest::newRow("fail, na") << L{Fail, NotApplicable} << Fail << Fail;
        QTest::newRow("na, na") << L{NotApplicable, NotApplicable} << NotApplicable << NotApplicable;
        QTest::newRow("pass, error, unknown") << L{Pass, Error, Unknown} << Error << Pass;
    }
    void tables()
    {
        QFETCH(QList<CheckState>, states);
        // count, size and lasting share one kind of fact
        const QStringList tests{u"count:5"_s, u"size:5"_s, u"lasting:5"_s};
        const QStringList names{u"count"_s, u"size"_s, u"lasting"_s};
        for (int round = 0; round < 2; ++round) {
            QHash<QString, FactReading> facts;
            for (qsizetype i = 0; i < states.size(); ++i)
                facts.insert(names[i], factFor(states[i]));
            const QStringList used = tests.first(states.size());
            QTEST(run(used.join(u' '), facts).state, "allState");
            QTEST(run(used.join(u" or "_s), facts).state, "anyState");
            // adding what does not apply changes nothing
            QTEST(run(used.join(u' ') + u" sealed:yes",
                      [&facts] {
                          auto more = facts;
                          more.insert(u"sealed"_s, factFor(NotApplicable));
                          return more;
                      }())
                      .state,
                "allState");
            // nor does denying twice
            QTEST(run(u"-(-("_s + used.join(u' ') + u"))", facts).state, "allState");
            std::reverse(states.begin(), states.end()); // both tables are commutative
        }
    }

    void minusTurnsOnlyPassAndFail()
    {
        for (const CheckState state : {Pass, Fail, Unknown, Error, NotApplicable}) {
            const CheckState expected = state == Pass ? Fail : state == Fail ? Pass : state;
            QCOMPARE(run(u"-count:5"_s, {{u"count"_s, factFor(state)}}).state, expected);
        }
    }

    void missingFactsGoByTheAttribute()
    {
        QCOMPARE(run(u"count:5"_s, {}).state, Unknown);
        QCOMPARE(run(u"count:5"_s, {}).reason, u"missing"_s);
        QCOMPARE(run(u"count:5{missing:fail}"_s, {}).state, Fail);
        QCOMPARE(run(u"count:5{missing:pass}"_s, {}).state, Pass);
        QCOMPARE(run(u"count:5{missing:na}"_s, {}).state, NotApplicable);
        QCOMPARE(run(u"count:unknown"_s, {}).state, Unknown); // never reported: nothing decides
        QCOMPARE(run(u"count!=unknown{missing:fail}"_s, {}).state, Fail);
    }

    void aReportedAbsenceIsAValue()
    {
        FactReading absent = fresh({});
        absent.reportedAbsent = true;
        const QHash<QString, FactReading> facts{{u"found"_s, absent}};
        QCOMPARE(run(u"found:unknown"_s, facts).state, Pass);
        QCOMPARE(run(u"found!=unknown"_s, facts).state, Fail);
        QCOMPARE(run(u"found<30d"_s, facts).state, Fail);
        QCOMPARE(run(u"found:unknown or found<30d"_s, facts).state, Pass);
        QCOMPARE(run(u"found:unknown"_s, {{u"found"_s, fresh(now)}}).state, Fail);
    }

    void staleFactsNeverPass()
    {
        FactReading fact = fresh(qint64(5));
        fact.asOf = now.addDays(-7);
        QCOMPARE(run(u"count:5"_s, {{u"count"_s, fact}}).state, Pass); // exactly as old as is allowed
        fact.asOf = fact.asOf.addSecs(-1);
        for (const QString &text : {u"count:5"_s, u"count:6"_s, u"-count:6"_s, u"count:5{missing:pass}"_s}) {
            const CheckResult result = run(text, {{u"count"_s, fact}});
            QCOMPARE(result.state, Unknown);
            QCOMPARE(result.reason, u"stale"_s);
        }
        QCOMPARE(run(u"count:5{age:8d}"_s, {{u"count"_s, fact}}).state, Pass);
        QCOMPARE(run(u"count:5{age:any}"_s, {{u"count"_s, fact}}).state, Pass);
        QCOMPARE(run(u"count:5{age:1d}"_s, {{u"count"_s, fresh(qint64(5))}}).state, Pass);
        QCOMPARE(run(u"count:5{age:59m}"_s, {{u"count"_s, fresh(qint64(5))}}).state, Unknown);
        fact.asOf = {};
        QCOMPARE(run(u"count:5"_s, {{u"count"_s, fact}}).state, Unknown);
        QCOMPARE(run(u"count:5{age:any}"_s, {{u"count"_s, fact}}).state, Pass);
    }

    void everyTestIsOnRecordAndTheOldestDecidingFactCounts()
    {
        FactReading old = fresh(true);
        old.asOf = now.addDays(-5);
        FactReading older = fresh(qint64(3));
        older.asOf = now.addDays(-6);
        const QHash<QString, FactReading> facts{
            {u"count"_s, fresh(qint64(6))}, {u"sealed"_s, old}, {u"size"_s, older}, {u"lasting"_s, fresh(qint64(9))}};
        const CheckResult fail =
            run(u"size<5B sealed:yes count:5 lasting<=$most"_s, facts, {{u"most"_s, Cell(qint64(8))}});
        QCOMPARE(fail.state, Fail);
        QCOMPARE(fail.leaves.size(), size_t(4));
        QCOMPARE(fail.leaves[2].expected, u"count:5"_s);
        QCOMPARE(fail.leaves[2].actual, u"6"_s);
        QCOMPARE(fail.leaves[3].expected, u"lasting<=8s"_s);
        QVERIFY(!fail.leaves[0].decided && !fail.leaves[1].decided && fail.leaves[2].decided && fail.leaves[3].decided);
        QCOMPARE(fail.asOf, now.addSecs(-3'600));
        const CheckResult pass = run(u"size<5 -(count:5 or sealed:no)"_s, facts);
        QCOMPARE(pass.state, Pass);
        QCOMPARE(pass.asOf, older.asOf);
        const CheckResult any = run(u"size>5 or sealed:yes or count:6"_s, facts);
        QCOMPARE(any.state, Pass);
        QVERIFY(!any.leaves[0].decided);
        QCOMPARE(any.asOf, old.asOf);
    }

    void versions_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("version");
        QTest::addColumn<CheckState>("state");
        const QString range = u"release in \">=17.7.1 <18 or >=18.1\""_s;
        QTest::newRow("17.10 gt") << u"release>17.9.1"_s << u"17.10"_s << Pass;
        QTest::newRow("18.0 eq") << u"release:18.0.0"_s << u"18.0"_s << Pass;
        QTest::newRow("suffix") << u"release>=\"16.4.1 (a)\""_s << u"16.4.1 (c)"_s << Pass;
        QTest::newRow("17.7") << range << u"17.7"_s << Fail;
        QTest::newRow("17.7.2") << range << u"17.7.2"_s << Pass;
        QTest::newRow("18.0.1") << range << u"18.0.1"_s << Fail;
        QTest::newRow("18.1") << range << u"18.1"_s << Pass;
        QTest::newRow("26.0") << range << u"26.0"_s << Pass;
    }
    void versions()
    {
        QFETCH(QString, text);
        QFETCH(QString, version);
        QTEST(run(text, {{u"release"_s, fresh(Version(version))}}).state, "state");
    }

    void texts()
    {
        const QHash<QString, FactReading> facts{{u"name"_s, fresh(u"Kiosk-17"_s)}};
        QCOMPARE(run(u"name starts kiosk"_s, facts).state, Pass);
        QCOMPARE(run(u"name ends 17"_s, facts).state, Pass);
        QCOMPARE(run(u"name ends kiosk"_s, facts).state, Fail);
        QCOMPARE(run(u"name matches [A-Z][a-z]+-\\d+"_s, facts).state, Pass);
        QCOMPARE(run(u"name matches \\d+"_s, facts).state, Fail); // anchored at both ends
        // A pattern that would run for ages ends without an answer.
        const QHash<QString, FactReading> slow{{u"name"_s, fresh(QString(QString(60, u'a') + u"!c"))}};
        QCOMPARE(run(u"name matches \"(a+a+)+c\""_s, slow).state, Unknown);
    }

    void lists()
    {
        const std::vector<ListItem> apps{{u"com.mail"_s, Version(u"1.2"_s), {}, {}}, {u"com.game"_s, {}, {}, {}}};
        FactReading fact = fresh({});
        fact.list = &apps;
        const QHash<QString, FactReading> facts{{u"marks"_s, fact}};
        const auto state = [&facts](const QString &text) { return run(text, facts).state; };
        QCOMPARE(state(u"marks has com.mail"_s), Pass);
        QCOMPARE(state(u"marks has \"COM.MAIL\">=1.2"_s), Pass);
        QCOMPARE(state(u"marks has com.mail>1.2"_s), Fail);
        QCOMPARE(run(u"marks has com.mail>1.2"_s, facts).reason, u"app_outdated"_s);
        QCOMPARE(run(u"marks has com.chat"_s, facts).reason, u"app_missing"_s);
        QCOMPARE(state(u"marks has com.game>1"_s), Unknown); // its version is not known
        QCOMPARE(state(u"marks has com.chat,com.mail"_s), Pass);
        QCOMPARE(state(u"marks has_all com.chat,com.mail"_s), Fail);
        QCOMPARE(state(u"marks lacks com.chat"_s), Pass);
        QCOMPARE(run(u"marks lacks com.game"_s, facts).reason, u"app_present"_s);
        QCOMPARE(state(u"marks only com.game,com.mail,com.chat"_s), Pass);
        QCOMPARE(state(u"marks only com.mail"_s), Fail);
        QCOMPARE(state(u"marks!=unknown"_s), Pass);
        QCOMPARE(state(u"marks:com.mail"_s), Error); // a list is no set of texts
        // a set is a list of members
        QCOMPARE(run(u"marks has a"_s, {{u"marks"_s, fresh(QStringList{u"A"_s})}}).state, Pass);
        QCOMPARE(run(u"extra has a"_s, {{u"extra"_s, fresh(QJsonObject())}}).state, Error);
    }

    void certificates()
    {
        const std::vector<ListItem> certificates{{u"cn=a"_s, {}, u"CN=Root"_s, now.addDays(20)}};
        FactReading fact = fresh({});
        fact.list = &certificates;
        const QHash<QString, FactReading> facts{{u"extra"_s, fact}};
        QCOMPARE(run(u"extra lasts 30d"_s, facts).state, Fail);
        QCOMPARE(run(u"extra lasts $days"_s, facts, {{u"days"_s, Cell(qint64(864'000))}}).state, Pass);
        QCOMPARE(run(u"extra expires 30d"_s, facts).state, Pass);
        QCOMPARE(run(u"extra issuer cn=root"_s, facts).state, Pass);
    }

    void parametersAreReadLikeText()
    {
        const QHash<QString, FactReading> facts{{u"found"_s, fresh(now.addDays(-3))},
            {u"release"_s, fresh(Version(u"17.8"_s))}, {u"shade"_s, fresh(u"dark"_s)},
            {u"marks"_s, fresh(QStringList())}};
        QCOMPARE(run(u"found<$max"_s, facts, {{u"max"_s, Cell(qint64(7 * 86'400))}}).state, Pass);
        QCOMPARE(run(u"found<$max"_s, facts, {{u"max"_s, Cell(u"2d"_s)}}).state, Fail);
        QCOMPARE(run(u"release in $r"_s, facts, {{u"r"_s, Cell(u">=17.7.1 <18 or >=18.1"_s)}}).state, Pass);
        QCOMPARE(run(u"shade>=$s"_s, facts, {{u"s"_s, Cell(u"medium"_s)}}).state, Pass);
        QCOMPARE(run(u"shade:$s"_s, facts, {{u"s"_s, Cell(QStringList{u"light"_s, u"dark"_s})}}).state, Pass);
        QCOMPARE(run(u"marks lacks $l"_s, facts, {{u"l"_s, Cell(QStringList{u"x"_s})}}).state, Pass);
        QCOMPARE(run(u"marks has_all $l"_s, facts, {{u"l"_s, Cell(QStringList{u"x>=1"_s})}}).state, Fail);
        QCOMPARE(run(u"marks lacks $l"_s, facts, {{u"l"_s, Cell(QStringList())}}).state, NotApplicable);
        QCOMPARE(compiled(u"count>$x"_s).error().code, u"query.unknown-parameter"_s);
        QCOMPARE(compiled(u"count>$x"_s, {{u"x"_s, Cell(u"many"_s)}}).error().code, u"query.type"_s);
        QCOMPARE(compiled(u"count>$x"_s, {{u"x"_s, Cell(true)}}).error().code, u"query.type"_s);
        QCOMPARE(compiled(u"sealed:$x"_s, {{u"x"_s, Cell(qint64(1))}}).error().code, u"query.type"_s);
    }

    void recordAndStateAloneAgree()
    {
        RandomQueries random(specimen(), now, 8);
        CheckSettings settings;
        settings.now = now;
        for (int i = 0; i < 2'000; ++i) {
            const Result<Check> check = Check::compile(random.query(QueryMode::Check), specimen(), settings);
            QVERIFY(check);
            const CheckResult result = check.value().evaluate([&random](size_t field) {
                FactReading fact;
                fact.value = random.cell(specimen()[field]);
                fact.asOf = now.addDays(-random.below(10));
                fact.applies = random.below(6) > 0;
                fact.reportedAbsent = !isKnown(fact.value) && random.below(2) == 0;
                return fact;
            });
            QCOMPARE(check.value().combine([&result](size_t leaf) { return result.leaves[leaf].state; }), result.state);
            const bool anyDecided = std::any_of(
                result.leaves.begin(), result.leaves.end(), [](const CheckLeafResult &leaf) { return leaf.decided; });
            QCOMPARE(anyDecided, result.state != NotApplicable);
        }
    }
};

QTEST_GUILESS_MAIN(TestCheck)
#include "tst_check.moc"
