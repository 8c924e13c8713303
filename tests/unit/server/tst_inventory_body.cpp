// What comes in from inventory agents: compression, XML, and the bounds of both.
#include "server/agents/inventorybody.h"
#include "server/agents/inventoryxml.h"

#include <QTest>
#include <zlib.h>

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

namespace {

template<class T> QString code(const Result<T> &result) { return result ? QString() : result.error().code; }

QByteArray gzip(const QByteArray &plain)
{
    z_stream stream = {};
    deflateInit2(&stream, 9, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
    QByteArray input = plain;
    QByteArray output(qsizetype(deflateBound(&stream, uLong(plain.size()))), '\0');
    stream.next_in = reinterpret_cast<Bytef *>(input.data());
    stream.avail_in = uInt(input.size());
    stream.next_out = reinterpret_cast<Bytef *>(output.data());
    stream.avail_out = uInt(output.size());
    deflate(&stream, Z_FINISH);
    output.truncate(qsizetype(stream.total_out));
    deflateEnd(&stream);
    return output;
}

QByteArray request(const QByteArray &content, const QByteArray &query = "INVENTORY")
{
    return "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<REQUEST><CONTENT>" + content
        + "</CONTENT><DEVICEID>pc-1</DEVICEID><QUERY>" + query + "</QUERY></REQUEST>";
}

} // namespace

class TestInventoryBody : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryFormThatAgentsSend()
    {
        const QByteArray xml = request({});
        for (const QByteArray &body :
            {xml, qCompress(xml).sliced(4), qCompress(xml, 1).sliced(4), qCompress(xml, 9).sliced(4), gzip(xml)}) {
            const auto unpacked = unpackInventory(body);
            QVERIFY2(unpacked, qPrintable(code(unpacked)));
            QCOMPARE(unpacked.value(), xml);
        }
    }

    void answersStartAsBothAgentsExpect()
    {
        QVERIFY(packReply("<REPLY/>").startsWith("\x78\x9c"));
        const auto back = unpackInventory(packReply("<REPLY/>"));
        QCOMPARE(back.value(), "<REPLY/>");
    }

    void bombIsRefused_data()
    {
        QTest::addColumn<int>("mebibytes");
        QTest::newRow("ratio") << 8;
        QTest::newRow("size") << 80;
    }
    void bombIsRefused()
    {
        QFETCH(const int, mebibytes);
        const QByteArray zeros(mebibytes * 1024 * 1024, ' ');
        QCOMPARE(code(unpackInventory(qCompress(zeros).sliced(4))), u"xml.too-large"_s);
        QCOMPARE(code(unpackInventory(gzip(zeros))), u"xml.too-large"_s);
    }

    void cutOrDamagedStreamIsRefused()
    {
        const QByteArray good = packReply(request("<HARDWARE><NAME>pc</NAME></HARDWARE>"));
        for (qsizetype size = 2; size < good.size(); ++size)
            QCOMPARE(code(unpackInventory(good.first(size))), u"inventory.compression"_s);
        QByteArray wrong = good;
        wrong[wrong.size() - 1] = char(wrong.back() ^ 1); // the check sum
        QCOMPARE(code(unpackInventory(wrong)), u"inventory.compression"_s);
        QCOMPARE(code(unpackInventory("\x1f\x8b")), u"inventory.compression"_s);
    }

