// Import of foreign profiles: the bytes come out as they went in, and what is no profile is refused.
#include "profiles/import.h"
#include "profiles/signing.h"

#include <QTest>

#include <memory>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

const QByteArray header = R"(<?xml version="1.0" encoding="UTF-8"?>)"
                          "\n<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
                          "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n";
// odd spacing and line ends that a writer of its own would not make
const QByteArray plist = header
    + "<plist version='1.0'><dict>\r\n\t<key>PayloadContent</key>  <array/>"
      "<key>PayloadDisplayName</key><string>Wi-Fi &amp; VPN</string></dict></plist>\n\n";
const QByteArray syncml = "<SyncBody><Replace><CmdID>7</CmdID><Item><Target><LocURI>./Vendor/X</LocURI></Target>"
                          "</Item></Replace></SyncBody>";

struct Signer {
    QByteArray certificate;
    QByteArray key;
};

QByteArray textOf(BIO *memory)
{
    char *data = nullptr;
    const long size = BIO_get_mem_data(memory, &data);
    QByteArray text(data, size);
    BIO_free(memory);
    return text;
}

Signer makeSigner()
{
    const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY *)> key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
    const std::unique_ptr<X509, void (*)(X509 *)> certificate(X509_new(), &X509_free);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3'600);
    X509_set_pubkey(certificate.get(), key.get());
    X509_sign(certificate.get(), key.get(), EVP_sha256());
    BIO *pem = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(pem, certificate.get());
    BIO *secret = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(secret, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return {textOf(pem), textOf(secret)};
}

QByteArray deep(int levels)
{
    return header + "<plist><dict><key>PayloadContent</key>" + QByteArray("<array>").repeated(levels)
        + QByteArray("</array>").repeated(levels) + "</dict></plist>";
}

QByteArray roundTrip(Platform platform, const ImportedProfile &imported)
{
    const Result<Rendering> rendering = render(*catalogue().find(platform, imported.type), imported.settings, {});
    return rendering ? rendering.value().texts.front().content : QByteArray();
}

} // namespace

class TestProfileImport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keepsEveryByte();
    void refuses_data();
    void refuses();
    void signedProfilesAreReadAndKept();
    void signingNeedsItsKey();
};

void TestProfileImport::keepsEveryByte()
{
    for (const Platform platform : {Platform::Ios, Platform::MacOs}) {
        const Result<ImportedProfile> imported = importProfile(platform, plist);
        QVERIFY(imported);
        QCOMPARE(imported.value().name, u"Wi-Fi & VPN"_s);
        QCOMPARE(roundTrip(platform, imported.value()), plist);
    }
}

void TestProfileImport::refuses_data()
{
    QTest::addColumn<int>("platform");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code"); // empty: taken
    const auto row = [](const char *name, Platform platform, const QByteArray &bytes, const QString &code) {
        QTest::newRow(name) << int(platform) << bytes << code;
    };
    const QString list = u"import.property-list"_s;
    row("property list", Platform::Ios, plist, {});
    row("SyncML", Platform::Windows, syncml, {});
    row("JSON", Platform::Android, "{\"a\": 1}", {});
    row("empty", Platform::Ios, {}, u"import.empty"_s);
    row("too large", Platform::Ios, QByteArray(maximumImportBytes + 1, ' '), u"import.too-large"_s);
    row("platform", Platform::Linux, plist, u"import.platform"_s);
    row("cut off", Platform::Ios, plist.left(plist.size() - 20), list);
    row("text", Platform::MacOs, "hello", list);
    row("other root", Platform::Ios, header + "<html><dict/></html>", list);
    row("array at the top", Platform::Ios, header + "<plist><array/></plist>", list);
    row("no payloads", Platform::Ios, header + "<plist><dict><key>A</key><string>b</string></dict></plist>", list);
    row("foreign element", Platform::Ios, header + "<plist><dict><key>PayloadContent</key><script/></dict></plist>",
        list);
    row("entities", Platform::Ios,
        "<!DOCTYPE plist [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
        "<plist><dict><key>PayloadContent</key><string>&b;</string></dict></plist>",
        list);
    row("deep", Platform::Ios, deep(60), {});
    row("too deep", Platform::Ios, deep(70), list);
    row("cut binary", Platform::Ios, "bplist00" + QByteArray(64, '\x7f'), list);
    row("JSON array", Platform::Android, "[1]", u"import.json"_s);
    row("JSON cut off", Platform::Android, "{\"a\":", u"import.json"_s);
    row("no target", Platform::Windows, "<SyncBody><Final/></SyncBody>", u"import.syncml"_s);
    row("other XML", Platform::Windows, "<a><LocURI/></a>", u"import.syncml"_s);
}

void TestProfileImport::refuses()
{
    QFETCH(int, platform);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, code);
    const Result<ImportedProfile> imported = importProfile(Platform(platform), bytes);
    QCOMPARE(imported ? QString() : imported.error().code, code);
}

void TestProfileImport::signedProfilesAreReadAndKept()
{
    const Signer signer = makeSigner();
    const Result<QByteArray> message = signedProfile(plist, signer.certificate, Secret(signer.key));
    QVERIFY(message);
    QCOMPARE(signedContent(message.value()).value(), plist);
    const Result<ImportedProfile> imported = importProfile(Platform::Ios, message.value());
    QVERIFY(imported);
    QCOMPARE(imported.value().name, u"Wi-Fi & VPN"_s);
    QCOMPARE(roundTrip(Platform::Ios, imported.value()), message.value());
}

void TestProfileImport::signingNeedsItsKey()
{
    const Signer signer = makeSigner();
    QCOMPARE(signedProfile(plist, "nothing", Secret(signer.key)).error().code, u"signing.certificate"_s);
    QCOMPARE(signedProfile(plist, signer.certificate, Secret(makeSigner().key)).error().code, u"signing.key"_s);
    QCOMPARE(signedContent("0123").error().code, u"signing.message"_s);
}

QTEST_GUILESS_MAIN(TestProfileImport)
#include "tst_profile_import.moc"
