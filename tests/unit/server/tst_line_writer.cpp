// Lines written from columns are, byte for byte, what Qt writes for the same record.
#include "domain/device.h"
#include "domain/json.h"
#include "server/lists/linewriter.h"
#include "table/linereader.h"

#include <QJsonDocument>
#include <QtTest>

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

namespace {

QByteArray writtenByQt(const Device &device)
{
    return QJsonDocument(toJson(fields<Device>(), &device, true)).toJson(QJsonDocument::Compact);
}

} // namespace

class LineWriterTest : public QObject {
    Q_OBJECT

    qint64 m_devices = 0;

    static void compare(const QList<Device> &devices)
    {
        SnapshotBuilder builder(fields<Device>());
        LineReader reader(fields<Device>());
        QByteArray lines;
        for (const Device &device : devices)
            lines += writtenByQt(device) + '\n';
        QCOMPARE(reader.read(lines, builder).rows, devices.size());
        const SnapshotPointer snapshot = builder.finish();
        const LineWriter writer(fields<Device>());
        QByteArray out;
        for (quint32 row = 0; row < snapshot->rowCount(); ++row) {
            writer.append(out, *snapshot, row);
            out += '\n';
        }
        QCOMPARE(out, lines);
    }

    Device named(const QString &name)
    {
        Device device;
        device.id = makeId<Device>(++m_devices);
        device.name = name;
        return device;
    }

private Q_SLOTS:
    // A character to be escaped at each place of texts of each length around the steps of eight bytes.
    void textsOfEveryLengthAreEscaped()
    {
        QList<Device> devices;
        for (int length = 1; length <= 34; ++length) {
            devices.append(named(QString(length, u'x')));
            for (int at = 0; at < length; ++at) {
                for (const char16_t c : {u'"', u'\\', u'\n', u'\x01', u'\x1F', u'\x7F', u'ä', u'€'}) {
                    QString text(length, u'x');
                    text[at] = c;
                    devices.append(named(text));
                }
            }
        }
        devices.append(named(QString(5'000, u'"')));
        compare(devices);
    }

    void setsAreLists()
    {
        QList<Device> devices;
        for (const QStringList &tags : {QStringList{u"a"_s}, QStringList{u"a"_s, u"b\"c"_s, u"d"_s},
                 QStringList{QString(60, u'\n'), QString(60, u'y')}}) {
            Device device = named(u"x"_s);
            device.tags = tags;
            devices.append(device);
        }
        compare(devices);
    }

    // Every day of some years, those with a leap day and those at the ends of centuries among them.
    void timesAreDaysOfTheCalendar()
    {
        QList<Device> devices;
        for (const int year : {1970, 1971, 1999, 2000, 2024, 2026, 2100, 2399, 2400, 9999}) {
            for (QDate day(year, 1, 1); day.year() == year; day = day.addDays(1)) {
                Device device = named(u"x"_s);
                device.seen = QDateTime(day, QTime(23, 59, day.day(), day.dayOfYear()), Qt::UTC);
                devices.append(device);
            }
        }
        compare(devices);
    }
};

QTEST_GUILESS_MAIN(LineWriterTest)
#include "tst_line_writer.moc"
