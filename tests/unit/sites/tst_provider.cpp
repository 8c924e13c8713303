// A provider says what it offers, and why not.
#include "sites/provider.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace belvedere;

class TestProvider : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void ourOwnOffersWhatTheApiDeclares()
    {
        const auto provider = makeProvider(u"belvedere"_s);
        QVERIFY(provider);
        QCOMPARE(provider->kind(), u"belvedere"_s);
        for (const Capability capability :
            {Capability::Devices, Capability::Persons, Capability::Enrolment, Capability::Accounts, Capability::Events})
            QVERIFY(provider->supports(capability).offered);
        QVERIFY(!provider->makeTransport());
    }

    void whatIsNotOfferedHasAReason()
    {
        const BelvedereProvider provider;
        for (int i = 0; i <= int(Capability::Privacy); ++i) {
            const Support support = provider.supports(Capability(i));
            QCOMPARE(support.offered, QByteArrayView(support.reason).isEmpty());
        }
    }

    void unknownKindsHaveNone() { QVERIFY(!makeProvider(u"something"_s)); }
};

QTEST_GUILESS_MAIN(TestProvider)
#include "tst_provider.moc"
