// A snapshot never changes, shares what did not change with the next one, and finds every row by its id.
#include "rows.h"

#include "base/fold.h"
#include "domain/person.h"

#include <map>
#include <QtTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

using Cells = std::vector<Cell>;

Cells cellsOf(const Device &device)
{
    Cells cells;
    for (const Field &field : fields<Device>())
        cells.push_back(field.get(&device));
    return cells;
}

Cells cellsAt(const Snapshot &snapshot, quint32 row)
{
    Cells cells;
    for (int column = 0; column < snapshot.columnCount(); ++column)
        cells.push_back(snapshot.cell(row, column));
    return cells;
}

void compare(const Snapshot &snapshot, const std::map<QString, Cells> &expected)
{
    QCOMPARE(size_t(snapshot.rowCount()), expected.size());
    for (const auto &[id, cells] : expected) {
        const std::optional<quint32> row = snapshot.rowOf(id);
        QVERIFY2(row, qPrintable(id));
        QCOMPARE(snapshot.id(*row), id);
        QVERIFY(cellsAt(snapshot, *row) == cells);
    }
}

const void *blockAt(const Snapshot &snapshot, QStringView name, quint32 row)
{
    const Column &column = snapshot.column(snapshot.columnOf(name));
    return std::visit(
        [row](const auto &lane) -> const void * {
            if constexpr (std::is_same_v<std::decay_t<decltype(lane)>, std::monostate>)
                return nullptr;
            else
                return lane.block(row / blockRows);
        },
        column.lane);
}

} // namespace

class SnapshotTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void randomEditsAgreeWithAMap()
    {
        DeviceMaker maker(11);
        SnapshotBuilder builder(fields<Device>());
        LineReader reader(fields<Device>());
        std::map<QString, Cells> expected;
        std::vector<std::pair<SnapshotPointer, std::map<QString, Cells>>> kept;
        for (int round = 0; round < 60; ++round) {
            QByteArray lines;
            const int edits = int(maker.number(400));
            for (int i = 0; i < edits; ++i) {
                const Device device = maker.device(maker.number(3'000));
                if (maker.chance(35)) {
                    lines += removalOf(device.id.text);
                    expected.erase(device.id.text);
                } else {
                    lines += lineOf(device);
                    expected[device.id.text] = cellsOf(device);
                }
            }
            reader.read(lines, builder);
            if (round % 6 == 0) {
                kept.emplace_back(builder.finish(), expected);
                compare(*kept.back().first, expected);
            }
        }
        // What was handed out earlier is as it was.
        for (const auto &[snapshot, cells] : kept)
            compare(*snapshot, cells);
    }

    void changesAreReported()
    {
        SnapshotBuilder builder(fields<Person>());
        LineReader reader(fields<Person>());
        const auto put = [](int id, const char *name) -> QByteArray {
            return "{\"id\":\"per-" + QByteArray::number(id) + "\",\"name\":\"" + name + "\"}\n";
        };
        reader.read(put(1, "A") + put(2, "B") + put(3, "C") + put(4, "D"), builder);
        QCOMPARE(builder.takeChanges().inserted.size(), 4);
        reader.read(put(1, "A") + put(2, "BB") + removalOf(u"per-3"_s) + put(5, "E") + put(6, "F")
                + removalOf(u"per-6"_s) + removalOf(u"per-4"_s) + put(4, "DD") + removalOf(u"per-99"_s),
            builder);
        const RowChanges changes = builder.takeChanges();
        QCOMPARE(changes.inserted, QStringList{u"per-5"_s});
        QCOMPARE(changes.updated, (QStringList{u"per-2"_s, u"per-4"_s}));
        QCOMPARE(changes.removed, QStringList{u"per-3"_s});
        QVERIFY(builder.takeChanges().isEmpty());
    }

    void aDeltaCopiesOnlyTouchedBlocks()
    {
        DeviceMaker maker(5);
        QByteArray lines;
        for (int i = 1; i <= 10'000; ++i) {
            Device device = maker.device(i);
            device.platform = Platform::Linux;
            lines += lineOf(device);
        }
        SnapshotBuilder builder(fields<Device>());
        LineReader reader(fields<Device>());
        reader.read(lines, builder);
        const SnapshotPointer before = builder.finish();
        Device device = maker.device(6'000);
        device.platform = Platform::Linux;
        device.seen = QDateTime::fromMSecsSinceEpoch(1, Qt::UTC);
        reader.read(lineOf(device), builder);
        const SnapshotPointer after = builder.finish();
        QVERIFY(after->generation() > before->generation());
        QCOMPARE(after->lineage(), before->lineage());
        QCOMPARE(blockAt(*after, u"seen", 0), blockAt(*before, u"seen", 0));
        QVERIFY(blockAt(*after, u"seen", 5'999) != blockAt(*before, u"seen", 5'999));
        QCOMPARE(blockAt(*after, u"seen", 9'000), blockAt(*before, u"seen", 9'000));
        QCOMPARE(blockAt(*after, u"platform", 5'999), blockAt(*before, u"platform", 5'999));
        QCOMPARE(blockAt(*after, u"note", 0), nullptr); // nothing known: no memory
    }

    void textsThatNoRowHasAreForgotten()
    {
        SnapshotBuilder builder(fields<Person>());
        LineReader reader(fields<Person>());
        const int name = builder.finish()->columnOf(u"name");
        for (int i = 0; i < 40'000; ++i)
            reader.read("{\"id\":\"per-1\",\"name\":\"n" + QByteArray::number(i) + "\"}\n", builder);
        const SnapshotPointer snapshot = builder.finish();
        QCOMPARE(snapshot->cell(0, name), Cell(u"n39999"_s));
        QVERIFY(snapshot->column(name).texts.size() < 10);
    }

    void tooManyWordsOfAnEnumerationAreRefused()
    {
        SnapshotBuilder builder(fields<Device>());
        LineReader reader(fields<Device>());
        QByteArray lines;
        for (int i = 0; i < 70'000; ++i)
            lines += "{\"id\":\"dev-1\",\"name\":\"x\",\"platform\":\"w" + QByteArray::number(i) + "\"}\n";
        const LineReport report = reader.read(lines, builder);
        QVERIFY(report.badLines > 0);
        QCOMPARE(report.errors.first().code, u"line.no-room"_s);
        QCOMPARE(builder.finish()->rowCount(), 1u);
    }

    // One letter may become eighteen: however much that is, the places of a chunk's texts stay within 32 bits.
    void foldedTextDoesNotGrowWithoutBound()
    {
        TextPool pool;
        const QString longest(65'536, QChar(0xFDFA));
        for (const QString &text : {longest, u"ÄRGER"_s, u"PLAIN"_s})
            pool.intern(text.toStdString());
        const TextList list = pool.list();
        constexpr size_t share = std::numeric_limits<quint32>::max() / TextList::chunkSize;
        QVERIFY(list.folded(1).size() < share);
        QVERIFY(list.folded(1).size() > share - 4);
        QVERIFY(folded(longest).startsWith(QString::fromStdString(std::string(list.folded(1)))));
        QCOMPARE(list.text(1), longest);
        QCOMPARE(std::string(list.folded(2)), std::string("arger"));
        QCOMPARE(std::string(list.folded(3)), std::string("plain"));
    }

    void foldedTextIsTheFoldOfTheText()
    {
        TextPool pool;
        const QStringList texts = {u"abc"_s, u"ABC"_s, u"Ärger"_s, u"İ"_s, u"straße"_s, u"plain"_s, u"ﬁ"_s};
        for (const QString &text : texts)
            pool.intern(text.toStdString());
        const TextList list = pool.list();
        pool.intern("later");
        QCOMPARE(list.size(), quint32(texts.size()));
        for (quint32 code = 1; code <= list.size(); ++code) {
            QCOMPARE(list.text(code), texts[code - 1]);
            QCOMPARE(QString::fromStdString(std::string(list.folded(code))), folded(texts[code - 1]));
        }
    }
};

QTEST_GUILESS_MAIN(SnapshotTest)
#include "tst_snapshot.moc"
