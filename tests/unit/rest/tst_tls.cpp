// The verdict over a certificate: what a person may accept, and what nobody may.
#include "rest/apiclient.h"
#include "rest/tls.h"
#include "support/certificates.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace belvedere;
using namespace belvedere::test;

class TestTls : public QObject {
    Q_OBJECT

    const QSslCertificate m_leaf = makeIdentity().certificate;

    std::optional<TrustDecision> pin() const
    {
        return TrustDecision{u"127.0.0.1"_s, 443, certificateFacts(m_leaf).sha256};
    }

private Q_SLOTS:
    void verdicts_data()
    {
        QTest::addColumn<QList<QSslError>>("errors");
        QTest::addColumn<QString>("unpinned");
        QTest::addColumn<QString>("pinned");
        const auto row = [](const char *name, QList<QSslError> errors, const QString &unpinned, const QString &pinned) {
            QTest::newRow(name) << errors << unpinned << pinned;
        };
        const QSslError selfSigned(QSslError::SelfSignedCertificate);
        row("valid", {}, {}, {});
        row("self-signed", {selfSigned}, u"tls.unknown"_s, {});
        row("unknown issuer", {QSslError(QSslError::UnableToGetLocalIssuerCertificate)}, u"tls.unknown"_s, {});
        row("expired", {selfSigned, QSslError(QSslError::CertificateExpired)}, u"tls.expired"_s, u"tls.expired"_s);
        row("not yet valid", {QSslError(QSslError::CertificateNotYetValid)}, u"tls.expired"_s, u"tls.expired"_s);
        row("wrong host", {selfSigned, QSslError(QSslError::HostNameMismatch)}, u"tls.host"_s, u"tls.host"_s);
        row("revoked", {QSslError(QSslError::CertificateRevoked)}, u"tls.revoked"_s, u"tls.revoked"_s);
        row("odd", {QSslError(QSslError::InvalidPurpose)}, u"tls.failed"_s, u"tls.failed"_s);
    }
    void verdicts()
    {
        QFETCH(QList<QSslError>, errors);
        QFETCH(QString, unpinned);
        QFETCH(QString, pinned);
        QCOMPARE(judgeTls(errors, m_leaf, {}), unpinned);
        QCOMPARE(judgeTls(errors, m_leaf, pin()), pinned);
        TrustDecision other = *pin();
        other.sha256[0] = other.sha256[0] == u'0' ? u'1' : u'0';
        QCOMPARE(judgeTls(errors, m_leaf, other), u"tls.changed"_s);
        QCOMPARE(judgeTls(errors, QSslCertificate(), {}), u"tls.failed"_s);
    }

    void factsShowTheCertificate()
    {
        const TlsFacts facts = tlsFacts(QUrl(u"https://127.0.0.1:8443"_s), u"tls.unknown"_s, {m_leaf},
            {QSslError(QSslError::SelfSignedCertificate)}, {});
        QCOMPARE(facts.port, 8443);
        QCOMPARE(facts.chain.first().subject, u"CN=Belvedere test"_s);
        QCOMPARE(facts.chain.first().sha256.size(), 64);
        QCOMPARE(facts.errors.size(), 1);
        QVERIFY(facts.isAcceptable());
        QCOMPARE(facts.decision(), (TrustDecision{u"127.0.0.1"_s, 8443, facts.chain.first().sha256}));
    }

    void addresses_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QString>("code");
        QTest::newRow("https") << u"https://mdm.example.org:8443/site"_s << QString();
        QTest::newRow("loopback") << u"http://127.0.0.1:8080"_s << QString();
        QTest::newRow("loopback 6") << u"http://[::1]:8080"_s << QString();
        QTest::newRow("plain") << u"http://mdm.example.org"_s << u"tls.required"_s;
        QTest::newRow("looks like loopback") << u"http://127.0.0.1.example.org"_s << u"tls.required"_s;
        QTest::newRow("password") << u"https://a:b@mdm.example.org"_s << u"validation"_s;
        QTest::newRow("query") << u"https://mdm.example.org/?x"_s << u"validation"_s;
        QTest::newRow("file") << u"file:///etc/passwd"_s << u"validation"_s;
        QTest::newRow("nothing") << QString() << u"validation"_s;
    }
    void addresses()
    {
        QFETCH(QString, address);
        QFETCH(QString, code);
        const Result<QUrl> result = checkedBase(QUrl(address));
        QCOMPARE(result ? QString() : result.error().code, code);
    }
};

QTEST_GUILESS_MAIN(TestTls)
#include "tst_tls.moc"
