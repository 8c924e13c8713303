// Finding where groups begin.
#include "table/grouping.h"

#include "table/rowkeys.h"

namespace belvedere {

namespace {

QString keyOf(const Cell &value)
{
    struct ToKey {
        QString operator()(std::monostate) const { return {}; }
        QString operator()(const Version &v) const { return QChar(u'=') + v.text(); }
        QString operator()(bool v) const { return QString::number(v ? 1 : 0); }
        QString operator()(qint64 v) const { return QString::number(v); }
        QString operator()(const QString &v) const { return QChar(u'=') + v; }
        QString operator()(const QDateTime &v) const { return QString::number(v.toMSecsSinceEpoch()); }
        QString operator()(const QStringList &v) const { return QChar(u'=') + v.join(QChar(memberSeparator)); }
        QString operator()(const QJsonObject &) const { return {}; }
        QString operator()(const QJsonArray &) const { return {}; }
    };
    return std::visit(ToKey(), value);
}

// Where the run of equal keys ends that begins at `first`: in few steps when it is long.
template<class KeyOf> quint32 endOfRun(std::span<const quint32> rows, quint32 first, const KeyOf &keyOf)
{
    const quint64 key = keyOf(rows[first]);
    size_t step = 1;
    size_t same = first;
    while (same + step < rows.size() && keyOf(rows[same + step]) == key) {
        same += step;
        step *= 2;
    }
    const auto begin = rows.begin() + ptrdiff_t(same);
    const auto end = rows.begin() + ptrdiff_t(std::min(rows.size(), same + step));
    return quint32(
        std::partition_point(begin, end, [&keyOf, key](quint32 row) { return keyOf(row) == key; }) - rows.begin());
}

} // namespace

bool canGroup(Kind kind) { return kind != Kind::Object && kind != Kind::List; }

bool CollapsedGroups::contains(const Cell &value) const
{
    if (others.isEmpty())
        return byDefault;
    return byDefault != others.contains(keyOf(value));
}

void CollapsedGroups::set(const Cell &value, bool collapsed)
{
    if (collapsed == byDefault)
        others.remove(keyOf(value));
    else
        others.insert(keyOf(value));
}

void layLines(View &view)
{
    quint32 line = 0;
    for (RowGroup &group : view.groups) {
        group.line = line;
        line += 1 + (group.isCollapsed ? 0 : group.count);
    }
}

void addGroups(View &view, const SortKey &group, const Ranks &ranks, const CollapsedGroups &collapsed)
{
    view.groupColumn = group.column;
    view.groupBands = group.bands;
    const RowKeys keys(*view.snapshot, group, ranks);
    keys.with([&view](const auto &keyOf) {
        for (quint32 first = 0; first < view.count();) {
            const quint32 end = endOfRun(view.rows, first, keyOf);
            view.groups.push_back({first, end - first, 0, false});
            first = end;
        }
    });
    if (collapsed.byDefault || !collapsed.others.isEmpty()) {
        for (size_t i = 0; i < view.groups.size(); ++i)
            view.groups[i].isCollapsed = collapsed.contains(view.groupValue(int(i)));
    }
    layLines(view);
}

} // namespace belvedere
