// Merging of policy contents.
#include "domain/policymerge.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

struct Elements {
    QStringList ids; // in their order
    QHash<QString, QJsonValue> values;

    QJsonValue value(const QString &id) const { return values.value(id, QJsonValue(QJsonValue::Undefined)); }
};

// None when its elements cannot be told from each other.
std::optional<Elements> elementsOf(const QJsonValue &list, QLatin1StringView key)
{
    Elements elements;
    for (const QJsonValue element : list.toArray()) {
        const QString id = element.toObject().value(key).toString();
        if (id.isEmpty() || elements.values.contains(id))
            return std::nullopt;
        elements.ids.append(id);
        elements.values.insert(id, element);
    }
    return elements;
}

// Who changed one value, seen from what both began with.
MergeSide sideOf(const QJsonValue &base, const QJsonValue &mine, const QJsonValue &theirs)
{
    if (mine == theirs)
        return MergeSide::Same;
    if (mine == base)
        return MergeSide::Theirs;
    return theirs == base ? MergeSide::Mine : MergeSide::Both;
}

// What a person decides of an element: the server sets name and hash by the revision, anew with each save.
QJsonValue decided(const QJsonValue &element, bool withRevision)
{
    if (!element.isObject())
        return element;
    QJsonObject part = element.toObject();
    part.remove("name"_L1);
    part.remove("hash"_L1);
    if (!withRevision)
        part.remove("revision"_L1);
    return part;
}

MergeSide sideOf(const MergeElement &element)
{
    // both added it, and one has not saved it yet: the newest revision is what both took
    const auto isNew = [](const QJsonValue &value) {
        return value.isObject() && value["revision"_L1].toInteger() == 0;
    };
    const bool withRevision = !element.base.isUndefined() || !(isNew(element.mine) || isNew(element.theirs));
    return sideOf(decided(element.base, withRevision), decided(element.mine, withRevision),
        decided(element.theirs, withRevision));
}

bool isReordered(const Elements &base, const Elements &side)
{
    QStringList before = base.ids;
    QStringList after = side.ids;
    before.removeIf([&side](const QString &id) { return !side.values.contains(id); });
    after.removeIf([&base](const QString &id) { return !base.values.contains(id); });
    return before != after;
}

void findElements(MergeField &field)
{
    const QLatin1StringView key = elementKey(field.choice());
    if (key.isEmpty())
        return;
    const std::optional<Elements> base = elementsOf(field.base, key);
    const std::optional<Elements> mine = elementsOf(field.mine, key);
    const std::optional<Elements> theirs = elementsOf(field.theirs, key);
    if (!base || !mine || !theirs)
        return;
    field.byElements = true;
    // the order of rules has no meaning
    field.isOrderOfBoth = field.choice() == "items"_L1 && isReordered(*base, *mine) && isReordered(*base, *theirs)
        && isReordered(*mine, *theirs);
    QStringList ids = theirs->ids;
    ids.append(mine->ids);
    ids.removeDuplicates();
    for (const QString &id : std::as_const(ids)) {
        const MergeElement element{id, base->value(id), mine->value(id), theirs->value(id)};
        if (sideOf(element) == MergeSide::Both)
            field.elements.push_back(element);
    }
}

} // namespace

QLatin1StringView elementKey(QStringView field)
{
    return field == "items"_L1 ? "item"_L1 : field == "rule_pins"_L1 ? "rule"_L1 : QLatin1StringView();
}

std::vector<MergeField> mergePolicies(const QJsonObject &base, const QJsonObject &mine, const QJsonObject &theirs)
{
    std::vector<MergeField> fields;
    fields.reserve(policyContentFields().size());
    for (const char *name : policyContentFields()) {
        const QLatin1StringView key(name);
        MergeField field{name, MergeSide::Same, base.value(key), mine.value(key), theirs.value(key)};
        field.side = sideOf(field.base, field.mine, field.theirs);
        if (field.side == MergeSide::Both)
            findElements(field);
        fields.push_back(field);
    }
    return fields;
}

QJsonArray mergedList(const MergeField &field, const QStringList &mineOfBoth)
{
    const QLatin1StringView key = elementKey(field.choice());
    const Elements base = elementsOf(field.base, key).value_or(Elements());
    const Elements mine = elementsOf(field.mine, key).value_or(Elements());
    const Elements theirs = elementsOf(field.theirs, key).value_or(Elements());
    const bool isMyOrder = field.isOrderOfBoth ? mineOfBoth.contains(field.choiceOfOrder())
                                               : isReordered(base, mine) && !isReordered(base, theirs);
    QStringList ids = isMyOrder ? mine.ids : theirs.ids;
    ids.append(isMyOrder ? theirs.ids : mine.ids);
    ids.removeDuplicates();
    const auto chosen = [&](const QString &id) {
        const MergeElement element{id, base.value(id), mine.value(id), theirs.value(id)};
        const MergeSide side = sideOf(element);
        const bool isMine =
            side == MergeSide::Mine || (side == MergeSide::Both && mineOfBoth.contains(field.choice(element)));
        return isMine ? element.mine : element.theirs;
    };
    ids.removeIf([&chosen](const QString &id) { return chosen(id).isUndefined(); });
    QJsonArray merged;
    for (const QString &id : std::as_const(ids)) {
        QJsonObject element = chosen(id).toObject();
        if (element.contains("after"_L1)) {
            QJsonArray after;
            for (const QJsonValue needed : element.value("after"_L1).toArray()) {
                if (ids.contains(needed.toString()))
                    after.append(needed);
            }
            element.insert("after"_L1, after);
        }
        merged.append(element);
    }
    return merged;
}

QJsonObject mergedChanges(const std::vector<MergeField> &fields, const QStringList &mineOfBoth)
{
    QJsonObject changes;
    for (const MergeField &field : fields) {
        if (field.byElements) {
            const QJsonArray merged = mergedList(field, mineOfBoth);
            if (merged != field.theirs.toArray())
                changes.insert(field.choice(), merged);
        } else if (field.side == MergeSide::Mine
            || (field.side == MergeSide::Both && mineOfBoth.contains(field.choice()))) {
            changes.insert(field.choice(), field.mine.isUndefined() ? QJsonValue(QJsonValue::Null) : field.mine);
        }
    }
    return changes;
}

} // namespace belvedere
