// Finding rows, positions and lines.
#include "table/view.h"

namespace belvedere {

namespace {

constexpr size_t mostCompared = 4'096; // groups looked through for a value

} // namespace

quint32 View::lineCount() const
{
    if (groupColumn < 0)
        return count();
    if (groups.empty())
        return 0;
    const RowGroup &last = groups.back();
    return last.line + 1 + (last.isCollapsed ? 0 : last.count);
}

std::optional<quint32> View::positionOf(quint32 row) const
{
    if (!shown)
        return sequence->placeOf(row);
    if (!shown->at(row))
        return std::nullopt;
    // what is shown keeps the order of all rows
    const auto found = std::lower_bound(rows.begin(), rows.end(), sequence->placeOf(row),
        [this](quint32 other, quint32 place) { return sequence->placeOf(other) < place; });
    return quint32(found - rows.begin());
}

std::optional<quint32> View::positionOf(const QString &id) const
{
    const std::optional<quint32> row = snapshot->rowOf(id);
    return row ? positionOf(*row) : std::nullopt;
}

View::Line View::lineAt(quint32 line) const
{
    if (groupColumn < 0)
        return {-1, false, line};
    const auto next = std::upper_bound(
        groups.begin(), groups.end(), line, [](quint32 at, const RowGroup &group) { return at < group.line; });
    const RowGroup &group = *(next - 1);
    const bool isHeader = line == group.line;
    return {int(next - groups.begin()) - 1, isHeader, group.first + (isHeader ? 0 : line - group.line - 1)};
}

int View::groupOf(quint32 position) const
{
    const auto next = std::upper_bound(
        groups.begin(), groups.end(), position, [](quint32 at, const RowGroup &group) { return at < group.first; });
    return int(next - groups.begin()) - 1;
}

Cell View::groupValue(int group) const
{
    const quint32 row = rows[groups[size_t(group)].first];
    const Column &column = snapshot->column(groupColumn);
    const auto *numbers = std::get_if<Lane<qint64>>(&column.lane);
    if (!groupBands || !numbers || !column.isKnown(row))
        return column.cell(row);
    return qint64(groupBands->indexOf(numbers->at(row)));
}

std::optional<quint32> View::lineOf(quint32 position) const
{
    if (groupColumn < 0)
        return position;
    const RowGroup &group = groups[size_t(groupOf(position))];
    if (group.isCollapsed)
        return std::nullopt;
    return group.line + 1 + (position - group.first);
}

std::optional<quint32> rowIn(const Snapshot &to, const Snapshot &from, quint32 row)
{
    if (&to == &from)
        return row;
    if (to.lineage() == from.lineage() && row < to.rowCount() && to.idCode(row) == from.idCode(row))
        return row;
    if (to.lineage() == from.lineage() && from.idCode(row) > to.idCodes())
        return std::nullopt; // came later than everything there
    return to.rowOf(from.idUtf8(row));
}

std::optional<quint32> lineIn(const View &to, const View &from, quint32 line)
{
    const View::Line at = from.lineAt(line);
    const std::optional<quint32> row = rowIn(*to.snapshot, *from.snapshot, from.rows[at.position]);
    const std::optional<quint32> position = row ? to.positionOf(*row) : std::nullopt;
    if (!at.isHeader)
        return position ? to.lineOf(*position) : std::nullopt;
    if (to.groupColumn != from.groupColumn)
        return std::nullopt;
    // its first row is most likely still in it
    const Cell value = from.groupValue(at.group);
    if (position && to.groupValue(to.groupOf(*position)) == value)
        return to.groups[size_t(to.groupOf(*position))].line;
    for (size_t group = 0; group < std::min(mostCompared, to.groups.size()); ++group) {
        if (to.groupValue(int(group)) == value)
            return to.groups[group].line;
    }
    return std::nullopt;
}

} // namespace belvedere
