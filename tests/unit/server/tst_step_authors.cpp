// Authors of what a rule destroys, by the real audit log: who had a hand in it, and who may approve it nevertheless.
#include "stepsite.h"

#include "server/policy/authors.h"
#include "server/policy/versions.h"
#include "server/store/auditlog.h"

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

class TestStepAuthors : public QObject, private StepSite {
    Q_OBJECT

    QString administrator(const QString &name, Role role = Role::Administrator)
    {
        Account account;
        account.email = QString(name + u"@example.org"_s);
        account.name = name;
        account.role = role;
        return insert(account).id.text;
    }
    void setDisabled(const QString &person, bool disabled)
    {
        OK(m_site->write([&](Transaction &transaction) -> Result<Account> {
            static const Table<Account> table;
            Result<Account> account = table.get(transaction.database(), Id<Account>{person});
            if (!account)
                return account;
            account.value().disabled = disabled;
            return table.update(transaction, account.value());
        }));
    }
    // Why this person must not approve the wiping; empty: nothing speaks against it.
    QString refusal(const QString &person) const
    {
        return code(refuseAuthor(*m_site->database, step(RuleActionKind::Wipe), Id<Account>{person}));
    }
    // A policy for the device with the rule as it is; its id.
    QString putInForce(const QString &activator, const QString &editor = {})
    {
        BusinessPolicy policy;
        policy.name = u"Everybody"_s;
        policy.allDevices = true;
        policy.rulePins = {{m_rule.id.text, m_rule.revision, m_rule.name, {}}};
        policy = insert(policy);
        const Result<QSqlQuery *> held = m_site->write([&](Transaction &transaction) {
            return transaction.database().run(
                u"INSERT INTO policy_devices (policy, device, assigned, wave, number) VALUES (?, ?, 0, 0, 0)"_s,
                {policy.id.text, m_device.id.text});
        });
        if (!held)
            qFatal("%s", qPrintable(codeOf(held)));
        putInForce(policy.id, activator, editor, [](BusinessPolicy &) {});
        return policy.id.text;
    }
    // Another version of it, which the device has.
    void putInForce(const Id<BusinessPolicy> &id, const QString &activator, const QString &editor,
        const std::function<void(BusinessPolicy &)> &change)
    {
        qint64 before = 0;
        const Result<BusinessPolicy> active = m_site->write([&](Transaction &transaction) -> Result<BusinessPolicy> {
            static const Table<BusinessPolicy> table;
            const Result<BusinessPolicy> stored = table.get(transaction.database(), id);
            if (!stored)
                return stored;
            BusinessPolicy policy = stored.value();
            before = policy.inForce;
            change(policy);
            const Result<PolicyVersion> made = addVersion(transaction, policy, {editor, editor});
            const Result<Done> marked =
                made ? markVersion(transaction, id, made.value().number, VersionState::Active) : made.error();
            const Result<QSqlQuery *> given = transaction.database().run(
                u"UPDATE policy_devices SET number = ? WHERE policy = ?"_s, {policy.number, id.text});
            if (!marked || !given)
                return marked ? given.error() : marked.error();
            policy.state = PolicyState::Active;
            policy.inForce = policy.number;
            return table.update(transaction, policy);
        });
        if (!active)
            qFatal("%s", qPrintable(codeOf(active)));
        record("policy.activated", activator, id.text, {{u"in_force"_s, before, active.value().inForce}});
    }
    void wrote(const QString &person)
    {
        record("rule.created", person, m_rule.id.text, {{u"name"_s, QJsonValue::Null, m_rule.name}});
    }
    void edited(const QString &person, const char *field, qint64 revision)
    {
        record("rule.edited", person, m_rule.id.text,
            {{QString::fromLatin1(field), u"a"_s, u"b"_s}, {u"revision"_s, revision - 1, revision}});
    }
    void record(AuditActionName action, const QString &actor, const QString &target, const QList<AuditChange> &changes)
    {
        AuditContext context;
        context.actorType = AuditActorType::User;
        context.actorId = actor;
        AuditNote note{.action = action};
        note.targetId = target;
        note.changes = changes;
        OK(m_site->write([&](Transaction &transaction) { return appendAudit(transaction, context, note); }));
    }
private Q_SLOTS:
    void init() { start(); }

