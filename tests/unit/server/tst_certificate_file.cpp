// Certificate files: what is read, and what is refused before it costs anything.
#include "server/content/certificatefile.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/x509v3.h>
#include <QTest>

using namespace belvedere;
using namespace belvedere::server;
using namespace Qt::StringLiterals;

namespace {

struct Made {
    EVP_PKEY *key = nullptr;
    X509 *certificate = nullptr;
    Made(const Made &) = delete;
    Made &operator=(const Made &) = delete;
    Made()
        : key(EVP_EC_gen("P-256"))
        , certificate(X509_new())
    {
        X509_set_version(certificate, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(certificate), 4711);
        X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
        X509_gmtime_adj(X509_getm_notAfter(certificate), 86'400);
        X509_NAME *name = X509_get_subject_name(certificate);
        const QByteArray common = u"Größe CA"_s.toUtf8();
        X509_NAME_add_entry_by_txt(
            name, "CN", MBSTRING_UTF8, reinterpret_cast<const uchar *>(common.constData()), int(common.size()), -1, 0);
        X509_set_issuer_name(certificate, name);
        X509_set_pubkey(certificate, key);
        for (const auto &[kind, value] : {std::pair(NID_basic_constraints, "critical,CA:TRUE"),
                 std::pair(NID_key_usage, "critical,keyCertSign,cRLSign")}) {
            X509_EXTENSION *extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value);
            X509_add_ext(certificate, extension, -1);
            X509_EXTENSION_free(extension);
        }
        X509_sign(certificate, key, EVP_sha256());
    }
    ~Made()
    {
        X509_free(certificate);
        EVP_PKEY_free(key);
    }

    QByteArray der() const
    {
        uchar *data = nullptr;
        const int size = i2d_X509(certificate, &data);
        const QByteArray bytes(reinterpret_cast<const char *>(data), size);
        OPENSSL_free(data);
        return bytes;
    }
    QString keyPem() const
    {
        BIO *bio = BIO_new(BIO_s_mem());
        PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
        char *data = nullptr;
        const long size = BIO_get_mem_data(bio, &data);
        const QString text = QString::fromLatin1(data, size);
        BIO_free_all(bio);
        return text;
    }
    QString pkcs12(int rounds, int macRounds) const
    {
        PKCS12 *file = PKCS12_create(
            "secret", "a name", key, certificate, nullptr, NID_aes_256_cbc, NID_aes_256_cbc, rounds, macRounds, 0);
        uchar *data = nullptr;
        const int size = i2d_PKCS12(file, &data);
        const QString text = QString::fromLatin1(QByteArray(reinterpret_cast<const char *>(data), size).toBase64());
        OPENSSL_free(data);
        PKCS12_free(file);
        return text;
    }
};

QString codeOf(const QString &content, const QString &password = {})
{
    const Result<CertificateFile> file = readCertificateFile(content, password);
    return file ? QString() : file.error().code;
}

} // namespace

class TestCertificateFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void derAndPemAreRead()
    {
        const QString der = QString::fromLatin1(m_made.der().toBase64());
        const Result<CertificateFile> file = readCertificateFile(der, {});
        QVERIFY(file);
        const Certificate &facts = file.value().facts;
        QCOMPARE(facts.name, u"Größe CA"_s);
        QCOMPARE(facts.subject, u"CN=Größe CA"_s);
        QCOMPARE(facts.serial, u"1267"_s);
        QCOMPARE(facts.keyUsage, (QStringList{u"cRLSign"_s, u"keyCertSign"_s}));
        QVERIFY(facts.isCa);
        QCOMPARE(facts.notBefore.secsTo(facts.notAfter), 86'400);
        const Result<CertificateFile> again = readCertificateFile(QString::fromLatin1(file.value().pem), {});
        QVERIFY(again);
        QCOMPARE(again.value().facts.fingerprint, facts.fingerprint);
    }

    void devicesGetTheFirstAlone()
    {
        const Result<CertificateFile> one = readCertificateFile(QString::fromLatin1(m_made.der().toBase64()), {});
        QVERIFY(one);
        const Made other;
        const Result<CertificateFile> second = readCertificateFile(QString::fromLatin1(other.der().toBase64()), {});
        QVERIFY(second);
        const Result<CertificateFile> both =
            readCertificateFile(QString::fromLatin1(one.value().pem + second.value().pem), {});
        QVERIFY(both);
        QCOMPARE(both.value().facts.chain, 2);
        QCOMPARE(both.value().pem, one.value().pem); // an agent takes exactly one
        QCOMPARE(both.value().facts.sha256, one.value().facts.sha256);
    }

    void pkcs12GivesItsCertificatesAlone()
    {
        const Result<CertificateFile> file = readCertificateFile(m_made.pkcs12(2'000, 2'000), u"secret"_s);
        QVERIFY2(bool(file), file ? "" : qPrintable(file.error().detail));
        QCOMPARE(file.value().facts.chain, 1);
        QVERIFY(!file.value().pem.contains("PRIVATE"));
        QCOMPARE(codeOf(m_made.pkcs12(2'000, 2'000), u"wrong"_s), u"certificate.password"_s);
    }

    void hugeRoundsAreNotTried()
    {
        QCOMPARE(codeOf(m_made.pkcs12(2'000, 1'000'001), u"secret"_s), u"certificate.iterations"_s);
        QCOMPARE(codeOf(m_made.pkcs12(1'000'001, 2'000), u"secret"_s), u"certificate.iterations"_s);
        // what was cut off
        QCOMPARE(codeOf(m_made.pkcs12(2'000, 2'000).left(200), u"secret"_s), u"certificate.unreadable"_s);
    }

    void privateKeysAreSentBack()
    {
        QCOMPARE(codeOf(m_made.keyPem()), u"certificate.private-key"_s);
        QCOMPARE(
            codeOf(u"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"_s), u"certificate.unreadable"_s);
        QCOMPARE(codeOf(u"no certificate"_s), u"certificate.unreadable"_s);
        QCOMPARE(codeOf({}), u"certificate.unreadable"_s);
    }

private:
    Made m_made;
};

QTEST_GUILESS_MAIN(TestCertificateFile)
#include "tst_certificate_file.moc"
