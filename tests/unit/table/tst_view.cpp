// Views are what sorting cells one by one gives, and a change from one view to the next leads exactly there.
#include "rows.h"
#include "table/shownlines.h"
#include "table/viewbuilder.h"
#include "table/viewchange.h"

#include <QCollator>
#include <QtTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

constexpr quint32 everything = 0xFFFFFFFF;
const QLocale swedish(QLocale::Swedish, QLocale::Sweden);

// Lets through the rows whose number of the id fits a pattern of bits.
class BitFilter final : public RowFilter {
public:
    explicit BitFilter(quint32 bits)
        : m_bits(bits)
    {
    }
    RowBits matches(const Snapshot &snapshot, const RowBits *, FilterTools &, const StopFlag &) const override
    {
        RowBits result(snapshot.rowCount());
        for (quint32 row = 0; row < snapshot.rowCount(); ++row) {
            if (m_bits >> (snapshot.id(row).mid(4).toUInt() % 32) & 1)
                result.set(row);
        }
        return result;
    }

private:
    quint32 m_bits;
};

int compareCells(const Cell &a, const Cell &b, const Field &field, const QCollator &collator)
{
    switch (field.kind) {
    case Kind::Text:
        if (QLatin1StringView(field.name) == "id"_L1)
            return std::get<QString>(a).compare(std::get<QString>(b));
        return collator.compare(std::get<QString>(a), std::get<QString>(b));
    case Kind::Set:
        return collator.compare(std::get<QStringList>(a).join(u'\n'), std::get<QStringList>(b).join(u'\n'));
    case Kind::Enum: {
        const auto place = [&field](const Cell &cell) {
            const auto &token = std::get<QString>(cell);
            for (size_t i = 0; i < field.choices.size(); ++i) {
                if (token == QLatin1StringView(field.choices[i].token))
                    return i;
            }
            return field.choices.size();
        };
        if (place(a) != place(b))
            return place(a) < place(b) ? -1 : 1;
        return std::get<QString>(a).compare(std::get<QString>(b));
    }
    case Kind::Version:
        return std::get<Version>(a).key().compare(std::get<Version>(b).key());
    case Kind::Bool:
        return int(std::get<bool>(a)) - int(std::get<bool>(b));
    case Kind::Time:
        return std::get<QDateTime>(a) < std::get<QDateTime>(b) ? -1 : std::get<QDateTime>(b) < std::get<QDateTime>(a);
    default:
        return std::get<qint64>(a) < std::get<qint64>(b) ? -1 : std::get<qint64>(b) < std::get<qint64>(a);
    }
}

QStringList expectedOrder(const Snapshot &snapshot, const std::vector<SortKey> &keys)
{
    QCollator collator(swedish);
    collator.setNumericMode(true);
    std::vector<quint32> rows(snapshot.rowCount());
    std::iota(rows.begin(), rows.end(), 0);
    std::sort(rows.begin(), rows.end(), [&](quint32 a, quint32 b) {
        for (const SortKey &key : keys) {
            const Cell left = snapshot.cell(a, key.column);
            const Cell right = snapshot.cell(b, key.column);
            if (isKnown(left) != isKnown(right))
                return isKnown(left);
            const int order =
                isKnown(left) ? compareCells(left, right, snapshot.fields()[size_t(key.column)], collator) : 0;
            if (order != 0)
                return key.descending ? order > 0 : order < 0;
        }
        return snapshot.id(a) < snapshot.id(b);
    });
    QStringList ids;
    for (const quint32 row : rows)
        ids.append(snapshot.id(row));
    return ids;
}

QStringList idsOf(const Snapshot &snapshot, std::span<const quint32> rows)
{
    QStringList ids;
    for (const quint32 row : rows)
        ids.append(snapshot.id(row));
    return ids;
}

QStringList orderOf(const Snapshot &snapshot, const std::vector<SortKey> &keys)
{
    if (!keys.empty())
        return expectedOrder(snapshot, keys);
    QStringList ids;
    for (quint32 row = 0; row < snapshot.rowCount(); ++row)
        ids.append(snapshot.id(row));
    return ids;
}

