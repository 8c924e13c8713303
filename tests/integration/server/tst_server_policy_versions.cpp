// Versions of policies over the API of the real server: drafts beside what is in force, approval by a second person,
// taking up earlier versions, the end with and without removal, order, and staged roll-outs on simulated devices.
#include "support/places.h"
#include "support/serverprocess.h"

#include <QTest>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

class TestServerPolicyVersions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<ServerProcess>();
        m_home = std::make_unique<QTemporaryDir>();
        QVERIFY2(m_server->start(), qPrintable(m_server->errors()));
        m_token = m_server->administrator();
    }

    void draftsChangeNothingUntilActivated()
    {
        simulate(12, 1);
        const QString profile = makeProfile(1);
        const QString policy = make({{u"profiles"_s, QJsonArray{profile}}});
        QCOMPARE(step(policy, u"activate"_s).status, 200);
        settle();
        const int devices = record(policy)["devices"_L1].toInt();
        QCOMPARE(devices, 12);
        QCOMPARE(edit(policy, {{u"scope"_s, u"tag:nobody"_s}, {u"all_devices"_s, false}}).status, 200);
        const QJsonObject edited = record(policy);
        QCOMPARE(edited["state"_L1].toString(), u"active"_s);
        QCOMPARE(edited["number"_L1].toInt(), 2);
        QCOMPARE(edited["in_force"_L1].toInt(), 1);
        settle();
        QCOMPARE(record(policy)["devices"_L1].toInt(), devices);
        const QJsonObject preview = m_server->get(path(policy, u"/preview"_s), m_token).json();
        QCOMPARE(preview["leave"_L1].toInt(), devices);
        QCOMPARE(preview["number"_L1].toInt(), 2);
        QCOMPARE(preview["hash"_L1], edited["hash"_L1]);

        const QJsonArray differences =
            m_server->get(path(policy, u"/diff"_s), m_token).json()["differences"_L1].toArray();
        QCOMPARE(differences.size(), 2);
        QCOMPARE(differences[0]["after"_L1].toString(), u"tag:nobody"_s);
        // a stale look is refused, by version and by hash
        QCOMPARE(stepWith(policy, u"activate"_s, 1, edited["hash"_L1].toString()).status, 412);
        QCOMPARE(stepWith(policy, u"activate"_s, edited["version"_L1].toInt(), QString(64, u'0')).status, 412);
        QCOMPARE(step(policy, u"activate"_s).status, 200);
        settle();
        QCOMPARE(record(policy)["devices"_L1].toInt(), 0);

        // and back: a new draft with the first content
        QCOMPARE(rollBack(policy, 9).status, 404);
        QCOMPARE(rollBack(policy, 1).status, 200);
        QCOMPARE(record(policy)["number"_L1].toInt(), 3);
        const QJsonArray versions = m_server->get(path(policy, u"/versions"_s), m_token).json()["items"_L1].toArray();
        QCOMPARE(versions.size(), 3);
        QCOMPARE(versions[0]["hash"_L1], versions[2]["hash"_L1]);
        QCOMPARE(versions[0]["restores"_L1].toInt(), 1);
        QCOMPARE(versions[1]["state"_L1].toString(), u"active"_s);
        QCOMPARE(rollBack(policy, 1).code(), u"policy.state"_s);
    }

    void secondPersonApproves()
    {
        const QString policy = make({});
        QCOMPARE(record(policy)["needs_approval"_L1].toBool(), false);
        QCOMPARE(settings()["approval_required"_L1].toBool(), false);
        QCOMPARE(set(u"always"_s).code(), u"policy.administrators"_s);
        const QByteArray second = m_server->account(m_token, u"second@example.org"_s, u"administrator"_s);
        QCOMPARE(settings()["approval_required"_L1].toBool(), true);
        QCOMPARE(step(policy, u"activate"_s).code(), u"policy.approval"_s); // saved before, activated now
        QCOMPARE(edit(policy, {{u"description"_s, u"one"_s}, {u"reason"_s, u"because"_s}}).status, 200);
        QCOMPARE(record(policy)["needs_approval"_L1].toBool(), true);
        QCOMPARE(record(policy)["reason"_L1].toString(), u"because"_s);
        QCOMPARE(toApprove(QString::fromLatin1(ServerProcess::adminEmail)), QStringList());
        QCOMPARE(toApprove(u"second@example.org"_s), QStringList{policy});
        QCOMPARE(step(policy, u"approve"_s).code(), u"policy.approver"_s);
        QCOMPARE(stepWith(policy, u"approve"_s, record(policy)["version"_L1].toInt(), QString(64, u'0'), second).status,
            412);
        QCOMPARE(step(policy, u"approve"_s, second).status, 200);
        QCOMPARE(record(policy)["state"_L1].toString(), u"approved"_s);
        QCOMPARE(toApprove(u"second@example.org"_s), QStringList());
        // a further edit voids it, and whoever makes it is no second person any more
        QCOMPARE(edit(policy, {{u"description"_s, u"two"_s}}, second).status, 200);
        QCOMPARE(record(policy)["state"_L1].toString(), u"draft"_s);
        QCOMPARE(step(policy, u"activate"_s).code(), u"policy.approval"_s);
        QCOMPARE(step(policy, u"approve"_s, second).code(), u"policy.approver"_s);
        QCOMPARE(edit(policy, {{u"description"_s, u"three"_s}}).status, 200);
        QCOMPARE(step(policy, u"approve"_s).code(), u"policy.approver"_s); // both had a hand in it
        // weakening the setting does not free what was edited under it
        QCOMPARE(set(u"never"_s).status, 200);
        QCOMPARE(step(policy, u"activate"_s).code(), u"policy.approval"_s);
        QCOMPARE(edit(policy, {{u"description"_s, u"four"_s}}).status, 200);
        QCOMPARE(step(policy, u"activate"_s).code(), u"policy.approval"_s);
        // taking up an earlier version leaves the draft's editors behind
        QCOMPARE(rollBack(policy, 1).status, 200);
        QCOMPARE(step(policy, u"approve"_s, second).status, 200);
        QCOMPARE(step(policy, u"activate"_s).status, 200);
        QVERIFY(number(u"SELECT COUNT(*) FROM audit WHERE action = 'policy.approved'"_s) == 2);
    }

    void endingSaysWhatBecomesOfWhatIsInstalled()
    {
        simulate(10, 1);
        const QString first = makeProfile(1);
        const QString left = make({{u"profiles"_s, QJsonArray{first}}});
        QCOMPARE(step(left, u"activate"_s).status, 200);
        settle();
        simulate(10, 4);
        const qsizetype installed = list(u"deployments"_s, u"state:installed"_s).size();
        QVERIFY(installed > 0);
        QCOMPARE(retire(left, {}).code(), u"policy.installed"_s);
        QCOMPARE(retire(left, u"leave"_s).status, 200);
        settle();
        QCOMPARE(list(u"deployments"_s, u"state:left"_s).size(), list(u"deployments"_s).size());
        QVERIFY(list(u"deployments"_s, u"state:left"_s).size() >= installed);
        QCOMPARE(number(u"SELECT COUNT(*) FROM commands"_s), 0);
        QCOMPARE(record(left)["state"_L1].toString(), u"retired"_s);
        QCOMPARE(edit(left, {{u"name"_s, u"Other"_s}}).code(), u"policy.state"_s);
        // wanted again it is simply there; removed with the next policy it goes
        const QString next = make({{u"profiles"_s, QJsonArray{first}}});
        QCOMPARE(step(next, u"activate"_s).status, 200);
        settle();
        QCOMPARE(list(u"deployments"_s, u"state:installed"_s).size(), installed);
        QCOMPARE(removal(next, {}).code(), u"policy.installed"_s);
        QCOMPARE(removal(next, u"?installed=remove"_s).status, 204);
        settle();
        simulate(10, 4);
        QCOMPARE(list(u"deployments"_s, u"state:installed"_s).size(), 0);
        QCOMPARE(list(u"versions"_s, QString(u"policy_id:"_s + next)).size(), 0);
    }

    void badOrdersAreRefused()
    {
        const QString one = makeProfile(1);
        const QString two = makeProfile(2);
        const auto item = [](const QString &id, const QStringList &after, int revision = 0) {
            QJsonObject object{{u"item"_s, id}, {u"after"_s, QJsonArray::fromStringList(after)}};
            if (revision > 0)
                object.insert(u"revision"_s, revision);
            return object;
        };
        const auto refused = [this](const QJsonArray &items) {
            const HttpReply reply = m_server->post(
                u"/api/v1/policies"_s, m_token, {{u"name"_s, u"x"_s}, {u"all_devices"_s, true}, {u"items"_s, items}});
            return QString(QString::number(reply.status) + u' ' + reply.code());
        };
        QCOMPARE(refused({item(one, {two}), item(two, {one})}), u"422 policy.circle"_s);
        QCOMPARE(refused({item(one, {one})}), u"422 policy.circle"_s);
        QCOMPARE(refused({item(one, {u"prf-99"_s})}), u"422 validation"_s);
        QCOMPARE(refused({item(u"prf-99"_s, {})}), u"422 validation"_s);
        QCOMPARE(refused({item(one, {}, 7)}), u"422 validation"_s);
        QCOMPARE(refused({item(one, {}), item(one, {})}), u"422 validation"_s);
        QCOMPARE(refused({item(u"dev-1"_s, {})}), u"422 validation"_s);
        const QString policy = make({{u"items"_s, QJsonArray{item(two, {}), item(one, {two})}}});
        const QJsonArray items = record(policy)["items"_L1].toArray();
        QCOMPARE(items[0]["item"_L1].toString(), two); // the order is kept
        QCOMPARE(items[1]["revision"_L1].toInt(), 1);
        QCOMPARE(list(u"policies"_s).size(), 1); // nothing half-saved
    }

    void rolloutGoesInWavesAndHaltsByItself()
    {
        simulate(60, 1);
        const QString profile = makeProfile(1);
        const QString policy = make(
            {{u"profiles"_s, QJsonArray{profile}}, {u"rollout.waves"_s, QJsonArray{QJsonObject{{u"percent"_s, 60}}}},
                {u"rollout.threshold"_s, 1}, {u"rollout.minimum"_s, 1}});
        const QJsonObject preview = m_server->get(path(policy, u"/preview"_s), m_token).json();
        const int early = preview["waves"_L1][0]["devices"_L1].toInt();
        QVERIFY(early > 20 && early < 52);
        QCOMPARE(preview["waves"_L1][1]["devices"_L1].toInt(), 60 - early);
        QCOMPARE(preview["enter"_L1].toInt(), early);
        QCOMPARE(step(policy, u"activate"_s).status, 200);
        settle();
        QCOMPARE(record(policy)["devices"_L1].toInt(), early);
        QCOMPARE(list(u"deployments"_s).size(), early);
        // whatever the simulated devices answer, one failure is made
        const QList<QJsonObject> queued = list(u"deployments"_s, u"state:queued"_s);
        QVERIFY(queued.size() > 1);
        const QString victim = queued.first()["id"_L1].toString();
        QVERIFY(m_server->database().rows(
            QString(u"UPDATE deployments SET state = 'failed', attempts = 5 WHERE id = '"_s + victim + u'\'')));
        QTRY_COMPARE_WITH_TIMEOUT(record(policy)["rollout.state"_L1].toString(), u"halted"_s, patience);
        QCOMPARE(number(u"SELECT COUNT(*) FROM audit WHERE action = 'policy.rollout.halted'"_s), 1);
        settle();
        QCOMPARE(list(u"deployments"_s, u"state:queued"_s).size(), 0); // nothing more begins
        QCOMPARE(list(u"deployments"_s, u"state:waiting code:\"rollout.halted\""_s).size(), queued.size() - 1);
        QCOMPARE(number(u"SELECT COUNT(*) FROM commands"_s), 0);
        // a person goes on
        QCOMPARE(step(policy, u"continue"_s).status, 200);
        settle();
        QCOMPARE(list(u"deployments"_s, u"state:queued"_s).size(), queued.size() - 1);
        QCOMPARE(record(policy)["rollout.wave"_L1].toInt(), 1);
        QCOMPARE(step(policy, u"continue"_s).status, 200);
        settle();
        QCOMPARE(record(policy)["rollout.wave"_L1].toInt(), 2);
        QCOMPARE(record(policy)["devices"_L1].toInt(), 60);
        QCOMPARE(step(policy, u"continue"_s).code(), u"policy.rollout"_s);
    }

    // One version for all, the next for 30 percent, and the next for 10 before that is complete.
    void aReplacedRollOutKeepsItsDevices()
    {
        simulate(60, 1);
        const QString profile = makeProfile(1);
        const QString policy = make({{u"profiles"_s, QJsonArray{profile}}});
        QCOMPARE(step(policy, u"activate"_s).status, 200);
        settle();
        QCOMPARE(versions(policy), (QList<qint64>{0, 60}));
        const auto stage = [&](const QString &homepage, int percent) {
            QVERIFY(editProfile(profile, homepage));
            QCOMPARE(edit(policy,
                         {{u"items"_s, QJsonArray{QJsonObject{{u"item"_s, profile}}}},
                             {u"rollout.waves"_s, QJsonArray{QJsonObject{{u"percent"_s, percent}}}}})
                         .status,
                200);
        };
        stage(u"https://second.example.org"_s, 30);
        QCOMPARE(step(policy, u"activate"_s).status, 200);
        settle();
        const qint64 second = versions(policy).value(2);
        QVERIFY(second > 0 && second < 60);
        QCOMPARE(versions(policy), (QList<qint64>{0, 60 - second, second}));
        stage(u"https://third.example.org"_s, 10);
        const QJsonObject preview = m_server->get(path(policy, u"/preview"_s), m_token).json();
        const QJsonArray told = preview["versions"_L1].toArray();
        QCOMPARE(step(policy, u"activate"_s).status, 200);
        settle();
        const qint64 third = versions(policy).value(3);
        QCOMPARE(versions(policy), (QList<qint64>{0, 60 - second, second - third, third}));
        QCOMPARE(preview["waves"_L1][0]["devices"_L1].toInteger(), third);
        qint64 sum = 0;
        for (const QJsonValue version : told) {
            const auto number = version["number"_L1].toInteger();
            QCOMPARE(version["devices"_L1].toInteger(), versions(policy).value(number));
            sum += version["devices"_L1].toInteger();
        }
        QCOMPARE(sum, 60);
        // what is ordered is what the device's own version says: the profile was edited once for each
        QCOMPARE(number(u"SELECT COUNT(*) FROM deployments d JOIN policy_devices m ON m.device = d.device_id "
                        "WHERE d.state = 'queued' AND d.revision <> m.number"_s),
            0);
        QVERIFY(number(u"SELECT COUNT(*) FROM deployments WHERE state = 'queued' AND revision = 1"_s) > 0);
        const QJsonArray replaced = record(policy)["rollout.replaced"_L1].toArray();
        QCOMPARE(replaced.size(), 1);
        QCOMPARE(replaced[0]["number"_L1].toInt(), 2);
        QCOMPARE(replaced[0]["wave"_L1].toInt(), 1);
        QCOMPARE(record(policy)["rollout.base"_L1].toInt(), 1);

        // only a version that devices keep names the next one's profile by now
        const QString other = makeProfile(2);
        QCOMPARE(edit(policy, {{u"items"_s, QJsonArray{QJsonObject{{u"item"_s, other}}}}}).status, 200);
        QCOMPARE(step(policy, u"activate"_s).status, 200);
        QCOMPARE(edit(policy, {{u"items"_s, QJsonArray{QJsonObject{{u"item"_s, profile}}}}}).status, 200);
        QCOMPARE(step(policy, u"activate"_s).status, 200);
        settle();
        QCOMPARE(record(policy)["rollout.replaced"_L1].toArray().size(), 3);
        QCOMPARE(versions(policy), (QList<qint64>{0, 60 - second, second - third, 0, 0, third}));
        QCOMPARE(deletion(u"profiles"_s, other).code(), u"profile.in-use"_s);

        // too many at once
        for (int number = 6; number <= 9; ++number) {
            QCOMPARE(edit(policy, {{u"description"_s, QString::number(number)}}).status, 200);
            QCOMPARE(step(policy, u"activate"_s).status, 200);
        }
        QCOMPARE(edit(policy, {{u"description"_s, u"once more"_s}}).status, 200);
        QCOMPARE(step(policy, u"activate"_s).code(), u"policy.rollout-chain"_s);
        QCOMPARE(m_server->get(path(policy, u"/preview"_s), m_token).code(), u"policy.rollout-chain"_s);
        QCOMPARE(record(policy)["in_force"_L1].toInt(), 9);

        // and back, for everybody
        QCOMPARE(rollBack(policy, 1).status, 200);
        QCOMPARE(step(policy, u"activate"_s).status, 200);
        settle();
        QCOMPARE(number(u"SELECT COUNT(*) FROM policy_devices WHERE number = 11"_s), 60);
        QCOMPARE(number(u"SELECT COUNT(*) FROM deployments WHERE state = 'queued' AND revision <> 1"_s), 0);
        QCOMPARE(record(policy)["rollout.replaced"_L1].toArray().size(), 0);
        settle();
        QCOMPARE(deletion(u"profiles"_s, other).status, 204);
    }

