// A snapshot comes back from its bytes as it was and can be changed further; bytes that are not its own never crash.
#include "rows.h"

#include "domain/person.h"
#include "table/snapshotfile.h"

#include <cstring>
#include <QtTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

class Bytes final : public ByteSink, public ByteSource {
public:
    bool write(const void *bytes, size_t count) override
    {
        all.append(static_cast<const char *>(bytes), qsizetype(count));
        return true;
    }
    bool read(void *bytes, size_t count) override
    {
        if (qint64(count) > left())
            return false;
        std::memcpy(bytes, all.constData() + at, count);
        at += qsizetype(count);
        return true;
    }
    qint64 left() const override { return all.size() - at; }

    QByteArray all;
    qsizetype at = 0;
};

const QDateTime asOf = QDateTime::fromMSecsSinceEpoch(1'767'225'600'123, Qt::UTC);

QByteArray written(const SnapshotPointer &snapshot)
{
    Bytes bytes;
    return writeSnapshot({snapshot, u"41"_s, asOf}, bytes) ? bytes.all : QByteArray();
}

Result<KeptSnapshot> readBack(const QByteArray &all, std::span<const Field> list = fields<Device>())
{
    Bytes bytes;
    bytes.all = all;
    return readSnapshot(list, bytes);
}

QByteArray fleet(int rows, quint32 seed)
{
    DeviceMaker maker(seed);
    QByteArray lines;
    for (int i = 1; i <= rows; ++i)
        lines += lineOf(maker.device(i));
    return lines;
}

void compare(const Snapshot &a, const Snapshot &b)
{
    QCOMPARE(a.rowCount(), b.rowCount());
    for (quint32 row = 0; row < a.rowCount(); ++row) {
        const auto other = b.rowOf(a.id(row));
        QVERIFY(other);
        for (int column = 0; column < a.columnCount(); ++column)
            QVERIFY2(a.cell(row, column) == b.cell(*other, column), a.fields()[size_t(column)].name);
    }
}

// Uses everything that a table would use.
void walk(const Snapshot &snapshot)
{
    qsizetype seen = 0;
    for (quint32 row = 0; row < snapshot.rowCount(); ++row) {
        seen += snapshot.rowOf(snapshot.id(row)).has_value();
        for (int column = 0; column < snapshot.columnCount(); ++column)
            seen += isKnown(snapshot.cell(row, column));
    }
    for (int column = 0; column < snapshot.columnCount(); ++column) {
        const TextList &texts = snapshot.column(column).texts;
        for (quint32 code = 1; code <= texts.size(); ++code)
            seen += qsizetype(texts.folded(code).size());
    }
    QVERIFY(seen >= 0);
}

} // namespace

class TestSnapshotFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itComesBackAsItWas_data()
    {
        QTest::addColumn<int>("rows");
        for (const int rows : {0, 1, 5, 4'095, 4'096, 4'097, 20'000})
            QTest::addRow("%d rows", rows) << rows;
    }
    void itComesBackAsItWas()
    {
        QFETCH(int, rows);
        const SnapshotPointer before = snapshotOf(fields<Device>(), fleet(rows, 3));
        const Result<KeptSnapshot> after = readBack(written(before));
        QVERIFY2(after, after ? "" : qPrintable(after.error().detail));
        QCOMPARE(after.value().token, u"41"_s);
        QCOMPARE(after.value().asOf, asOf);
        QVERIFY(after.value().snapshot->lineage() != before->lineage());
        compare(*before, *after.value().snapshot);
        compare(*after.value().snapshot, *before);
        for (int column = 0; column < before->columnCount(); ++column) {
            const TextList &a = before->column(column).texts;
            const TextList &b = after.value().snapshot->column(column).texts;
            QCOMPARE(b.size(), a.size());
            for (quint32 code = 1; code <= a.size(); ++code) {
                QVERIFY(b.utf8(code) == a.utf8(code));
                QVERIFY(b.folded(code) == a.folded(code));
            }
        }
    }

    void fewRowsTakeLittleRoom()
    {
        const QByteArray bytes = written(snapshotOf(fields<Device>(), fleet(5, 3)));
        QVERIFY2(bytes.size() < 5'000, QByteArray::number(bytes.size()).constData());
    }

    // The rows go on to change as if they had come from the server.
    void changesGoOnFromIt()
    {
        SnapshotBuilder straight(fields<Device>());
        LineReader reader(fields<Device>());
        reader.read(fleet(9'000, 5), straight);
        const SnapshotPointer first = straight.finish();
        const Result<KeptSnapshot> kept = readBack(written(first));
        QVERIFY(kept);
        SnapshotBuilder resumed(*kept.value().snapshot);
        QByteArray changes = fleet(300, 99);
        DeviceMaker maker(6);
        for (int i = 0; i < 2'000; ++i)
            changes += maker.chance(50) ? lineOf(maker.device(maker.number(12'000)))
                                        : removalOf(makeId<Device>(maker.number(12'000)).text);
        straight.takeChanges();
        reader.read(changes, straight);
        reader.read(changes, resumed);
        const RowChanges expected = straight.takeChanges();
        const RowChanges found = resumed.takeChanges();
        QCOMPARE(found.inserted, expected.inserted);
        QCOMPARE(found.updated, expected.updated);
        QCOMPARE(found.removed, expected.removed);
        const SnapshotPointer after = resumed.finish();
        compare(*straight.finish(), *after);
        QCOMPARE(after->lineage(), kept.value().snapshot->lineage());
        QVERIFY(after->generation() > kept.value().snapshot->generation());
        compare(*first, *kept.value().snapshot); // what was read has not been written to
    }

    void anotherEntityIsNotRead()
    {
        const QByteArray bytes = written(snapshotOf(fields<Device>(), fleet(10, 3)));
        const Result<KeptSnapshot> other = readBack(bytes, fields<Person>());
        QVERIFY(!other);
        QCOMPARE(other.error().code, u"cache.schema"_s);
    }

    void aCutFileIsNotRead()
    {
        const QByteArray bytes = written(snapshotOf(fields<Device>(), fleet(50, 3)));
        QVERIFY(readBack(bytes));
        for (qsizetype size = 0; size < bytes.size(); ++size)
            QVERIFY2(!readBack(bytes.first(size)), QByteArray::number(size).constData());
        QVERIFY(!readBack(bytes + 'x'));
    }

    // The seal around the bytes finds any change; the format must survive them all the same.
    void noByteCrashes()
    {
        const QByteArray bytes = written(snapshotOf(fields<Device>(), fleet(9, 3)));
        int accepted = 0;
        for (qsizetype at = 32; at < bytes.size(); ++at) {
            for (const int value : {0, 0xff, bytes[at] ^ 1, bytes[at] ^ 0x80}) {
                QByteArray changed = bytes;
                changed[at] = char(value);
                const Result<KeptSnapshot> read = readBack(changed);
                if (!read)
                    continue;
                ++accepted;
                walk(*read.value().snapshot);
                SnapshotBuilder builder(*read.value().snapshot);
                LineReader(fields<Device>()).read(fleet(11, 4) + removalOf(makeId<Device>(3).text), builder);
                walk(*builder.finish());
            }
        }
        QVERIFY(accepted > 0); // a letter in a name is nobody's business here
    }

    void randomDamageDoesNotCrash()
    {
        const QByteArray bytes = written(snapshotOf(fields<Device>(), fleet(4'500, 8)));
        std::mt19937 random(17);
        for (int round = 0; round < 60; ++round) {
            QByteArray changed = bytes;
            for (int edit = 0; edit < 8; ++edit)
                changed[qsizetype(32 + random() % size_t(changed.size() - 32))] = char(random());
            if (const Result<KeptSnapshot> read = readBack(changed))
                walk(*read.value().snapshot);
        }
    }

    void promisesOfSizeAreCheckedFirst()
    {
        const QByteArray bytes = written(snapshotOf(fields<Device>(), fleet(10, 3)));
        const qsizetype rows = 32 + 8 + 4 + 2; // schema, time, length of the token, token
        QByteArray changed = bytes;
        for (qsizetype i = 0; i < 4; ++i)
            changed[rows + i] = char(0xff);
        const Result<KeptSnapshot> many = readBack(changed);
        QVERIFY(!many);
        QCOMPARE(many.error().detail, u"number of rows"_s);
        changed = bytes;
        for (qsizetype i = 4; i < 8; ++i)
            changed[rows + i] = char(0x7f); // texts of the first column
        QVERIFY(!readBack(changed));
    }

    void itStopsWhenTold()
    {
        Bytes bytes;
        bytes.all = written(snapshotOf(fields<Device>(), fleet(10, 3)));
        const StopFlag stop = true;
        const Result<KeptSnapshot> read = readSnapshot(fields<Device>(), bytes, &stop);
        QVERIFY(!read);
        QCOMPARE(read.error().code, u"cache.stopped"_s);
    }
};

QTEST_GUILESS_MAIN(TestSnapshotFile)
#include "tst_snapshotfile.moc"
