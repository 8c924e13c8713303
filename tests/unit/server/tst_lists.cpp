// Lists from columns in memory: whatever is asked, they answer with the bytes that the database would have answered.
#include "sitefile.h"

#include "api/operations.h"
#include "server/api/linestream.h"
#include "server/api/listpages.h"

#include <QRandomGenerator>
#include <thread>

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

namespace {

const QStringList names{u"Müller"_s, u"MULLER"_s, u"muller"_s, u"ﬁeld"_s, u"a\"b\\c"_s, u"tab\there"_s,
    u"\x01"
    "bell"_s,
    u"日本"_s, u"😀 laptop"_s, u"\xe000 private"_s, u"zz"_s, u"a"_s, u"A b"_s, u"ß"_s};
const QStringList versions{u"10.0.19045"_s, u"17.4"_s, u"17.10"_s, u"9"_s, u"18.0.0"_s, u"18.0"_s, u"rolling"_s};
const QStringList tags{u"field"_s, u"Sales"_s, u"sales"_s, u"loaner"_s, u"a b"_s};

class Draw {
public:
    explicit Draw(quint32 seed)
        : m_random(seed)
    {
    }
    int below(int limit) { return int(m_random.bounded(limit)); }
    bool chance(int percent) { return below(100) < percent; }
    const QString &from(const QStringList &list) { return list[below(int(list.size()))]; }

