// Folding, ids, coded words, secrets, digests and results: the small values everything else is made of.
#include "base/digest.h"
#include "base/fold.h"
#include "base/result.h"
#include "base/secret.h"
#include "domain/device.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace belvedere;

class TestBaseValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void folds_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("same");
        QTest::newRow("case") << u"LAPTOP"_s << u"laptop"_s;
        QTest::newRow("marks") << u"Müller"_s << u"MULLER"_s;
        QTest::newRow("decomposed") << u"Mu\u0308ller"_s << u"Müller"_s;
        QTest::newRow("sharp s") << u"Straße"_s << u"STRASSE"_s;
        QTest::newRow("ligature") << u"\ufb01eld"_s << u"field"_s;
        QTest::newRow("full width") << u"\uff21\uff22"_s << u"ab"_s;
        QTest::newRow("dotted I") << u"\u0130zmir"_s << u"izmir"_s;
    }
    void folds()
    {
        QFETCH(QString, text);
        QFETCH(QString, same);
        QCOMPARE(folded(text), folded(same));
        QCOMPARE(folded(folded(text)), folded(text));
    }

    void anIdOfAnotherKindIsNone()
    {
        QCOMPARE(makeId<Device>(17).text, u"dev-17"_s);
        QCOMPARE(number(Id<Device>{u"dev-17"_s}), std::optional<qint64>(17));
        for (const QString &wrong : {u"per-17"_s, u"dev-"_s, u"dev17"_s, u"dev-0"_s, u"dev-017"_s, u"dev--1"_s,
                 u"dev-1x"_s, u"dev-１"_s, u"dev-1234567890123456789"_s, QString()})
            QVERIFY2(!number(Id<Device>{wrong}), qPrintable(wrong));
    }

    void anUnknownWordKeepsItsText()
    {
        const auto foreign = Coded<Platform>::fromToken(u"visionos"_s);
        QVERIFY(!foreign.isKnown());
        QCOMPARE(foreign.value(), Platform::Unknown);
        QCOMPARE(foreign.token(), u"visionos"_s);
        QVERIFY(!(foreign == Coded<Platform>()));
        QCOMPARE(Coded<Platform>::fromToken(u"linux"_s), Coded<Platform>(Platform::Linux));
        QCOMPARE(Coded<Platform>(Platform::MacOs).token(), u"macos"_s);
        QVERIFY(!Coded<Platform>::fromToken(u"Linux"_s).isKnown()); // words on the wire have one spelling
        QVERIFY(Coded<Platform>().token().isEmpty());
    }

    void aSecretWipesItsBytes()
    {
        QByteArray buffer(32, 's');
        const char *bytes = buffer.constData();
        {
            Secret secret(QByteArray::fromRawData(bytes, 0));
            QVERIFY(secret.isEmpty());
        }
        Secret secret(std::move(buffer));
        bytes = secret.bytes().constData();
        Secret other(std::move(secret));
        QVERIFY(secret.isEmpty()); // NOLINT(bugprone-use-after-move): that is what is tested
        QCOMPARE(other.bytes().constData(), bytes); // moved, not copied
        const Secret copy = other.clone();
        QVERIFY(copy.bytes().constData() != bytes);
        QCOMPARE(copy.bytes(), QByteArray(32, 's'));
        other.wipe();
        QVERIFY(other.isEmpty());
        QCOMPARE(copy.bytes().size(), 32);
    }

    void digests()
    {
        QCOMPARE(sha256Hex("abc"), u"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"_s);
        QCOMPARE(randomToken().size(), 43);
        QVERIFY(randomToken() != randomToken());
        QCOMPARE(randomBytes(17).size(), 17);
        QVERIFY(equalInConstantTime("secret", "secret"));
        QVERIFY(!equalInConstantTime("secret", "secreT"));
        QVERIFY(!equalInConstantTime("secret", "secret1"));
    }

    void aResultIsOneOrTheOther()
    {
        const auto half = [](int n) -> Result<int> {
            if (n % 2)
                return conflict(u"odd"_s, u"It is odd."_s);
            return n / 2;
        };
        QCOMPARE(Result<int>(8).andThen(half).andThen(half).value(), 2);
        QCOMPARE(Result<int>(6).andThen(half).andThen(half).error().code, u"odd"_s);
        QCOMPARE(Result<int>(6).map([](int n) { return n + 1; }).value(), 7);
    }

    void anErrorHasAStatus()
    {
        QCOMPARE(notFound(u"device"_s).status(), 404);
        QCOMPARE(forbidden(u"No."_s).status(), 403);
        QCOMPARE(conflict(u"a"_s, u"b"_s).status(), 409);
        QCOMPARE(validationError({{u"name"_s, u"required"_s}}).status(), 422);
        QCOMPARE(validationError({{u"name"_s, u"required"_s}}).detail, u"name: required"_s);
        ApiError error = conflict(u"version"_s, u"Newer."_s);
        error.http = 412;
        QCOMPARE(error.status(), 412);
    }
};

QTEST_GUILESS_MAIN(TestBaseValues)
#include "tst_base_values.moc"
