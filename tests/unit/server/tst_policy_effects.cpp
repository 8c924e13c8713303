// What a policy says that it will do is what it does, and with an earlier version comes back what that one brought.
#include "policyfleet.h"

#include "compliance/plan.h"

#include <QJsonDocument>

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

class TestPolicyEffects : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fleet = std::make_unique<PolicyFleet>(); }
    void cleanupTestCase() { QVERIFY(m_disputed > 0 || m_previews < 50); } // else nothing was compared

    // Random fleets, policies and devices that do as they please. Before each activation the preview is taken; then
    // commands, rows and states are counted.
    void previewIsWhatHappens_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 8; ++seed)
            QTest::addRow("%d", seed) << seed;
    }
    void previewIsWhatHappens()
    {
        QFETCH(const int, seed);
        PolicyFleet &fleet = *m_fleet;
        QRandomGenerator random{quint32(seed)};
        fleet.fill(12, random);
        int activations = 0;
        for (int round = 0; round < 25; ++round) {
            fleet.later(random.bounded(3) == 0 ? 3'600 : 90);
            fleet.aged(); // what time alone has made due is no effect of the policy
            fleet.drain();
            const BusinessPolicy policy = fleet.policy(int(random.bounded(int(fleet.policyCount()))));
            if (policy.state.value() == PolicyState::Active && random.bounded(3) > 0) {
                fleet.carryOn(policy);
                if (random.bounded(2) == 0)
                    fleet.pause(policy);
            } else {
                const BusinessPolicy edited = random.bounded(2) == 0 ? fleet.edit(policy, random) : policy;
                fleet.drain();
                comparePreview(edited);
                if (QTest::currentTestFailed())
                    return;
                ++activations;
            }
            if (random.bounded(4) == 0)
                fleet.editProfile(random);
            if (random.bounded(4) == 0)
                fleet.changeDevice(random);
            fleet.drain();
            fleet.letDevicesAnswer(random);
        }
        QVERIFY(activations > 3);
        fleet.removeAllPolicies();
        for (int round = 0; round < 12; ++round) { // every device answers in the end, and then nothing is left
            fleet.later(3'600);
            fleet.aged();
            fleet.drain();
            fleet.allDevicesSucceed();
        }
        fleet.drain();
        // but what failed for good, and what may only go after that
        QCOMPARE(fleet.number(u"SELECT COUNT(*) FROM deployments d WHERE (code <> 'conflict' OR code IS NULL) AND NOT "
                              "(state = 'waiting' AND EXISTS (SELECT 1 FROM deployments o WHERE "
                              "o.device_id = d.device_id AND o.code = 'conflict'))"_s),
            0);
        QCOMPARE(fleet.number(u"SELECT COUNT(*) FROM results"_s), 0);
        QCOMPARE(fleet.number(u"SELECT COUNT(*) FROM policy_devices"_s), 0);
        QCOMPARE(fleet.number(u"SELECT COUNT(*) FROM commands"_s), 0);
    }

    // A policy ends and leaves what it installed, and nobody has looked at its devices yet.
    void whatIsLeftIsTold()
    {
        for (quint32 seed = 1; seed <= 8; ++seed) {
            m_fleet = std::make_unique<PolicyFleet>();
            PolicyFleet &fleet = *m_fleet;
            QRandomGenerator random{seed};
            fleet.fill(12, random);
            for (int i = 0; i < int(fleet.policyCount()); ++i)
                fleet.activate(fleet.policy(i));
            fleet.settle();
            fleet.retireLeaving(fleet.policy(1));
            const BusinessPolicy policy = fleet.policy(seed % 2 == 0 ? 2 : 3);
            comparePreview(seed % 3 == 0 ? fleet.edit(policy, random) : policy, false);
            if (QTest::currentTestFailed())
                return;
        }
        QVERIFY(m_left > 0 && m_present > 0 && m_conflicts > 0);
    }

    // Whatever was edited, activated or deleted in between: with the content of a version comes back what it brought,
    // to every device that it is for, and how it judged.
    void rollingBackRestoresEveryDevice_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 1; seed <= 4; ++seed)
            QTest::addRow("%d", seed) << seed;
    }
    void rollingBackRestoresEveryDevice()
    {
        QFETCH(const int, seed);
        PolicyFleet &fleet = *m_fleet;
        QRandomGenerator random{quint32(seed)};
        fleet.fill(10, random);
        BusinessPolicy policy = fleet.everybody();
        QMap<qint64, QStringList> brought;
        QMap<qint64, QString> hashes;
        for (int round = 0; brought.size() < 8; ++round) {
            policy = fleet.reread(policy);
            change(policy, random);
            policy.description = QString::number(round);
            fleet.editProfile(random);
            policy = fleet.saveParts(policy);
            hashes.insert(policy.number, policy.hash);
            if (random.bounded(3) == 0)
                continue;
            bringToAll(policy);
            brought.insert(policy.number, fleet.installed() + fleet.judged());
        }
        fleet.removeAllProfiles();
        for (auto it = brought.constBegin(); it != brought.constEnd(); ++it) {
            policy = fleet.rollBack(policy, it.key());
            QCOMPARE(policy.hash, hashes.value(it.key()));
            bringToAll(policy);
            QCOMPARE(fleet.installed() + fleet.judged(), it.value());
        }
    }

