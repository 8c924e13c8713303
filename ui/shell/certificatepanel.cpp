// Layout of the certificate decision.
#include "ui/shell/certificatepanel.h"

#include "ui/common/buttonrow.h"
#include "ui/common/buttons.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"
#include "ui/common/propertylist.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

QString fingerprintText(const QByteArray &sha256)
{
    const QString hex = QString::fromLatin1(sha256.toHex().toUpper());
    QString text;
    for (qsizetype i = 0; i < hex.size(); i += 4) {
        if (i > 0)
            text += i % 16 == 0 ? u'\n' : u' ';
        text += hex.mid(i, 4);
    }
    return text;
}

CertificatePanel::CertificatePanel(QWidget *parent)
    : QFrame(parent)
    , m_warning(new InlineMessage(this))
    , m_facts(new PropertyList(this))
    , m_checked(new QCheckBox(this))
    , m_trust(dangerButton(tr("Trust this certificate"), this))
    , m_refuse(plainButton(tr("Do not trust"), this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::m);
    layout->addWidget(m_warning);
    layout->addWidget(m_facts);
    layout->addWidget(m_checked);
    layout->addLayout(buttonRow({m_refuse, m_trust}));
    m_facts->layout()->setContentsMargins(0, 0, 0, 0);
    connect(m_checked, &QCheckBox::toggled, m_trust, &QPushButton::setEnabled);
    connect(m_trust, &QPushButton::clicked, this, [this] { Q_EMIT answered(true); });
    connect(m_refuse, &QPushButton::clicked, this, [this] { Q_EMIT answered(false); });
}

void CertificatePanel::ask(const CertificateQuestion &facts)
{
    const bool changed = !facts.trustedBefore.isEmpty();
    if (facts.refused)
        m_warning->showMessage(
            Severity::Danger, tr("This certificate cannot be trusted. The server's operator has to replace it."));
    else if (changed)
        m_warning->showMessage(Severity::Danger,
            tr("The certificate is not the one that you trusted before. Somebody may be reading along. Go on only if "
               "the server's operator tells you the new fingerprint by another way."));
    else
        m_warning->showMessage(Severity::Warning,
            tr("The server cannot prove who it is. Compare the fingerprint with the one that the server's operator "
               "gives you."));

    const auto monospaced = [this](const QByteArray &sha256) {
        auto *label = new Label(fingerprintText(sha256), Label::Style::Mono, Tone::Text, this);
        label->setSelectable(true);
        label->setAccessibleName(label->text());
        return label;
    };
    const QLocale locale;
    m_facts->clear();
    m_facts->add(tr("Host", "certificate"), facts.host);
    m_facts->add(tr("Issued to", "certificate"), facts.subject);
    m_facts->add(tr("Issued by", "certificate"), facts.issuer);
    m_facts->add(tr("Valid", "certificate"),
        tr("%1 to %2", "dates")
            .arg(locale.toString(facts.validFrom.toLocalTime().date(), QLocale::ShortFormat),
                locale.toString(facts.validTo.toLocalTime().date(), QLocale::ShortFormat)));
    m_facts->addWidget(tr("Fingerprint (SHA-256)"), monospaced(facts.sha256));
    if (changed)
        m_facts->addWidget(tr("Trusted so far"), monospaced(facts.trustedBefore));
    for (const QString &error : facts.errors)
        m_facts->add(tr("Problem", "certificate"), error);

    m_checked->setText(changed ? tr("The operator confirmed the new fingerprint") : tr("I compared the fingerprint"));
    m_checked->setAccessibleName(m_checked->text());
    m_checked->setChecked(false);
    m_trust->setEnabled(false);
    m_checked->setVisible(!facts.refused);
    m_trust->setVisible(!facts.refused);
    m_refuse->setText(facts.refused ? tr("Back") : tr("Do not trust"));
    m_refuse->setFocus(Qt::OtherFocusReason);
}

} // namespace belvedere