    void whoWroteTheRuleDoesNotApproveWhatItDestroys()
    {
        const QString author = administrator(u"Author"_s);
        const QString editor = administrator(u"Editor"_s);
        const QString activator = administrator(u"Activator"_s);
        const QString other = administrator(u"Other"_s);
        wrote(author);
        record("rule.edited", other, m_rule.id.text, {{u"description"_s, u"a"_s, u"b"_s}}); // no other revision
        edited(editor, "check", 2); // which is not in force
        const QString policy = putInForce(activator);
        record("policy.activated", other, policy, {{u"in_force"_s, 0, 9}}); // once, another version
        record("policy.activated", other, policy, {{u"state"_s, u"paused"_s, u"active"_s}}); // after a pause
        refresh();
        tell();
        QCOMPARE(refusal(other), QString());
        for (const QString &person : {author, activator}) {
            m_account = person;
            QCOMPARE(approve(RuleActionKind::Wipe), u"step.same-person"_s);
            QCOMPARE(step(RuleActionKind::Wipe).state.token(), u"waiting"_s);
        }
        m_account = author;
        QCOMPARE(approve(RuleActionKind::RemoteLock), QString()); // can be undone
        m_account = editor;
        QCOMPARE(approve(RuleActionKind::Wipe), QString());
    }

    // Nobody gets rid of having written a rule by asking somebody else to edit it.
    void everyAuthorUpToTheRevisionInForceCounts()
    {
        const QString author = administrator(u"Author"_s);
        const QString editor = administrator(u"Editor"_s);
        const QString helper = administrator(u"Helper"_s);
        wrote(author);
        edited(editor, "actions", 2);
        edited(helper, "grace", 3); // decides nothing about what is destroyed where
        m_rule.revision = 3;
        refresh();
        tell();
        QCOMPARE(refusal(author), u"step.same-person"_s);
        QCOMPARE(refusal(editor), u"step.same-person"_s);
        m_account = helper;
        QCOMPARE(approve(RuleActionKind::Wipe), QString());
    }

    // A log of a server that did not note revisions: everybody who has written at the rule.
    void whatIsNotOnRecordCountsForAllWhoWrote()
    {
        const QString author = administrator(u"Author"_s);
        const QString editor = administrator(u"Editor"_s);
        const QString other = administrator(u"Other"_s);
        wrote(author);
        record("rule.edited", editor, m_rule.id.text, {{u"check"_s, u"a"_s, u"b"_s}});
        m_rule.revision = 2;
        refresh();
        tell();
        QCOMPARE(refusal(author), u"step.same-person"_s);
        QCOMPARE(refusal(editor), u"step.same-person"_s);
        QCOMPARE(refusal(other), QString());
    }

    void twoAdministratorsDoNotLockEachOtherOut()
    {
        const QString author = administrator(u"Author"_s);
        const QString activator = administrator(u"Activator"_s);
        administrator(u"Auditor"_s, Role::Auditor); // may approve nothing
        wrote(author);
        putInForce(activator);
        refresh();
        tell();
        QCOMPARE(refusal(author), QString()); // nobody else is left, and two have had a hand in it
        QCOMPARE(refusal(activator), u"step.same-person"_s); // who decided last
        const QString helpdesk = administrator(u"Helpdesk"_s, Role::Helpdesk);
        QCOMPARE(refusal(author), u"step.same-person"_s);
        QCOMPARE(refusal(activator), u"step.same-person"_s);
        QCOMPARE(refusal(helpdesk), QString());
        setDisabled(helpdesk, true);
        QCOMPARE(refusal(author), QString());
        setDisabled(activator, true);
        QCOMPARE(refusal(author), u"step.same-person"_s); // two were there, and now one is alone
    }

    void whatOneOfTwoAloneHasAddedIsForTheOther()
    {
        const QString first = administrator(u"First"_s);
        const QString second = administrator(u"Second"_s);
        wrote(first);
        edited(second, "actions", 2);
        m_rule.revision = 2;
        const QString policy = putInForce(second, second);
        refresh();
        tell();
        QCOMPARE(refusal(second), u"step.same-person"_s);
        QCOMPARE(refusal(first), QString());
        // what only carries on what is in force decides nothing about the rule
        const auto describe = [](BusinessPolicy &changed) { changed.description = u"Of us all"_s; };
        putInForce(Id<BusinessPolicy>{policy}, first, first, describe);
        QCOMPARE(refusal(second), u"step.same-person"_s);
        QCOMPARE(refusal(first), QString());
        const auto narrow = [](BusinessPolicy &changed) {
            changed.allDevices = false;
            changed.scope = u"platform:linux"_s;
        };
        putInForce(Id<BusinessPolicy>{policy}, first, first, narrow);
        QCOMPARE(refusal(second), QString());
        QCOMPARE(refusal(first), u"step.same-person"_s);
    }

