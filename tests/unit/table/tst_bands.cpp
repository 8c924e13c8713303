// Times are grouped as a person speaks of them, amounts by ranges; both in order, and anew when data or the day change.
#include "rows.h"
#include "table/tablemodel.h"

#include <map>
#include <QAbstractItemModelTester>
#include <QtTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

const QLocale english(QLocale::English, QLocale::UnitedKingdom);

class MovingClock final : public Clock {
public:
    QDateTime now() const override { return time; }
    QDateTime time{QDate(2026, 3, 10), QTime(22, 30), Qt::UTC}; // a Tuesday; 23:30 where the test is
};

// What a person says of `day` on `today`, word for word and without a table.
QString spokenOf(const QDate &day, const QDate &today, Qt::DayOfWeek first)
{
    const auto week = [first](const QDate &date) { return date.addDays(-((int(date.dayOfWeek()) + 7 - first) % 7)); };
    const auto month = [](const QDate &date) { return date.year() * 12 + date.month(); };
    if (day == today)
        return u"Today"_s;
    const bool isPast = day < today;
    if (day.daysTo(today) == 1)
        return u"Yesterday"_s;
    if (today.daysTo(day) == 1)
        return u"Tomorrow"_s;
    if (week(day) == week(today))
        return isPast ? u"Earlier this week"_s : u"Later this week"_s;
    if (week(day).daysTo(week(today)) == 7)
        return u"Last week"_s;
    if (week(today).daysTo(week(day)) == 7)
        return u"Next week"_s;
    if (month(day) == month(today))
        return isPast ? u"Earlier this month"_s : u"Later this month"_s;
    if (month(day) == month(today) - 1)
        return u"Last month"_s;
    if (month(day) == month(today) + 1)
        return u"Next month"_s;
    if (day.year() == today.year())
        return isPast ? u"Earlier this year"_s : u"Later this year"_s;
    if (!isPast)
        return u"After this year"_s;
    return day.year() == today.year() - 1 ? u"Last year"_s : u"Before last year"_s;
}

const Field &fieldOf(QStringView name) { return *findField(fields<Device>(), name); }

struct Fixture {
    std::shared_ptr<MovingClock> clock = std::make_shared<MovingClock>();
    TableStore store{fields<Device>()};
    TableModel model{store, Display("Device", clock, english)};
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};

    bool settled()
    {
        return QTest::qWaitFor([this] { return model.isUpToDate(); }, 20'000);
    }
    // "# heading" and ids.
    QStringList lines() const
    {
        QStringList result;
        for (int row = 0; row < model.rowCount(); ++row) {
            const QModelIndex index = model.index(row, 0);
            const bool isHeading = index.data(TableModel::GroupRole).toBool();
            result.append(
                isHeading ? QString(u"# "_s + index.data().toString()) : index.data(TableModel::IdRole).toString());
        }
        return result;
    }
    void merge(const QByteArray &lines)
    {
        store.merge(lines);
        QVERIFY(settled());
    }
};

QByteArray seenLine(int id, const QDateTime &seen)
{
    return "{\"id\":\"dev-" + QByteArray::number(id) + "\",\"name\":\"pc-" + QByteArray::number(100 - id) + "\""
        + (seen.isValid() ? ",\"seen\":\"" + seen.toUTC().toString(Qt::ISODate).toLatin1() + "\"" : QByteArray())
        + "}\n";
}

} // namespace

class BandsTest : public QObject {
    Q_OBJECT

public:
    static void initMain() { qputenv("TZ", "Europe/Berlin"); }

private Q_SLOTS:
    void everyDayHasTheWordOfAPerson_data()
    {
        QTest::addColumn<QByteArray>("zone");
        QTest::addColumn<Qt::DayOfWeek>("first");
        QTest::newRow("Berlin, Monday") << "Europe/Berlin"_ba << Qt::Monday;
        QTest::newRow("New York, Sunday") << "America/New_York"_ba << Qt::Sunday;
        QTest::newRow("Cairo, Saturday") << "Africa/Cairo"_ba << Qt::Saturday;
        QTest::newRow("Kiritimati, Monday") << "Pacific/Kiritimati"_ba << Qt::Monday;
    }
    void everyDayHasTheWordOfAPerson()
    {
        QFETCH(const QByteArray, zone);
        QFETCH(const Qt::DayOfWeek, first);
        const QTimeZone there(zone);
        QVERIFY(there.isValid());
        const Display display("Device", std::make_shared<MovingClock>(), english);
        for (QDate today(2027, 12, 20); today < QDate(2028, 3, 12); today = today.addDays(1)) {
            const Bands bands = timeBands(QDateTime(today, QTime(23, 59, 59), there), there, first);
            QVERIFY(std::is_sorted(bands.starts.begin(), bands.starts.end()));
            QCOMPARE(bands.count(), quint32(TimeBand::Beyond) + 1);
            for (int distance = -800; distance <= 420; distance += distance > -70 && distance < 70 ? 1 : 17) {
                const QDate day = today.addDays(distance);
                const QDateTime early = day.startOfDay(there);
                const QDateTime late = day.endOfDay(there);
                for (const QDateTime &time : {early, late}) {
                    const qint64 band = bands.indexOf(time.toMSecsSinceEpoch());
                    const QString heading = display.group(band, &bands, fieldOf(u"seen"));
                    if (heading != spokenOf(day, today, first))
                        QCOMPARE(QString(heading + u' ' + time.toString(Qt::ISODate) + u" on " + today.toString()),
                            spokenOf(day, today, first));
                }
            }
        }
    }

