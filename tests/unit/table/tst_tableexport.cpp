// An exported file holds exactly what is shown, is read by others, and is either whole or not there.
#include "fixedclock.h"
#include "rows.h"
#include "support/workbook.h"
#include "table/csv.h"
#include "table/selection.h"
#include "table/tableexport.h"
#include "table/viewbuilder.h"
#include "table/xlsx.h"

#include <QBuffer>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QThreadPool>
#include <QtTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

Display display() { return {"Device", std::make_shared<FixedClock>(), QLocale::c()}; }

ViewPointer viewOf(const SnapshotPointer &rows)
{
    return ViewBuilder().build({rows, {}, {{rows->idColumn(), false}}, QLocale::c()}, StopFlag(false));
}

SnapshotPointer devices(int count)
{
    QByteArray lines;
    DeviceMaker maker(3);
    for (int i = 1; i <= count; ++i)
        lines += lineOf(maker.device(i));
    return snapshotOf(fields<Device>(), lines);
}

std::vector<int> columnsOf(const Snapshot &snapshot, const QStringList &names)
{
    std::vector<int> columns;
    for (const QString &name : names)
        columns.push_back(snapshot.columnOf(name));
    return columns;
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TableExportTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void csvIsWhatTheWriterWrites()
    {
        const SnapshotPointer rows = devices(5'000);
        const ViewPointer view = viewOf(rows);
        const std::vector<int> columns = columnsOf(*rows, {u"name"_s, u"tags"_s, u"seen"_s});
        QBuffer expected;
        QVERIFY(expected.open(QIODevice::WriteOnly));
        CsvWriter writer(view, columns, display());
        while (!writer.isDone())
            QVERIFY(writer.step(expected));

        const QString path = m_dir.filePath(u"devices.csv"_s);
        TableExport work;
        QSignalSpy progress(&work, &TableExport::progress);
        const std::optional<Result<qint64>> result = run(work, {view, columns, display(), ExportFormat::Csv, path});
        QVERIFY(result && *result);
        QCOMPARE(result->value(), 5'000);
        QCOMPARE(contentOf(path), expected.data());
        QVERIFY(!progress.isEmpty());
        QCOMPARE(progress.last()[0].toLongLong(), 5'000);
        QCOMPARE(progress.last()[1].toLongLong(), 5'000);
        QVERIFY(progress.size() <= 60);
        QCOMPARE(leftIn(m_dir), QStringList{u"devices.csv"_s});
    }

    void spreadsheetIsReadByOthers()
    {
        Device device;
        device.id = makeId<Device>(1);
        device.name = u"=HYPERLINK(\"http://127.0.0.1\")"_s;
        device.osVersion = Version(u"17.10"_s);
        device.tags = QStringList{u"field"_s, u"sales"_s};
        device.memory = 16'000'000'000;
        device.storageEncrypted = false;
        device.seen = QDateTime(QDate(2026, 3, 1), QTime(13, 45, 10), Qt::UTC);
        Device bare;
        bare.id = makeId<Device>(2);
        bare.name = u"Ωmega <&> \x01\n\"日本\""_s;
        const SnapshotPointer rows = snapshotOf(fields<Device>(), lineOf(device) + lineOf(bare));
        const QStringList names = {
            u"name"_s, u"os.version"_s, u"tags"_s, u"memory"_s, u"storage.encrypted"_s, u"seen"_s};
        const QString path = m_dir.filePath(u"devices.xlsx"_s);
        TableExport work;
        const std::optional<Result<qint64>> result =
            run(work, {viewOf(rows), columnsOf(*rows, names), display(), ExportFormat::Xlsx, path});
        QVERIFY(result && *result);
        const QJsonArray sheets = sheetsOf(path);
        QCOMPARE(sheets.size(), 1);
        const QJsonArray lines = sheets[0].toArray();
        QCOMPARE(lines.size(), 3);
        const auto cell = [&lines](int row, int column) { return cellOf(lines, row, column); };
        QCOMPARE(cell(0, 0), u"s Name"_s);
        QCOMPARE(cell(0, 5), u"s Last seen (UTC)"_s);
        QCOMPARE(cell(1, 0), QString(u"s "_s + device.name)); // a text, not a formula
        QCOMPARE(cell(1, 1), u"s 17.10"_s);
        QCOMPARE(cell(1, 2), u"s field, sales"_s);
        QCOMPARE(cell(1, 3), u"n 16000000000"_s);
        QCOMPARE(cell(1, 4), u"b False"_s);
        QCOMPARE(cell(1, 5), u"d 2026-03-01 13:45:10"_s);
        QVERIFY(cell(2, 0).contains(u"Ωmega <&>"_s) && cell(2, 0).contains(u"日本"_s));
        QCOMPARE(cell(2, 3), u"n None"_s); // not known stays empty
    }

    void spreadsheetGoesOnInAnotherSheet()
    {
        const SnapshotPointer rows = devices(7);
        const QString path = m_dir.filePath(u"sheets.xlsx"_s);
        XlsxWriter writer(viewOf(rows), {rows->idColumn()}, display(), path, 3);
        while (!writer.isDone())
            QVERIFY(writer.step(2));
        QVERIFY(writer.finish());
        const QJsonArray sheets = sheetsOf(path);
        QCOMPARE(sheets.size(), 3);
        QCOMPARE(sheets[0].toArray().size(), 4);
        QCOMPARE(sheets[2].toArray().size(), 2);
        QCOMPARE(cellOf(sheets[2].toArray(), 1, 0), QString(u"s "_s + rows->id(6)));
    }

    void onlyTickedRows()
    {
        TableStore store(fields<Device>());
        QSignalSpy loaded(&store, &TableStore::loaded);
        DeviceMaker maker(5);
        store.load(lineOf(maker.device(1)) + lineOf(maker.device(2)) + lineOf(maker.device(3)) + endLine(u"1"_s, 3));
        QVERIFY(loaded.wait());
        Selection selection(store);
        selection.set(makeId<Device>(3).text, true);
        selection.set(makeId<Device>(1).text, true);
        const ViewPointer ticked = tickedRows(viewOf(store.snapshot()), selection);
        QCOMPARE(ticked->count(), 2u);
        QCOMPARE(store.snapshot()->id(ticked->rows[0]), makeId<Device>(1).text);
        QCOMPARE(store.snapshot()->id(ticked->rows[1]), makeId<Device>(3).text);
    }

    // Packing looks at no flag; whoever closes the page must not wait for it.
    void leavingWhileItPacksDoesNotWait()
    {
        QTemporaryDir dir;
        const SnapshotPointer rows = devices(40'000);
        std::vector<int> columns(size_t(rows->columnCount()));
        std::iota(columns.begin(), columns.end(), 0);
        auto work = std::make_unique<TableExport>();
        bool isPacking = false;
        connect(work.get(), &TableExport::progress, this,
            [&isPacking](qint64 done, qint64 total) { isPacking = done == total; });
        QElapsedTimer clock;
        clock.start();
        work->start({viewOf(rows), columns, display(), ExportFormat::Xlsx, dir.filePath(u"left.xlsx"_s)});
        QTRY_VERIFY_WITH_TIMEOUT(isPacking, 60'000);
        const qint64 writing = clock.restart();
        work.reset();
        QVERIFY2(clock.elapsed() < writing / 8, qPrintable(QString::number(clock.elapsed())));
        QVERIFY(QThreadPool::globalInstance()->waitForDone(60'000));
        QCOMPARE(leftIn(dir), QStringList());
    }

    void cancellingLeavesWhatWasThere_data()
    {
        QTest::addColumn<ExportFormat>("format");
        QTest::newRow("csv") << ExportFormat::Csv;
        QTest::newRow("xlsx") << ExportFormat::Xlsx;
    }
    void cancellingLeavesWhatWasThere()
    {
        QFETCH(ExportFormat, format);
        QTemporaryDir dir;
        const QString path = dir.filePath(u"kept"_s);
        QFile before(path);
        QVERIFY(before.open(QIODevice::WriteOnly) && before.write("before") == 6);
        before.close();
        const SnapshotPointer rows = devices(60'000);
        TableExport work;
        connect(&work, &TableExport::progress, &work, &TableExport::cancel);
        std::vector<int> columns(size_t(rows->columnCount()));
        std::iota(columns.begin(), columns.end(), 0);
        const std::optional<Result<qint64>> result = run(work, {viewOf(rows), columns, display(), format, path});
        QVERIFY(result && !*result);
        QCOMPARE(result->error().kind, ApiError::Kind::Cancelled);
        QCOMPARE(contentOf(path), "before");
        QCOMPARE(leftIn(dir), QStringList{u"kept"_s});
    }

    void goingAwayCancels()
    {
        QTemporaryDir dir;
        {
            const SnapshotPointer rows = devices(20'000);
            TableExport work;
            work.start({viewOf(rows), {0, 1, 2, 3}, display(), ExportFormat::Csv, dir.filePath(u"gone.csv"_s)});
        }
        // nobody waits for the writing thread, which may just have been done; a disk that is busy takes its time to
        // remove
        const auto isSettled = [&dir] {
            const QStringList left = leftIn(dir);
            return left.isEmpty() || left == QStringList{u"gone.csv"_s};
        };
        QTRY_VERIFY2_WITH_TIMEOUT(isSettled(), qPrintable(leftIn(dir).join(u' ')), 60'000);
    }

    void whatCannotBeWrittenIsAnError()
    {
        const SnapshotPointer rows = devices(3);
        TableExport work;
        for (const ExportFormat format : {ExportFormat::Csv, ExportFormat::Xlsx}) {
            const std::optional<Result<qint64>> result =
                run(work, {viewOf(rows), {0}, display(), format, m_dir.filePath(u"no/such/folder.csv"_s)});
            QVERIFY(result && !*result);
            QCOMPARE(result->error().code, u"export.file"_s);
        }
        // nothing takes the place of a folder
        QVERIFY(QDir(m_dir.path()).mkpath(u"folder"_s));
        const std::optional<Result<qint64>> result =
            run(work, {viewOf(rows), {0}, display(), ExportFormat::Csv, m_dir.filePath(u"folder"_s)});
        QVERIFY(result && !*result);
        QVERIFY(QFileInfo(m_dir.filePath(u"folder"_s)).isDir());
    }

private:
    static std::optional<Result<qint64>> run(TableExport &work, ExportRequest request)
    {
        std::optional<Result<qint64>> result;
        const auto connection =
            connect(&work, &TableExport::finished, &work, [&result](const Result<qint64> &rows) { result = rows; });
        work.start(std::move(request));
        static_cast<void>(QTest::qWaitFor([&result] { return result.has_value(); }, 60'000));
        disconnect(connection);
        return result;
    }
    static QStringList leftIn(const QTemporaryDir &dir)
    {
        return QDir(dir.path()).entryList(QDir::Files | QDir::Hidden | QDir::System);
    }

    QTemporaryDir m_dir;
};

QTEST_GUILESS_MAIN(TableExportTest)
#include "tst_tableexport.moc"
