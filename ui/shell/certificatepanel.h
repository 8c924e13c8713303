// CertificatePanel: shows what is wrong with a server's certificate and lets a person decide, slowly.
#pragma once

#include <QDateTime>
#include <QFrame>
#include <QStringList>

class QCheckBox;
class QPushButton;

namespace belvedere {

class InlineMessage;
class Label;
class PropertyList;

struct CertificateQuestion {
    QString host;
    QString subject;
    QString issuer;
    QDateTime validFrom;
    QDateTime validTo;
    QByteArray sha256; // 32 bytes, of the certificate in DER
    QStringList errors; // in words, translated
    QByteArray trustedBefore; // the fingerprint that was pinned so far; empty: none
    // What no decision may override: expired, or another host.
    bool refused = false;
};

// "ABCD EF01 …" in four lines of four groups of two bytes.
QString fingerprintText(const QByteArray &sha256);

class CertificatePanel : public QFrame {
    Q_OBJECT
public:
    explicit CertificatePanel(QWidget *parent = nullptr);
    // The safe answer has the keyboard.
    void ask(const CertificateQuestion &facts);

Q_SIGNALS:
    void answered(bool trust);

private:
    InlineMessage *m_warning;
    PropertyList *m_facts;
    QCheckBox *m_checked;
    QPushButton *m_trust;
    QPushButton *m_refuse;
};

} // namespace belvedere