private:
    // Everything that a version says but its name: whom it is for, what it brings in which order and revisions, what it
    // asks, and in which waves.
    void change(BusinessPolicy &policy, QRandomGenerator &random) const
    {
        static const QStringList scopes{
            u"tag:sales"_s, u"tag:field"_s, u"platform:linux"_s, u"storage.encrypted:yes"_s};
        const int scope = int(random.bounded(6));
        policy.scope = scopes.value(scope);
        policy.allDevices = policy.scope.isEmpty();
        policy.mode = random.bounded(5) == 0 ? PolicyMode::Monitor : PolicyMode::Enforce;
        policy.waves.clear();
        if (random.bounded(3) == 0)
            policy.waves = {{0, u"tag:field"_s}, {qint64(10 + random.bounded(60)), {}}};
        QList<int> profiles{0, 2, 3}; // those that get on with each other, so that the past has no say
        std::shuffle(profiles.begin(), profiles.end(), random);
        std::vector<PolicyItem> items;
        for (const int profile : std::as_const(profiles)) {
            const QString id = m_fleet->profileId(profile);
            if (random.bounded(3) == 0)
                continue;
            const auto known = std::find_if(
                policy.items.begin(), policy.items.end(), [&id](const PolicyItem &item) { return item.item == id; });
            const bool staysBehind = known != policy.items.end() && random.bounded(2) == 0;
            PolicyItem item{id, {}, staysBehind ? known->revision : 0, {}, {}};
            if (!items.empty() && random.bounded(2) == 0)
                item.after = QStringList{items.back().item};
            items.push_back(item);
        }
        policy.items = items;
        policy.rulePins.clear();
        for (const int rule : {0, 1, 2}) {
            if (random.bounded(2) == 0)
                policy.rulePins.push_back({m_fleet->ruleId(rule), 0, {}, {}});
        }
    }

    // In force, with every wave open, and every device has done what it was told.
    void bringToAll(const BusinessPolicy &policy)
    {
        m_fleet->activate(policy);
        m_fleet->settle();
        for (size_t wave = 0; wave <= policy.waves.size(); ++wave) {
            m_fleet->carryOn(policy);
            m_fleet->settle();
        }
        const BusinessPolicy now = m_fleet->reread(policy);
        QVERIFY(now.waves.empty() || now.rollout.value() == RolloutState::Done);
        QCOMPARE(m_fleet->number(u"SELECT COUNT(*) FROM commands"_s), 0);
    }

    // `alone`: nothing else was changed that devices do not know of yet.
    void comparePreview(const BusinessPolicy &policy, bool alone = true)
    {
        PolicyFleet &fleet = *m_fleet;
        const Result<PolicyPreview> preview = fleet.preview(policy);
        OK(preview);
        const PolicyPreview &told = preview.value();
        QCOMPARE(told.version, policy.version);
        const qint64 command = fleet.number(u"SELECT COALESCE(MAX(n), 0) FROM commands"_s);
        const QSet<QString> before = fleet.members(policy);
        const QHash<QString, QString> complianceBefore = fleet.compliance();
        const QSet<QString> leftBefore = leftRows();
        fleet.activate(policy);
        fleet.drain();
        const QSet<QString> after = fleet.members(policy);
        QCOMPARE(told.enter, (after - before).size());
        QCOMPARE(told.leave, (before - after).size());
        QCOMPARE(told.stay, (before & after).size());
        QStringList quoted{u"''"_s};
        for (const QString &device : before | after)
            quoted.append(u'\'' + device + u'\'');
        const QString isVisited = u"d.device_id IN (%1)"_s.arg(quoted.join(u','));
        const QString orders =
            u"SELECT COUNT(*) FROM commands c JOIN deployments d ON d.id = c.origin WHERE c.n > ? AND "_s;
        qint64 installs = 0;
        qint64 removals = 0;
        for (const PreviewItem &item : told.items) {
            const auto ordered = [&](const char *kind) {
                return fleet.number(QString(orders + isVisited + u" AND c.kind = ? AND d.item = ?"_s),
                    {command, QString::fromLatin1(kind), item.item});
            };
            QCOMPARE(item.install + item.replace, ordered("profile_install"));
            QCOMPARE(item.remove, ordered("profile_remove"));
            installs += item.install + item.replace;
            removals += item.remove;
            QCOMPARE(item.waiting,
                fleet.number(
                    QString(u"SELECT COUNT(*) FROM deployments d WHERE d.item = ? AND d.state = 'waiting' AND "_s
                        + isVisited),
                    {item.item}));
            if (policy.profiles.contains(item.item))
                compareImpossible(policy, item);
        }
        QCOMPARE(installs + removals, fleet.number(QString(orders + (alone ? u"1 = 1"_s : isVisited)), {command}));
        compareStanding(policy, told, before | after, leftBefore, command);
        compareConflicts(policy, told, before | after);
        const QHash<QString, QString> compliance = fleet.compliance();
        QMap<QString, qint64> states;
        QMap<QString, qint64> moves;
        for (const QString &device : before | after) {
            ++states[compliance[device]];
            if (compliance[device] != complianceBefore[device])
                ++moves[QString(complianceBefore[device] + u" to "_s + compliance[device])];
        }
        QMap<QString, qint64> toldMoves;
        for (const PreviewTransition &move : told.transitions)
            toldMoves.insert(QString(move.before.token() + u" to "_s + move.after.token()), move.devices);
        QCOMPARE(toldMoves, moves);
        QCOMPARE(told.transitions.size(), size_t(moves.size()));
        const QJsonObject expected = told.compliance["after"_L1].toObject();
        QCOMPARE(states.size(), expected.size());
        for (auto it = states.begin(); it != states.end(); ++it)
            QCOMPARE(it.value(), expected[it.key()].toInteger());
        for (const PreviewDevice &line : told.devices) {
            QCOMPARE(line.before.token(), complianceBefore[line.device]);
            QCOMPARE(line.after.token(), compliance[line.device]);
        }
        ++m_previews;
        compareRevisions(policy, told);
        // and asked again, there is nothing left to do
        const Result<PolicyPreview> again = fleet.preview(fleet.reread(policy));
        OK(again);
        QCOMPARE(again.value().enter + again.value().leave, 0);
        for (const PreviewItem &item : again.value().items)
            QCOMPARE(item.install + item.replace + item.remove, 0);
    }

    using Rows = QHash<QString, Deployment>; // of a device, by item
    using Versions = std::vector<const BusinessPolicy *>; // that a device is to have, in order of activation

    // What other policies name otherwise of the same items and rules, device by device from what is in force, and by
    // whom it goes from what each device has or awaits.
    void compareRevisions(const BusinessPolicy &policy, const PolicyPreview &told)
    {
        if (m_fleet->reread(policy).rollout.value() == RolloutState::Halted)
            return; // by what devices reported since the preview
        const Result<PolicySet> set = loadPolicySet(*m_fleet->site.database, m_fleet->site.now);
        OK(set);
        QHash<QString, Rows> rows; // by device
        for (const Deployment &row : m_fleet->deployments())
            rows[row.device.text].insert(row.item, row);
        QMap<QString, qint64> expected;
        for (const QString &id : m_fleet->members(policy)) {
            const PlanSubject subject = subjectOf(set.value(), m_fleet->device(id));
            const std::vector<PlanScope> &scopes = subject.scopes;
            for (Deployment &row : rows[id]) {
                const bool staysOther =
                    row.code == "dependency"_L1 && row.state.value() != DeploymentState::NotPossible;
                if (!staysOther)
                    continue;
                // the row does not tell which one was wanted
                const DevicePlan plan = planDevice(set.value(), subject, {std::span<const Deployment>(&row, 1), {}});
                if (const ItemPlan *step = plan.find(row.item))
                    row.revision = step->revision;
            }
            Versions versions;
            versions.reserve(scopes.size());
            for (const PlanScope &scope : scopes) {
                versions.push_back(&set.value().active[scope.rank].version(scope.back)->policy);
            }
            const auto ours = std::find_if(versions.begin(), versions.end(),
                [&policy](const BusinessPolicy *version) { return version->id == policy.id; });
            if (ours == versions.end())
                continue; // of a later wave, before which there was nothing
            expectItems(rows.value(id), **ours, versions, expected);
            expectRules(**ours, versions, expected);
        }
        QMap<QString, qint64> disputes;
        int lines = 0;
        for (const PreviewConflict &conflict : told.conflicts) {
            if (conflict.kind.value() == ConflictKind::Place)
                continue;
            disputes.insert(disputeLine(conflict), conflict.devices);
            ++lines;
        }
        QCOMPARE(disputes, expected);
        QCOMPARE(int(disputes.size()), lines);
        m_disputed += lines;
    }

    static void expectItems(
        const Rows &rows, const BusinessPolicy &ours, const Versions &versions, QMap<QString, qint64> &expected)
    {
        const auto brings = [](const BusinessPolicy &version) { return version.mode.value() != PolicyMode::Monitor; };
        if (!brings(ours))
            return;
        for (const PolicyItem &mine : ours.items) {
            const Deployment row = rows.value(mine.item);
            const bool isForOthers = row.state.value() == DeploymentState::NotPossible
                && QStringList{u"platform"_s, u"inventory-only"_s, u"conflict"_s}.contains(row.code);
            if (isForOthers || !row.policies.contains(ours.id.text))
                continue; // no revision of it is brought to this device, whichever is named
            PreviewConflict dispute;
            dispute.kind = ConflictKind::Revision;
            dispute.item = mine.item;
            dispute.revision = mine.revision;
            for (const BusinessPolicy *version : versions) {
                const bool isNamed = brings(*version) && revisionIn(*version, mine.item) == row.revision;
                if (isNamed && dispute.winnerPolicy.isEmpty() && !lacks(row))
                    dispute.winnerPolicy = version->id.text;
            }
            for (const BusinessPolicy *version : versions) {
                dispute.otherRevision = brings(*version) ? revisionIn(*version, mine.item) : 0;
                dispute.policies = QStringList{version->id.text};
                if (dispute.otherRevision > 0 && dispute.otherRevision != mine.revision)
                    ++expected[disputeLine(dispute)];
            }
        }
    }

    // It goes by those that enforce, if there are any; of these by the first that names the newest revision.
    static void expectRules(const BusinessPolicy &ours, const Versions &versions, QMap<QString, qint64> &expected)
    {
        using Voice = std::tuple<bool, qint64, qsizetype>;
        for (const PolicyRule &mine : ours.rulePins) {
            Voice loudest;
            PreviewConflict dispute;
            dispute.kind = ConflictKind::Rule;
            dispute.item = mine.rule;
            dispute.revision = mine.revision;
            dispute.parameters = mine.parameters;
            std::vector<std::pair<const BusinessPolicy *, const PolicyRule *>> others;
            for (const BusinessPolicy *version : versions) {
                for (const PolicyRule &theirs : version->rulePins) {
                    if (theirs.rule != mine.rule)
                        continue;
                    const bool isEnforced = version->mode.value() != PolicyMode::Monitor;
                    const Voice voice(isEnforced, theirs.revision, -qsizetype(others.size()));
                    if (others.empty() || voice > loudest) {
                        loudest = voice;
                        dispute.winnerPolicy = version->id.text;
                    }
                    others.emplace_back(version, &theirs);
                }
            }
            for (const auto &[version, theirs] : others) {
                dispute.policies = QStringList{version->id.text};
                dispute.otherRevision = theirs->revision;
                dispute.otherParameters = theirs->parameters;
                if (theirs->revision != mine.revision || theirs->parameters != mine.parameters)
                    ++expected[disputeLine(dispute)];
            }
        }
    }

    static QString disputeLine(const PreviewConflict &conflict)
    {
        const auto voice = [](qint64 revision, const QJsonObject &parameters) {
            return u"%1 %2"_s.arg(revision).arg(
                QString::fromUtf8(QJsonDocument(parameters).toJson(QJsonDocument::Compact)));
        };
        return QStringList{conflict.kind.token(), conflict.item, voice(conflict.revision, conflict.parameters),
            voice(conflict.otherRevision, conflict.otherParameters), conflict.policies.join(u','),
            conflict.winnerPolicy}
            .join(u'/');
    }

    static qint64 revisionIn(const BusinessPolicy &version, const QString &item)
    {
        const auto named = std::find_if(
            version.items.begin(), version.items.end(), [&item](const PolicyItem &part) { return part.item == item; });
        return named == version.items.end() ? 0 : named->revision;
    }

    // The device can have none of the revisions that are named.
    static bool lacks(const Deployment &row)
    {
        return QStringList{u"minimum-os"_s, u"supervised"_s, u"company-owned"_s}.contains(row.code);
    }

    // On how many devices the wanted revision does not come, and why: never, not again, or while another one stays.
    void compareImpossible(const BusinessPolicy &policy, const PreviewItem &item)
    {
        const Result<QSqlQuery *> rows = m_fleet->site.database->run(
            u"SELECT code, COUNT(*) FROM deployments WHERE item = ? AND %1 AND "
            "(state = 'not_possible' OR (state = 'failed' AND (code = 'conflict' OR attempts >= 5)) OR "
            "(state IN ('delivered', 'installing', 'installed') AND code <> '')) GROUP BY code"_s.arg(
                m_fleet->site.database->contains("policies")),
            {item.item, policy.id.text});
        OK(rows);
        qint64 stuck = 0;
        QJsonObject reasons;
        while (rows.value()->next()) {
            const qint64 devices = rows.value()->value(1).toLongLong();
            reasons.insert(rows.value()->value(0).toString(), devices);
            stuck += devices;
        }
        rows.value()->finish();
        QCOMPARE(item.impossible, stuck);
        QCOMPARE(item.reasons, reasons);
    }

    QSet<QString> leftRows() const
    {
        QSet<QString> ids;
        for (const Deployment &row : m_fleet->deployments()) {
            if (row.state.value() == DeploymentState::Left)
                ids.insert(row.id.text);
        }
        return ids;
    }

    // What the policy wants that is there or on its way without a new order, and what stays though nobody wants it.
    void compareStanding(const BusinessPolicy &policy, const PolicyPreview &told, const QSet<QString> &visited,
        const QSet<QString> &leftBefore, qint64 command)
    {
        QMap<QString, qint64> present;
        QMap<QString, qint64> left;
        for (const Deployment &row : m_fleet->deployments()) {
            if (!visited.contains(row.device.text))
                continue;
            const DeploymentState state = row.state.value();
            if (state == DeploymentState::Left && !leftBefore.contains(row.id.text))
                ++left[row.item];
            const bool isUnderWay = row.code.isEmpty()
                && (state == DeploymentState::Queued || state == DeploymentState::Delivered
                    || state == DeploymentState::Installing || state == DeploymentState::Installed);
            const bool isForLater = willBeRetried(row) && !isDue(row, m_fleet->site.now);
            const bool isNew =
                m_fleet->number(u"SELECT COUNT(*) FROM commands WHERE n > ? AND origin = ?"_s, {command, row.id.text})
                > 0;
            if (row.policies.contains(policy.id.text) && !isNew && (isUnderWay || isForLater))
                ++present[row.item];
        }
        QMap<QString, qint64> toldPresent;
        QMap<QString, qint64> toldLeft;
        for (const PreviewItem &item : told.items) {
            if (item.present > 0)
                toldPresent.insert(item.item, item.present);
            if (item.left > 0)
                toldLeft.insert(item.item, item.left);
        }
        QCOMPARE(toldLeft, left);
        // a halted roll-out also holds what its version does not bring any more
        if (m_fleet->reread(policy).rollout.value() != RolloutState::Halted)
            QCOMPARE(toldPresent, present);
        m_present += present.size();
        m_left += left.size();
    }

    // On how many devices which item gives way to which other one in its place.
    void compareConflicts(const BusinessPolicy &policy, const PolicyPreview &told, const QSet<QString> &visited)
    {
        const auto isNamed = [&policy](const QString &id) { return policy.profiles.contains(id); };
        QMap<QString, qint64> stored;
        for (const Deployment &row : m_fleet->deployments()) {
            const bool hasLost = row.state.value() == DeploymentState::NotPossible && row.code == "conflict"_L1;
            if (!hasLost || !visited.contains(row.device.text))
                continue;
            QString winner;
            for (const int profile : {0, 1, 2, 3}) {
                if (row.detail.contains(u"Profile %1 "_s.arg(profile)))
                    winner = m_fleet->profileId(profile);
            }
            const bool isOurs = row.policies.contains(policy.id.text);
            if (isOurs || isNamed(winner))
                ++stored[u"%1 with %2, %3 stays"_s.arg(isOurs ? row.item : winner, isOurs ? winner : row.item, winner)];
        }
        QMap<QString, qint64> conflicts;
        int lines = 0;
        for (const PreviewConflict &conflict : told.conflicts) {
            if (conflict.kind.value() != ConflictKind::Place)
                continue;
            ++lines;
            conflicts.insert(
                u"%1 with %2, %3 stays"_s.arg(conflict.item, conflict.with, conflict.winner), conflict.devices);
        }
        QCOMPARE(conflicts, stored);
        QCOMPARE(int(conflicts.size()), lines);
        m_conflicts += conflicts.size();
    }

    std::unique_ptr<PolicyFleet> m_fleet;
    int m_previews = 0; // of all rounds
    int m_disputed = 0; // lines in them about items and rules that others have otherwise
    // how often there was something to compare
    qint64 m_present = 0;
    qint64 m_left = 0;
    qint64 m_conflicts = 0;
};

QTEST_GUILESS_MAIN(TestPolicyEffects)
#include "tst_policy_effects.moc"
