// Secrets are kept, replaced and removed; without a keychain they stay in memory.
#include "sites/secretstore.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace belvedere;

class TestSecretStore : public QObject {
    Q_OBJECT

    // The secret under a key, or the error's code.
    QByteArray readBack(SecretStore &store, const QString &key)
    {
        std::optional<QByteArray> found;
        store.read(key, this, [&found](Result<Secret> secret) {
            found = secret ? QByteArray(secret.value().bytes().constData()) : secret.error().code.toLatin1();
        });
        if (!QTest::qWaitFor([&found] { return found.has_value(); }))
            return "no answer";
        return *found;
    }

private Q_SLOTS:
    void writtenReadAndRemoved()
    {
        MemorySecretStore store;
        QCOMPARE(readBack(store, u"a"_s), "not-found"_ba);
        store.write(u"a"_s, Secret("one"));
        store.write(u"b"_s, Secret("two"));
        store.write(u"a"_s, Secret("three"));
        QCOMPARE(readBack(store, u"a"_s), "three"_ba);
        QCOMPARE(readBack(store, u"b"_s), "two"_ba);
        store.remove(u"a"_s);
        QCOMPARE(readBack(store, u"a"_s), "not-found"_ba);
        QVERIFY(!store.isLasting());
    }

    void anAnswerComesLaterAndOnlyToTheLiving()
    {
        MemorySecretStore store;
        store.write(u"a"_s, Secret("one"));
        bool called = false;
        auto owner = std::make_unique<QObject>();
        store.read(u"a"_s, owner.get(), [&called](const Result<Secret> &) { called = true; });
        QVERIFY(!called);
        owner.reset();
        QCoreApplication::processEvents(); // UNAVOIDABLE: shows that nothing more comes
        QVERIFY(!called);
    }

    // No session bus here, so no keychain: what it refuses must still be found again.
    void aRefusingKeychainLeavesMemory()
    {
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
        const auto store = systemSecretStore();
        const QString key = u"belvedere-test-key"_s;
        store->write(key, Secret("one"));
        QTRY_VERIFY(!store->isLasting());
        QCOMPARE(readBack(*store, key), "one"_ba);
        store->write(key, Secret("two"));
        QCOMPARE(readBack(*store, key), "two"_ba);
        store->remove(key);
        QVERIFY(readBack(*store, key) != "two"_ba);
    }

    void aRefusedReadIsNotAMissingSecret()
    {
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
        const auto store = systemSecretStore();
        if (dynamic_cast<MemorySecretStore *>(store.get()))
            QSKIP("built without a keychain");
        const QString key = u"belvedere-test-key"_s;
        // nothing may be concluded from what it does not tell, neither the first time nor later
        QCOMPARE(readBack(*store, key), "secret.unavailable"_ba);
        QCOMPARE(readBack(*store, key), "secret.unavailable"_ba);
    }
};

QTEST_GUILESS_MAIN(TestSecretStore)
#include "tst_secretstore.moc"
