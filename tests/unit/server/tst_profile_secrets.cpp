// Secrets of profiles in the database: sealed for one place, under a key that is made once and never replaced, and
// whatever was stored before sealed with everything that names it.
#include "policyfleet.h"
#include "support/files.h"

#include "server/agents/commandresults.h"
#include "server/policy/profilesecrets.h"
#include "server/store/statements.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

using namespace belvedere;
using namespace belvedere::server;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

namespace {

const QString phrase = u"correct horse battery staple"_s;

const ProfileType &wifi() { return *catalogue().find(Platform::Ios, u"wifi"); }

QJsonObject settingsWith(const QString &password, const QString &ssid = u"Office"_s)
{
    return {{u"ssid"_s, ssid}, {u"password"_s, password}};
}

} // namespace

class TestProfileSecrets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_site = std::make_unique<SiteFile>(); }

    void secretsOpenInTheirPlaceAlone()
    {
        const QJsonObject plain = settingsWith(phrase);
        const Result<QJsonObject> stored = seal(plain);
        OK(stored);
        QCOMPARE(stored.value().value("ssid"_L1).toString(), u"Office"_s);
        QVERIFY(!QJsonDocument(stored.value()).toJson().contains(phrase.toUtf8()));
        QCOMPARE(opened(stored.value()), plain);
        QCOMPARE(code(open(stored.value(), u"prf-2"_s)), u"secret.corrupt"_s);

        const QJsonValue sealed = stored.value().value("password"_L1);
        QCOMPARE(code(open({{u"identity_password"_s, sealed}})), u"secret.corrupt"_s);
        QString text = sealed.toObject().value("sealed"_L1).toString();
        text[30] = text.at(30) == u'A' ? u'B' : u'A';
        QCOMPARE(code(open({{u"password"_s, QJsonObject{{u"sealed"_s, text}}}})), u"secret.corrupt"_s);
        // what was stored before secrets were sealed
        QCOMPARE(opened(plain), plain);
    }

    void whatStaysTheSameKeepsItsText()
    {
        const QJsonObject first = sealed(settingsWith(phrase));
        QCOMPARE(sealed(settingsWith(phrase), first), first);
        QCOMPARE(sealed(first), first);
        QVERIFY(sealed(settingsWith(phrase)) != first); // nobody sees that two are the same
        const QJsonObject other = sealed(settingsWith(u"another phrase"_s), first);
        QVERIFY(other != first);
        QVERIFY(contentHash(other) != contentHash(first));
        QCOMPARE(opened(other), settingsWith(u"another phrase"_s));
    }

    void whatIsShownHoldsNoSealedText()
    {
        const QJsonObject stored = sealed(settingsWith(phrase));
        const QString mask = QString::fromUtf16(secretMask);
        QCOMPARE(maskedSettings(stored), settingsWith(mask));
        QCOMPARE(withoutSecrets(wifi(), stored), settingsWith(mask));
        const QJsonObject content = comparableContent({{u"name"_s, u"Office"_s}, {u"settings"_s, stored}});
        QVERIFY(content.value("settings"_L1).toObject().value("password"_L1).isString());
        const QJsonObject rule{{u"name"_s, u"Rule"_s}};
        QCOMPARE(comparableContent(rule), rule);
    }

    void keyIsMadeWithTheFirstSecret()
    {
        const QJsonObject bare{{u"ssid"_s, u"Guests"_s}, {u"security"_s, u"none"_s}};
        QCOMPARE(sealed(bare), bare);
        QVERIFY(!QFile::exists(file()));
        const Result<Secret> none = key().inUse(*m_site->database);
        OK(none);
        QVERIFY(none.value().isEmpty());

        sealed(settingsWith(phrase));
        const QByteArray made = fileBytes(file());
        QCOMPARE(made.size(), 64);
        const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QVERIFY(!(QFile::permissions(file()) & others));
        QVERIFY(!m_site->store.everything().contains(made));
        sealed(settingsWith(phrase));
        QCOMPARE(fileBytes(file()), made);
    }

    void keyThatIsGoneIsToldAndNotMadeAnew()
    {
        const QJsonObject stored = sealed(settingsWith(phrase));
        const QByteArray made = fileBytes(file());
        QVERIFY(QFile::remove(file()));
        QCOMPARE(code(open(stored)), u"secret.key-missing"_s);
        QCOMPARE(code(seal(settingsWith(phrase))), u"secret.key-missing"_s);
        QVERIFY(!QFile::exists(file()));
        for (const QByteArray &wrong : {QByteArray(64, '0'), QByteArray("no key"), QByteArray()}) {
            QVERIFY(writeBytes(file(), wrong));
            QCOMPARE(code(open(stored)), u"secret.key-wrong"_s);
            QCOMPARE(code(seal(settingsWith(phrase))), u"secret.key-wrong"_s);
            QCOMPARE(fileBytes(file()), wrong);
        }
        QVERIFY(writeBytes(file(), made));
        QCOMPARE(opened(stored), settingsWith(phrase));
    }

    void keyThatCannotBeReadIsToldAsSuch()
    {
        QVERIFY(QDir().mkpath(file())); // no file, and there all the same
        const Result<QJsonObject> first = seal(settingsWith(phrase));
        QCOMPARE(code(first), u"secret.key-unreadable"_s);
        QVERIFY2(first.error().detail.contains(file()), qPrintable(first.error().detail));
        QVERIFY(QDir().rmdir(file()));
        const QJsonObject stored = sealed(settingsWith(phrase));
        QVERIFY(QFile::remove(file()));
        QVERIFY(QDir().mkpath(file()));
        QCOMPARE(code(open(stored)), u"secret.key-unreadable"_s);
        QCOMPARE(code(replace()), u"secret.key-unreadable"_s);
        QCOMPARE(code(key().putBack(Secret(QByteArray(64, 'a')))), u"secret.key-unreadable"_s);
    }

    void onlyALostKeyIsReplaced()
    {
        QCOMPARE(code(replace()), u"secret.key-good"_s); // there is nothing to lose
        QVERIFY(!QFile::exists(file()));
        const QJsonObject stored = sealed(settingsWith(phrase));
        const QByteArray first = fileBytes(file());
        QCOMPARE(code(replace()), u"secret.key-good"_s);
        QCOMPARE(fileBytes(file()), first);
        QCOMPARE(opened(stored), settingsWith(phrase));

        QVERIFY(QFile::remove(file()));
        OK(replace());
        const QByteArray second = fileBytes(file());
        QCOMPARE(second.size(), 64);
        QVERIFY(second != first);
        QCOMPARE(code(open(stored)), u"secret.corrupt"_s);
        const QJsonObject anew = sealed(settingsWith(phrase), stored);
        QVERIFY(anew != stored);
        QCOMPARE(opened(anew), settingsWith(phrase));

        QVERIFY(writeBytes(file(), first)); // it may be another site's
        OK(replace());
        QVERIFY(fileBytes(file()) != first);
        QCOMPARE(code(open(anew)), u"secret.corrupt"_s);
        const QStringList kept = QDir(m_site->dir.path()).entryList({u"secrets.key.*"_s}, QDir::Files);
        QCOMPARE(kept.size(), 1);
        QCOMPARE(fileBytes(m_site->dir.filePath(kept.first())), first);
    }

    void undoneSealingLeavesItsKeyToTheNext()
    {
        const Result<Done> undone = m_site->write([this](Transaction &t) -> Result<Done> {
            const Result<QJsonObject> stored = sealedSettings(t, key(), wifi(), u"prf-1"_s, settingsWith(phrase));
            return stored ? storeError(u"test.undone"_s, {}) : stored.error();
        });
        QCOMPARE(code(undone), u"test.undone"_s);
        const QByteArray made = fileBytes(file());
        QCOMPARE(made.size(), 64);
        const QJsonObject stored = sealed(settingsWith(phrase));
        QCOMPARE(fileBytes(file()), made);
        QCOMPARE(opened(stored), settingsWith(phrase));
    }

    void keyIsPutBackOverNoOther()
    {
        const QTemporaryDir dir;
        const SiteKey other(dir.path());
        const QByteArray bytes(64, 'a');
        QCOMPARE(code(other.putBack(Secret("no key"))), u"secret.key-wrong"_s);
        QVERIFY(!QFile::exists(siteKeyFile(dir.path())));
        OK(other.putBack(Secret(bytes)));
        OK(other.putBack(Secret(bytes)));
        QCOMPARE(code(other.putBack(Secret(QByteArray(64, 'b')))), u"secret.key-wrong"_s);
        QCOMPARE(fileBytes(siteKeyFile(dir.path())), bytes);
        QCOMPARE(code(SiteKey().putBack(Secret(bytes))), u"secret.key-missing"_s);
    }

    void whatWasStoredBeforeIsSealed()
    {
        PolicyFleet fleet;
        SiteFile &site = fleet.site;
        const SiteKey siteKey(site.dir.path());
        const ConfigurationProfile profile = storePlain(site);
        const Device device = storeDevice(site);
        const BusinessPolicy before = bring(fleet, profile);
        QCOMPARE(plainTexts(site), 4); // two revisions, the profile, an order

        const auto seal = [&siteKey](Transaction &t) { return sealStoredSecrets(t, siteKey); };
        OK(site.write(seal));
        QCOMPARE(plainTexts(site), 0);
        QCOMPARE(sealings(site), 1);
        const Revision first = revision(site, profile, 1);
        const Revision second = revision(site, profile, 2);
        const auto now = get<ConfigurationProfile>(site, profile.id);
        QCOMPARE(now.version, profile.version); // nobody has edited it
        QCOMPARE(now.settings, second.content.value("settings"_L1).toObject());
        QCOMPARE(first.content.value("settings"_L1).toObject().value("password"_L1), now.settings.value("password"_L1));

        // what the policy names is what it has named, by another hash
        const BusinessPolicy policy = fleet.reread(before);
        QCOMPARE(policy.items.front().hash, first.hash);
        QVERIFY(policy.items.front().hash != before.items.front().hash);
        QCOMPARE(policy.hash, contentHash(policyContent(policy)));
        const Result<BusinessPolicy> version = withVersion(*site.database, policy, policy.number);
        OK(version);
        QCOMPARE(contentHash(policyContent(version.value())), policy.hash);
        const Result<PolicySet> set = loadPolicySet(*site.database, site.now);
        OK(set);
        QVERIFY(set.value().items.contains(Pin{profile.id.text, 1}));

        const Result<QList<DueCommand>> due = dueCommands(*site.database, device.id, 10, site.now);
        OK(due);
        QCOMPARE(due.value().size(), 1);
        const Result<Command> order = openedCommand(*site.database, siteKey, due.value().first().command);
        OK(order);
        QCOMPARE(order.value().parameters.value("settings"_L1).toObject(), settingsWith(phrase));

        OK(site.write(seal));
        QCOMPARE(revision(site, profile, 1).hash, first.hash);
        QVERIFY(site.changes.isEmpty());
        QCOMPARE(sealings(site), 1);

        // an older server has ordered it once more
        QJsonObject plain = due.value().first().command.parameters;
        plain.insert("settings"_L1, settingsWith(phrase));
        OK(execute(*site.database, u"UPDATE commands SET parameters = ?"_s,
            {QString::fromUtf8(QJsonDocument(plain).toJson(QJsonDocument::Compact))}));
        QCOMPARE(plainTexts(site), 1);
        OK(site.write(seal));
        QCOMPARE(plainTexts(site), 0);
        QCOMPARE(sealings(site), 2);
        const Result<QList<DueCommand>> again = dueCommands(*site.database, device.id, 10, site.now);
        OK(again);
        const Result<Command> opened = openedCommand(*site.database, siteKey, again.value().first().command);
        OK(opened);
        QCOMPARE(opened.value().parameters.value("settings"_L1).toObject(), settingsWith(phrase));
    }

    void whatIsStoredLaterIsSealedAtTheNextStart()
    {
        const auto seal = [this](Transaction &t) { return sealStoredSecrets(t, key()); };
        OK(m_site->write(seal));
        QVERIFY(!QFile::exists(file()));
        QCOMPARE(sealings(*m_site), 0);
        const ConfigurationProfile profile = storePlain(*m_site);
        QCOMPARE(plainTexts(*m_site), 3);
        OK(m_site->write(seal));
        QCOMPARE(plainTexts(*m_site), 0);
        QCOMPARE(sealings(*m_site), 1);

        // a secret beside one that was sealed with a key that is lost
        QVERIFY(writeBytes(file(), QByteArray(64, '0')));
        OK(execute(*m_site->database, u"DELETE FROM settings WHERE name = 'secrets.key'"_s));
        const Result<ConfigurationProfile> edited = m_site->write([&](Transaction &t) -> Result<ConfigurationProfile> {
            ConfigurationProfile later = profile;
            later.settings = settingsWith(phrase);
            later.revision = 3;
            const Result<ConfigurationProfile> made = Table<ConfigurationProfile>().update(t, later);
            const Result<Revision> kept = made ? keepRevision(t, made.value()) : made.error();
            return kept ? made : kept.error();
        });
        OK(edited);
        OK(m_site->write(seal));
        QCOMPARE(plainTexts(*m_site), 0);
        const auto now = get<ConfigurationProfile>(*m_site, profile.id);
        QCOMPARE(opened(now.settings, profile.id.text), settingsWith(phrase));
    }

    void orderThatCannotBeOpenedSaysWhy()
    {
        PolicyFleet fleet;
        SiteFile &site = fleet.site;
        const SiteKey siteKey(site.dir.path());
        const QString keyFile = siteKeyFile(site.dir.path());
        const Deployment queued = orderSealed(fleet, siteKey);
        QCOMPARE(queued.state.token(), u"queued"_s);
        const QByteArray made = fileBytes(keyFile);
        QVERIFY(QFile::remove(keyFile));
        const Result<Delivery> none = deliver(site, queued.device, siteKey);
        OK(none);
        QVERIFY(none.value().commands.isEmpty());
        QVERIFY(!none.value().isBusy);
        QCOMPARE(fleet.stored(queued).state.token(), u"queued"_s);
        QCOMPARE(fleet.stored(queued).code, u"secret.key-missing"_s);
        QVERIFY(!fleet.stored(queued).detail.isEmpty());
        OK(deliver(site, queued.device, siteKey));
        QVERIFY(site.changes.isEmpty()); // once is enough

        QVERIFY(writeBytes(keyFile, made));
        const Result<Delivery> delivery = deliver(site, queued.device, siteKey);
        OK(delivery);
        QCOMPARE(delivery.value().commands.size(), 1);
        QCOMPARE(delivery.value().commands.first().parameters.value("settings"_L1).toObject(), settingsWith(phrase));
        QCOMPARE(fleet.stored(queued).state.token(), u"delivered"_s);
        QCOMPARE(fleet.stored(queued).code, QString());

        // nothing is left to wait for
        QVERIFY(QFile::remove(keyFile));
        OK(site.write([&](Transaction &t) { return siteKey.replace(t); }));
        const Result<Delivery> failed = deliver(site, queued.device, siteKey);
        OK(failed);
        QVERIFY(failed.value().commands.isEmpty());
        QVERIFY(!failed.value().isBusy);
        QCOMPARE(site.number(u"SELECT COUNT(*) FROM commands"_s), 0);
        fleet.later(3'600);
        OK(site.write(&enqueueDue));
        fleet.aged();
        fleet.drain();
        QCOMPARE(fleet.stored(queued).state.token(), u"failed"_s);
        QCOMPARE(fleet.stored(queued).code, u"secret.corrupt"_s);
        QVERIFY(!fleet.stored(queued).due.isValid());
    }

    void ordersThatWaitForTheirKeyHoldBackNoOther()
    {
        PolicyFleet fleet;
        SiteFile &site = fleet.site;
        const SiteKey siteKey(site.dir.path());
        const Deployment queued = orderSealed(fleet, siteKey);
        const Result<QList<DueCommand>> due = dueCommands(*site.database, queued.device, 1, site.now);
        OK(due);
        const Command order = due.value().first().command;
        const Command message{{}, CommandKind::Message, {}};
        OK(site.write([&](Transaction &t) -> Result<QString> {
            for (qsizetype i = 0; i < maximumCommands; ++i) {
                const Result<QString> made = queueCommand(t, order, queued.device, queued.id.text, {});
                if (!made)
                    return made;
            }
            return queueCommand(t, message, queued.device, u"test-1"_s, {});
        }));
        QVERIFY(QFile::remove(siteKeyFile(site.dir.path())));
        const Result<Delivery> delivery = deliver(site, queued.device, siteKey);
        OK(delivery);
        QCOMPARE(delivery.value().commands.size(), 1);
        QCOMPARE(delivery.value().commands.first().kind.token(), message.kind.token());
    }

private:
    SiteKey key() const { return SiteKey(m_site->dir.path()); }
    QString file() const { return siteKeyFile(m_site->dir.path()); }

    Result<Done> replace() const
    {
        return m_site->write([this](Transaction &t) { return key().replace(t); });
    }
    Result<QJsonObject> seal(const QJsonObject &settings, const QJsonObject &before = {})
    {
        return m_site->write(
            [&](Transaction &t) { return sealedSettings(t, key(), wifi(), u"prf-1"_s, settings, before); });
    }
    Result<QJsonObject> open(const QJsonObject &settings, const QString &profile = u"prf-1"_s) const
    {
        return openedSettings(*m_site->database, key(), profile, settings);
    }
    // Empty, with a failure noted, where there is an error.
    QJsonObject sealed(const QJsonObject &settings, const QJsonObject &before = {})
    {
        const Result<QJsonObject> stored = seal(settings, before);
        if (!stored)
            QTest::qFail(codeOf(stored).toUtf8().constData(), __FILE__, __LINE__);
        return stored ? stored.value() : QJsonObject();
    }
    QJsonObject opened(const QJsonObject &settings, const QString &profile = u"prf-1"_s) const
    {
        const Result<QJsonObject> plain = open(settings, profile);
        if (!plain)
            QTest::qFail(codeOf(plain).toUtf8().constData(), __FILE__, __LINE__);
        return plain ? plain.value() : QJsonObject();
    }

    template<class E> static E get(SiteFile &site, const Id<E> &id)
    {
        const Result<E> stored = Table<E>().get(*site.database, id);
        return stored ? stored.value() : E();
    }
    static Revision revision(SiteFile &site, const ConfigurationProfile &profile, qint64 number)
    {
        const Result<std::optional<Revision>> kept = storedRevision(*site.database, profile.id.text, number);
        return kept ? kept.value().value_or(Revision()) : Revision();
    }

    // A profile in two revisions with the same secret.
    static ConfigurationProfile storePlain(SiteFile &site)
    {
        const Result<ConfigurationProfile> stored = site.write([](Transaction &t) -> Result<ConfigurationProfile> {
            const Table<ConfigurationProfile> table;
            ConfigurationProfile profile;
            profile.name = u"Office"_s;
            profile.platform = Platform::Ios;
            profile.type = u"wifi"_s;
            profile.place = u"wifi:Office"_s;
            profile.settings = settingsWith(phrase);
            profile.revision = 1;
            Result<ConfigurationProfile> made = table.insert(t, profile);
            Result<Revision> kept = made ? keepRevision(t, made.value()) : made.error();
            if (!kept)
                return kept.error();
            profile = made.value();
            profile.settings = settingsWith(phrase, u"Guests"_s);
            profile.revision = 2;
            made = table.update(t, profile);
            kept = made ? keepRevision(t, made.value()) : made.error();
            return kept ? made : kept.error();
        });
        return stored ? stored.value() : ConfigurationProfile();
    }
    static Device storeDevice(SiteFile &site)
    {
        Device device;
        device.name = u"phone"_s;
        device.platform = Platform::Ios;
        device.management = Management::Agent;
        device.seen = site.now;
        device.enrolled = site.now;
        const Result<Device> stored =
            site.write([&device](Transaction &t) { return Table<Device>().insert(t, device); });
        return stored ? stored.value() : Device();
    }
    // The first revision, to every device.
    static BusinessPolicy bring(PolicyFleet &fleet, const ConfigurationProfile &profile)
    {
        BusinessPolicy policy;
        policy.name = u"Everybody"_s;
        policy.allDevices = true;
        const Result<BusinessPolicy> made =
            fleet.site.write([&policy](Transaction &t) { return Table<BusinessPolicy>().insert(t, policy); });
        if (!made)
            return {};
        policy = made.value();
        policy.items.push_back({profile.id.text, {}, 1, {}, {}});
        policy = fleet.saveParts(policy);
        fleet.activate(policy);
        fleet.drain();
        return fleet.reread(policy);
    }
    // Such a profile on its way to a device.
    static Deployment orderSealed(PolicyFleet &fleet, const SiteKey &key)
    {
        const ConfigurationProfile profile = storePlain(fleet.site);
        storeDevice(fleet.site);
        bring(fleet, profile);
        const Result<Done> done = fleet.site.write([&key](Transaction &t) { return sealStoredSecrets(t, key); });
        const std::vector<Deployment> all = fleet.deployments();
        return done && !all.empty() ? all.front() : Deployment();
    }
    static Result<Delivery> deliver(SiteFile &site, const Id<Device> &device, const SiteKey &key)
    {
        CheckIn message;
        message.asOf = site.now;
        return site.write([&](Transaction &t) { return deliverCommands(t, device, message, key); });
    }
    // Rows in which the secret can be read.
    static qsizetype plainTexts(SiteFile &site)
    {
        qsizetype found = 0;
        for (const QString &sql : {u"SELECT content FROM revisions"_s, u"SELECT settings FROM profiles"_s,
                 u"SELECT parameters FROM commands"_s, u"SELECT line FROM profiles"_s}) {
            const Result<QStringList> texts = textsOf(*site.database, sql);
            if (!texts)
                return -1;
            found += texts.value().filter(phrase).size();
        }
        return found;
    }

    // Of which the log tells.
    static qint64 sealings(const SiteFile &site)
    {
        return site.number(u"SELECT COUNT(*) FROM audit WHERE action = 'secrets.sealed'"_s);
    }

    std::unique_ptr<SiteFile> m_site;
};

QTEST_GUILESS_MAIN(TestProfileSecrets)
#include "tst_profile_secrets.moc"
