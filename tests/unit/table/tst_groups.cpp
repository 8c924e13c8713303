// Groups hold the rows that share a value, in order, and stay open or closed whatever happens around them.
#include "fixedclock.h"
#include "rows.h"
#include "table/tablemodel.h"

#include "base/fold.h"

#include <map>
#include <QAbstractItemModelTester>
#include <QCollator>
#include <QSignalSpy>
#include <QtTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

const QLocale english(QLocale::English);

struct Fixture {
    TableStore store{fields<Device>()};
    TableModel model{store, Display("Device", std::make_shared<FixedClock>(), english)};
    QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::QtTest};

    bool settled()
    {
        return QTest::qWaitFor([this] { return model.isUpToDate(); }, 20'000);
    }
    // "#value count" for headers, with a minus when collapsed; ids for rows.
    QStringList lines() const
    {
        QStringList result;
        for (int row = 0; row < model.rowCount(); ++row) {
            const QModelIndex index = model.index(row, 0);
            if (!index.data(TableModel::GroupRole).toBool()) {
                result.append(index.data(TableModel::IdRole).toString());
                continue;
            }
            const QString sign = index.data(TableModel::CollapsedRole).toBool() ? u"-"_s : u"#"_s;
            result.append(sign + index.data().toString() + u' ' + index.data(TableModel::GroupCountRole).toString());
        }
        return result;
    }
};

// The platform's place among its choices, as the model orders it; those that the console does not know come by name,
// and what is not known last.
std::pair<int, QString> platformPlace(const Device &device)
{
    const QString token = device.platform.token();
    const auto list = choices<Platform>();
    if (token.isEmpty())
        return {int(list.size()) + 1, {}};
    for (size_t i = 1; i < list.size(); ++i) {
        if (token == QLatin1StringView(list[i].token))
            return {int(i), {}};
    }
    return {int(list.size()), token};
}

} // namespace

class GroupsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rowsStandBelowTheirGroup()
    {
        Fixture f;
        f.store.load("{\"id\":\"dev-1\",\"name\":\"c\",\"platform\":\"ios\"}\n"
                     "{\"id\":\"dev-2\",\"name\":\"b\",\"platform\":\"linux\"}\n"
                     "{\"id\":\"dev-3\",\"name\":\"a\",\"platform\":\"ios\"}\n"
                     "{\"id\":\"dev-4\",\"name\":\"d\"}\n");
        f.model.setSort({{f.store.snapshot()->columnOf(u"name"), false}});
        QVERIFY(f.model.setGroup(u"platform"_s));
        QVERIFY(f.settled());
        QCOMPARE(f.lines(),
            (QStringList{
                u"#Linux 1"_s, u"dev-2"_s, u"#iOS 2"_s, u"dev-3"_s, u"dev-1"_s, u"#Not known 1"_s, u"dev-4"_s}));
        QCOMPARE(f.model.matching(), 4);
        QCOMPARE(f.model.groupCount(), 3);
        QCOMPARE(f.model.idAt(0), QString());
        QVERIFY(!f.model.snapshotRow(0));
        QCOMPARE(f.model.indexOfId(u"dev-1"_s).row(), 4);
        QCOMPARE(f.model.index(4, 0).data(TableModel::GroupCountRole).toInt(), 2);
        // the unknown stays last backwards too
        QVERIFY(f.model.setGroup(u"platform"_s, true));
        QVERIFY(f.settled());
        QCOMPARE(f.lines(),
            (QStringList{
                u"#iOS 2"_s, u"dev-3"_s, u"dev-1"_s, u"#Linux 1"_s, u"dev-2"_s, u"#Not known 1"_s, u"dev-4"_s}));
        QVERIFY(f.model.setGroup({}));
        QVERIFY(f.settled());
        QCOMPARE(f.lines(), (QStringList{u"dev-3"_s, u"dev-2"_s, u"dev-1"_s, u"dev-4"_s}));
        QVERIFY(!f.model.setGroup(u"nonsense"_s));
        QCOMPARE(f.model.groupColumn(), -1);
    }

    void collapsingTakesTheRowsAwayAndLeavesTheRest()
    {
        Fixture f;
        f.store.load("{\"id\":\"dev-1\",\"name\":\"c\",\"platform\":\"ios\"}\n"
                     "{\"id\":\"dev-2\",\"name\":\"b\",\"platform\":\"linux\"}\n"
                     "{\"id\":\"dev-3\",\"name\":\"a\",\"platform\":\"ios\"}\n");
        f.model.setSort({{0, false}});
        QVERIFY(f.model.setGroup(u"platform"_s));
        QVERIFY(f.settled());
        const QPersistentModelIndex kept = f.model.indexOfId(u"dev-3"_s);
        QSignalSpy removed(&f.model, &QAbstractItemModel::rowsRemoved);
        f.model.setCollapsed(1, true); // by a row inside
        QCOMPARE(removed.size(), 1);
        QCOMPARE(f.lines(), (QStringList{u"-Linux 1"_s, u"#iOS 2"_s, u"dev-1"_s, u"dev-3"_s}));
        QCOMPARE(kept.row(), 3);
        QCOMPARE(f.model.matching(), 3);
        QVERIFY(!f.model.indexOfId(u"dev-2"_s).isValid());
        // new data keeps it closed, and counts it
        f.store.merge("{\"id\":\"dev-4\",\"name\":\"x\",\"platform\":\"linux\"}\n");
        QVERIFY(f.settled());
        QCOMPARE(f.lines(), (QStringList{u"-Linux 2"_s, u"#iOS 2"_s, u"dev-1"_s, u"dev-3"_s}));
        QCOMPARE(kept.data(TableModel::IdRole).toString(), u"dev-3"_s);
        f.model.setCollapsed(0, false);
        QCOMPARE(f.lines(), (QStringList{u"#Linux 2"_s, u"dev-2"_s, u"dev-4"_s, u"#iOS 2"_s, u"dev-1"_s, u"dev-3"_s}));
        f.model.setAllCollapsed(true);
        QVERIFY(f.settled());
        QCOMPARE(f.lines(), (QStringList{u"-Linux 2"_s, u"-iOS 2"_s}));
        f.model.setCollapsed(1, false);
        QCOMPARE(f.lines(), (QStringList{u"-Linux 2"_s, u"#iOS 2"_s, u"dev-1"_s, u"dev-3"_s}));
    }

    void randomEditsAgreeWithAPlainList()
    {
        DeviceMaker maker(31);
        Fixture f;
        std::map<QString, Device> rows;
        QString query;
        bool isGrouped = false;
        QSet<QString> collapsed; // platforms
        bool allCollapsed = false;
        QPersistentModelIndex kept;
        QString keptLine;
        int compared = 0;
        int survived = 0;
        for (int round = 0; round < 250; ++round) {
            const quint32 action = maker.number(12);
            if (action < 5) {
                QByteArray lines;
                if (action == 0)
                    rows.clear();
                for (quint32 i = maker.number(action < 2 ? 120 : 5); i > 0; --i) {
                    const Device d = maker.device(maker.number(150));
                    const bool isRemoval = maker.chance(30);
                    lines += isRemoval ? removalOf(d.id.text) : lineOf(d);
                    if (isRemoval)
                        rows.erase(d.id.text);
                    else
                        rows[d.id.text] = d;
                }
                if (action == 0)
                    f.store.load(lines);
                else
                    f.store.merge(lines);
            } else if (action < 7) {
                query = maker.pick({u""_s, u"name:pc"_s, u"zebra"_s});
                QVERIFY(f.model.setQuery(query));
            } else if (action == 7) {
                isGrouped = maker.chance(80);
                QVERIFY(f.model.setGroup(isGrouped ? u"platform"_s : QString()));
                if (!isGrouped) {
                    collapsed.clear();
                    allCollapsed = false;
                }
            } else if (action == 8 && isGrouped) {
                allCollapsed = maker.chance(50);
                collapsed.clear();
                f.model.setAllCollapsed(allCollapsed);
            } else if (f.model.rowCount() > 0 && f.model.groupColumn() >= 0 && f.model.groupCount() > 0) {
                QVERIFY(f.settled());
                if (f.model.rowCount() == 0)
                    continue;
                const int row = int(maker.number(quint32(f.model.rowCount())));
                const View::Line line = f.model.view()->lineAt(quint32(row));
                const Cell value = f.model.view()->groupValue(line.group);
                const QString token = isKnown(value) ? std::get<QString>(value) : QString();
                const bool close = maker.chance(60);
                if (close == allCollapsed)
                    collapsed.remove(token);
                else
                    collapsed.insert(token);
                f.model.setCollapsed(row, close);
            }
            if (maker.chance(60))
                QVERIFY(f.settled());
            else
                QCoreApplication::processEvents(); // UNAVOIDABLE: shows that nothing more comes
            if (!f.model.isUpToDate())
                continue;

            std::map<std::pair<int, QString>, std::vector<Device>> groups;
            for (const auto &[id, d] : rows) {
                const bool in = query.isEmpty() || (query == u"zebra"_s && folded(d.name).contains(u"zebra"_s))
                    || (query == u"name:pc"_s && d.name.startsWith(u"pc"_s));
                if (in)
                    groups[platformPlace(d)].push_back(d);
            }
            QStringList expected;
            qint64 matching = 0;
            for (auto &[place, members] : groups) {
                const QString token = members.front().platform.token();
                const bool isClosed = allCollapsed != collapsed.contains(token);
                matching += qint64(members.size());
                if (isGrouped)
                    expected.append((isClosed ? u"-"_s : u"#"_s) + QString::number(members.size()));
                for (const Device &d : members) {
                    if (!isGrouped || !isClosed)
                        expected.append(d.id.text);
                }
            }
            QCOMPARE(f.model.matching(), matching);
            QStringList lines = f.lines();
            if (!isGrouped) {
                expected.sort();
                lines.sort();
            }
            for (QString &line : lines) {
                if (line.startsWith(u'#') || line.startsWith(u'-'))
                    line = line.first(1) + line.section(u' ', -1);
            }
            if (isGrouped) { // within a group the rows lie as the snapshot has them
                QCOMPARE(lines.size(), expected.size());
                qsizetype from = 0;
                for (qsizetype at = 0; at <= lines.size(); ++at) {
                    if (at < lines.size() && lines[at].startsWith(u"dev"_s))
                        continue;
                    std::sort(lines.begin() + from, lines.begin() + at);
                    std::sort(expected.begin() + from, expected.begin() + at);
                    from = at + 1;
                }
            }
            QCOMPARE(lines, expected);
            ++compared;
            const auto nameOf = [](const QModelIndex &index) {
                const QString id = index.data(TableModel::IdRole).toString();
                return id.isEmpty() ? u"header "_s + index.data().toString() : id;
            };
            if (kept.isValid()) {
                QCOMPARE(nameOf(kept), keptLine);
                ++survived;
            } else if (f.model.rowCount() > 0) {
                kept = f.model.index(int(maker.number(quint32(f.model.rowCount()))), 0);
                keptLine = nameOf(kept);
            }
        }
        QVERIFY(compared > 60);
        QVERIFY(survived > 15);
    }
};

QTEST_GUILESS_MAIN(GroupsTest)
#include "tst_groups.moc"
