// From requests to operations and lists: decoding of ids, parameters and bodies; query, sort, limit, cursor, totals.
#include "sitefile.h"

#include "api/operations.h"
#include "server/api/decode.h"
#include "server/api/listing.h"

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

namespace {

template<class Op> QString refusal(const RawOperation &raw) { return code(decodeOperation<Op>(raw)); }
template<class Op> QStringList badFields(const QByteArray &body, const QString &id = {})
{
    const Result<Op> decoded = decodeOperation<Op>({id, {}, body});
    QStringList names;
    if (!decoded) {
        for (const FieldError &error : decoded.error().fields)
            names.append(error.field);
    }
    names.sort();
    return names;
}

} // namespace

class TestRequests : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        OK(m_site.write([](Transaction &t) -> Result<Done> {
            for (int i = 0; i < 25; ++i) {
                Device device;
                device.name = QString(u"host-"_s + QChar(u'a' + i));
                device.platform = i % 2 == 0 ? Platform::Linux : Platform::Windows;
                if (i >= 5)
                    device.memory = i % 3;
                const Result<Device> made = Table<Device>().insert(t, device);
                if (!made)
                    return made.error();
            }
            return Done{};
        }));
    }

    void idsOfAnotherKindAreRefused()
    {
        OK(decodeOperation<Get<Device>>({u"dev-1"_s, {}, {}}));
        for (const QString &id : {u"per-1"_s, u"dev-0"_s, u"dev--1"_s, u"dev-1x"_s, u"1"_s, QString(),
                 QString(u"dev-"_s + QString(30, u'9')), u"dev-1%27"_s}) {
            const auto refused = decodeOperation<Get<Device>>({id, {}, {}});
            QCOMPARE(code(refused), u"id.kind"_s);
            QCOMPARE(refused.error().status(), 404);
        }
    }

    void parametersAreKnownOnceAndOfTheirType()
    {
        const auto list = decodeOperation<List<Device>>({{}, {{u"limit"_s, u"7"_s}, {u"sort"_s, u"-name"_s}}, {}});
        OK(list);
        QCOMPARE(list.value().parameters.limit, std::optional<qint64>(7));
        QCOMPARE(list.value().parameters.sort, u"-name"_s);
        QCOMPARE(refusal<List<Device>>({{}, {{u"limits"_s, u"7"_s}}, {}}), u"parameter.unknown"_s);
        QCOMPARE(
            refusal<List<Device>>({{}, {{u"limit"_s, u"7"_s}, {u"limit"_s, u"7"_s}}, {}}), u"parameter.repeated"_s);
        for (const QString &text : {u"seven"_s, u"7.5"_s, u"1e3"_s, u"99999999999999999999"_s})
            QCOMPARE(refusal<List<Device>>({{}, {{u"limit"_s, text}}, {}}), u"parameter.type"_s);
        QCOMPARE(refusal<List<Device>>({{}, {{u"query"_s, QString(70'000, u'x')}}, {}}), u"parameter.type"_s);
        QCOMPARE(refusal<Get<Device>>({u"dev-1"_s, {{u"x"_s, {}}}, {}}), u"parameter.unknown"_s);
        QCOMPARE(decodeOperation<List<Device>>({{}, {{u"x"_s, {}}}, {}}).error().status(), 400);
    }

    void bodyWhereNoneBelongsIsRefused()
    {
        QCOMPARE(refusal<Get<Device>>({u"dev-1"_s, {}, "{\"a\":1}"}), u"body.unexpected"_s);
        OK(decodeOperation<RevokeEnrolment>({u"enr-1"_s, {}, "{}"}));
        OK(decodeOperation<RevokeEnrolment>({u"enr-1"_s, {}, {}}));
    }

    void bodiesThatAreNoObjectAreRefused_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("code");
        QTest::newRow("empty") << QByteArray() << u"json.malformed"_s;
        QTest::newRow("text") << QByteArray("hello") << u"json.malformed"_s;
        QTest::newRow("array") << QByteArray("[]") << u"json.not-an-object"_s;
        QTest::newRow("cut") << QByteArray("{\"name\":\"x\"") << u"json.malformed"_s;
        QTest::newRow("not UTF-8") << QByteArray("{\"name\":\"\xff\"}") << u"json.malformed"_s;
        QTest::newRow("deep") << QByteArray("{\"name\":" + QByteArray(10'000, '[') + QByteArray(10'000, ']') + "}")
                              << u"json.malformed"_s;
        QTest::newRow("large") << QByteArray("{\"name\":\"" + QByteArray(1'100'000, 'x') + "\"}")
                               << u"json.too-large"_s;
    }
    void bodiesThatAreNoObjectAreRefused()
    {
        QFETCH(const QByteArray, body);
        QFETCH(const QString, code);
        QCOMPARE(refusal<Create<Person>>({{}, {}, body}), code);
    }

    void everyBadFieldIsNamedAtOnce()
    {
        QCOMPARE(badFields<Create<Person>>(R"({"email":5,"nick":"x","id":"per-9","devices":3})"),
            QStringList({u"devices"_s, u"email"_s, u"id"_s, u"name"_s, u"nick"_s}));
        QCOMPARE(badFields<Create<Person>>("{\"name\":\"a\\u0000b\"}"), QStringList{u"name"_s});
        QCOMPARE(badFields<Create<Person>>(R"({"name":null})"), QStringList{u"name"_s});
        QCOMPARE(badFields<Create<Person>>(QByteArray("{\"name\":\"" + QByteArray(70'000, 'x') + "\"}")),
            QStringList{u"name"_s});
        QCOMPARE(badFields<CreateAccount>(R"({"email":"a@b","name":"A","password":"p","role":"owner"})"),
            QStringList{u"role"_s});
        QCOMPARE(badFields<CreateEnrolment>(R"({"label":"x","uses":1.5,"expires":"tomorrow"})"),
            QStringList({u"expires"_s, u"uses"_s}));
        QCOMPARE(decodeOperation<Create<Person>>({{}, {}, "{}"}).error().status(), 422);
    }

    void patchNamesOnlyWhatChanges()
    {
        const auto patch = decodeOperation<Update<Device>>({u"dev-1"_s, {}, R"({"person.id":null})"});
        OK(patch);
        QCOMPARE(patch.value().body.changes.keys(), QStringList{u"person.id"_s});
        QCOMPARE(badFields<Update<Device>>(R"({"name":null})", u"dev-1"_s), QStringList{u"name"_s});
        QCOMPARE(badFields<Update<Device>>(R"({"serial":"x","tags":"one"})", u"dev-1"_s),
            QStringList({u"serial"_s, u"tags"_s}));
        OK(decodeOperation<Update<Device>>({u"dev-1"_s, {}, "{}"}));
    }

    void pagesJoinToTheWholeList()
    {
        QStringList seen;
        ListParameters parameters;
        parameters.sort = u"-name"_s;
        parameters.limit = 10;
        int pages = 0;
        do {
            const auto page = list(parameters);
            OK(page);
            QCOMPARE(page.value().total, 25);
            for (const Device &device : page.value().items)
                seen.append(device.name);
            parameters.cursor = page.value().nextCursor;
            QVERIFY(++pages <= 3);
        } while (!parameters.cursor.isEmpty());
        QCOMPARE(pages, 3);
        QCOMPARE(seen.size(), 25);
        QCOMPARE(QSet<QString>(seen.begin(), seen.end()).size(), 25);
        QVERIFY(std::is_sorted(seen.rbegin(), seen.rend()));
    }

    void totalCountsWhatTheQueryMatches()
    {
        ListParameters parameters;
        parameters.query = u"platform:linux name:host-a,host-b,host-c"_s;
        const auto page = list(parameters);
        OK(page);
        QCOMPARE(page.value().total, 2);
        QCOMPARE(page.value().items.size(), 2u);
        QVERIFY(page.value().nextCursor.isEmpty());
        parameters.query = u"no-such-device-anywhere"_s;
        QCOMPARE(list(parameters).value().total, 0);
    }

    void unknownGoesLastBothWays()
    {
        for (const QString &sort : {u"memory"_s, u"-memory"_s}) {
            ListParameters parameters;
            parameters.sort = sort;
            const auto page = list(parameters);
            OK(page);
            for (size_t i = 0; i < 25; ++i)
                QCOMPARE(page.value().items[i].memory.has_value(), i < 20);
        }
    }

    void badListsAreRefused_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("sort");
        QTest::addColumn<qint64>("limit");
        QTest::addColumn<QString>("cursor");
        QTest::addColumn<QString>("code");
        const QString ours = u"valid"_s; // stands for the cursor of the same list
        QTest::newRow("limit 0") << QString() << QString() << qint64(0) << QString() << u"limit.range"_s;
        QTest::newRow("limit 1001") << QString() << QString() << qint64(1'001) << QString() << u"limit.range"_s;
        QTest::newRow("sort") << QString() << u"colour"_s << qint64(10) << QString() << u"sort.unknown-field"_s;
        QTest::newRow("sort SQL") << QString() << u"name;DROP TABLE devices"_s << qint64(10) << QString()
                                  << u"sort.unknown-field"_s;
        QTest::newRow("sort minus") << QString() << u"-"_s << qint64(10) << QString() << u"sort.unknown-field"_s;
        QTest::newRow("sort many") << QString() << u"name,model,serial,memory,seen"_s << qint64(10) << QString()
                                   << u"sort.unknown-field"_s;
        QTest::newRow("cursor") << QString() << QString() << qint64(10) << u"bm9wZQ"_s << u"cursor.invalid"_s;
        QTest::newRow("cursor text") << QString() << QString() << qint64(10) << u"\u00e9 %00"_s << u"cursor.invalid"_s;
        QTest::newRow("cursor of another query") << u"host"_s << QString() << qint64(10) << ours << u"cursor.invalid"_s;
        QTest::newRow("cursor of another order") << QString() << u"name"_s << qint64(10) << ours << u"cursor.invalid"_s;
    }
    void badListsAreRefused()
    {
        QFETCH(const QString, query);
        QFETCH(const QString, sort);
        QFETCH(const qint64, limit);
        QFETCH(const QString, cursor);
        QFETCH(const QString, code);
        ListParameters first;
        first.limit = 10;
        const QString ours = list(first).value().nextCursor;
        QVERIFY(!ours.isEmpty());
        const auto page = list({query, sort, limit, cursor == "valid"_L1 ? ours : cursor});
        QCOMPARE(server::code(page), code);
        QCOMPARE(page.error().status(), 422);
    }

    void badQueryPointsAtItsPlace()
    {
        const auto page = list({u"platfrom:linux"_s, {}, 10, {}});
        QVERIFY2(code(page).startsWith("query."_L1), qPrintable(code(page)));
        QVERIFY(!page.error().detail.isEmpty());
        QVERIFY(code(list({QString(5'000, u'x'), {}, 10, {}})).startsWith("query."_L1));
        QVERIFY(code(list({QString(1'000, u'('), {}, 10, {}})).startsWith("query."_L1));
    }

    void offsetBeyondTheEndIsAnEmptyPage()
    {
        // a list that shrank since the cursor was given
        const PageBounds bounds = pageBounds({{}, {}, 10, {}}).value();
        const QString far = bounds.nextCursor(1'000, 2'000);
        const auto page = list({{}, {}, 10, far});
        OK(page);
        QVERIFY(page.value().items.empty());
        QCOMPARE(page.value().total, 25);
        QVERIFY(page.value().nextCursor.isEmpty());
    }

private:
    Result<Page<Device>> list(const ListParameters &parameters) const
    {
        return listPage(*m_site.database, Table<Device>(), parameters, m_site.now, {});
    }

    SiteFile m_site;
};

QTEST_GUILESS_MAIN(TestRequests)
#include "tst_requests.moc"