    Device device()
    {
        Device device;
        device.name = from(names) + (chance(50) ? QString::number(below(30)) : QString());
        if (chance(80))
            device.platform =
                chance(90) ? Coded<Platform>(Platform(1 + below(7))) : Coded<Platform>::fromToken(u"plan-9"_s);
        if (chance(70))
            device.osVersion = Version(from(versions));
        if (chance(60))
            device.model = from(names);
        if (chance(50))
            device.personName = from(names);
        for (int i = below(4); i > 0; --i)
            device.tags.append(from(tags));
        device.tags = canonicalSet(device.tags);
        if (chance(60))
            device.storageEncrypted = chance(50);
        if (chance(60))
            device.securityUpdates = below(5);
        if (chance(60))
            device.storageFree = qint64(below(1'000)) << below(40);
        if (chance(80))
            device.seen =
                QDateTime(QDate(2026, 2, 1 + below(28)), QTime(below(24), below(60), 1, below(1'000)), Qt::UTC);
        device.kernel = from(names);
        return device;
    }

    QString test()
    {
        static const QStringList fixed{u"platform:windows"_s, u"-platform:linux,ios"_s, u"platform:unknown"_s,
            u"os<17.9"_s, u"os>=17.10"_s, u"os:18.0"_s, u"-os:unknown"_s, u"model:mull"_s, u"model=muller"_s,
            u"tag:field"_s, u"-tag:sales"_s, u"tags=field"_s, u"updates>1"_s, u"updates:1..3"_s, u"free>4KB"_s,
            u"encrypted:yes"_s, u"encrypted:unknown"_s, u"seen>10d"_s, u"seen<3w"_s, u"-seen>20d"_s, u"seen:unknown"_s,
            u"simulated:no"_s, u"sales"_s, u"\"a b\""_s, u"lap"_s, u"-mull"_s, u"compliance:not_assigned"_s,
            u"os.kernel:mull"_s};
        return from(fixed);
    }
    QString query(int depth = 0)
    {
        if (depth == 0 && chance(10))
            return {};
        QStringList parts;
        for (int i = 1 + below(3); i > 0; --i)
            parts.append(depth < 2 && chance(20) ? QString(u'(' + query(depth + 1) + u')') : test());
        return parts.join(chance(25) ? u" or "_s : u" "_s);
    }
    QString sort()
    {
        static const QStringList fields{u"name"_s, u"platform"_s, u"os"_s, u"model"_s, u"person"_s, u"tags"_s,
            u"compliance"_s, u"encrypted"_s, u"updates"_s, u"free"_s, u"seen"_s, u"simulated"_s, u"id"_s,
            u"os.kernel"_s};
        QStringList parts;
        for (int i = below(4); i > 0; --i)
            parts.append((chance(50) ? u"-"_s : QString()) + from(fields));
        return parts.join(u',');
    }

private:
    QRandomGenerator m_random;
};

} // namespace

class TestLists : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_site = std::make_unique<SiteFile>();
        m_list = std::make_unique<EntityList>(tableSpec<Device>());
        m_pages = std::make_unique<ListPages>(*m_list);
    }

    void pagesAreThoseOfTheDatabase_data()
    {
        QTest::addColumn<quint32>("seed");
        for (quint32 seed = 1; seed <= 2; ++seed)
            QTest::newRow(qPrintable(QString::number(seed))) << seed;
    }
    void pagesAreThoseOfTheDatabase()
    {
        QFETCH(quint32, seed);
        Draw draw(seed);
        insert(draw, 200);
        OK(m_list->load(*m_site->database));
        int fromColumns = 0;
        constexpr int rounds = 200;
        for (int i = 0; i < rounds; ++i) {
            if (draw.chance(60))
                change(draw);
            if (draw.chance(10))
                m_site->now = m_site->now.addSecs(draw.below(100'000));
            ListParameters parameters;
            parameters.query = draw.query();
            parameters.sort = draw.sort();
            parameters.limit = 1 + draw.below(40);
            fromColumns += walk(parameters) ? 1 : 0;
            if (QTest::currentTestFailed())
                return;
        }
        QVERIFY2(fromColumns > rounds / 2, qPrintable(QString::number(fromColumns)));
    }

    void errorsAreThoseOfTheDatabase()
    {
        OK(m_list->load(*m_site->database));
        const auto refused = [this](const ListParameters &parameters, const QString &expected) {
            const std::optional<Result<Encoded>> page = m_pages->page(parameters, m_site->now);
            QVERIFY(page);
            QCOMPARE(code(*page), expected);
            QCOMPARE(code(listPage(*m_site->database, Table<Device>(), parameters, m_site->now, {})), expected);
        };
        refused({u"nosuch:1"_s, {}, {}, {}}, u"query.unknown-field"_s);
        refused({{}, u"nosuch"_s, {}, {}}, u"sort.unknown-field"_s);
        refused({{}, {}, 0, {}}, u"limit.range"_s);
        refused({{}, {}, {}, u"abc"_s}, u"cursor.invalid"_s);
    }

    void detailsAreForTheDatabase()
    {
        OK(m_list->load(*m_site->database));
        QVERIFY(!m_pages->page({u"os.kernel:6"_s, {}, {}, {}}, m_site->now));
        QVERIFY(!m_pages->page({{}, u"os.kernel"_s, {}, {}}, m_site->now));
        QVERIFY(m_pages->page({u"os:6"_s, {}, {}, {}}, m_site->now));
    }

    void nothingIsAnsweredBeforeTheRowsAreThere()
    {
        Draw draw(1);
        insert(draw);
        QVERIFY(!m_pages->page({}, m_site->now));
        const QList<Change> early = m_site->changes;
        insert(draw); // told while the rows are being read
        OK(m_list->load(*m_site->database));
        m_list->columns.apply(early);
        const ListState state = m_list->columns.now();
        QVERIFY(state);
        QCOMPARE(state.snapshot->rowCount(), 2U);
        QCOMPARE(state.token, 2);
    }

    void nothingIsMissedWhileRowsAreRead()
    {
        Draw draw(3);
        insert(draw, 2'000);
        bool isLoaded = false;
        std::thread reader([&] {
            const std::unique_ptr<Database> other = m_site->open(Database::Mode::ReadOnly); // of this thread
            isLoaded = bool(m_list->load(*other));
        });
        for (int i = 0; i < 60; ++i)
            change(draw);
        reader.join();
        QVERIFY(isLoaded);
        QVERIFY(m_list->columns.now());
        QVERIFY(walk({}));
        QCOMPARE(memoryLines(0), tableLines(0));
    }

    void rowsThatCannotBeReadLeaveTheListToTheDatabase()
    {
        Draw draw(1);
        insert(draw);
        OK(m_site->database->run(u"UPDATE devices SET line = '{\"id\":\"dev-1\",\"name\":7}'"_s));
        QCOMPARE(code(m_list->load(*m_site->database)), u"store.corrupt"_s);
        QVERIFY(!m_list->columns.now());
        insert(draw);
        QVERIFY(!m_list->columns.now());
    }

    void linesAreThoseOfTheDatabase()
    {
        Draw draw(7);
        insert(draw, 300);
        OK(m_list->load(*m_site->database));
        const qint64 before = m_list->columns.now().token;
        QCOMPARE(memoryLines(0), tableLines(0));
        for (int i = 0; i < 60; ++i)
            change(draw);
        for (const qint64 since : {qint64(0), before, before + 30, m_list->columns.now().token})
            QCOMPARE(memoryLines(since), tableLines(since));
        const auto future = linesFromMemory(*m_site->database, *m_list, m_list->columns.now(), 100'000);
        QCOMPARE(code(future), u"changes.expired"_s);
    }

    void linesStayAsOfTheirToken()
    {
        Draw draw(9);
        insert(draw, 400);
        OK(m_list->load(*m_site->database));
        const QList<QByteArray> expected = tableLines(0);
        const auto source = linesFromMemory(*m_site->database, *m_list, m_list->columns.now(), 0);
        OK(source);
        QByteArray all = source.value()->next(*m_site->database).value();
        for (int i = 0; i < 100; ++i)
            change(draw);
        for (;;) {
            const QByteArray lines = source.value()->next(*m_site->database).value();
            if (lines.isEmpty())
                break;
            all += lines;
        }
        QCOMPARE(sorted(all), expected);
    }

private:
    void publish() { m_list->columns.apply(m_site->changes); }
    void insert(Draw &draw, int count = 1)
    {
        OK(m_site->write([&](Transaction &t) -> Result<Done> {
            for (int i = 0; i < count; ++i) {
                const Result<Device> made = Table<Device>().insert(t, draw.device());
                if (!made)
                    return made.error();
            }
            return Done{};
        }));
        publish();
    }
    void change(Draw &draw)
    {
        const Table<Device> table;
        const Result<std::vector<Device>> all = table.list(*m_site->database);
        OK(all);
        if (draw.chance(20) || all.value().empty())
            return insert(draw);
        const Device &old = all.value()[size_t(draw.below(int(all.value().size())))];
        if (draw.chance(20)) {
            OK(m_site->write([&](Transaction &t) { return table.remove(t, old.id); }));
            return publish();
        }
        Device device = draw.chance(50) ? draw.device() : old;
        device.id = old.id;
        device.version = old.version;
        device.seen = m_site->now;
        OK(m_site->write([&](Transaction &t) { return table.refresh(t, device); }));
        publish();
    }
    // Reads a list to its end, or three pages of it. False: it is not for columns.
    bool walk(ListParameters parameters)
    {
        for (int i = 0; i < 3; ++i) {
            const std::optional<Result<Encoded>> ours = m_pages->page(parameters, m_site->now);
            const Result<Page<Device>> theirs =
                listPage(*m_site->database, Table<Device>(), parameters, m_site->now, {});
            if (!ours)
                return false;
            const QString asked = parameters.query + u" | "_s + parameters.sort;
            if (!*ours || !theirs) {
                QTest::qFail(qPrintable(asked + u" | "_s + codeOf(*ours) + codeOf(theirs)), __FILE__, __LINE__);
                return true;
            }
            const QByteArray expected = Encode<Page<Device>>::from(theirs.value()).body;
            if (ours->value().body != expected) {
                qWarning("%s", ours->value().body.constData());
                qWarning("%s", expected.constData());
                QTest::qFail(qPrintable(asked), __FILE__, __LINE__);
                return true;
            }
            parameters.cursor = theirs.value().nextCursor;
            if (parameters.cursor.isEmpty())
                break;
        }
        return true;
    }
    static QList<QByteArray> sorted(const QByteArray &lines)
    {
        QList<QByteArray> list = lines.split('\n');
        std::sort(list.begin(), list.end());
        return list;
    }
    QList<QByteArray> tableLines(qint64 since) const
    {
        return sorted(allLines(Table<Device>().untyped(), *m_site->database, since).value());
    }
    QList<QByteArray> memoryLines(qint64 since) const
    {
        const auto source = linesFromMemory(*m_site->database, *m_list, m_list->columns.now(), since);
        QByteArray all;
        for (;;) {
            const QByteArray lines = source.value()->next(*m_site->database).value();
            if (lines.isEmpty())
                return sorted(all);
            all += lines;
        }
    }

    std::unique_ptr<SiteFile> m_site;
    std::unique_ptr<EntityList> m_list;
    std::unique_ptr<ListPages> m_pages;
};

QTEST_GUILESS_MAIN(TestLists)
#include "tst_lists.moc"
