// Signing in: addresses, the slow decision about a certificate, and a password that does not linger.
#include "support/accessibility.h"
#include "support/pictures.h"
#include "ui/common/theme.h"
#include "ui/shell/certificatepanel.h"
#include "ui/shell/signinpage.h"
#include "ui/shell/siteform.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace belvedere;
using namespace Qt::StringLiterals;

class TestSignIn : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAddresses_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("address");
        QTest::newRow("host") << u"mdm.example.org"_s << u"https://mdm.example.org"_s;
        QTest::newRow("port") << u" mdm.example.org:8443 "_s << u"https://mdm.example.org:8443"_s;
        QTest::newRow("rest is dropped") << u"https://a:b@mdm.example.org/x?y#z"_s << u"https://mdm.example.org"_s;
        QTest::newRow("plain here") << u"http://127.0.0.1:8080"_s << u"http://127.0.0.1:8080"_s;
        QTest::newRow("plain elsewhere") << u"http://mdm.example.org"_s << QString();
        QTest::newRow("plain, disguised") << u"http://127.example.org"_s << QString();
        QTest::newRow("other scheme") << u"file:///etc"_s << QString();
        QTest::newRow("nothing") << u"  "_s << QString();
        QTest::newRow("nonsense") << u"a b c"_s << QString();
    }
    void readsAddresses()
    {
        QFETCH(QString, typed);
        QFETCH(QString, address);
        QCOMPARE(serverAddress(typed).toString(), address);
    }

    void asksForTheSiteFirst()
    {
        SignInPage page;
        page.resize(1000, 700);
        page.show();
        QSignalSpy submitted(&page, &SignInPage::siteSubmitted);
        auto *address = page.findChild<QLineEdit *>(u"address"_s);
        QTest::keyClick(address, Qt::Key_Return);
        QCOMPARE(submitted.size(), 0);
        QVERIFY(address->property("invalid").toBool());
        test::picture(&page, u"signin-site"_s);
        QTest::keyClicks(address, u"mdm.example.org"_s);
        QVERIFY(!address->property("invalid").toBool());
        QTest::keyClick(address, Qt::Key_Return);
        QCOMPARE(submitted.size(), 1);
        QCOMPARE(submitted.first().at(0).toUrl(), QUrl(u"https://mdm.example.org"_s));
        QCOMPARE(submitted.first().at(1).toString(), u"mdm.example.org"_s);
    }

    void handsThePasswordOverOnce()
    {
        SignInPage page;
        page.resize(1000, 700);
        page.show();
        page.askForAccount(u"Head office"_s, QUrl(u"https://mdm.example.org"_s));
        auto *email = page.findChild<QLineEdit *>(u"email"_s);
        auto *password = page.findChild<QLineEdit *>(u"password"_s);
        QByteArray received;
        connect(&page, &SignInPage::signInRequested, this,
            [&received](const QString &, const Secret &secret, bool) { received = secret.bytes() + '!'; });
        QTest::keyClicks(email, u"anna@example.org"_s);
        QTest::keyClick(email, Qt::Key_Return);
        QTest::keyClick(password, Qt::Key_Return);
        QVERIFY2(received.isEmpty(), "an empty password is not sent");
        QTest::keyClicks(password, u"correct horse"_s);
        QCOMPARE(password->displayText().contains(u"horse"), false);
        page.findChild<QToolButton *>(u"reveal"_s)->click();
        QCOMPARE(password->displayText(), u"correct horse"_s);
        test::picture(&page, u"signin-account"_s);
        QTest::keyClick(password, Qt::Key_Return);
        QCOMPARE(received, QByteArray("correct horse!"));
        QVERIFY(password->text().isEmpty());
        page.setBusy(u"Signing in…"_s);
        QVERIFY(!email->isEnabled());
        page.setIdle();
        page.showError(u"The e-mail address or the password is not right."_s);
        QVERIFY(email->isEnabled());
        QCOMPARE(test::unnamedWidgets(&page), QStringList());
        QCOMPARE(test::clippedTexts(&page).join(u'\n'), QString());
    }

    void groupsAFingerprint()
    {
        const QString line = QStringList(4, u"ABAB"_s).join(u' ');
        QCOMPARE(fingerprintText(QByteArray(32, '\xab')), QStringList(4, line).join(u'\n'));
    }

    void trustsOnlyAfterATick()
    {
        SignInPage page;
        page.resize(1000, 760);
        page.show();
        QVERIFY(QTest::qWaitForWindowActive(&page));
        QSignalSpy answered(&page, &SignInPage::trustAnswered);
        page.askForTrust(facts());
        settle();
        QVERIFY2(button(page, u"Do not trust"_s)->hasFocus(), "the safe answer has the keyboard");
        QPushButton *trust = button(page, u"Trust this certificate"_s);
        QVERIFY(!trust->isEnabled());
        tick(page)->click();
        QVERIFY(trust->isEnabled());
        test::picture(&page, u"signin-trust"_s);
        QCOMPARE(test::clippedTexts(&page).join(u'\n'), QString());
        trust->click();
        QCOMPARE(answered.takeFirst().first().toBool(), true);
        page.askForTrust(facts());
        QVERIFY2(!trust->isEnabled(), "the tick does not survive a new question");
        button(page, u"Do not trust"_s)->click();
        QCOMPARE(answered.takeFirst().first().toBool(), false);
    }

    void warnsHarderAboutAChange()
    {
        SignInPage page;
        page.resize(1000, 760);
        page.show();
        CertificateQuestion changed = facts();
        changed.trustedBefore = QByteArray(32, '\x01');
        page.askForTrust(changed);
        settle();
        QVERIFY(tick(page)->text().contains(u"operator"));
        test::picture(&page, u"signin-trust-changed"_s);
    }

    void offersNoTrustInAnExpiredCertificate()
    {
        SignInPage page;
        page.show();
        CertificateQuestion expired = facts();
        expired.refused = true;
        page.askForTrust(expired);
        QVERIFY(button(page, u"Trust this certificate"_s)->isHidden());
        QVERIFY(tick(page)->isHidden());
    }

    void survivesLargeText()
    {
        SignInPage page;
        page.resize(900, 700);
        m_theme.setTextScale(2);
        page.show();
        page.askForTrust(facts());
        settle();
        test::picture(&page, u"signin-large"_s);
        QCOMPARE(test::clippedTexts(&page).join(u'\n'), QString());
        m_theme.setTextScale(1);
    }