// Plays a change on lines, as the item model plays it on its rows, and checks where lines are said to go.
QStringList played(const ViewChange &change)
{
    const View &from = *change.from;
    const View &to = *change.to;
    ShownLines lines;
    lines.show(from);
    QStringList ids = idsOf(*from.snapshot, from.rows);
    const QStringList target = idsOf(*to.snapshot, to.rows);
    for (quint32 line = 0; line < from.count(); ++line) {
        const qsizetype expected = target.indexOf(ids[line]);
        if (lineIn(to, from, line) != (expected < 0 ? std::nullopt : std::optional(quint32(expected))))
            return {u"lineIn"_s};
    }
    if (!change.isRanges)
        return target;
    for (const ViewChange::Range &range : change.removed)
        lines.remove(range.first, range.last - range.first + 1);
    for (const ViewChange::Range &range : change.inserted)
        lines.insert(range.first, &to, range.first, range.last - range.first + 1);
    ids.clear();
    for (quint32 line = 0; line < lines.count(); ++line) {
        const ShownLines::Place place = lines.at(line);
        ids.append(place.view->snapshot->id(place.view->rows[place.line]));
    }
    return ids;
}

} // namespace

class ViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyColumnSortsAsItsCellsDo()
    {
        DeviceMaker maker(1);
        QByteArray lines;
        for (int i = 1; i <= 700; ++i)
            lines += lineOf(maker.device(i));
        const SnapshotPointer rows = snapshotOf(fields<Device>(), lines);
        const StopFlag stop = false;
        RankCache cache;
        Crew crew;
        for (int column = 0; column < rows->columnCount(); ++column) {
            for (const bool descending : {false, true}) {
                const std::vector<SortKey> keys = {{column, descending}};
                QCOMPARE(idsOf(*rows, sortedRows(*rows, keys, swedish, cache, crew, stop)), expectedOrder(*rows, keys));
            }
        }
        for (int i = 0; i < 40; ++i) {
            std::vector<SortKey> keys;
            keys.reserve(3);
            for (int n = 0; n < 3; ++n)
                keys.push_back({int(maker.number(quint32(rows->columnCount()))), maker.chance(50)});
            QCOMPARE(idsOf(*rows, sortedRows(*rows, keys, swedish, cache, crew, stop)), expectedOrder(*rows, keys));
        }
    }

    void manyRowsAreMergedFromRuns()
    {
        DeviceMaker maker(2);
        QByteArray lines;
        for (int i = 1; i <= 70'000; ++i) {
            lines += "{\"id\":\"dev-" + QByteArray::number(i)
                + "\",\"name\":\"x\",\"updates.security\":" + QByteArray::number(maker.number(1'000)) + "}\n";
        }
        const SnapshotPointer rows = snapshotOf(fields<Device>(), lines);
        RankCache cache;
        Crew crew;
        const StopFlag stop = false;
        const std::vector<SortKey> keys = {{rows->columnOf(u"updates"), true}};
        const auto order = sortedRows(*rows, keys, swedish, cache, crew, stop);
        QCOMPARE(order.size(), size_t(70'000));
        for (size_t i = 1; i < order.size(); ++i) {
            const auto a = std::get<qint64>(rows->cell(order[i - 1], keys[0].column));
            const auto b = std::get<qint64>(rows->cell(order[i], keys[0].column));
            QVERIFY(a > b || (a == b && rows->id(order[i - 1]) < rows->id(order[i])));
        }
        const StopFlag stopped = true;
        QVERIFY(sortedRows(*rows, keys, swedish, cache, crew, stopped).empty());
    }

    void randomViewsAndChanges()
    {
        DeviceMaker maker(9);
        auto builder = std::make_unique<SnapshotBuilder>(fields<Device>());
        LineReader reader(fields<Device>());
        ViewBuilder views;
        const StopFlag stop = false;
        auto nothing = std::make_shared<View>();
        nothing->snapshot = builder->finish();
        nothing->sequence = std::make_shared<RowSequence>();
        ViewPointer before = nothing;
        SnapshotPointer rows = nothing->snapshot;
        std::vector<SortKey> sort;
        quint32 bits = everything;
        int ranges = 0;
        int moves = 0;
        for (int round = 0; round < 400; ++round) {
            if (maker.chance(10))
                builder = std::make_unique<SnapshotBuilder>(fields<Device>());
            if (maker.chance(60)) {
                QByteArray lines;
                for (quint32 i = maker.number(maker.chance(30) ? 150 : 3); i > 0; --i) {
                    const Device device = maker.device(maker.number(200));
                    lines += maker.chance(40) ? removalOf(device.id.text) : lineOf(device);
                }
                reader.read(lines, *builder);
                rows = builder->finish();
            }
            if (maker.chance(20))
                sort = {{int(maker.number(quint32(rows->columnCount()))), maker.chance(50)}};
            if (maker.chance(20))
                bits = maker.chance(30) ? everything : maker.number(everything);
            const ViewPointer after = views.build({rows, std::make_shared<BitFilter>(bits), sort, swedish}, stop);
            QStringList expected;
            for (const QString &id : orderOf(*rows, sort)) {
                if (bits >> (id.mid(4).toUInt() % 32) & 1)
                    expected.append(id);
            }
            QCOMPARE(idsOf(*rows, after->rows), expected);
            for (quint32 position = 0; position < after->count(); ++position)
                QCOMPARE(after->positionOf(expected[position]), std::optional<quint32>(position));
            const auto change = viewChange(before, after, stop);
            QCOMPARE(played(*change), expected);
            ranges += change->isRanges && !change->isSame;
            moves += !change->isRanges && !change->isSame;
            before = after;
        }
        QVERIFY(ranges > 20);
        QVERIFY(moves > 20);
    }

    void anIdThatIsFilteredOutHasNoPosition()
    {
        const SnapshotPointer rows =
            snapshotOf(fields<Device>(), "{\"id\":\"dev-1\",\"name\":\"a\"}\n{\"id\":\"dev-2\",\"name\":\"b\"}\n");
        const StopFlag stop = false;
        const ViewPointer view = ViewBuilder().build({rows, std::make_shared<BitFilter>(1U << 2), {}, swedish}, stop);
        QVERIFY(!view->positionOf(u"dev-1"_s));
        QCOMPARE(view->positionOf(u"dev-2"_s), std::optional<quint32>(0));
        QVERIFY(!view->positionOf(u"dev-3"_s));
    }

    // Texts that no row has any more are forgotten, perhaps all of a column.
    void anEmptiedColumnCanBeSortedBy()
    {
        SnapshotBuilder builder(fields<Device>());
        LineReader reader(fields<Device>());
        const auto device = [](int id, const QByteArray &person) -> QByteArray {
            return "{\"id\":\"dev-" + QByteArray::number(id) + "\",\"name\":\"x\""
                + (person.isEmpty() ? QByteArray() : ",\"person\":\"" + person + '"') + "}\n";
        };
        QByteArray lines;
        for (int i = 0; i < 5'000; ++i)
            lines += device(i, i < 2'000 ? QByteArray() : "p" + QByteArray::number(i));
        reader.read(lines, builder);
        lines.clear();
        for (int i = 0; i < 10'000; ++i)
            lines += device(2'000 + i % 3'000, "q" + QByteArray::number(i));
        reader.read(lines, builder);
        const SnapshotPointer before = builder.finish();
        const int column = before->columnOf(u"person"_s);
        QVERIFY(before->column(column).texts.size() > 12'000);
        ViewBuilder views;
        const std::vector<SortKey> keys = {{column, false}};
        QVERIFY(views.build({before, {}, keys, swedish}, StopFlag(false)));
        lines.clear();
        for (int i = 2'000; i < 5'000; ++i)
            lines += removalOf(u"dev-%1"_s.arg(i));
        reader.read(lines, builder);
        const SnapshotPointer after = builder.finish();
        QCOMPARE(after->column(column).texts.size(), 0U);
        const ViewPointer view = views.build({after, {}, keys, swedish}, StopFlag(false));
        QCOMPARE(idsOf(*after, view->rows), orderOf(*after, keys));
    }
};

QTEST_GUILESS_MAIN(ViewTest)
#include "tst_view.moc"
