// Look-up in field lists.
#include "domain/field.h"

#include <algorithm>

namespace belvedere {

bool hasBands(const Field &field)
{
    return field.kind == Kind::Time || field.kind == Kind::Bytes || field.kind == Kind::Duration
        || (field.kind == Kind::Int && !field.is(Facet));
}

const Field *findField(std::span<const Field> list, QStringView nameOrAlias)
{
    const auto matches = [nameOrAlias](const char *name) {
        return name && nameOrAlias.compare(QLatin1StringView(name), Qt::CaseInsensitive) == 0;
    };
    for (const Field &field : list) {
        if (matches(field.name) || matches(field.alias))
            return &field;
    }
    return nullptr;
}

QStringList canonicalSet(QStringList members)
{
    members.removeAll(QString());
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    return members;
}

} // namespace belvedere
