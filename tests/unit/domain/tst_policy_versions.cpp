// Contents of policy versions: the same hash for the same words, differences as people read them, and merging.
#include "domain/policydiff.h"
#include "domain/policymerge.h"

#include "domain/json.h"

#include <QJsonArray>
#include <QRandomGenerator>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

BusinessPolicy sample()
{
    BusinessPolicy policy;
    policy.id = makeId<BusinessPolicy>(3);
    policy.name = u"Browsers"_s;
    policy.scope = u"tag:sales"_s;
    policy.items = {{u"prf-1"_s, {}, 2, u"Safe browsing"_s, u"a"_s}, {u"prf-2"_s, {u"prf-1"_s}, 1, u"Wi-Fi"_s, u"b"_s}};
    policy.rulePins = {{u"rul-1"_s, 4, u"Encrypted"_s, u"c"_s}};
    policy.waves = {{10, {}}, {0, u"tag:field"_s}};
    deriveParts(policy);
    return policy;
}

QJsonObject revisionOf(const QString &id, qint64 revision)
{
    if (id != "prf-1"_L1)
        return {};
    return {{u"name"_s, u"Safe browsing"_s}, {u"revision"_s, revision},
        {u"settings"_s,
            QJsonObject{{u"homepage"_s, u"https://%1.example"_s.arg(revision)},
                {u"vpn"_s, QJsonObject{{u"password"_s, u"%1"_s.arg(revision)}}}}}};
}

QStringList inWords(const BusinessPolicy &before, const BusinessPolicy &after)
{
    QStringList lines;
    for (const PolicyDifference &difference :
        policyDifferences(policyContent(before), policyContent(after), &revisionOf))
        lines.append(
            QStringList{difference.field, difference.kind.token(), difference.item, difference.before, difference.after}
                .join(u'|'));
    return lines;
}

} // namespace