    void amountsHaveRanges_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<qint64>("value");
        QTest::addColumn<QString>("heading");
        const qint64 gibi = qint64(1) << 30;
        QTest::newRow("no bytes") << u"memory"_s << qint64(0) << u"Less than 1 MiB"_s;
        QTest::newRow("some bytes") << u"memory"_s << (gibi >> 3) << u"16 MiB to less than 256 MiB"_s;
        QTest::newRow("nearly") << u"memory"_s << 8 * gibi - 1 << u"4 GiB to less than 8 GiB"_s;
        QTest::newRow("exactly") << u"memory"_s << 8 * gibi << u"8 GiB to less than 16 GiB"_s;
        QTest::newRow("a disk") << u"storage.total"_s << qint64(1'000'000'000'000) << u"512 GiB to less than 1 TiB"_s;
        QTest::newRow("many disks") << u"storage.total"_s << (gibi << 20) << u"16 TiB or more"_s;
        QTest::newRow("none") << u"updates.security"_s << qint64(0) << u"0"_s;
        QTest::newRow("one") << u"updates.security"_s << qint64(1) << u"1"_s;
        QTest::newRow("few") << u"updates.security"_s << qint64(5) << u"2 to 5"_s;
        QTest::newRow("many") << u"updates.security"_s << qint64(501) << u"501 to 1,000"_s;
        QTest::newRow("very many") << u"updates.security"_s << qint64(10'001) << u"More than 10,000"_s;
        QTest::newRow("less than none") << u"updates.security"_s << qint64(-1) << u"Less than 0"_s;
    }
    void amountsHaveRanges()
    {
        QFETCH(const QString, field);
        QFETCH(const qint64, value);
        const Bands bands = amountBands(fieldOf(field));
        QVERIFY(std::is_sorted(bands.starts.begin(), bands.starts.end()));
        const Display display("Device", std::make_shared<MovingClock>(), english);
        QTEST(display.group(qint64(bands.indexOf(value)), &bands, fieldOf(field)), "heading");
    }

