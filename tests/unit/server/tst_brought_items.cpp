// Items that steps of rules bring: ordered once for each failure, kept afterwards, and given way to what policies want.
#include "policyfleet.h"

#include "compliance/ladder.h"
#include "server/policy/stepguards.h"

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

class TestBroughtItems : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fleet = std::make_unique<PolicyFleet>();
        QRandomGenerator random{1};
        m_fleet->fill(0, random);
    }
    void cleanup() { m_fleet.reset(); }

    void aFailureBringsTheItemOnce()
    {
        judge(item(2));
        QCOMPARE(told(item(2)), u"queued "_s);
        const Deployment brought = row(item(2));
        QCOMPARE(brought.revision, 1);
        QCOMPARE(brought.rule, m_rule.id.text);
        QCOMPARE(brought.ruleName, m_rule.name);
        QVERIFY(brought.policies.isEmpty());
        QCOMPARE(steps().size(), size_t(1));
        QCOMPARE(steps().front().state.token(), u"ordered"_s);
        QCOMPARE(steps().front().action, brought.id.text);
        QCOMPARE(steps().front().parameters, (BroughtItem{item(2), 1}.toParameters()));
        QCOMPARE(m_fleet->number(u"SELECT COUNT(*) FROM audit WHERE action = 'rule.step.taken'"_s), 1);
        m_fleet->deliver(brought);
        m_fleet->report(brought, CommandOutcome::Done, {{u"profile"_s, item(2)}, {u"version"_s, 1}});
        QCOMPARE(told(item(2)), u"installed "_s);
        QCOMPARE(steps().front().state.token(), u"done"_s); // at once
        QCOMPARE(m_fleet->number(u"SELECT COUNT(*) FROM audit WHERE action = 'rule.item.applied'"_s), 1);
        again();
        QCOMPARE(told(item(2)), u"installed "_s);
        QCOMPARE(commands(), 0);
        encrypt(true); // it stays, and does not come and go
        QCOMPARE(told(item(2)), u"installed "_s);
        QCOMPARE(row(item(2)).rule, m_rule.id.text);
        encrypt(false); // another failure: whatever the device has made of it, it is brought anew, once
        QCOMPARE(told(item(2)), u"queued "_s);
        QCOMPARE(steps().size(), size_t(2));
        m_fleet->settle();
        again();
        QCOMPARE(told(item(2)), u"installed "_s);
        QCOMPARE(steps().size(), size_t(2));
        QCOMPARE(steps().back().state.token(), u"done"_s);
    }

    void itIsTriedAgainUpToALimit()
    {
        judge(item(2));
        for (int attempt = 1; attempt <= maximumAttempts; ++attempt) {
            QCOMPARE(told(item(2)), u"queued "_s);
            m_fleet->deliver(row(item(2)));
            m_fleet->report(row(item(2)), CommandOutcome::Interrupted);
            QCOMPARE(told(item(2)), u"failed interrupted"_s);
            QCOMPARE(row(item(2)).attempts, attempt);
            QCOMPARE(row(item(2)).due.isValid(), attempt < maximumAttempts);
            QCOMPARE(steps().front().state.token(), QString(attempt < maximumAttempts ? u"ordered"_s : u"failed"_s));
            m_fleet->later(7'200); // the last pause is an hour, more or less
            OK(m_fleet->site.write(&enqueueDue));
            m_fleet->drain();
        }
        QCOMPARE(steps().front().code, u"interrupted"_s);
        again();
        QCOMPARE(told(item(2)), u"failed interrupted"_s);
        QCOMPARE(commands(), 0);
        QCOMPARE(steps().size(), size_t(1));
        OK(m_fleet->site.write([&](Transaction &t) { return retryDeployment(t, row(item(2))); })); // by a person
        QCOMPARE(told(item(2)), u"queued "_s);
    }

    void whatWasNotFetchedIsTakenBack()
    {
        judge(item(2));
        encrypt(true);
        QVERIFY(m_fleet->deployments().empty());
        QCOMPARE(commands(), 0);
        QCOMPARE(steps().front().state.token(), u"withdrawn"_s);
        encrypt(false);
        m_fleet->deliver(row(item(2)));
        m_fleet->report(row(item(2)), CommandOutcome::Interrupted);
        encrypt(true);
        QCOMPARE(told(item(2)), u"failed step.withdrawn"_s); // something of it may be there
        QVERIFY(!row(item(2)).due.isValid());
        QCOMPARE(steps().back().state.token(), u"withdrawn"_s);
        again();
        QCOMPARE(told(item(2)), u"failed step.withdrawn"_s);
        QCOMPARE(commands(), 0);
        encrypt(false); // which begins anew
        QCOMPARE(told(item(2)), u"queued "_s);
        QCOMPARE(row(item(2)).attempts, 1);
    }

    void whatWasFetchedIsToldAfterwards()
    {
        judge(item(2));
        m_fleet->deliver(row(item(2)));
        encrypt(true);
        QCOMPARE(told(item(2)), u"delivered "_s);
        QCOMPARE(steps().front().state.token(), u"ordered"_s);
        m_fleet->report(row(item(2)), CommandOutcome::Done, {{u"profile"_s, item(2)}, {u"version"_s, 1}});
        QCOMPARE(steps().front().state.token(), u"done"_s);
        again();
        QCOMPARE(told(item(2)), u"installed "_s);
    }

    void aDeviceThatCannotHaveItIsTold()
    {
        judge(item(4)); // for Windows
        QVERIFY(m_fleet->deployments().empty());
        QCOMPARE(steps().front().state.token(), u"failed"_s);
        QCOMPARE(steps().front().code, u"platform"_s);
        again();
        QCOMPARE(steps().size(), size_t(1));
    }

    // The first two profiles exclude each other.
    void whatAPolicyHasInThePlaceStays()
    {
        m_fleet->activate(m_fleet->everybody());
        judge(item(1));
        QCOMPARE(told(item(0)), u"queued "_s);
        QCOMPARE(m_fleet->deployments().size(), size_t(1));
        QCOMPARE(steps().front().state.token(), u"failed"_s);
        QCOMPARE(steps().front().code, u"conflict"_s);
    }

    void whatAPolicyBringsAnywayIsFollowed()
    {
        m_fleet->activate(m_fleet->everybody());
        judge(item(0));
        QCOMPARE(m_fleet->deployments().size(), size_t(1));
        QVERIFY(row(item(0)).rule.isEmpty());
        QCOMPARE(commands(), 1);
        QCOMPARE(steps().front().state.token(), u"ordered"_s);
        m_fleet->settle();
        again();
        QCOMPARE(steps().front().state.token(), u"done"_s);
    }

    void aPolicyThatNamesItTakesItOver()
    {
        judge(item(0));
        m_fleet->settle();
        const BusinessPolicy policy = m_fleet->everybody();
        OK(m_fleet->preview(policy));
        m_fleet->activate(policy);
        m_fleet->drain();
        QCOMPARE(told(item(0)), u"installed "_s);
        QCOMPARE(commands(), 0); // it has it
        QCOMPARE(row(item(0)).policies, QStringList{policy.id.text});
        QVERIFY(row(item(0)).rule.isEmpty());
        QVERIFY(row(item(0)).ruleName.isEmpty());
        m_fleet->removeAllPolicies();
        m_fleet->drain();
        QCOMPARE(told(item(0)), u"removing "_s);
    }

    void itGivesWayToAPolicysItem()
    {
        judge(item(1));
        m_fleet->settle();
        QCOMPARE(told(item(1)), u"installed "_s);
        const BusinessPolicy policy = m_fleet->everybody();
        OK(m_fleet->preview(policy));
        m_fleet->activate(policy);
        m_fleet->drain();
        QCOMPARE(told(item(1)), u"removing "_s);
        QVERIFY(row(item(1)).rule.isEmpty());
        QCOMPARE(told(item(0)), u"queued "_s);
        m_fleet->settle();
        QCOMPARE(m_fleet->deployments().size(), size_t(1));
        again();
        QCOMPARE(m_fleet->deployments().size(), size_t(1)); // once for this failure
    }

    // What no policy wants would go otherwise.
    void itStaysWhenThePolicyWithTheRuleEnds()
    {
        judge(item(2));
        m_fleet->settle();
        m_fleet->removeAllPolicies();
        m_fleet->drain();
        again();
        QCOMPARE(told(item(2)), u"installed "_s);
        QCOMPARE(commands(), 0);
    }

    void aPersonTakesItOff()
    {
        judge(item(2));
        m_fleet->settle();
        OK(m_fleet->site.write([&](Transaction &t) { return takeOff(t, row(item(2))); }));
        QCOMPARE(told(item(2)), u"removing "_s);
        QVERIFY(row(item(2)).rule.isEmpty());
        QCOMPARE(
            code(m_fleet->site.write([&](Transaction &t) { return takeOff(t, row(item(2))); })), u"deployment.state"_s);
        m_fleet->settle();
        QVERIFY(m_fleet->deployments().empty());
        again();
        QVERIFY(m_fleet->deployments().empty()); // it still fails, and had it
        QCOMPARE(steps().size(), size_t(1));
        QCOMPARE(steps().front().state.token(), u"done"_s);
    }

    void whatIsTakenOffOnItsWayFails()
    {
        judge(item(2));
        OK(m_fleet->site.write([&](Transaction &t) { return takeOff(t, row(item(2))); }));
        QVERIFY(m_fleet->deployments().empty());
        QCOMPARE(commands(), 0);
        m_fleet->drain();
        QCOMPARE(steps().front().state.token(), u"failed"_s);
        QCOMPARE(steps().front().code, u"item.taken-off"_s);
        m_fleet->activate(m_fleet->everybody());
        m_fleet->drain();
        QCOMPARE(code(m_fleet->site.write([&](Transaction &t) { return takeOff(t, row(item(0))); })),
            u"deployment.state"_s); // it would come back
    }

    void aRuleKeepsToItsRevision()
    {
        QRandomGenerator random{1};
        make({{RuleActionKind::PushProfile, 0, 0, {}, {}, item(2)}});
        QCOMPARE(m_rule.actions.front().revision.value_or(0), 1);
        m_fleet->editProfile(Id<ConfigurationProfile>{item(2)}, random);
        putInForce();
        QCOMPARE(row(item(2)).revision, 1);
        RuleAction newest{RuleActionKind::PushProfile, 0, 0, {}, {}, item(2)};
        ComplianceRule rule = m_rule;
        rule.actions = {newest};
        OK(m_fleet->site.write([&](Transaction &t) { return pinActions(t, rule); }));
        QCOMPARE(rule.actions.front().revision.value_or(0), 2);
    }

    void whatARuleCannotBringIsRefused_data()
    {
        QTest::addColumn<QString>("item");
        QTest::addColumn<int>("revision");
        QTest::addColumn<QString>("said");
        QTest::newRow("unknown") << u"prf-999"_s << 0 << u"there is no prf-999"_s;
        QTest::newRow("no such revision") << u"prf-3"_s << 7 << u"prf-3 has no revision 7"_s;
        QTest::newRow("elsewhere") << u"prf-5"_s << 0 << u"prf-5 is for windows, and the rule is not"_s;
    }
    void whatARuleCannotBringIsRefused()
    {
        QFETCH(const QString, item);
        QFETCH(const int, revision);
        QFETCH(const QString, said);
        ComplianceRule rule;
        rule.platforms = {u"linux"_s, u"macos"_s};
        rule.actions = {{RuleActionKind::PushProfile, 0, 0, {}, {}, item, revision}};
        const Result<Done> pinned = m_fleet->site.write([&](Transaction &t) { return pinActions(t, rule); });
        QVERIFY(!pinned);
        QCOMPARE(pinned.error().fields.size(), 1);
        QCOMPARE(pinned.error().fields.first().field, u"actions"_s);
        QCOMPARE(pinned.error().fields.first().message, said);
    }

    void thePreviewSaysWhatMayCome()
    {
        make({{RuleActionKind::NotifyAdmin, 0, 0}, {RuleActionKind::PushProfile, 3'600, 0, {}, {}, item(2)}});
        putInForce();
        const Result<PolicyPreview> preview = m_fleet->preview(m_fleet->reread(all<BusinessPolicy>().back()));
        OK(preview);
        QCOMPARE(preview.value().brings.size(), size_t(1));
        const PreviewBringing &bringing = preview.value().brings.front();
        QCOMPARE(bringing.rule, m_rule.id.text);
        QCOMPARE(bringing.ruleName, m_rule.name);
        QCOMPARE(bringing.item, item(2));
        QCOMPARE(bringing.itemName, u"Profile 2"_s);
        QCOMPARE(bringing.revision, 1);
    }

    // Also what is not due yet.
    void theDryRunListsWhatComes()
    {
        make({{RuleActionKind::PushProfile, 3'600, 0, {}, {}, item(2)},
            {RuleActionKind::PushProfile, 7'200, 0, {}, {}, item(4)}});
        putInForce();
        QVERIFY(m_fleet->deployments().empty());
        Result<RuleDryRun> run = dryRun(*m_fleet->site.database, m_rule.id, m_fleet->site.now);
        OK(run);
        QCOMPARE(run.value().total, 0); // nothing is destroyed
        QCOMPARE(run.value().bringsTotal, 2);
        QCOMPARE(run.value().brings[0].item, item(2));
        QCOMPARE(run.value().brings[0].code, QString());
        QCOMPARE(run.value().brings[0].due, m_fleet->site.now.addSecs(3'600));
        QCOMPARE(run.value().brings[1].item, item(4));
        QCOMPARE(run.value().brings[1].code, u"platform"_s);
        m_fleet->later(3'600);
        m_fleet->aged();
        m_fleet->drain();
        QCOMPARE(told(item(2)), u"queued "_s);
        run = dryRun(*m_fleet->site.database, m_rule.id, m_fleet->site.now);
        OK(run);
        QCOMPARE(run.value().bringsTotal, 1);
        m_fleet->later(3'600); // each item is a step of its own
        m_fleet->aged();
        m_fleet->drain();
        QCOMPARE(steps().size(), size_t(2));
    }

private:
    QString item(int profile) const { return m_fleet->profileId(profile); }
    template<class E> std::vector<E> all() const
    {
        static const Table<E> table;
        const Result<std::vector<E>> list = table.list(*m_fleet->site.database);
        if (!list)
            qFatal("%s", qPrintable(codeOf(list)));
        return list.value();
    }
    // By number.
    std::vector<RuleStep> steps() const
    {
        std::vector<RuleStep> list = all<RuleStep>();
        std::sort(
            list.begin(), list.end(), [](const RuleStep &a, const RuleStep &b) { return number(a.id) < number(b.id); });
        return list;
    }
    // Nothing where there is none.
    Deployment row(const QString &item) const
    {
        for (const Deployment &deployment : m_fleet->deployments()) {
            if (deployment.item == item)
                return deployment;
        }
        return {};
    }
    QString told(const QString &item) const
    {
        const Deployment deployment = row(item);
        return deployment.state.token() + u' ' + deployment.code;
    }
    qint64 commands() const { return m_fleet->number(u"SELECT COUNT(*) FROM commands"_s); }

    // The first rule of the fleet, which asks for encryption without any grace.
    void make(const std::vector<RuleAction> &actions)
    {
        const Result<ComplianceRule> made = m_fleet->site.write([&](Transaction &t) -> Result<ComplianceRule> {
            static const Table<ComplianceRule> table;
            Result<ComplianceRule> rule = table.get(t.database(), Id<ComplianceRule>{m_fleet->ruleId(0)});
            if (!rule)
                return rule;
            ComplianceRule edited = rule.value();
            edited.actions = actions;
            ++edited.revision;
            const Result<Done> pinned = pinActions(t, edited);
            rule = pinned ? table.update(t, edited) : pinned.error();
            const Result<Revision> kept = rule ? keepRevision(t, rule.value()) : rule.error();
            return kept ? rule : kept.error();
        });
        if (!made)
            qFatal("%s", qPrintable(codeOf(made)));
        m_rule = made.value();
    }
    // A device that fails it, and a policy with nothing but the rule.
    void putInForce()
    {
        Device device;
        device.name = u"LT-1"_s;
        device.platform = Platform::Linux;
        device.management = Management::Agent;
        device.storageEncrypted = false;
        device.seen = m_fleet->site.now;
        device.enrolled = m_fleet->site.now;
        BusinessPolicy policy;
        policy.name = u"Encryption"_s;
        policy.allDevices = true;
        policy.rules = {m_rule.id.text};
        const auto insert = [this](auto entity) {
            const auto made =
                m_fleet->site.write([&entity](Transaction &t) { return Table<decltype(entity)>().insert(t, entity); });
            if (!made)
                qFatal("%s", qPrintable(codeOf(made)));
            return made.value();
        };
        m_device = insert(device).id;
        m_fleet->activate(m_fleet->save(insert(policy)));
        m_fleet->drain();
    }
    void judge(const QString &item)
    {
        make({{RuleActionKind::PushProfile, 0, 0, {}, {}, item}});
        putInForce();
    }
    // The device reports a minute later.
    void encrypt(bool isEncrypted)
    {
        m_fleet->later(60);
        OK(m_fleet->site.write([&](Transaction &t) -> Result<Done> {
            static const Table<Device> table;
            Device device = m_fleet->device(m_device.text);
            device.storageEncrypted = isEncrypted;
            device.seen = t.now();
            const Result<Device> changed = table.update(t, device);
            return changed ? enqueueDevice(t, m_device) : changed.error();
        }));
        m_fleet->drain();
    }
    // The hourly round, twice.
    void again()
    {
        for (int round = 0; round < 2; ++round) {
            m_fleet->later(3'600);
            m_fleet->aged();
            m_fleet->drain();
        }
    }

    std::unique_ptr<PolicyFleet> m_fleet;
    ComplianceRule m_rule;
    Id<Device> m_device;
};

QTEST_GUILESS_MAIN(TestBroughtItems)
#include "tst_brought_items.moc"