class TestPolicyVersions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void contentComesBackAsItWas()
    {
        const BusinessPolicy policy = sample();
        BusinessPolicy other;
        other.id = policy.id;
        other.number = 9;
        QVERIFY(setPolicyContent(other, policyContent(policy)));
        QCOMPARE(policyContent(other), policyContent(policy));
        QCOMPARE(contentHash(policyContent(other)), contentHash(policyContent(policy)));
        QCOMPARE(other.number, 9); // what is no content stays
        QCOMPARE(other.profiles, (QStringList{u"prf-1"_s, u"prf-2"_s}));
        QCOMPARE(other.rules, QStringList{u"rul-1"_s});
        QVERIFY(!setPolicyContent(other, {{u"items"_s, u"none"_s}}));
    }

    void everyWordCounts()
    {
        const QString hash = contentHash(policyContent(sample()));
        const auto differs = [&hash](const std::function<void(BusinessPolicy &)> &change) {
            BusinessPolicy policy = sample();
            change(policy);
            return contentHash(policyContent(policy)) != hash;
        };
        QVERIFY(differs([](BusinessPolicy &p) { p.scope = u"tag:field"_s; }));
        QVERIFY(differs([](BusinessPolicy &p) { std::swap(p.items[0], p.items[1]); }));
        QVERIFY(differs([](BusinessPolicy &p) { p.items[0].hash = u"z"_s; })); // another content of the same revision
        QVERIFY(differs([](BusinessPolicy &p) { p.rulePins[0].revision = 5; }));
        QVERIFY(differs([](BusinessPolicy &p) { p.mode = PolicyMode::Monitor; }));
        QVERIFY(differs([](BusinessPolicy &p) { p.waves[0].percent = 11; }));
        QVERIFY(!differs([](BusinessPolicy &p) { p.devices = 11; }));
    }

    void differencesAreReadable()
    {
        QVERIFY(inWords(sample(), sample()).isEmpty());
        BusinessPolicy after = sample();
        after.scope.clear();
        after.allDevices = true;
        after.items[0].revision = 3;
        after.items.push_back({u"prf-9"_s, {}, 1, u"New"_s, u"d"_s});
        after.rulePins.clear();
        after.waves.pop_back();
        const QStringList lines = inWords(sample(), after);
        QCOMPARE(lines,
            (QStringList{u"scope|changed||tag:sales|"_s, u"all_devices|changed||false|true"_s,
                u"items|revision|prf-1|2|3"_s, u"settings.homepage|setting|prf-1|https://2.example|https://3.example"_s,
                u"settings.vpn.password|setting|prf-1|•••|•••"_s, u"items|added|prf-9||1"_s,
                u"rules|removed|rul-1|4|"_s, u"rollout.waves|removed||tag:field|"_s}));
        BusinessPolicy swapped = sample();
        std::swap(swapped.items[0], swapped.items[1]);
        QVERIFY(inWords(sample(), swapped).contains(u"items|moved|prf-2|2|1"_s));
        BusinessPolicy other = sample();
        other.rulePins[0].parameters = {{u"limit"_s, u"5"_s}};
        BusinessPolicy another = sample();
        another.rulePins[0].parameters = {{u"limit"_s, u"6"_s}, {u"days"_s, u"1"_s}};
        QCOMPARE(inWords(other, another),
            (QStringList{u"parameters.days|setting|rul-1||1"_s, u"parameters.limit|setting|rul-1|5|6"_s}));
    }

    // Whatever somebody knows to be secret: that it has changed is said, but not what it says.
    void secretsDoNotShow()
    {
        const RevisionContent content = [](const QString &, qint64 revision) {
            const QString value = u"value-%1"_s.arg(revision);
            const QJsonArray networks{QJsonObject{{u"ssid"_s, u"a"_s}, {u"password"_s, value}}};
            return QJsonObject{{u"settings"_s,
                QJsonObject{{u"identity"_s, value}, {u"parts"_s, QJsonObject{{u"one"_s, value}}},
                    {u"tokens"_s, QJsonArray{value}}, {u"networks"_s, networks}}}};
        };
        const SecretMask mask = [](const QJsonObject &open) {
            QJsonObject settings = open["settings"_L1].toObject();
            settings.insert("identity"_L1, u"•••"_s);
            settings.insert("parts"_L1, u"•••"_s);
            QJsonObject masked = open;
            masked.insert("settings"_L1, settings);
            return masked;
        };
        BusinessPolicy after = sample();
        after.items[0].revision = 3;
        QStringList paths;
        for (const PolicyDifference &difference :
            policyDifferences(policyContent(sample()), policyContent(after), content, mask)) {
            if (difference.kind.value() != DifferenceKind::Setting)
                continue;
            paths.append(difference.field);
            QCOMPARE(difference.before, u"•••"_s);
            QCOMPARE(difference.after, u"•••"_s);
        }
        QCOMPARE(paths,
            (QStringList{
                u"settings.identity"_s, u"settings.networks"_s, u"settings.parts.one"_s, u"settings.tokens"_s}));
    }

    // Two people change some fields each, and add, remove, change and move items, rules and waves: what one did alone
    // comes through, what both did to the same is named, and nothing else is there.
    void mergesLoseNothing()
    {
        QRandomGenerator random{5};
        int asked = 0;
        int together = 0;
        int ordered = 0;
        for (int round = 0; round < 3'000; ++round) {
            const QJsonObject base = policyContent(edited(sample(), random, 4));
            QJsonObject mine = policyContent(edited(policyOf(base), random, int(random.bounded(6))));
            QJsonObject theirs = policyContent(edited(policyOf(base), random, int(random.bounded(6))));
            for (QJsonObject *side : {&mine, &theirs}) {
                for (const char *name : {"name", "description", "scope", "mode"}) {
                    if (random.bounded(2) == 0)
                        side->insert(QString::fromLatin1(name), QString::number(random.bounded(3)));
                    else if (random.bounded(4) == 0)
                        side->remove(QString::fromLatin1(name));
                }
            }
            const std::vector<MergeField> fields = mergePolicies(base, mine, theirs);
            QCOMPARE(fields.size(), policyContentFields().size());
            QStringList chosen{u"scope"_s};
            for (const MergeField &field : fields) {
                for (const MergeElement &element : field.elements) {
                    ++asked;
                    if (random.bounded(2) == 0)
                        chosen.append(field.choice(element));
                }
                if (field.isOrderOfBoth) {
                    ++ordered;
                    if (random.bounded(2) == 0)
                        chosen.append(field.choiceOfOrder());
                }
            }
            const QJsonObject changes = mergedChanges(fields, chosen);
            for (const MergeField &field : fields) {
                const QString name = QString::fromLatin1(field.name);
                const bool byMe = mine.value(name) != base.value(name);
                const bool byThem = theirs.value(name) != base.value(name);
                QCOMPARE(field.side == MergeSide::Both, byMe && byThem && mine.value(name) != theirs.value(name));
                const bool isList = name == "items"_L1 || name == "rule_pins"_L1;
                QCOMPARE(field.byElements, isList && field.side == MergeSide::Both);
                if (field.byElements) {
                    ++together;
                    const QJsonArray merged =
                        changes.contains(name) ? changes.value(name).toArray() : theirs.value(name).toArray();
                    compareList(field, merged, chosen);
                    if (QTest::currentTestFailed())
                        return;
                    continue;
                }
                const bool sends = byMe && (!byThem || (name == "scope"_L1 && field.side == MergeSide::Both));
                QCOMPARE(changes.contains(name), sends);
                if (sends)
                    QCOMPARE(changes.value(name), mine.contains(name) ? mine.value(name) : QJsonValue());
            }
        }
        QVERIFY2(asked > 100 && together > 300 && ordered > 0,
            qPrintable(u"%1 asked, %2 together, %3 ordered"_s.arg(asked).arg(together).arg(ordered)));
    }

    // In words: both add, they remove, I move.
    void itemsOfBothAreTaken()
    {
        const QJsonObject base = policyContent(sample());
        BusinessPolicy mine = sample();
        mine.items.push_back({u"prf-3"_s, {u"prf-1"_s}, 0, u"Mine"_s, {}});
        BusinessPolicy theirs = sample();
        theirs.items.push_back({u"prf-4"_s, {}, 1, u"Theirs"_s, u"d"_s});
        const auto merged = [&base](const BusinessPolicy &one, const BusinessPolicy &other) {
            BusinessPolicy result;
            QJsonObject content = policyContent(other);
            const QJsonObject changes =
                mergedChanges(mergePolicies(base, policyContent(one), policyContent(other)), {});
            content.insert(u"items"_s, changes.value(u"items"_s));
            QStringList lines;
            if (setPolicyContent(result, content)) {
                for (const PolicyItem &item : result.items)
                    lines.append(QString(item.item + u'<' + item.after.join(u',')));
            }
            return lines;
        };
        QCOMPARE(merged(mine, theirs), (QStringList{u"prf-1<"_s, u"prf-2<prf-1"_s, u"prf-4<"_s, u"prf-3<prf-1"_s}));
        std::swap(mine.items[0], mine.items[1]);
        QCOMPARE(merged(mine, theirs), (QStringList{u"prf-2<prf-1"_s, u"prf-1<"_s, u"prf-3<prf-1"_s, u"prf-4<"_s}));
        theirs = sample();
        theirs.items.erase(theirs.items.begin());
        theirs.items[0].after.clear();
        QCOMPARE(merged(mine, theirs), (QStringList{u"prf-2<"_s, u"prf-3<"_s}));
    }

    // The form names no revision of what it adds, and no name; the server names everything anew with each save.
    void whereBothAgreeNothingIsAsked()
    {
        const QJsonObject base = policyContent(sample());
        BusinessPolicy mine = sample();
        mine.items[1].revision = 3;
        mine.items.push_back({u"prf-3"_s, {u"prf-1"_s}, 0, {}, {}});
        mine.rulePins.push_back({u"rul-2"_s, 0, {}, {}});
        BusinessPolicy theirs = sample();
        theirs.items[0].name = u"Safer browsing"_s;
        theirs.items[1].name = u"Wireless"_s;
        theirs.items[1].hash = u"z"_s;
        theirs.items.push_back({u"prf-3"_s, {u"prf-1"_s}, 5, u"Kiosk"_s, u"k"_s});
        theirs.rulePins.push_back({u"rul-2"_s, 2, u"Updated"_s, u"u"_s});
        const auto merge = [&] { return mergePolicies(base, policyContent(mine), policyContent(theirs)); };
        const auto asked = [&merge] {
            QStringList choices;
            for (const MergeField &field : merge()) {
                for (const MergeElement &element : field.elements)
                    choices.append(field.choice(element));
            }
            return choices;
        };
        QCOMPARE(asked(), QStringList());
        const QJsonObject changes = mergedChanges(merge(), {});
        QCOMPARE(changes.keys(), QStringList{u"items"_s}); // the rule is as they have it
        const auto items = byId(changes.value(u"items"_s));
        QCOMPARE(items.value(u"prf-1"_s)["name"_L1].toString(), u"Safer browsing"_s);
        QCOMPARE(items.value(u"prf-2"_s)["revision"_L1].toInt(), 3);
        QCOMPARE(items.value(u"prf-3"_s)["revision"_L1].toInt(), 5);
        mine.items[2].after.clear();
        mine.rulePins[1].parameters = {{u"limit"_s, u"5"_s}};
        QCOMPARE(asked(), (QStringList{u"items/prf-3"_s, u"rule_pins/rul-2"_s}));
        // of what was there before, the newest revision is a change
        mine = sample();
        mine.items[0].revision = 0;
        theirs.items[0].revision = 4;
        QCOMPARE(asked(), QStringList{u"items/prf-1"_s});
    }

    // Each moved another item: one of the two orders, as it is chosen.
    void ordersOfBothAreAskedAbout()
    {
        const auto inOrder = [](const QStringList &ids) {
            BusinessPolicy policy = sample();
            policy.items.clear();
            for (const QString &id : ids)
                policy.items.push_back({id, {}, 1, id, {}});
            return policyContent(policy);
        };
        const QStringList base{u"prf-1"_s, u"prf-2"_s, u"prf-3"_s};
        const QStringList mine{u"prf-1"_s, u"prf-3"_s, u"prf-2"_s};
        const QStringList theirs{u"prf-2"_s, u"prf-1"_s, u"prf-3"_s};
        const auto itemsOf = [](const std::vector<MergeField> &fields) {
            return *std::find_if(
                fields.begin(), fields.end(), [](const MergeField &field) { return field.choice() == "items"_L1; });
        };
        const MergeField items = itemsOf(mergePolicies(inOrder(base), inOrder(mine), inOrder(theirs)));
        QVERIFY(items.byElements && items.elements.empty());
        QVERIFY(items.isOrderOfBoth);
        QCOMPARE(idsOf(mergedList(items, {items.choiceOfOrder()}), byId(items.base)), mine);
        QCOMPARE(idsOf(mergedList(items, {}), byId(items.base)), theirs);
        // both the same way: nothing to ask, whatever else they did
        QStringList longer = theirs;
        longer.append(u"prf-4"_s);
        QVERIFY(!itemsOf(mergePolicies(inOrder(base), inOrder(longer), inOrder(theirs))).isOrderOfBoth);
    }

