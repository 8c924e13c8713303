// Looking up rows and columns.
#include "table/snapshot.h"

namespace belvedere {

int Snapshot::columnOf(QStringView nameOrAlias) const
{
    const Field *field = findField(m_fields, nameOrAlias);
    return field ? int(field - m_fields.data()) : -1;
}

std::optional<quint32> Snapshot::rowOf(std::string_view idUtf8) const
{
    return m_index.find(idUtf8, IdIndex::hashOf(idUtf8), [this](quint32 row) { return this->idUtf8(row); });
}

std::optional<quint32> Snapshot::rowOf(const QString &id) const
{
    const QByteArray bytes = id.toUtf8();
    return rowOf(std::string_view(bytes.constData(), size_t(bytes.size())));
}

} // namespace belvedere