private:
    static constexpr int patience = ServerProcess::patience;

    void simulate(int count, int rounds)
    {
        QProcess program;
        program.start(programPath(u"belvedere-agent"),
            {u"--server"_s, m_server->url(), u"--enrol"_s, grant(), u"--state"_s, m_home->filePath(u"fleet"_s),
                u"--simulate"_s, QString::number(count), u"--rounds"_s, QString::number(rounds)});
        QVERIFY(program.waitForFinished(4 * patience));
        QVERIFY2(program.exitCode() == 0, program.readAllStandardError().constData());
    }
    QString grant() const
    {
        const QString expires = QDateTime::currentDateTimeUtc().addDays(1).toString(Qt::ISODateWithMs);
        return m_server
            ->post(
                u"/api/v1/enrolments"_s, m_token, {{u"label"_s, u"x"_s}, {u"uses"_s, 1'000}, {u"expires"_s, expires}})
            .json()["token"_L1]
            .toString();
    }
    // Until every device has been looked at.
    void settle() { QTRY_COMPARE_WITH_TIMEOUT(number(u"SELECT COUNT(*) FROM reconcile_queue"_s), 0, patience); }

    QString makeProfile(int number) const
    {
        return m_server
            ->post(u"/api/v1/profiles"_s, m_token,
                {{u"name"_s, u"Browser %1"_s.arg(number)}, {u"platform"_s, u"linux"_s}, {u"type"_s, u"browser"_s},
                    {u"settings"_s, QJsonObject{{u"homepage"_s, u"https://%1.example.org"_s.arg(number)}}}})
            .json()["id"_L1]
            .toString();
    }
    QString make(QJsonObject body) const
    {
        body.insert(u"name"_s, u"Everybody"_s);
        body.insert(u"all_devices"_s, true);
        const HttpReply reply = m_server->post(u"/api/v1/policies"_s, m_token, body);
        if (reply.status != 200)
            qWarning("%s", reply.body.constData());
        return reply.json()["id"_L1].toString();
    }
    static QString path(const QString &policy, const QString &rest = {})
    {
        return QString(u"/api/v1/policies/"_s + policy + rest);
    }
    QJsonObject record(const QString &policy) const { return m_server->get(path(policy), m_token).json(); }
    HttpReply edit(const QString &policy, const QJsonObject &changes, const QByteArray &who = {}) const
    {
        return m_server->patch(
            path(policy), who.isEmpty() ? m_token : who, changes, record(policy)["version"_L1].toInt());
    }
    HttpReply stepWith(
        const QString &policy, const QString &name, int version, const QString &hash, const QByteArray &who = {}) const
    {
        return m_server->post(path(policy, QString(u'/' + name)), who.isEmpty() ? m_token : who,
            {{u"version"_s, version}, {u"hash"_s, hash}});
    }
    HttpReply step(const QString &policy, const QString &name, const QByteArray &who = {}) const
    {
        const QJsonObject stored = record(policy);
        return stepWith(policy, name, stored["version"_L1].toInt(), stored["hash"_L1].toString(), who);
    }
    HttpReply rollBack(const QString &policy, int number) const
    {
        return m_server->post(path(policy, u"/rollback"_s), m_token,
            {{u"version"_s, record(policy)["version"_L1]}, {u"number"_s, number}, {u"reason"_s, u"it was better"_s}});
    }
    HttpReply retire(const QString &policy, const QString &installed) const
    {
        QJsonObject body{{u"version"_s, record(policy)["version"_L1]}};
        if (!installed.isEmpty())
            body.insert(u"installed"_s, installed);
        return m_server->post(path(policy, u"/retire"_s), m_token, body);
    }
    HttpReply removal(const QString &policy, const QString &how) const
    {
        const QByteArray version = QByteArray::number(record(policy)["version"_L1].toInt());
        return m_server->ask("DELETE", path(policy, how), m_token, {}, {{"If-Match", '"' + version + '"'}});
    }
    QJsonObject settings() const { return m_server->get(u"/api/v1/settings/policies"_s, m_token).json(); }
    HttpReply set(const QString &approval) const
    {
        return m_server->patch(u"/api/v1/settings/policies"_s, m_token, {{u"approval"_s, approval}}, 0);
    }
    // How many devices have which version, by number.
    QList<qint64> versions(const QString &policy) const
    {
        QList<qint64> counts;
        const qint64 newest = number(u"SELECT MAX(number) FROM policy_devices WHERE policy = '%1'"_s.arg(policy));
        for (qint64 version = 0; version <= newest; ++version)
            counts.append(number(
                u"SELECT COUNT(*) FROM policy_devices WHERE policy = '%1' AND number = %2"_s.arg(policy).arg(version)));
        return counts;
    }
    bool editProfile(const QString &profile, const QString &homepage) const
    {
        const QString place = QString(u"/api/v1/profiles/"_s + profile);
        const int version = m_server->get(place, m_token).json()["version"_L1].toInt();
        return m_server->patch(place, m_token, {{u"settings"_s, QJsonObject{{u"homepage"_s, homepage}}}}, version)
                   .status
            == 200;
    }
    HttpReply deletion(const QString &kind, const QString &id) const
    {
        const QString place = QString(u"/api/v1/"_s + kind + u'/' + id);
        const int version = m_server->get(place, m_token).json()["version"_L1].toInt();
        return m_server->ask("DELETE", place, m_token, {}, {{"If-Match", '"' + QByteArray::number(version) + '"'}});
    }
    QList<QJsonObject> list(const QString &kind, const QString &query = {}) const
    {
        const QString text = QString::fromLatin1(QUrl::toPercentEncoding(query));
        const HttpReply reply = m_server->get(QString(u"/api/v1/"_s + kind + u"?limit=1000&query="_s + text), m_token);
        QList<QJsonObject> items;
        for (const QJsonValue item : reply.json()["items"_L1].toArray())
            items.append(item.toObject());
        return items;
    }
    // Policies that this account may approve, asked for as the window does.
    QStringList toApprove(const QString &email) const
    {
        QString account;
        for (const QJsonObject &known : list(u"accounts"_s, u"email:example"_s)) {
            if (known["email"_L1].toString() == email)
                account = known["id"_L1].toString();
        }
        QStringList policies;
        for (const QJsonObject &version :
            list(u"versions"_s, QString(u"state:draft needs_approval:yes -editors:"_s + account)))
            policies.append(version["policy_id"_L1].toString());
        return policies;
    }
    qint64 number(const QString &sql) const { return m_server->database().value(sql).value_or(-1).toLongLong(); }

    std::unique_ptr<ServerProcess> m_server;
    std::unique_ptr<QTemporaryDir> m_home;
    QByteArray m_token;
};

QTEST_GUILESS_MAIN(TestServerPolicyVersions)
#include "tst_server_policy_versions.moc"