private:
    static BusinessPolicy policyOf(const QJsonObject &content)
    {
        BusinessPolicy policy = sample();
        setPolicyContent(policy, content);
        return policy;
    }

    // So many random edits of its lists.
    static BusinessPolicy edited(BusinessPolicy policy, QRandomGenerator &random, int edits)
    {
        for (; edits > 0; --edits) {
            const QString number = QString::number(1 + random.bounded(4)); // so few that both often meet
            const QString itemId = u"prf-"_s + number;
            const QString ruleId = u"rul-"_s + number;
            const qint64 revision = random.bounded(4); // 0: the newest
            const auto item = std::find_if(policy.items.begin(), policy.items.end(),
                [&itemId](const PolicyItem &known) { return known.item == itemId; });
            const auto rule = std::find_if(policy.rulePins.begin(), policy.rulePins.end(),
                [&ruleId](const PolicyRule &known) { return known.rule == ruleId; });
            switch (random.bounded(8)) {
            case 0:
                if (item == policy.items.end())
                    policy.items.push_back({itemId, {}, revision, u"Item "_s + number, {}});
                else
                    policy.items.erase(item);
                break;
            case 1:
                if (item != policy.items.end())
                    item->revision = revision;
                break;
            case 2:
                if (policy.items.size() > 1)
                    std::swap(policy.items.front(), policy.items[size_t(random.bounded(int(policy.items.size())))]);
                break;
            case 3:
                if (rule == policy.rulePins.end())
                    policy.rulePins.push_back({ruleId, revision, u"Rule "_s + number, {}});
                else
                    policy.rulePins.erase(rule);
                break;
            case 4:
                if (rule != policy.rulePins.end())
                    rule->parameters = {{u"limit"_s, QString::number(revision)}};
                break;
            case 5:
                if (item != policy.items.end()) {
                    const QString other = policy.items[size_t(random.bounded(int(policy.items.size())))].item;
                    if (other != itemId && !item->after.removeOne(other))
                        item->after.append(other);
                    item->after.sort();
                }
                break;
            case 6:
                if (item != policy.items.end()) {
                    item->name = u"Renamed"_s;
                    item->hash = number;
                }
                break;
            default:
                if (policy.waves.size() > 2)
                    policy.waves.pop_back();
                else
                    policy.waves.push_back({(1 + revision) * 20, {}});
            }
        }
        deriveParts(policy);
        return policy;
    }

    static QMap<QString, QJsonValue> byId(const QJsonValue &list)
    {
        QMap<QString, QJsonValue> elements;
        for (const QJsonValue element : list.toArray())
            elements.insert(element["item"_L1].toString() + element["rule"_L1].toString(), element);
        return elements;
    }
    static QStringList idsOf(const QJsonValue &list, const QMap<QString, QJsonValue> &among)
    {
        QStringList ids;
        for (const QJsonValue element : list.toArray()) {
            const QString id = element["item"_L1].toString() + element["rule"_L1].toString();
            if (among.contains(id))
                ids.append(id);
        }
        return ids;
    }

    // What a person decides of an element; undefined when it is not there.
    static QJsonValue decided(const QMap<QString, QJsonValue> &elements, const QString &id)
    {
        if (!elements.contains(id))
            return QJsonValue(QJsonValue::Undefined);
        const QJsonValue element = elements.value(id);
        return QJsonArray{element["item"_L1].toString(), element["rule"_L1].toString(), element["after"_L1].toArray(),
            element["params"_L1].toObject(), element["revision"_L1].toInteger()};
    }
    static bool agree(const QJsonValue &base, const QJsonValue &mine, const QJsonValue &theirs)
    {
        if (mine == theirs || !base.isUndefined() || !mine.isArray() || !theirs.isArray())
            return mine == theirs;
        QJsonArray my = mine.toArray();
        QJsonArray their = theirs.toArray();
        const qint64 myRevision = my.takeAt(my.size() - 1).toInteger();
        const qint64 theirRevision = their.takeAt(their.size() - 1).toInteger();
        return my == their && (myRevision == 0 || theirRevision == 0);
    }

    static void compareList(const MergeField &field, const QJsonArray &merged, const QStringList &chosen)
    {
        const auto base = byId(field.base);
        const auto mine = byId(field.mine);
        const auto theirs = byId(field.theirs);
        const auto result = byId(merged);
        QCOMPARE(result.size(), merged.size());
        QStringList asked;
        for (const MergeElement &element : field.elements)
            asked.append(element.id);
        auto all = base;
        all.insert(mine);
        all.insert(theirs);
        for (const QString &id : all.keys()) {
            const QJsonValue before = decided(base, id);
            const bool byMe = decided(mine, id) != before;
            const bool byThem = decided(theirs, id) != before;
            const bool isAsked = byMe && byThem && !agree(before, decided(mine, id), decided(theirs, id));
            QCOMPARE(asked.contains(id), isAsked);
            const bool isMine = isAsked ? chosen.contains(QString(field.choice() + u'/' + id)) : byMe && !byThem;
            QJsonObject expected = (isMine ? mine : theirs).value(id).toObject();
            QCOMPARE(result.contains(id), (isMine ? mine : theirs).contains(id));
            if (expected.contains("after"_L1)) {
                QJsonArray after;
                for (const QJsonValue needed : expected["after"_L1].toArray()) {
                    if (result.contains(needed.toString()))
                        after.append(needed);
                }
                expected["after"_L1] = after;
            }
            QCOMPARE(result.value(id).toObject(), expected);
        }
        QVERIFY(
            std::all_of(result.keyBegin(), result.keyEnd(), [&all](const QString &id) { return all.contains(id); }));
        // whoever moved something alone has the order; where both did, and not alike, it is asked about
        const auto moves = [](const QJsonValue &before, const QJsonValue &after) {
            return idsOf(before, byId(after)) != idsOf(after, byId(before));
        };
        const bool iMoved = moves(field.base, field.mine);
        const bool theyMoved = moves(field.base, field.theirs);
        const bool isAsked = field.choice() == "items"_L1 && iMoved && theyMoved && moves(field.mine, field.theirs);
        QCOMPARE(field.isOrderOfBoth, isAsked);
        const bool isMine = isAsked ? chosen.contains(u"items/order"_s) : iMoved && !theyMoved;
        QStringList order = idsOf(isMine ? field.mine : field.theirs, result);
        order += idsOf(isMine ? field.theirs : field.mine, result);
        order.removeDuplicates();
        QCOMPARE(idsOf(merged, result), order);
    }
};

QTEST_GUILESS_MAIN(TestPolicyVersions)
#include "tst_policy_versions.moc"
