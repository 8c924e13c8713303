// Merging of policy contents.
#include "domain/policymerge.h"

namespace belvedere {

std::vector<MergeField> mergePolicies(const QJsonObject &base, const QJsonObject &mine, const QJsonObject &theirs)
{
    std::vector<MergeField> fields;
    fields.reserve(policyContentFields().size());
    for (const char *name : policyContentFields()) {
        const QLatin1StringView key(name);
        MergeField field{name, MergeSide::Same, base.value(key), mine.value(key), theirs.value(key)};
        const bool isMine = field.mine != field.base;
        const bool isTheirs = field.theirs != field.base;
        if (isMine && isTheirs)
            field.side = field.mine == field.theirs ? MergeSide::Same : MergeSide::Both;
        else if (isMine)
            field.side = MergeSide::Mine;
        else if (isTheirs)
            field.side = MergeSide::Theirs;
        fields.push_back(field);
    }
    return fields;
}

QJsonObject mergedChanges(const std::vector<MergeField> &fields, const QStringList &mineOfBoth)
{
    QJsonObject changes;
    for (const MergeField &field : fields) {
        const QString name = QString::fromLatin1(field.name);
        if (field.side == MergeSide::Mine || (field.side == MergeSide::Both && mineOfBoth.contains(name)))
            changes.insert(name, field.mine.isUndefined() ? QJsonValue(QJsonValue::Null) : field.mine);
    }
    return changes;
}

} // namespace belvedere