    void chargeAndDurationHaveTheirOwn()
    {
        const Display display("Device", std::make_shared<MovingClock>(), english);
        const auto heading = [&display](Kind kind, const char *unit, qint64 value) {
            Field field = fieldOf(u"updates.security");
            field.kind = kind;
            field.unit = unit;
            const Bands bands = amountBands(field);
            return display.group(qint64(bands.indexOf(value)), &bands, field);
        };
        QCOMPARE(heading(Kind::Int, "%", 19), u"0 to 19 %"_s);
        QCOMPARE(heading(Kind::Int, "%", 20), u"20 to 39 %"_s);
        QCOMPARE(heading(Kind::Int, "%", 99), u"80 to 99 %"_s);
        QCOMPARE(heading(Kind::Int, "%", 100), u"100 %"_s);
        QCOMPARE(heading(Kind::Duration, "s", 0), u"0 s"_s);
        QCOMPARE(heading(Kind::Duration, "s", 3'599), u"1 min to less than 1 h"_s);
        QCOMPARE(heading(Kind::Duration, "s", 3 * 86'400), u"1 day to less than 7 days"_s);
    }

    void newestFirstAndNeverLast()
    {
        Fixture f;
        const QDateTime now = f.clock->time;
        f.store.load(seenLine(1, now.addSecs(-60)) + seenLine(2, {}) + seenLine(3, now.addDays(-1)) //
            + seenLine(4, now.addDays(-40)) + seenLine(5, now.addSecs(-7'200)) + seenLine(6, now.addYears(-3)));
        f.model.setSort({{f.store.snapshot()->columnOf(u"name"), false}});
        QVERIFY(f.model.setGroup(u"seen"_s, true));
        QVERIFY(f.settled());
        // within a day the order is the one that was chosen, not that of the time
        QCOMPARE(f.lines(),
            (QStringList{u"# Today"_s, u"dev-5"_s, u"dev-1"_s, u"# Yesterday"_s, u"dev-3"_s, u"# Earlier this year"_s,
                u"dev-4"_s, u"# Before last year"_s, u"dev-6"_s, u"# Never or not known"_s, u"dev-2"_s}));
        QVERIFY(f.model.setGroup(u"seen"_s));
        QVERIFY(f.settled());
        QCOMPARE(f.lines().first(), u"# Before last year"_s);
        QCOMPARE(f.lines().at(9), u"# Never or not known"_s);
    }

    void midnightMovesTheRows()
    {
        Fixture f;
        const QDateTime now = f.clock->time; // half an hour before midnight
        f.store.load(seenLine(1, now) + seenLine(2, now.addDays(-1)));
        QVERIFY(f.model.setGroup(u"seen"_s, true));
        QVERIFY(f.settled());
        const QPersistentModelIndex row = f.model.indexOfId(u"dev-1"_s);
        f.model.setCollapsed(2, true);
        QCOMPARE(f.lines(), (QStringList{u"# Today"_s, u"dev-1"_s, u"# Yesterday"_s}));
        f.clock->time = now.addSecs(29 * 60);
        f.model.age();
        QVERIFY(f.settled());
        QCOMPARE(f.lines().first(), u"# Today"_s);
        f.clock->time = now.addSecs(31 * 60); // though not yet midnight in UTC
        f.model.age();
        QVERIFY(f.settled());
        // what was folded is yesterday, whichever rows that are
        QCOMPARE(f.lines(), (QStringList{u"# Yesterday"_s, u"# Earlier this week"_s, u"dev-2"_s}));
        QVERIFY(!row.isValid());
        f.merge(seenLine(2, f.clock->time));
        QCOMPARE(f.lines(), (QStringList{u"# Today"_s, u"dev-2"_s, u"# Yesterday"_s}));
    }

    void editsAgreeWithAPlainList_data()
    {
        QTest::addColumn<QString>("field");
        QTest::newRow("time") << u"seen"_s;
        QTest::newRow("bytes") << u"storage.free"_s;
        QTest::newRow("count") << u"updates.security"_s;
    }
    void editsAgreeWithAPlainList()
    {
        QFETCH(const QString, field);
        const Field &grouped = fieldOf(field);
        DeviceMaker maker(77);
        Fixture f;
        std::map<QString, Device> rows;
        f.model.setSort({{f.store.snapshot()->columnOf(u"name"), true}});
        QVERIFY(f.model.setGroup(field));
        for (int round = 0; round < 60; ++round) {
            QByteArray lines;
            for (quint32 i = maker.number(round == 0 ? 400 : 12); i > 0; --i) {
                Device d = maker.device(maker.number(300));
                d.name = u"pc-%1"_s.arg(maker.number(1'000), 4, 10, QChar(u'0'));
                d.seen = maker.chance(10)
                    ? QDateTime()
                    : f.clock->time.addSecs(-qint64(maker.number(400)) * qint64(maker.number(90'000)));
                d.storageFree = qint64(maker.number(1'000)) << maker.number(34);
                d.securityUpdates = maker.number(quint32(1) << maker.number(15));
                const bool isRemoval = maker.chance(20);
                lines += isRemoval ? removalOf(d.id.text) : lineOf(d);
                if (isRemoval)
                    rows.erase(d.id.text);
                else
                    rows[d.id.text] = d;
            }
            if (round == 0)
                f.store.load(lines);
            else
                f.store.merge(lines);
            if (round % 7 == 3) {
                f.clock->time = f.clock->time.addSecs(86'400);
                f.model.age();
            }
            QVERIFY(f.settled());

            // plain: every row by the word for its value, the words by the smallest value, the rows by name
            const QDate today = f.clock->time.toLocalTime().date();
            const Bands bands = field == u"seen" ? Bands() : amountBands(grouped);
            const auto heading = [&](const Device &d) {
                if (field == u"seen")
                    return d.seen.isValid() ? spokenOf(d.seen.toLocalTime().date(), today, english.firstDayOfWeek())
                                            : u"Never or not known"_s;
                const Cell cell = grouped.get(&d);
                return isKnown(cell)
                    ? f.model.display().group(qint64(bands.indexOf(std::get<qint64>(cell))), &bands, grouped)
                    : u"Not known"_s;
            };
            const auto value = [&](const Device &d) {
                const Cell cell = grouped.get(&d);
                const auto *time = std::get_if<QDateTime>(&cell);
                const auto *number = std::get_if<qint64>(&cell);
                return time ? time->toMSecsSinceEpoch() : number ? *number : std::numeric_limits<qint64>::max();
            };
            std::map<QString, std::vector<Device>> groups;
            for (const auto &[id, d] : rows)
                groups[heading(d)].push_back(d);
            std::map<qint64, QString> order;
            for (const auto &[word, members] : groups)
                order[value(*std::min_element(members.begin(), members.end(),
                    [&](const Device &a, const Device &b) { return value(a) < value(b); }))] = word;
            QStringList expected;
            for (const auto &[smallest, word] : order) {
                expected.append(u"# "_s + word);
                std::vector<Device> &members = groups[word];
                std::sort(members.begin(), members.end(), [](const Device &a, const Device &b) {
                    return a.name != b.name ? a.name > b.name : a.id.text < b.id.text;
                });
                for (const Device &d : members)
                    expected.append(d.id.text);
            }
            QCOMPARE(f.lines(), expected);
        }
        QVERIFY(f.model.groupCount() > 3);
    }
};

QTEST_GUILESS_MAIN(BandsTest)
#include "tst_bands.moc"