    void whoEditedThePolicyIsAnAuthor()
    {
        const QString editor = administrator(u"Editor"_s);
        const QString third = administrator(u"Third"_s);
        const QString activator = administrator(u"Activator"_s);
        const QString other = administrator(u"Other"_s);
        const QString policy = putInForce(activator, editor);
        refresh();
        tell();
        QCOMPARE(refusal(editor), u"step.same-person"_s);
        QCOMPARE(refusal(activator), u"step.same-person"_s);
        QCOMPARE(refusal(third), QString());
        QCOMPARE(refusal(other), QString());
        const auto name = [](BusinessPolicy &changed) { changed.name = u"All"_s; };
        putInForce(Id<BusinessPolicy>{policy}, activator, third, name);
        QCOMPARE(refusal(editor), u"step.same-person"_s); // whoever edits something else does not take that over
        QCOMPARE(refusal(other), QString());
    }

    void aPolicyForOtherDevicesHasNoAuthorsHere()
    {
        const QString author = administrator(u"Author"_s);
        const QString elsewhere = administrator(u"Elsewhere"_s);
        wrote(author);
        const QString policy = putInForce(elsewhere, elsewhere);
        refresh();
        tell();
        QCOMPARE(refusal(author), QString()); // everybody is an author, and the other one decided last
        QCOMPARE(refusal(elsewhere), u"step.same-person"_s);
        OK(m_site->write([&policy](Transaction &transaction) {
            return transaction.database().run(u"DELETE FROM policy_devices WHERE policy = ?"_s, {policy});
        }));
        QCOMPARE(refusal(author), u"step.same-person"_s);
        QCOMPARE(refusal(elsewhere), QString());
    }

    void whoDisablesTheSecondPersonStillNeedsOne()
    {
        const QString author = administrator(u"Author"_s);
        const QString other = administrator(u"Other"_s);
        wrote(author);
        refresh();
        tell();
        QVERIFY(step(RuleActionKind::Wipe).secondPerson);
        QVERIFY(!step(RuleActionKind::RemoteLock).secondPerson); // whoever may approve it may do so alone
        setDisabled(other, true);
        m_account = author;
        QCOMPARE(approve(RuleActionKind::Wipe), u"step.same-person"_s);
        setDisabled(other, false);
        QCOMPARE(approve(RuleActionKind::Wipe), u"step.same-person"_s);
        m_account = other;
        QCOMPARE(approve(RuleActionKind::Wipe), QString());
    }

    void aSingleAdministratorApprovesAlone()
    {
        m_account = administrator(u"Only one"_s);
        wrote(m_account);
        refresh();
        tell();
        QVERIFY(!step(RuleActionKind::Wipe).secondPerson);
        const auto setting = [this](const char *word) {
            OK(m_site->write([word](Transaction &transaction) {
                return transaction.database().run(u"INSERT INTO settings (name, value) VALUES ('policies.approval', ?) "
                                                  "ON CONFLICT (name) DO UPDATE SET value = excluded.value"_s,
                    {QString::fromLatin1(word)});
            }));
        };
        setting("always"); // whoever was the second one has left since
        QCOMPARE(approve(RuleActionKind::Wipe), u"step.same-person"_s);
        setting("automatic");
        QCOMPARE(approve(RuleActionKind::Wipe), QString());
    }

    void aSecondAdministratorIsAskedWhateverTheSettingOfPolicies()
    {
        m_account = administrator(u"Author"_s);
        administrator(u"Other"_s);
        wrote(m_account);
        refresh();
        tell();
        OK(m_site->write([](Transaction &transaction) {
            return transaction.database().run(
                u"INSERT INTO settings (name, value) VALUES ('policies.approval', 'never')"_s);
        }));
        QCOMPARE(approve(RuleActionKind::Wipe), u"step.same-person"_s);
    }
};

QTEST_GUILESS_MAIN(TestStepAuthors)
#include "tst_step_authors.moc"
