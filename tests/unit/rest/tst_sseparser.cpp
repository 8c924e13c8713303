// An event stream gives the same messages however it is cut.
#include "rest/sseparser.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace belvedere;

class TestSseParser : public QObject {
    Q_OBJECT

    static QByteArrayList parsed(const QByteArray &stream, qsizetype pieceSize)
    {
        SseParser parser;
        QByteArrayList out;
        for (qsizetype at = 0; at < stream.size(); at += pieceSize) {
            for (const SseMessage &message :
                parser.feed(QByteArrayView(stream).sliced(at).first(std::min(pieceSize, stream.size() - at))))
                out.append(message.id + '|' + message.event + '|' + message.data);
        }
        return out;
    }

private Q_SLOTS:
    void streams_data()
    {
        QTest::addColumn<QByteArray>("stream");
        QTest::addColumn<QByteArrayList>("messages");
        QTest::newRow("one") << "id: 5\ndata: {}\n\n"_ba << QByteArrayList{"5||{}"};
        QTest::newRow("CRLF") << "id: 5\r\ndata: a\r\ndata: b\r\n\r\n"_ba << QByteArrayList{"5||a\nb"};
        QTest::newRow("CR") << "event: x\rdata: a\r\r"_ba << QByteArrayList{"|x|a"};
        QTest::newRow("comments") << ": beat\n\n: beat\n\ndata:a\n\n"_ba << QByteArrayList{"||a"};
        QTest::newRow("id stays") << "id:1\ndata:a\n\ndata:b\n\n"_ba << QByteArrayList{"1||a", "1||b"};
        QTest::newRow("no data") << "id:1\nevent:x\n\ndata:b\n\n"_ba << QByteArrayList{"1||b"};
        QTest::newRow("unfinished") << "data:a\n"_ba << QByteArrayList{};
        QTest::newRow("mark") << "\xef\xbb\xbf"
                                 "data:a\n\n"_ba
                              << QByteArrayList{"||a"};
        QTest::newRow("unknown field") << "retry: 5\nfoo\ndata\n\n"_ba << QByteArrayList{"||"};
        QTest::newRow("colons") << "data: a: b\n\n"_ba << QByteArrayList{"||a: b"};
    }
    void streams()
    {
        QFETCH(QByteArray, stream);
        QFETCH(QByteArrayList, messages);
        for (const qsizetype size : {qsizetype(1), qsizetype(3), stream.size()})
            QCOMPARE(parsed(stream, size), messages);
    }

    void endlessLinesAreRefused()
    {
        SseParser parser;
        for (int i = 0; i < 100 && !parser.hasFailed(); ++i)
            QVERIFY(parser.feed(QByteArray(1'024, 'x')).empty());
        QVERIFY(parser.hasFailed());
    }

    void endlessMessagesAreRefused()
    {
        SseParser parser;
        const QByteArray line = "data: " + QByteArray(10'000, 'x') + '\n';
        for (int i = 0; i < 100 && !parser.hasFailed(); ++i)
            QVERIFY(parser.feed(line).empty());
        QVERIFY(parser.hasFailed());
    }
};

QTEST_GUILESS_MAIN(TestSseParser)
#include "tst_sseparser.moc"
