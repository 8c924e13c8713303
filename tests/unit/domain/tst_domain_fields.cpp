// Rules that hold for the field list of every entity, and sets in their searched form.
#include "api/operations.h"
#include "domain/browsersettings.h"
#include "domain/foldedset.h"

#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace belvedere;

class TestDomainFields : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lists_data()
    {
        QTest::addColumn<const void *>("first");
        QTest::addColumn<size_t>("count");
        add<Device>("Device");
        add<Person>("Person");
        add<Account>("Account");
        add<Enrolment>("Enrolment");
        add<AuditRecord>("AuditRecord");
        add<Package>("Package");
        add<NetworkInterface>("NetworkInterface");
        add<DeviceUser>("DeviceUser");
        add<InstalledItem>("InstalledItem");
        add<Fact>("Fact");
        add<BrowserSettings>("BrowserSettings");
        add<Session>("Session");
        add<EnrolmentGrant>("EnrolmentGrant");
    }
    void lists()
    {
        QFETCH(const void *, first);
        QFETCH(size_t, count);
        const std::span<const Field> list(static_cast<const Field *>(first), count);
        QVERIFY(!list.empty());
        QSet<QString> names;
        for (const Field &field : list) {
            // A list form leaves details out; a required one would make every line an error.
            QVERIFY2(!(field.is(Required) && field.is(Detail)), field.name);
            QVERIFY2(field.label && *field.label, field.name);
            QVERIFY2((field.kind == Kind::Enum) == !field.choices.empty(), field.name);
            QVERIFY2((field.kind == Kind::List) == (field.parts != nullptr), field.name);
            if (!field.choices.empty())
                QCOMPARE(QLatin1StringView(field.choices[0].token), QLatin1StringView());
            for (const char *name : {field.name, field.alias}) {
                if (!name)
                    continue;
                const QString key = QString::fromLatin1(name).toLower();
                QVERIFY2(!names.contains(key), name);
                names.insert(key);
                QCOMPARE(findField(list, key.toUpper()), &field);
            }
        }
        QVERIFY(!findField(list, u"no.such.field"));
    }

    void theListFormOfADeviceIsSmall()
    {
        const auto list = fields<Device>();
        QCOMPARE(std::count_if(list.begin(), list.end(), [](const Field &f) { return !f.is(Detail); }), 24);
    }

    void setsAreCanonical()
    {
        QCOMPARE(canonicalSet({u"b"_s, u"a"_s, QString(), u"b"_s}), (QStringList{u"a"_s, u"b"_s}));
        QCOMPARE(foldedSet({u"Sales"_s, u"FIELD"_s, u"sales"_s}), u"\u001ffield\u001fsales\u001f"_s);
        QCOMPARE(foldedSet({}), u"\u001f"_s);
        QCOMPARE(foldedMember(u"a\u001fb"_s), u"a b"_s); // nobody smuggles a member in
    }

    void orderIsThatOfUtf8()
    {
        const QStringList texts{QString(), u"a"_s, u"ab"_s, u"b"_s, u"\u00e9"_s, u"\ue000"_s, u"\uffee"_s,
            QString::fromUtf8("\xf0\x9f\x98\x80"), QString::fromUtf8("\xf0\x9f\x98\x81")};
        for (const QString &a : texts) {
            for (const QString &b : texts) {
                const int bytes = a.toUtf8().compare(b.toUtf8());
                const int order = compareCodePoints(a, b);
                QCOMPARE(order < 0, bytes < 0);
                QCOMPARE(order > 0, bytes > 0);
            }
        }
    }

private:
    template<class E> static void add(const char *name)
    {
        const auto list = fields<E>();
        QTest::newRow(name) << static_cast<const void *>(list.data()) << list.size();
    }
};

QTEST_GUILESS_MAIN(TestDomainFields)
#include "tst_domain_fields.moc"
