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

    // Two people change some fields each: what one changed alone comes through, what both changed is named.
    void mergesLoseNothing()
    {
        QRandomGenerator random{5};
        for (int round = 0; round < 500; ++round) {
            const QJsonObject base = policyContent(sample());
            QJsonObject mine = base;
            QJsonObject theirs = base;
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
            const QJsonObject changes = mergedChanges(fields, {u"scope"_s});
            for (const MergeField &field : fields) {
                const QString name = QString::fromLatin1(field.name);
                const bool byMe = mine.value(name) != base.value(name);
                const bool byThem = theirs.value(name) != base.value(name);
                QCOMPARE(field.side == MergeSide::Both, byMe && byThem && mine.value(name) != theirs.value(name));
                const bool sends = byMe && (!byThem || (name == "scope"_L1 && field.side == MergeSide::Both));
                QCOMPARE(changes.contains(name), sends);
                if (sends)
                    QCOMPARE(changes.value(name), mine.contains(name) ? mine.value(name) : QJsonValue());
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestPolicyVersions)
#include "tst_policy_versions.moc"
