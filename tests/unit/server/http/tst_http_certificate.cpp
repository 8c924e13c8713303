// The self-signed certificate: made once, kept, private, renewed in time; and what is wrong with files from outside.
#include "server/http/certificate.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace belvedere;
using namespace belvedere::http;
using namespace Qt::StringLiterals;

namespace {

void put(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    QCOMPARE(file.write(content), content.size());
}

} // namespace

class TestHttpCertificate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_directory = std::make_unique<QTemporaryDir>(); }

    void isMadeOnceAndKept()
    {
        const auto files = ensureSelfSigned(path(u"tls"_s));
        QVERIFY2(files, files ? "" : qPrintable(files.error().detail));
        const auto first = loadIdentity(files.value());
        QVERIFY(first);
        QCOMPARE(first.value().fingerprint.size(), 64);
        QVERIFY(first.value().isSelfSigned);
        QVERIFY(ensureSelfSigned(path(u"tls"_s)));
        QCOMPARE(loadIdentity(files.value()).value().fingerprint, first.value().fingerprint);
    }

    void keepsItsKeyPrivate()
    {
        const auto files = ensureSelfSigned(path(u"tls"_s));
        QVERIFY(files);
        const auto others =
            QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
        QVERIFY(!(QFileInfo(files.value().key).permissions() & others));
    }

    void isValidForNoMoreThanClientsBear()
    {
        const auto identity = loadIdentity(ensureSelfSigned(path(u"tls"_s)).value());
        QVERIFY(identity);
        QVERIFY(identity.value().notBefore < QDateTime::currentDateTimeUtc());
        const qint64 days = identity.value().notBefore.daysTo(identity.value().notAfter);
        QVERIFY(days > 700 && days <= 825);
    }

    void isRenewedBeforeItRunsOut()
    {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        const auto files = ensureSelfSigned(path(u"tls"_s), now).value();
        const QString first = loadIdentity(files).value().fingerprint;
        QVERIFY(ensureSelfSigned(path(u"tls"_s), now.addDays(700)));
        QCOMPARE(loadIdentity(files).value().fingerprint, first);
        QVERIFY(ensureSelfSigned(path(u"tls"_s), now.addDays(800)));
        QVERIFY(loadIdentity(files, now.addDays(800)).value().fingerprint != first);
    }

    void isMadeAnewWhenOneHalfIsLost()
    {
        const auto files = ensureSelfSigned(path(u"tls"_s)).value();
        QVERIFY(QFile::remove(files.key));
        QVERIFY(ensureSelfSigned(path(u"tls"_s)));
        QVERIFY(loadIdentity(files));
    }

    void saysThatADirectoryCannotBeWritten()
    {
        put(path(u"file"_s), "in the way");
        const auto files = ensureSelfSigned(path(u"file/tls"_s));
        QVERIFY(!files);
        QCOMPARE(files.error().code, u"tls.certificate"_s);
    }

    void saysWhatIsWrongWithFiles()
    {
        const auto files = ensureSelfSigned(path(u"one"_s)).value();
        const auto others = ensureSelfSigned(path(u"two"_s)).value();
        put(path(u"junk"_s), "-----BEGIN NOTHING-----\n");
        put(path(u"huge"_s), QByteArray(2'000'000, 'x'));
        const auto codeOf = [](const QString &certificate, const QString &key) {
            const auto identity = loadIdentity({certificate, key});
            return identity ? QString() : identity.error().code;
        };
        QCOMPARE(codeOf(files.certificate, files.key), QString());
        QCOMPARE(codeOf(path(u"absent"_s), files.key), u"tls.certificate"_s);
        QCOMPARE(codeOf(path(u"junk"_s), files.key), u"tls.certificate"_s);
        QCOMPARE(codeOf(path(u"huge"_s), files.key), u"tls.certificate"_s);
        QCOMPARE(codeOf(files.certificate, path(u"absent"_s)), u"tls.key"_s);
        QCOMPARE(codeOf(files.certificate, path(u"junk"_s)), u"tls.key"_s);
        QCOMPARE(codeOf(files.certificate, others.key), u"tls.key-mismatch"_s);
        const auto late = loadIdentity(files, QDateTime::currentDateTimeUtc().addDays(900));
        QVERIFY(!late);
        QCOMPARE(late.error().code, u"tls.expired"_s);
        QVERIFY(late.error().detail.contains(files.certificate));
    }

    void validityIsAnotherQuestion()
    {
        const auto identity = readIdentity(ensureSelfSigned(path(u"one"_s)).value());
        QVERIFY(identity);
        const QDateTime from = identity.value().notBefore;
        const QDateTime until = identity.value().notAfter;
        QVERIFY(from.isValid() && until > from);
        QVERIFY(checkValidity(identity.value(), from));
        QVERIFY(checkValidity(identity.value(), until.addSecs(-1)));
        QCOMPARE(checkValidity(identity.value(), from.addSecs(-1)).error().code, u"tls.expired"_s);
        QCOMPARE(checkValidity(identity.value(), until).error().code, u"tls.expired"_s);
    }

private:
    QString path(const QString &name) const { return m_directory->filePath(name); }

    std::unique_ptr<QTemporaryDir> m_directory;
};

QTEST_GUILESS_MAIN(TestHttpCertificate)
#include "tst_http_certificate.moc"