private:
    static CertificateQuestion facts()
    {
        CertificateQuestion result;
        result.host = u"mdm.example.org"_s;
        result.subject = u"CN=mdm.example.org"_s;
        result.issuer = u"CN=mdm.example.org"_s;
        result.validFrom = QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC);
        result.validTo = QDateTime(QDate(2027, 1, 1), QTime(0, 0), Qt::UTC);
        result.sha256 = QByteArray::fromHex("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff");
        result.errors = {u"The certificate is self-signed."_s};
        return result;
    }
    static QPushButton *button(const QWidget &page, const QString &text)
    {
        for (QPushButton *candidate : page.findChildren<QPushButton *>()) {
            if (candidate->text() == text)
                return candidate;
        }
        return nullptr;
    }
    // new rows are shown and laid out by posted events
    static void settle()
    {
        for (int i = 0; i < 3; ++i) {
            QCoreApplication::sendPostedEvents();
            QCoreApplication::processEvents(); // UNAVOIDABLE: shows that nothing more comes
        }
    }
    static QCheckBox *tick(const QWidget &page)
    {
        return page.findChild<CertificatePanel *>()->findChild<QCheckBox *>();
    }
    Theme m_theme;
};

QTEST_MAIN(TestSignIn)
#include "tst_sign_in.moc"
