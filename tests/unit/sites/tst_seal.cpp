// A sealed file opens with its key and for its purpose, whole and unchanged; anything else is refused.
#include "base/digest.h"
#include "sites/seal.h"

#include <QBuffer>
#include <QTest>
#include <random>

using namespace Qt::StringLiterals;
using namespace belvedere;

namespace {

constexpr qsizetype headSize = 40;
constexpr qsizetype wholeChunk = qsizetype(sealChunk) + 16;

const SealPurpose purpose{u"site-1"_s, u"https://mdm.example.org"_s, u"acc-1"_s, u"device"_s};

QByteArray content(qsizetype size)
{
    std::mt19937 random(5);
    QByteArray bytes(size, '\0');
    for (char &byte : bytes)
        byte = char(random());
    return bytes;
}

QByteArray sealed(const QByteArray &bytes, const Secret &key, const SealPurpose &what = purpose)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    SealWriter writer(buffer, key, what);
    for (qsizetype at = 0; at < bytes.size(); at += 100'000) {
        const QByteArray part = bytes.mid(at, 100'000);
        if (!writer.write(part.constData(), size_t(part.size())))
            return {};
    }
    return writer.finish() ? buffer.data() : QByteArray();
}

// Nothing unless all of it is genuine.
std::optional<QByteArray> opened(QByteArray file, const Secret &key, const SealPurpose &what = purpose)
{
    QBuffer buffer(&file);
    buffer.open(QIODevice::ReadOnly);
    SealReader reader(buffer, key, what);
    QByteArray bytes;
    while (reader.left() > 0) {
        QByteArray part(std::min<qsizetype>(reader.left(), 70'001), '\0');
        if (!reader.read(part.data(), size_t(part.size())))
            return {};
        bytes += part;
    }
    char more = 0;
    return reader.read(&more, 1) || bytes.isEmpty() ? std::nullopt : std::optional(bytes);
}

} // namespace

class TestSeal : public QObject {
    Q_OBJECT

    Secret m_key;

private Q_SLOTS:
    void init() { m_key = Secret(randomBytes(sealKeySize)); }

    void itOpensAgain_data()
    {
        QTest::addColumn<qsizetype>("size");
        for (const qsizetype size : {qsizetype(1), qsizetype(1'000), qsizetype(sealChunk) - 1, qsizetype(sealChunk),
                 qsizetype(sealChunk) + 1, 2 * qsizetype(sealChunk), 3 * qsizetype(sealChunk) + 77})
            QTest::addRow("%lld bytes", qlonglong(size)) << size;
    }
    void itOpensAgain()
    {
        QFETCH(qsizetype, size);
        const QByteArray bytes = content(size);
        const QByteArray file = sealed(bytes, m_key);
        QVERIFY(opened(file, m_key) == bytes);
        QVERIFY(!file.contains(bytes.first(std::min<qsizetype>(size, 16))) || size < 8);
    }

    void theSameContentNeverLooksTheSame()
    {
        const QByteArray a = sealed(content(1'000), m_key);
        const QByteArray b = sealed(content(1'000), m_key);
        QVERIFY(a.sliced(8, 32) != b.sliced(8, 32));
        QVERIFY(a.sliced(headSize) != b.sliced(headSize));
    }

    void nobodyElseOpensIt()
    {
        const QByteArray file = sealed(content(1'000), m_key);
        QVERIFY(!opened(file, Secret(randomBytes(sealKeySize))));
        QVERIFY(!opened(file, Secret(QByteArray(16, 'k'))));
        for (QString SealPurpose::*part :
            {&SealPurpose::site, &SealPurpose::address, &SealPurpose::account, &SealPurpose::list}) {
            SealPurpose other = purpose;
            other.*part += u'x';
            QVERIFY(!opened(file, m_key, other));
        }
        // the border between two parts counts
        SealPurpose shifted = purpose;
        shifted.site += shifted.address.front();
        shifted.address.remove(0, 1);
        QVERIFY(!opened(file, m_key, shifted));
    }

    void everyFlippedBitIsFound()
    {
        const QByteArray file = sealed(content(700), m_key);
        for (qsizetype at = 0; at < file.size(); ++at) {
            for (int bit = 0; bit < 8; ++bit) {
                QByteArray changed = file;
                changed[at] = char(changed[at] ^ (1 << bit));
                QVERIFY2(!opened(changed, m_key), QByteArray::number(at).constData());
            }
        }
    }

    void flippedBitsOfLongFilesAreFound()
    {
        const QByteArray file = sealed(content(3 * qsizetype(sealChunk) + 500), m_key);
        std::mt19937 random(7);
        for (int round = 0; round < 200; ++round) {
            QByteArray changed = file;
            const auto at = qsizetype(random() % size_t(file.size()));
            changed[at] = char(changed[at] ^ (1 << (random() % 8)));
            QVERIFY2(!opened(changed, m_key), QByteArray::number(at).constData());
        }
    }

    void everyCutIsFound()
    {
        const QByteArray small = sealed(content(300), m_key);
        for (qsizetype size = 0; size < small.size(); ++size)
            QVERIFY(!opened(small.first(size), m_key));
        const QByteArray file = sealed(content(3 * qsizetype(sealChunk) + 500), m_key);
        for (const qsizetype chunks : {1, 2, 3}) {
            for (const qsizetype more : {-1, 0, 1, 15, 16, 17, 100})
                QVERIFY2(!opened(file.first(headSize + chunks * wholeChunk + more), m_key), "a cut between chunks");
        }
        QVERIFY(!opened(file + 'x', m_key));
        QVERIFY(!opened(file + QByteArray(16, 'x'), m_key));
    }

    void chunksKeepTheirOrderAndTheirFile()
    {
        const QByteArray a = sealed(content(3 * qsizetype(sealChunk)), m_key);
        const QByteArray b = sealed(content(3 * qsizetype(sealChunk)), m_key);
        const auto chunk = [](const QByteArray &file, qsizetype n) {
            return file.sliced(headSize + n * wholeChunk, wholeChunk);
        };
        QVERIFY(opened(a.first(headSize) + chunk(a, 0) + chunk(a, 1) + chunk(a, 2), m_key));
        QVERIFY(!opened(a.first(headSize) + chunk(a, 1) + chunk(a, 0) + chunk(a, 2), m_key));
        QVERIFY(!opened(a.first(headSize) + chunk(a, 0) + chunk(a, 2), m_key));
        QVERIFY(!opened(a.first(headSize) + chunk(a, 0) + chunk(a, 0) + chunk(a, 2), m_key));
        QVERIFY(!opened(a.first(headSize) + chunk(a, 0) + chunk(b, 1) + chunk(a, 2), m_key));
        QVERIFY(!opened(b.first(headSize) + chunk(a, 0) + chunk(a, 1) + chunk(a, 2), m_key));
    }

    void anUnfinishedFileDoesNotOpen()
    {
        QBuffer buffer;
        buffer.open(QIODevice::WriteOnly);
        {
            SealWriter writer(buffer, m_key, purpose);
            const QByteArray bytes = content(2 * qsizetype(sealChunk) + 1);
            QVERIFY(writer.write(bytes.constData(), size_t(bytes.size())));
        }
        QVERIFY(buffer.data().size() > qsizetype(sealChunk));
        QVERIFY(!opened(buffer.data(), m_key));
    }

    // What a seal cannot know: which of two genuine files is the newer one.
    void anOlderWholeFileIsGenuine()
    {
        const QByteArray old = sealed("monday", m_key);
        QVERIFY(sealed("tuesday", m_key) != old);
        QVERIFY(opened(old, m_key) == "monday"_ba);
    }

    void aDeviceThatRefusesIsNoticed()
    {
        QBuffer closed;
        SealWriter writer(closed, m_key, purpose);
        QVERIFY(!writer.write("x", 1) || !writer.finish());
    }
};

QTEST_GUILESS_MAIN(TestSeal)
#include "tst_seal.moc"
