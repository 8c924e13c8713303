// Counting connections, requests and bodies, and forgetting them again.
#include "server/http/admission.h"
#include "server/http/outbox.h"

#include <array>
#include <QTest>

using namespace belvedere::http;
using namespace Qt::StringLiterals;
using Verdict = Admission::Verdict;

class TestHttpAdmission : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsAnIpv6NetworkAsOneAddress()
    {
        Limits limits;
        QCOMPARE(countedAs(u"2001:db8:1:2::1"_s, limits), countedAs(u"2001:db8:1:2:ffff::9"_s, limits));
        QVERIFY(countedAs(u"2001:db8:1:2::1"_s, limits) != countedAs(u"2001:db8:1:3::1"_s, limits));
        QVERIFY(countedAs(u"192.0.2.1"_s, limits) != countedAs(u"192.0.2.2"_s, limits));
        QVERIFY(countedAs(u"127.0.0.1"_s, limits).isEmpty());
        limits.limitLoopback = true;
        QVERIFY(!countedAs(u"127.0.0.1"_s, limits).isEmpty());
    }

    void holdsEachLimitAndGivesPlacesBack()
    {
        Limits limits;
        limits.requests = 3;
        limits.requestsPerAddress = 2;
        limits.connections = 2;
        limits.connectionsPerAddress = 1;
        Admission admission(limits);
        QVERIFY(admission.enterRequest(u"a"_s) == Verdict::Admitted);
        QVERIFY(admission.enterRequest(u"a"_s) == Verdict::Admitted);
        QVERIFY(admission.enterRequest(u"a"_s) == Verdict::AddressBusy);
        QVERIFY(admission.enterRequest({}) == Verdict::Admitted);
        QVERIFY(admission.enterRequest(u"b"_s) == Verdict::Busy);
        admission.leaveRequest(u"a"_s);
        QVERIFY(admission.enterRequest(u"b"_s) == Verdict::Admitted);

        QVERIFY(admission.enterConnection(u"a"_s) == Verdict::Admitted);
        QVERIFY(admission.enterConnection(u"a"_s) == Verdict::AddressBusy);
        QVERIFY(admission.enterConnection(u"b"_s) == Verdict::Admitted);
        QVERIFY(admission.enterConnection(u"c"_s) == Verdict::Busy);
        admission.leaveConnection(u"a"_s);
        QVERIFY(admission.enterConnection(u"a"_s) == Verdict::Admitted);
    }

    void holdsTheSumOfBodies()
    {
        Limits limits;
        limits.bodyBytesTotal = 100;
        Admission admission(limits);
        QVERIFY(admission.reserveBody(60));
        QVERIFY(!admission.reserveBody(41));
        QVERIFY(admission.reserveBody(40));
        admission.releaseBody(60);
        QVERIFY(admission.reserveBody(60));
    }

    void gathersSmallPiecesAndLeavesLargeOnesAlone()
    {
        Outbox box;
        const QByteArray large(100'000, 'L');
        box.append("head ");
        box.append("small ");
        box.append(large);
        box.append("tail");
        std::array<Piece, 8> pieces;
        const auto first = box.next(pieces);
        QCOMPARE(first.size(), 3);
        QCOMPARE(QByteArray(first[0].data, qsizetype(first[0].size)), "head small ");
        QCOMPARE(static_cast<const void *>(first[1].data), static_cast<const void *>(large.constData()));

        box.append(" more"); // the tail is being written: it must not move
        box.consume(11 + 50'000);
        const auto second = box.next(pieces);
        QCOMPARE(second.size(), 3);
        QCOMPARE(second[0].size, size_t(50'000));
        QCOMPARE(QByteArray(second[1].data, qsizetype(second[1].size)), "tail");
        QCOMPARE(QByteArray(second[2].data, qsizetype(second[2].size)), " more");
        box.consume(50'000 + 4 + 5);
        QVERIFY(box.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestHttpAdmission)
#include "tst_http_admission.moc"
