// Properties over random trees and rows: both evaluators agree, printing reads back, garbage is harmless.
#include "domain/device.h"
#include "domain/foldedset.h"
#include "query/order.h"
#include "query/parser.h"
#include "query/print.h"
#include "query/sql.h"
#include "randomquery.h"
#include "specimen.h"
#include "support/testdatabase.h"

#include <QElapsedTimer>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

constexpr int rowCount = 150;
constexpr int queryCount = 1'500;
const QDateTime now(QDate(2026, 3, 10), QTime(13, 37, 42, 123), Qt::UTC);

using Row = std::vector<Cell>;

std::vector<Row> makeRows(RandomQueries &random, std::span<const Field> fields)
{
    std::vector<Row> rows;
    for (int i = 0; i < rowCount; ++i) {
        Row &row = rows.emplace_back();
        for (const Field &field : fields)
            row.push_back(random.cell(field));
        row[0] = QString(u"row-%1"_s.arg(i));
    }
    return rows;
}

class Database {
public:
    Database(std::span<const Field> fields, const std::vector<Row> &rows)
        : m_store(u":memory:"_s)
        , m_db(m_store.connect(u"agreement"_s))
    {
        QStringList columns;
        QStringList marks;
        for (const SqlColumn &column : sqlColumns(fields, dialect())) {
            columns.append(sqlQuoted(column.name) + u' ' + column.type);
            marks.append(u"?"_s);
        }
        QSqlQuery query(m_db);
        m_ok = m_db.transaction()
            && query.exec(u"CREATE TABLE t (%1) %2"_s.arg(
                columns.join(u", "_s), dialect() == SqlDialect::Sqlite ? u"STRICT"_s : QString()))
            && query.prepare(u"INSERT INTO t VALUES (%1)"_s.arg(marks.join(u", "_s)));
        for (const Row &row : rows) {
            int at = 0;
            for (size_t i = 0; i < fields.size(); ++i) {
                for (const QVariant &value : sqlValues(fields[i], row[i]))
                    query.bindValue(at++, value);
            }
            m_ok = m_ok && query.exec();
        }
        m_ok = m_ok && m_db.commit();
    }
    ~Database()
    {
        m_db = QSqlDatabase();
        QSqlDatabase::removeDatabase(u"agreement"_s);
    }
    bool isOk() const { return m_ok; }

    QStringList ids(const QString &rest, const QVariantList &binds, QString *error)
    {
        QSqlQuery query(m_db);
        QStringList result;
        bool good = query.prepare(u"SELECT \"id\" FROM t "_s + rest);
        for (const QVariant &value : binds)
            query.addBindValue(value);
        good = good && query.exec();
        while (good && query.next())
            result.append(query.value(0).toString());
        *error = good ? QString() : query.lastError().text();
        return result;
    }
    QSqlDatabase &handle() { return m_db; }
    static SqlDialect dialect() { return test::TestDatabase::isPostgres() ? SqlDialect::Postgres : SqlDialect::Sqlite; }

private:
    test::TestDatabase m_store;
    QSqlDatabase m_db;
    bool m_ok = false;
};

} // namespace

