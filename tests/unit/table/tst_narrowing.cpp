// A query that is said to be narrower lets nothing through that the wider one does not, and starting from the wider
// one's rows changes no answer.
#include "rows.h"
#include "table/narrowing.h"
#include "table/queryfilter.h"
#include "table/searchtext.h"
#include "table/textpool.h"

#include "base/fold.h"
#include "query/parser.h"
#include "query/print.h"
#include "unit/query/randomquery.h"
#include "unit/query/specimen.h"

#include <QtTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

const QDateTime now(QDate(2026, 3, 10), QTime(13, 37, 42, 123), Qt::UTC);

Matcher compiled(const QString &text, std::span<const Field> list, const QDateTime &at = now)
{
    return Matcher::compile(parseQuery(text, list).query(), list, at).value();
}

bool isNarrower(const QString &narrow, const QString &wide)
{
    return implies(compiled(narrow, fields<Device>()), compiled(wide, fields<Device>()));
}

} // namespace

class NarrowingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void typingNarrows()
    {
        QVERIFY(isNarrower(u"willow"_s, u"will"_s));
        QVERIFY(isNarrower(u"will"_s, u""_s));
        QVERIFY(isNarrower(u"willow"_s, u"willow"_s));
        QVERIFY(isNarrower(u"platform:ios willow"_s, u"will"_s));
        QVERIFY(isNarrower(u"name:willow"_s, u"name:ill"_s));
        QVERIFY(isNarrower(u"platform:ios"_s, u"platform:ios,linux"_s));
        QVERIFY(isNarrower(u"memory>16GB"_s, u"memory>8GB"_s));
        QVERIFY(isNarrower(u"tag:sales"_s, u"tag:sales,field"_s));
        QVERIFY(isNarrower(u"willow or yarrow"_s, u"w"_s));
        QVERIFY(isNarrower(u"willow"_s, u"w or y"_s));
        QVERIFY(isNarrower(u"-tag:sales willow"_s, u"-tag:sales will"_s));
    }

    void whatIsNotSureIsNotNarrower()
    {
        QVERIFY(!isNarrower(u"will"_s, u"willow"_s));
        QVERIFY(!isNarrower(u""_s, u"willow"_s));
        QVERIFY(!isNarrower(u"-willow"_s, u"-will or x"_s));
        QVERIFY(!isNarrower(u"-willow"_s, u"-will"_s));
        QVERIFY(!isNarrower(u"name!=willow"_s, u"name!=ill"_s));
        QVERIFY(!isNarrower(u"willow or yarrow"_s, u"will"_s));
        QVERIFY(!isNarrower(u"platform:ios"_s, u"form:phone"_s));
        QVERIFY(!isNarrower(u"platform:ios,unknown"_s, u"platform:ios"_s));
        QVERIFY(!isNarrower(u"memory>8GB"_s, u"memory>16GB"_s));
    }

    void agesMoveWithTheClock()
    {
        const auto early = compiled(u"seen>7d"_s, fields<Device>());
        const auto late = compiled(u"seen>7d"_s, fields<Device>(), now.addSecs(60));
        QVERIFY(implies(early, late)); // what was seen before that moment was seen before a later one
        QVERIFY(!implies(late, early));
    }

    void randomQueriesAgree()
    {
        RandomQueries random(fields<Specimen>(), now, 99);
        QByteArray lines;
        for (int i = 0; i < 300; ++i) {
            QJsonObject object;
            for (const Field &field : fields<Specimen>()) {
                const Cell cell = random.cell(field);
                if (isKnown(cell))
                    object.insert(QLatin1StringView(field.name), cellToJson(cell));
            }
            object.insert(u"id"_s, u"spe-%1"_s.arg(i));
            lines += QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
        }
        const SnapshotPointer rows = snapshotOf(fields<Specimen>(), lines);
        const StopFlag stop = false;
        std::vector<QueryFilter> filters;
        std::vector<RowBits> alone;
        Tools shared;
        int narrower = 0;
        for (int i = 0; i < 260; ++i) {
            Query query = random.query();
            if (i % 3 == 1) { // the one before, and more
                const Query before = random.query();
                query.root = flattened({QueryNode::Type::And, {query.root, before.root}, {}, {}, 0, 0});
                filters.emplace_back(Matcher::compile(before, fields<Specimen>(), now).value());
                Tools fresh;
                alone.push_back(filters.back().matches(*rows, nullptr, fresh.filter, stop));
            }
            filters.emplace_back(Matcher::compile(query, fields<Specimen>(), now).value());
            Tools fresh;
            alone.push_back(filters.back().matches(*rows, nullptr, fresh.filter, stop));
        }
        for (size_t a = 0; a < filters.size(); ++a) {
            for (size_t b = 0; b < filters.size(); ++b) {
                if (!filters[a].isWithin(filters[b]))
                    continue;
                narrower += a != b;
                QCOMPARE(filters[a].matches(*rows, &alone[b], shared.filter, stop), alone[a]);
            }
        }
        QVERIFY(narrower > 100);
    }

    // Words of every length over texts of every length, also across chunks.
    void everyOccurrenceIsFound()
    {
        DeviceMaker maker(8);
        TextPool pool;
        std::vector<QString> texts = {QString()};
        while (texts.size() < 9'000) {
            QString text;
            for (quint32 n = maker.number(maker.chance(5) ? 200 : 12); n > 0; --n)
                text += QChar(char16_t(u'a' + maker.number(3)));
            if (maker.chance(3))
                text += u"Ä"_s;
            if (pool.intern(text.toStdString()) == texts.size())
                texts.push_back(text);
        }
        const TextList list = pool.list();
        Crew crew;
        const StopFlag stop = false;
        for (const QString &word :
            {u"a"_s, u"ab"_s, u"abc"_s, u"cab"_s, u"abcabc"_s, u"aaaaaaaa"_s, u"ca"_s, u"bä"_s}) {
            const std::string needle = folded(word).toStdString();
            const RowBits found = searchFolded(list, needle, nullptr, crew, stop);
            QCOMPARE(found.size(), quint32(texts.size()));
            for (quint32 code = 1; code < texts.size(); ++code)
                QCOMPARE(found.at(code), folded(texts[code]).contains(folded(word)));
            RowBits some(found.size());
            for (quint32 code = 1; code < found.size(); code += 11)
                some.set(code);
            const RowBits within = searchFolded(list, needle, &some, crew, stop);
            for (quint32 code = 1; code < found.size(); ++code)
                QCOMPARE(within.at(code), found.at(code) && some.at(code));
        }
    }
};

QTEST_GUILESS_MAIN(NarrowingTest)
#include "tst_narrowing.moc"