    void badXmlIsRefused_data()
    {
        QTest::addColumn<QByteArray>("xml");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QByteArray &xml, const char *expected) {
            QTest::newRow(name) << xml << QString::fromLatin1(expected);
        };
        row("empty", "", "xml.malformed");
        row("text", "hello", "xml.malformed");
        row("cut", request({}).chopped(5), "xml.malformed");
        row("crossed", "<REQUEST><A><B></A></B></REQUEST>", "xml.malformed");
        row("NUL", request(QByteArray("<A>\0</A>", 8)), "xml.malformed");
        row("bad UTF-8", request("<HARDWARE><NAME>\xff\xfe</NAME></HARDWARE>"), "xml.malformed");
        row("undeclared entity", request("<HARDWARE><NAME>&x;</NAME></HARDWARE>"), "xml.malformed");
        row("doctype", "<!DOCTYPE REQUEST>" + request({}).mid(39), "xml.doctype");
        row("entity", R"(<!DOCTYPE R [<!ENTITY x "y">]><REQUEST><QUERY>&x;</QUERY></REQUEST>)", "xml.doctype");
        row("external entity",
            R"(<!DOCTYPE R [<!ENTITY x SYSTEM "file:///etc/passwd">]><REQUEST><DEVICEID>&x;</DEVICEID></REQUEST>)",
            "xml.doctype");
        row("laughs",
            R"(<!DOCTYPE R [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><REQUEST>&c;</REQUEST>)",
            "xml.doctype");
        row("deep", request(QByteArray("<A>").repeated(200) + QByteArray("</A>").repeated(200)), "xml.too-large");
        row("many", request(QByteArray("<USERS/>").repeated(20'001)), "xml.too-large");
        row("long", request("<HARDWARE><NAME>" + QByteArray(70'000, 'x') + "</NAME></HARDWARE>"), "xml.too-large");
        row("other root", "<html><body/></html>", "inventory.query");
        row("no query", "<REQUEST><DEVICEID>pc</DEVICEID></REQUEST>", "inventory.query");
        row("no device", "<REQUEST><QUERY>PROLOG</QUERY></REQUEST>", "inventory.query");
        row("blank device", "<REQUEST><DEVICEID> </DEVICEID><QUERY>PROLOG</QUERY></REQUEST>", "inventory.query");
        row("long device", "<REQUEST><DEVICEID>" + QByteArray(300, 'x') + "</DEVICEID><QUERY>PROLOG</QUERY></REQUEST>",
            "inventory.query");
    }
    void badXmlIsRefused()
    {
        QFETCH(const QByteArray, xml);
        QFETCH(const QString, expected);
        QCOMPARE(code(readInventoryXml(xml)), expected);
    }

    void secretsAreDroppedAtTheDoor()
    {
        const auto read = readInventoryXml(request(
            "<ENVS><KEY>PASSWORD</KEY><VAL>s3cret</VAL></ENVS><PROCESSES><CMD>run --key s3cret</CMD></PROCESSES>"
            "<VERSIONPROVIDER><PERL_ARGS>--password s3cret</PERL_ARGS></VERSIONPROVIDER>"
            "<LICENSEINFOS><KEY>s3cret</KEY></LICENSEINFOS>"
            "<HARDWARE><NAME>pc</NAME><WINPRODKEY>s3cret</WINPRODKEY></HARDWARE><SSH_KEY>s3cret</SSH_KEY>"));
        QVERIFY2(read, qPrintable(code(read)));
        QCOMPARE(read.value().content.keys(), QStringList{u"HARDWARE"_s});
        QCOMPARE(read.value().content[u"HARDWARE"_s].first().keys(), QStringList{u"NAME"_s});
    }

    void nestedFieldsHaveTheirPath()
    {
        const auto read = readInventoryXml(request("<OPERATINGSYSTEM><NAME>Debian</NAME><TIMEZONE><NAME>CET</NAME>"
                                                   "<OFFSET>+0100</OFFSET></TIMEZONE></OPERATINGSYSTEM>"));
        QCOMPARE(read.value().value(u"OPERATINGSYSTEM"_s, u"NAME"_s), u"Debian"_s);
        QCOMPARE(read.value().value(u"OPERATINGSYSTEM"_s, u"TIMEZONE/OFFSET"_s), u"+0100"_s);
        QCOMPARE(read.value().value(u"BIOS"_s, u"SSN"_s), QString());
    }
};

QTEST_GUILESS_MAIN(TestInventoryBody)
#include "tst_inventory_body.moc"
