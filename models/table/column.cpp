// Reading single cells out of a column.
#include "table/column.h"

namespace belvedere {

ColumnLane emptyLane(Kind kind)
{
    switch (kind) {
    case Kind::Text:
    case Kind::Version:
    case Kind::Set:
        return Lane<quint32>();
    case Kind::Enum:
        return Lane<quint16>();
    case Kind::Int:
    case Kind::Bytes:
    case Kind::Duration:
    case Kind::Time:
        return Lane<qint64>();
    case Kind::Bool:
        return Lane<quint8>();
    case Kind::Object:
    case Kind::List:
        break;
    }
    return {};
}

Cell Column::cellOfCode(quint32 code) const
{
    switch (field->kind) {
    case Kind::Text:
        return texts.text(code);
    case Kind::Version:
        return Version(texts.text(code));
    case Kind::Set: {
        const QString joined = texts.text(code);
        return joined.isEmpty() ? QStringList() : canonicalSet(joined.split(QChar(memberSeparator)));
    }
    case Kind::Enum:
        if (code < firstForeign())
            return QString::fromLatin1(field->choices[code].token);
        return texts.text(code - firstForeign() + 1);
    default:
        return {};
    }
}

Cell Column::cell(quint32 row) const
{
    struct Read {
        const Column &column;
        quint32 row;
        Cell operator()(std::monostate) const { return {}; }
        Cell operator()(const Lane<quint32> &lane) const { return ofCode(lane.at(row)); }
        Cell operator()(const Lane<quint16> &lane) const { return ofCode(lane.at(row)); }
        Cell operator()(const Lane<qint64> &lane) const
        {
            const qint64 value = lane.at(row);
            if (value == unknownValue<qint64>)
                return {};
            if (column.field->kind == Kind::Time)
                return QDateTime::fromMSecsSinceEpoch(value, Qt::UTC);
            return value;
        }
        Cell operator()(const Lane<quint8> &lane) const
        {
            const quint8 value = lane.at(row);
            return value == unknownValue<quint8> ? Cell() : Cell(value == 1);
        }
        Cell ofCode(quint32 code) const { return code == 0 ? Cell() : column.cellOfCode(code); }
    };
    return std::visit(Read{*this, row}, lane);
}

bool Column::isKnown(quint32 row) const
{
    struct Look {
        quint32 row;
        bool operator()(std::monostate) const { return false; }
        bool operator()(const Lane<quint32> &lane) const { return lane.at(row) != unknownValue<quint32>; }
        bool operator()(const Lane<quint16> &lane) const { return lane.at(row) != unknownValue<quint16>; }
        bool operator()(const Lane<qint64> &lane) const { return lane.at(row) != unknownValue<qint64>; }
        bool operator()(const Lane<quint8> &lane) const { return lane.at(row) != unknownValue<quint8>; }
    };
    return std::visit(Look{row}, lane);
}

quint32 Column::codeCount() const
{
    if (std::holds_alternative<Lane<quint32>>(lane))
        return texts.size() + 1;
    if (std::holds_alternative<Lane<quint16>>(lane))
        return firstForeign() + texts.size();
    return 0;
}

} // namespace belvedere
