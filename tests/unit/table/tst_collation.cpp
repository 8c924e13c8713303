// Ranks put texts into the platform's own order for the language, however they are computed.
#include "rows.h"
#include "table/ranks.h"

#include <QtTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

// Letters that languages disagree about, digits with and without leading zeros, and what stands between words.
QString randomText(DeviceMaker &maker, bool plain)
{
    static const QStringList parts = {u"a"_s, u"A"_s, u"b"_s, u"BER"_s, u"ch"_s, u"aa"_s, u"Aa"_s, u"ll"_s, u"v"_s,
        u"w"_s, u"z"_s, u"0"_s, u"00"_s, u"1"_s, u"007"_s, u"12"_s, u"120"_s, u"99999999999999999999"_s, u"-"_s, u"_"_s,
        u" "_s, u"."_s, u"\""_s, u"'"_s, u"~"_s};
    static const QStringList foreign = {u"ä"_s, u"Å"_s, u"ö"_s, u"é"_s, u"ß"_s, u"日本"_s, u"\u00AD"_s, u"ﬁ"_s, u"Ω"_s};
    QString text;
    for (quint32 i = maker.number(6); i > 0; --i)
        text += !plain && maker.chance(20) ? maker.pick(foreign) : maker.pick(parts);
    return text.isEmpty() ? u"x"_s : text;
}

// Without a language, case decides only between texts that are alike otherwise.
QByteArray foldedKey(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    QByteArray key = bytes.toLower(); // of ASCII alone
    key.append('\0');
    key.append(bytes);
    return key;
}

QByteArray named(qint64 id, const QString &name)
{
    Device device;
    device.id = makeId<Device>(id);
    device.name = name;
    return lineOf(device);
}

} // namespace

class CollationTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ranksAgreeWithThePlatform_data()
    {
        QTest::addColumn<QLocale>("locale");
        QTest::addColumn<int>("foreignPercent"); // rows with a name beyond ASCII
        const QList<QLocale> locales = {QLocale::c(), QLocale(QLocale::German), QLocale(QLocale::Swedish),
            QLocale(QLocale::Finnish), QLocale(QLocale::Dutch), QLocale(QLocale::English), QLocale(QLocale::Danish),
            QLocale(QLocale::Czech), QLocale(QLocale::Hungarian)};
        for (const QLocale &locale : locales) {
            for (const int percent : {0, 1, 30})
                QTest::addRow("%s %d", qPrintable(locale.name()), percent) << locale << percent;
        }
    }

    // The rows arrive in parts, so that later texts are sorted into earlier ones.
    void ranksAgreeWithThePlatform()
    {
        QFETCH(QLocale, locale);
        QFETCH(int, foreignPercent);
        DeviceMaker maker(quint32(foreignPercent) + 3);
        QCollator collator(locale);
        collator.setNumericMode(true);
        SnapshotBuilder builder(fields<Device>());
        LineReader reader(fields<Device>());
        RankCache cache;
        Crew crew;
        const StopFlag stop = false;
        int next = 1;
        for (const int count : {4'500, 30, 1, 500}) {
            QByteArray lines;
            for (int i = 0; i < count; ++i)
                lines += named(next++, randomText(maker, !maker.chance(quint32(foreignPercent))));
            reader.read(lines, builder);
            const SnapshotPointer rows = builder.finish();
            const int column = rows->columnOf(u"name");
            const Column &names = rows->column(column);
            const Ranks ranks = cache.ranks(*rows, column, locale, crew, stop);
            QVERIFY(ranks);
            std::vector<quint32> codes(names.texts.size());
            std::iota(codes.begin(), codes.end(), 1);
            std::sort(codes.begin(), codes.end(),
                [&ranks](quint32 a, quint32 b) { return ranks->byCode[a] < ranks->byCode[b]; });
            for (size_t i = 1; i < codes.size(); ++i) {
                const QString left = names.texts.text(codes[i - 1]);
                const QString right = names.texts.text(codes[i]);
                const int order = locale.language() == QLocale::C ? foldedKey(left).compare(foldedKey(right))
                                                                  : collator.compare(left, right);
                const bool same = ranks->byCode[codes[i - 1]] == ranks->byCode[codes[i]];
                QVERIFY2(same ? order == 0 : order < 0, qPrintable(left + u" | " + right));
            }
        }
    }

    void caseDoesNotPartTheNames_data()
    {
        QTest::addColumn<QLocale>("locale");
        QTest::newRow("none") << QLocale::c();
        QTest::newRow("English") << QLocale(QLocale::English, QLocale::UnitedStates);
        QTest::newRow("German") << QLocale(QLocale::German);
    }
    void caseDoesNotPartTheNames()
    {
        QFETCH(QLocale, locale);
        SnapshotBuilder builder(fields<Device>());
        LineReader reader(fields<Device>());
        reader.read(
            named(1, u"Safari"_s) + named(2, u"iPhones"_s) + named(3, u"Macs"_s) + named(4, u"bash"_s), builder);
        const SnapshotPointer rows = builder.finish();
        const int column = rows->columnOf(u"name");
        const Column &names = rows->column(column);
        RankCache cache;
        Crew crew;
        const StopFlag stop = false;
        const Ranks ranks = cache.ranks(*rows, column, locale, crew, stop);
        QVERIFY(ranks);
        std::vector<quint32> codes{1, 2, 3, 4};
        std::sort(
            codes.begin(), codes.end(), [&ranks](quint32 a, quint32 b) { return ranks->byCode[a] < ranks->byCode[b]; });
        QStringList sorted;
        for (const quint32 code : codes)
            sorted.append(names.texts.text(code));
        QCOMPARE(sorted, (QStringList{u"bash"_s, u"iPhones"_s, u"Macs"_s, u"Safari"_s}));
    }

    void plainTextsHaveQuickKeysInOurLanguages()
    {
        for (const QLocale::Language language :
            {QLocale::English, QLocale::German, QLocale::Dutch, QLocale::Swedish, QLocale::Finnish}) {
            QCollator collator{QLocale(language)};
            collator.setNumericMode(true);
            const auto order = AsciiOrder::of(collator);
            QVERIFY2(order, qPrintable(QLocale(language).name()));
            std::string keys;
            QVERIFY(order->appendKey("BER-LA-0001", keys));
            QVERIFY(!order->appendKey("Zo\xC3\xAB", keys));
            QVERIFY(!order->appendKey(std::string(300, '1'), keys));
            std::string again;
            QVERIFY(order->appendKey("BER-LA-1", again));
            QCOMPARE(keys, again);
        }
    }

    // Two letters that sort as one would have wrong keys.
    void aLanguageWithDoubleLettersHasNone()
    {
        QCollator collator{QLocale(QLocale::Danish)};
        collator.setNumericMode(true);
        if (collator.compare(u"aa"_s, u"ab"_s) < 0)
            QSKIP("this platform does not know Danish");
        QVERIFY(!AsciiOrder::of(collator));
    }

    void sortingKeysIsSortingBytes()
    {
        DeviceMaker maker(5);
        std::vector<std::string> texts;
        for (int i = 0; i < 20'000; ++i) {
            std::string text = maker.chance(50) ? "a common beginning " : "";
            for (quint32 n = maker.number(20); n > 0; --n)
                text.push_back(char(maker.number(3)));
            texts.push_back(text);
        }
        std::vector<KeyItem> items;
        for (size_t i = 0; i < texts.size(); ++i)
            items.push_back({0, texts[i].data(), quint32(texts[i].size()), quint32(i)});
        Crew crew;
        const StopFlag stop = false;
        const CodeOrder sorted = sortedByKey(items, crew, stop);
        QCOMPARE(sorted.order.size(), texts.size());
        for (size_t i = 1; i < sorted.order.size(); ++i) {
            const std::string &left = texts[sorted.order[i - 1]];
            const std::string &right = texts[sorted.order[i]];
            QVERIFY(sorted.same.at(quint32(i)) ? left == right : left < right);
        }
    }
};

QTEST_GUILESS_MAIN(CollationTest)
#include "tst_collation.moc"
