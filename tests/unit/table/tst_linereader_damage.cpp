// Whatever is done to a line, the reader takes what a plain JSON parser takes for a good row, and nothing else.
#include "rows.h"

#include <QJsonArray>
#include <QtTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

enum class Verdict { Good, Bad, Either };

bool isWholeNumber(const QJsonValue &value)
{
    const double number = value.toDouble();
    return std::trunc(number) == number && std::abs(number) <= double(maximumInteger);
}

bool isFitting(const QJsonValue &value, const Field &field)
{
    if (field.kind == Kind::Object || field.kind == Kind::List || value.isNull())
        return true; // not in tables
    // Qt is lenient with signs, zones and the second before midnight.
    static const QRegularExpression time(
        u"^\\d{4}-\\d\\d-\\d\\dT([01]\\d|2[0-3]):\\d\\d:\\d\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)$"_s);
    if (field.kind == Kind::Time && !time.match(value.toString()).hasMatch())
        return false;
    return bool(cellFromJson(value, field));
}

bool hasOddEscape(const QByteArray &line)
{
    for (qsizetype at = line.indexOf('\\'); at >= 0; at = line.indexOf('\\', at + 2)) {
        if (at + 1 == line.size() || !QByteArrayView("\"\\/bfnrtu").contains(line[at + 1]))
            return true;
    }
    return false;
}

// QJsonDocument keeps the last of two equal keys, so lines that may have such are left to other tests; so are those
// whose last word hangs on what JSON leaves open.
Verdict verdictOn(const QByteArray &line, std::span<const Field> fields)
{
    if (!line.isValidUtf8())
        return Verdict::Bad;
    // Qt takes control characters within texts, halves of surrogate pairs, and any letter behind a backslash.
    const bool hasControl = std::any_of(line.begin(), line.end(), [](char c) { return c >= 0 && c < ' '; });
    if (hasControl || line.contains("\\ud8") || hasOddEscape(line))
        return Verdict::Either;
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(line, &error);
    if (error.error != QJsonParseError::NoError)
        return Verdict::Bad;
    if (!document.isObject())
        return Verdict::Bad;
    const QJsonObject object = document.object();
    if (object.contains("token"_L1) || object.contains("total"_L1) || object.contains("removed"_L1))
        return Verdict::Either;
    for (const Field &field : fields) {
        const QJsonValue value = object.value(QLatin1StringView(field.name));
        const bool isThere =
            !value.isUndefined() && !value.isNull() && !(value.isString() && value.toString().isEmpty());
        if (field.is(Required) && field.kind != Kind::Object && !isThere)
            return Verdict::Bad;
        if (value.isDouble() && !isWholeNumber(value))
            return Verdict::Bad;
        if (!value.isUndefined() && !isFitting(value, field))
            return Verdict::Bad;
    }
    return Verdict::Good;
}

bool hasRepeatedKey(const QByteArray &line, std::span<const Field> fields)
{
    return std::any_of(fields.begin(), fields.end(), [&line](const Field &field) {
        const QByteArray key = '"' + QByteArray(field.name) + '"';
        return line.count(key) > 1;
    });
}

class Damage {
public:
    explicit Damage(quint32 seed)
        : m_random(seed)
    {
    }
    QByteArray done(QByteArray line)
    {
        for (quint32 times = 1 + below(3); times > 0 && !line.isEmpty(); --times) {
            const auto at = qsizetype(below(quint32(line.size())));
            switch (below(7)) {
            case 0:
                line[at] = char(below(256));
                break;
            case 1:
                line.remove(at, qsizetype(1 + below(4)));
                break;
            case 2:
                line.insert(at, pieces[below(pieces.size())]);
                break;
            case 3:
                line.truncate(at);
                break;
            case 4: // a part once more
                line.insert(at, line.mid(qsizetype(below(quint32(line.size()))), qsizetype(below(40))));
                break;
            case 5:
                line[at] = char(line[at] ^ char(1U << below(8)));
                break;
            default:
                line.replace(at, 1, pieces[below(pieces.size())]);
                break;
            }
        }
        return line.replace('\n', ' ');
    }
    quint32 below(size_t bound) { return quint32(m_random() % bound); }

private:
    inline static const std::vector<QByteArray> pieces = {"\"", "\\", "{", "}", "[", "]", ",", ":", "null", "true", "0",
        "-", "1e5", "1.5", "\\u00e4", "\\ud83d\\ude00", "\\ud800", "\\n", "\xC3\xA4", "\xFF", "\x01", " ", "\t",
        "\"\":", ",\"x\":[1,{}]", "9007199254740993", "\xED\xA0\x80", "\"id\"", "2026-02-30T00:00:00Z", "\r"};
    std::mt19937 m_random;
};

} // namespace

class LineReaderDamageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void damagedLinesAreJudgedAsByAPlainParser()
    {
        const std::span<const Field> fields = belvedere::fields<Device>();
        Damage damage(11);
        DeviceMaker maker(12);
        LineReader reader(fields); // one for all, so that what it learnt from damaged lines does no harm
        int good = 0;
        int bad = 0;
        for (int i = 1; i <= 5'000; ++i) {
            const QByteArray line = damage.done(lineOf(maker.device(i)).chopped(1));
            if (line.trimmed().isEmpty() || hasRepeatedKey(line, fields))
                continue;
            SnapshotBuilder builder(fields);
            const LineReport report = reader.read(line, builder);
            const Verdict verdict = verdictOn(line, fields);
            if (verdict == Verdict::Either)
                continue;
            const bool isTaken = report.rows == 1 && report.badLines == 0;
            const bool isRefused = report.rows == 0 && report.badLines == 1;
            const QString code = report.errors.isEmpty() ? u"taken"_s : report.errors.first().code;
            QVERIFY2(verdict == Verdict::Good ? isTaken : isRefused,
                qPrintable(u"%1: %2"_s.arg(code, QString::fromLatin1(line))));
            (verdict == Verdict::Good ? good : bad)++;
        }
        QVERIFY2(good > 300 && bad > 1'500, qPrintable(u"%1 %2"_s.arg(good).arg(bad)));
    }

    // The two ways through a line: with a space in front it is read by simdjson, without by comparing.
    void bothWaysReadAlike()
    {
        const std::span<const Field> fields = belvedere::fields<Device>();
        Damage damage(21);
        DeviceMaker maker(22);
        LineReader reader(fields);
        for (int i = 1; i <= 5'000; ++i) {
            const QByteArray whole = lineOf(maker.device(i));
            const QByteArray line = damage.below(3) == 0 ? whole.chopped(1) : damage.done(whole.chopped(1));
            SnapshotBuilder first(fields);
            SnapshotBuilder second(fields);
            const LineReport one = reader.read(line, first);
            const LineReport other = reader.read(' ' + line, second);
            if (line.trimmed().isEmpty())
                continue;
            QVERIFY2(one.rows == other.rows && one.badLines == other.badLines && one.removals == other.removals,
                line.constData());
            const SnapshotPointer a = first.finish();
            const SnapshotPointer b = second.finish();
            QCOMPARE(a->rowCount(), b->rowCount());
            for (int column = 0; column < a->columnCount() && a->rowCount() > 0; ++column)
                QVERIFY2(a->cell(0, column) == b->cell(0, column), line.constData());
        }
    }

    // Enough lines for the second thread, good and damaged ones in any order: the good ones are all there.
    void goodLinesAmongDamagedOnesAreKept()
    {
        const std::span<const Field> fields = belvedere::fields<Device>();
        Damage damage(31);
        DeviceMaker maker(32);
        QByteArray lines;
        QHash<QString, Device> expected;
        for (int i = 1; i <= 9'000; ++i) {
            const Device device = maker.device(1 + qint64(damage.below(4'000)));
            if (damage.below(4) == 0) {
                lines += "{\"id\":" + damage.done("\"broken") + '\n';
            } else if (damage.below(10) == 0) {
                lines += removalOf(device.id.text);
                expected.remove(device.id.text);
            } else {
                lines += (damage.below(5) == 0 ? " " : "") + lineOf(device);
                expected.insert(device.id.text, device);
            }
        }
        QVERIFY(lines.size() > 1'000'000);
        SnapshotBuilder builder(fields);
        LineReader(fields).read(lines, builder);
        const SnapshotPointer rows = builder.finish();
        QCOMPARE(qsizetype(rows->rowCount()), expected.size());
        for (auto it = expected.cbegin(); it != expected.cend(); ++it) {
            const std::optional<quint32> row = rows->rowOf(it.key());
            QVERIFY(row);
            for (int column = 0; column < rows->columnCount(); ++column) {
                const Field &field = fields[size_t(column)];
                if (field.kind != Kind::Object && field.kind != Kind::List)
                    QVERIFY2(rows->cell(*row, column) == field.get(&*it), field.name);
            }
        }
    }
};

QTEST_GUILESS_MAIN(LineReaderDamageTest)
#include "tst_linereader_damage.moc"