class TestQueryAgreement : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void entities_data()
    {
        QTest::addColumn<bool>("device");
        QTest::newRow("specimen") << false;
        QTest::newRow("device") << true;
    }

    void matcherAgreesWithTheDatabase_data() { entities_data(); }
    void matcherAgreesWithTheDatabase()
    {
        QFETCH(bool, device);
        const auto fields = device ? belvedere::fields<Device>() : belvedere::fields<Specimen>();
        RandomQueries random(fields, now, device ? 1 : 2);
        const std::vector<Row> rows = makeRows(random, fields);
        Database database(fields, rows);
        QVERIFY(database.isOk());
        qsizetype shown = 0;
        for (int i = 0; i < queryCount; ++i) {
            const Query query = random.query();
            const QString text = printed(query, fields);
            const Result<Matcher> matcher = Matcher::compile(query, fields, now);
            QVERIFY2(matcher, qPrintable(text));
            QStringList expected;
            for (const Row &row : rows) {
                const Truth truth = matcher.value().evaluate([&row](size_t field) { return row[field]; });
                if (truth == Truth::True)
                    expected.append(std::get<QString>(row[0]));
            }
            const SqlFilter filter = sqlFilter(matcher.value(), fields, Database::dialect());
            QString error;
            QStringList found = database.ids(u"WHERE "_s + filter.where, filter.binds, &error);
            // a database may answer in any order
            found.sort();
            expected.sort();
            QVERIFY2(error.isEmpty(), qPrintable(error + u'\n' + filter.where));
            if (found != expected)
                qWarning() << text << filter.where << filter.binds;
            QCOMPARE(found, expected);
            shown += expected.size();
            const SqlFilter postgres = sqlFilter(matcher.value(), fields, SqlDialect::Postgres);
            QCOMPARE(postgres.where.count(u'?'), postgres.binds.size());
            QVERIFY(!postgres.where.contains(u"instr"_s) && !postgres.where.contains(u"LIKE"_s));
        }
        // The data must make both answers common, or agreement would mean little.
        QVERIFY2(shown > queryCount * rowCount / 20, qPrintable(QString::number(shown)));
        QVERIFY2(shown < queryCount * rowCount * 19 / 20, qPrintable(QString::number(shown)));
    }

    void orderAgreesWithTheDatabase()
    {
        const auto fields = belvedere::fields<Specimen>();
        RandomQueries random(fields, now, 3);
        const std::vector<Row> rows = makeRows(random, fields);
        Database database(fields, rows);
        QVERIFY(database.isOk());
        for (size_t field = 0; field < fields.size(); ++field) {
            for (const bool descending : {false, true}) {
                std::vector<const Row *> sorted;
                sorted.reserve(rows.size());
                for (const Row &row : rows)
                    sorted.push_back(&row);
                std::sort(sorted.begin(), sorted.end(), [field, descending, fields](const Row *a, const Row *b) {
                    const int order = compareCells(fields[field].kind, (*a)[field], (*b)[field], descending);
                    return order != 0 ? order < 0
                                      : compareCodePoints(std::get<QString>((*a)[0]), std::get<QString>((*b)[0])) < 0;
                });
                QStringList expected;
                for (const Row *row : sorted)
                    expected.append(std::get<QString>((*row)[0]));
                QString error;
                const QString order = sqlOrder(fields[field], descending, Database::dialect());
                QCOMPARE(database.ids(u"ORDER BY "_s + order, {}, &error), expected);
                QCOMPARE(error, QString());
            }
        }
    }

    void severalSortsComeBeforeTheTieBreak()
    {
        const auto fields = belvedere::fields<Specimen>();
        const SqlSort sorts[] = {{&fields[3], true}, {&fields[1], false}};
        const QString expected = u"\"count\" IS NULL, \"count\" DESC, \"name_f\" IS NULL, \"name_f\" COLLATE \"C\", "
                                 u"\"id\" COLLATE \"C\""_s;
        QCOMPARE(sqlOrder(sorts, SqlDialect::Postgres), expected);
    }

    void storedCellsReadBack()
    {
        const auto fields = belvedere::fields<Specimen>();
        RandomQueries random(fields, now, 4);
        const std::vector<Row> rows = makeRows(random, fields);
        Database database(fields, rows);
        QVERIFY(database.isOk());
        QSqlQuery query(database.handle());
        QVERIFY(query.exec(u"SELECT * FROM t"_s));
        for (const Row &row : rows) {
            QVERIFY(query.next());
            for (size_t i = 0; i < fields.size(); ++i) {
                const Result<Cell> cell = cellFromSql(fields[i], query.value(sqlName(fields[i])));
                QVERIFY(cell);
                QCOMPARE(sqlValues(fields[i], cell.value()), sqlValues(fields[i], row[i]));
                QCOMPARE(isKnown(cell.value()), !isMissing(row[i]));
            }
        }
    }

    void printedQueriesReadBack_data() { entities_data(); }
    void printedQueriesReadBack()
    {
        QFETCH(bool, device);
        const auto fields = device ? belvedere::fields<Device>() : belvedere::fields<Specimen>();
        for (const QueryMode mode : {QueryMode::Filter, QueryMode::Check}) {
            RandomQueries random(fields, now, device ? 5 : 6);
            for (int i = 0; i < 3'000; ++i) {
                const Query query = random.query(mode);
                const QString text = printed(query, fields);
                const QueryParse parse = parseQuery(text, fields, mode);
                QVERIFY2(parse, qPrintable(text + u"\n" + parse.error().message));
                QCOMPARE(printed(parse.query(), fields), text);
                QVERIFY2(parse.query() == query, qPrintable(text));
            }
        }
    }

    void garbageIsAnsweredWithATreeOrAnErrorInPlace()
    {
        const auto fields = belvedere::fields<Device>();
        RandomQueries random(fields, now, 7);
        int parsed = 0;
        for (int i = 0; i < 20'000; ++i) {
            const QString text = random.garbage();
            for (const QueryMode mode : {QueryMode::Filter, QueryMode::Check}) {
                const QueryParse parse = parseQuery(text, fields, mode);
                if (parse) {
                    ++parsed;
                    const QueryParse again = parseQuery(printed(parse.query(), fields), fields, mode);
                    QVERIFY2(again && again.query() == parse.query(), qPrintable(text));
                } else {
                    QVERIFY(!parse.error().code.isEmpty() && !parse.error().message.isEmpty());
                    QVERIFY(parse.error().column >= 0 && parse.error().column <= text.size());
                    QVERIFY(parse.error().length > 0);
                }
            }
        }
        QVERIFY(parsed > 500);
    }
};

QTEST_GUILESS_MAIN(TestQueryAgreement)
#include "tst_queryagreement.moc"
