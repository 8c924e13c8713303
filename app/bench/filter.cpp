// How long a keystroke in the query box takes to show.
#include "bench/benchmarks.h"
#include "bench/fleet.h"
#include "table/tablemodel.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QSortFilterProxyModel>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

namespace {

// What a person types, key by key, and takes back again.
QStringList keystrokes()
{
    QStringList texts;
    for (const QString &word : {u"willow"_s, u"ber-la-00"_s, u"thinkpad"_s, u"sales"_s}) {
        for (qsizetype length = 1; length <= word.size(); ++length)
            texts.append(word.first(length));
        texts.append(QString());
    }
    return texts;
}

// The texts that a bare word searches, ready as strings, which favours the rival.
class TextModel final : public QAbstractTableModel {
public:
    TextModel(const Snapshot &snapshot)
        : m_rows(snapshot.rowCount())
    {
        for (int column = 0; column < snapshot.columnCount(); ++column) {
            const Field &field = snapshot.fields()[size_t(column)];
            if (field.is(Searchable))
                addColumn(snapshot, column);
        }
    }
    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_rows); }
    int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_columns.size());
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        return role == Qt::DisplayRole ? QVariant(m_columns[size_t(index.column())][size_t(index.row())]) : QVariant();
    }

private:
    void addColumn(const Snapshot &snapshot, int column)
    {
        std::vector<QString> &texts = m_columns.emplace_back();
        for (quint32 row = 0; row < m_rows; ++row) {
            const Cell cell = snapshot.cell(row, column);
            if (const auto *text = std::get_if<QString>(&cell))
                texts.push_back(*text);
            else if (const auto *set = std::get_if<QStringList>(&cell))
                texts.push_back(set->join(u", "_s));
            else
                texts.emplace_back();
        }
    }

    quint32 m_rows;
    std::vector<std::vector<QString>> m_columns;
};

double millisecondsOf(const QElapsedTimer &timer) { return double(timer.nsecsElapsed()) / 1e6; }

} // namespace

std::vector<Figure> measureFilter(int devices)
{
    TableStore store(fields<Device>());
    TableModel model(store, Display("Device", std::make_shared<SystemClock>()));
    model.setSort({{store.snapshot()->columnOf(u"name"), false}});
    QEventLoop loop;
    QObject::connect(&model, &TableModel::viewReplaced, &loop, [&] {
        if (model.isUpToDate())
            loop.quit();
    });
    store.load(Fleet(1).lines(devices));
    loop.exec();

    std::vector<double> ours;
    qint64 shown = 0;
    for (const QString &text : keystrokes()) {
        QElapsedTimer timer;
        timer.start();
        model.setQuery(text);
        loop.exec();
        ours.push_back(millisecondsOf(timer));
        shown += model.matching();
    }
    TextModel texts(*store.snapshot());
    QSortFilterProxyModel proxy;
    proxy.setSourceModel(&texts);
    proxy.setFilterKeyColumn(-1);
    proxy.setFilterCaseSensitivity(Qt::CaseInsensitive);
    proxy.sort(0);
    std::vector<double> theirs;
    qint64 rivalShown = 0;
    for (const QString &text : keystrokes()) {
        QElapsedTimer timer;
        timer.start();
        proxy.setFilterFixedString(text);
        theirs.push_back(millisecondsOf(timer));
        rivalShown += proxy.rowCount();
    }
    const Times our = timesOf(ours);
    const Times their = timesOf(theirs);
    Figure figure{u"filter"_s, devices, our.median, our.worst, u"QSortFilterProxyModel, all searched columns"_s,
        their.median, {}};
    figure.more = {{u"rival_worst_ms"_s, their.worst}, {u"keystrokes"_s, qint64(ours.size())},
        {u"same_rows"_s, shown == rivalShown}};
    return {figure};
}

} // namespace belvedere::bench
