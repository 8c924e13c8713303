// A CSV file holds what the view shows, reads back exactly, and runs nothing in a spreadsheet.
#include "fixedclock.h"
#include "rows.h"
#include "table/csv.h"
#include "table/viewbuilder.h"

#include <QBuffer>
#include <QtTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

Display display() { return {"Device", std::make_shared<FixedClock>(), QLocale::c()}; }

ViewPointer viewOf(const SnapshotPointer &rows)
{
    return ViewBuilder().build({rows, {}, {{rows->idColumn(), true}}, QLocale::c()}, StopFlag(false));
}

// The other direction, by RFC 4180.
QList<QStringList> parsed(const QByteArray &bytes)
{
    QList<QStringList> rows = {{QString()}};
    bool quoted = false;
    const QString text = QString::fromUtf8(bytes);
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        QString &cell = rows.back().back();
        if (quoted && c == u'"' && i + 1 < text.size() && text[i + 1] == u'"') {
            cell += c;
            ++i;
        } else if (c == u'"') {
            quoted = !quoted;
        } else if (!quoted && c == u',') {
            rows.back().append(QString());
        } else if (!quoted && c == u'\r' && i + 1 < text.size() && text[i + 1] == u'\n') {
            rows.append(QStringList{QString()});
            ++i;
        } else {
            cell += c;
        }
    }
    rows.removeLast();
    return rows;
}

class BrokenDevice final : public QIODevice {
protected:
    qint64 readData(char *, qint64) override { return -1; }
    qint64 writeData(const char *, qint64) override { return -1; }
};

} // namespace

class CsvTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cells_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isNumber");
        QTest::addColumn<QByteArray>("written");
        QTest::newRow("plain") << u"a b"_s << false << QByteArray("a b");
        QTest::newRow("empty") << QString() << false << QByteArray();
        QTest::newRow("comma") << u"a,b"_s << false << QByteArray("\"a,b\"");
        QTest::newRow("quote") << u"a\"b"_s << false << QByteArray("\"a\"\"b\"");
        QTest::newRow("line feed") << u"a\nb"_s << false << QByteArray("\"a\nb\"");
        QTest::newRow("edge space") << u" a"_s << false << QByteArray("\" a\"");
        QTest::newRow("formula") << u"=1+1"_s << false << QByteArray("'=1+1");
        QTest::newRow("plus") << u"+1"_s << false << QByteArray("'+1");
        QTest::newRow("minus") << u"-1"_s << false << QByteArray("'-1");
        QTest::newRow("at") << u"@x"_s << false << QByteArray("'@x");
        QTest::newRow("tab") << u"\t=x"_s << false << QByteArray("'\t=x");
        QTest::newRow("carriage return") << u"\r=x"_s << false << QByteArray("\"'\r=x\"");
        QTest::newRow("negative number") << u"-1"_s << true << QByteArray("-1");
        QTest::newRow("umlaut") << u"ä"_s << false << QByteArray("ä");
    }
    void cells()
    {
        QFETCH(QString, text);
        QFETCH(bool, isNumber);
        QFETCH(QByteArray, written);
        QCOMPARE(csvCell(text, isNumber), written);
    }

    void aFileReadsBackAsTheView()
    {
        DeviceMaker maker(4);
        QByteArray lines;
        for (int i = 1; i <= 250; ++i)
            lines += lineOf(maker.device(i));
        const SnapshotPointer rows = snapshotOf(fields<Device>(), lines);
        const ViewPointer view = viewOf(rows);
        const std::vector<int> columns = {rows->columnOf(u"name"), 0, rows->columnOf(u"tags"), rows->columnOf(u"seen")};
        CsvWriter writer(view, columns, display(), {false});
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        int steps = 0;
        for (; !writer.isDone(); ++steps)
            QVERIFY(writer.step(buffer, 100));
        QCOMPARE(steps, 3);
        const QList<QStringList> file = parsed(buffer.data());
        QCOMPARE(file.size(), 251);
        QCOMPARE(file[0], (QStringList{u"Name"_s, u"Id"_s, u"Tags"_s, u"Last seen"_s}));
        for (quint32 position = 0; position < view->count(); ++position) {
            QStringList expected;
            for (const int column : columns)
                expected.append(
                    display().plain(rows->cell(view->rows[position], column), fields<Device>()[size_t(column)]));
            QCOMPARE(file[qsizetype(position) + 1], expected);
        }
    }

    void anEmptyViewIsAHeader()
    {
        const SnapshotPointer rows = snapshotOf(fields<Device>(), {});
        CsvWriter writer(viewOf(rows), {1}, display());
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        QVERIFY(!writer.isDone());
        QVERIFY(writer.step(buffer));
        QVERIFY(writer.isDone());
        QCOMPARE(buffer.data(),
            QByteArray("\xEF\xBB\xBF"
                       "Name\r\n"));
    }

    void aFailureToWriteIsAnError()
    {
        BrokenDevice device;
        device.open(QIODevice::WriteOnly);
        CsvWriter writer(viewOf(snapshotOf(fields<Device>(), {})), {1}, display());
        const Result<qint64> result = writer.step(device);
        QVERIFY(!result);
        QCOMPARE(result.error().code, u"csv.write"_s);
    }
};

QTEST_GUILESS_MAIN(CsvTest)
#include "tst_csv.moc"
