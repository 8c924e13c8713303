// The chunked coding, whole, in pieces and wrong.
#include "server/http/chunkdecoder.h"

#include <QTest>

using namespace belvedere::http;
using State = ChunkDecoder::State;

class TestHttpChunkDecoder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void decodesTheSameHoweverItIsCut()
    {
        const QByteArray coded = "5\r\nhello\r\n00A;n=\"v\"\r\n0123456789\r\n0\r\nTrailer: x\r\nOther: y\r\n\r\n";
        const QByteArray all = coded + "next";
        for (qsizetype step = 1; step <= all.size(); ++step) {
            ChunkDecoder decoder(100);
            QByteArray body;
            State state = State::More;
            qsizetype at = 0;
            while (state == State::More && at < all.size()) {
                qsizetype consumed = 0;
                state = decoder.feed(QByteArrayView(all).sliced(at, std::min(step, all.size() - at)), body, consumed);
                at += consumed;
            }
            QVERIFY(state == State::Done);
            QCOMPARE(body, "hello0123456789");
            QCOMPARE(at, coded.size());
        }
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("coded");
        QTest::addColumn<int>("state");
        const auto row = [](const char *name, const QByteArray &coded, State state = State::Malformed) {
            QTest::newRow(name) << coded << int(state);
        };
        row("no size", "\r\n");
        row("not hexadecimal", "g\r\n");
        row("a sign", "+1\r\na\r\n");
        row("a prefix", "0x1\r\na\r\n");
        row("a space before", " 1\r\na\r\n");
        row("a space behind", "1 \r\na\r\n");
        row("a bare line feed", "1\na\r\n");
        row("a line feed in an extension", "1;a\nb\r\na\r\n");
        row("too many digits", "000000001\r\na\r\n");
        row("content behind the end of a chunk", "1\r\nab\r\n");
        row("a bare carriage return", "1\r\na\rb");
        row("a control in a trailer", QByteArray("0\r\nA: \0\r\n\r\n", 10));
        row("an endless extension", "1;" + QByteArray(5000, 'a'));
        row("endless trailers", "0\r\n" + QByteArray("A: b\r\n").repeated(2000));
        row("one chunk too large", "65\r\n", State::TooLarge);
        row("chunks too large together", "64\r\n" + QByteArray(100, 'x') + "\r\n1\r\n", State::TooLarge);
        row("the largest size", "ffffffff\r\n", State::TooLarge);
    }
    void refuses()
    {
        QFETCH(QByteArray, coded);
        QFETCH(int, state);
        ChunkDecoder decoder(100);
        QByteArray body;
        qsizetype consumed = 0;
        QCOMPARE(int(decoder.feed(coded, body, consumed)), state);
        QVERIFY(body.size() <= 100);
    }
};

QTEST_GUILESS_MAIN(TestHttpChunkDecoder)
#include "tst_http_chunkdecoder.moc"
