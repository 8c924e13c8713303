// Two small forms, each with its own button: they are different decisions.
#include "ui/settings/sitesettings.h"

#include "api/operations.h"
#include "table/display.h"
#include "ui/common/buttons.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"
#include "ui/common/toasts.h"
#include "ui/common/usertext.h"

#include <QComboBox>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qint64 mebibyte = 1024 * 1024;
constexpr int mostRoom = 16 * 1024 * 1024; // MiB

const Field &approvalField() { return *findField(fields<PolicySettings>(), u"approval"); }

Label *muted(const QString &text)
{
    auto *label = new Label(text, Label::Style::Body, Tone::Muted);
    label->setWordWrap(true);
    return label;
}

QSpinBox *sizes(qint64 most, const QString &name)
{
    auto *box = new QSpinBox;
    box->setRange(1, int(most));
    box->setSuffix(SiteSettings::tr(" MiB", "after a number"));
    box->setGroupSeparatorShown(true);
    box->setAccessibleName(name);
    return box;
}

void addRow(QVBoxLayout *layout, const QString &name, QWidget *input)
{
    auto *label = new Label(name, Label::Style::Body);
    label->setBuddy(input);
    layout->addWidget(label);
    layout->addWidget(input, 0, Qt::AlignLeft);
}

} // namespace

SiteSettings::SiteSettings(Site &site, Toasts &toasts, QWidget *parent)
    : QWidget(parent)
    , m_site(site)
    , m_toasts(toasts)
    , m_message(new InlineMessage)
    , m_approval(new QComboBox)
    , m_now(muted({}))
    , m_saveApproval(plainButton(tr("Save approval rule")))
    , m_maximum(sizes(maximumUpload / mebibyte, tr("Largest file")))
    , m_total(sizes(mostRoom, tr("Room for all files")))
    , m_room(muted({}))
    , m_saveLimits(plainButton(tr("Save limits")))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addWidget(m_message);
    addApproval(layout);
    layout->addSpacing(space::l);
    addLimits(layout);
    connect(&site, &Site::stateChanged, this, [this] { refresh(); });
    refresh();
}

void SiteSettings::addApproval(QVBoxLayout *layout)
{
    const Display display("PolicySettings", std::make_shared<SystemClock>());
    const QString name = display.label(approvalField());
    layout->addWidget(new Label(name, Label::Style::Heading));
    layout->addWidget(muted(tr("Whether somebody who has not edited a version of a business policy has to approve it "
                               "before it can be put in force. This holds for the whole site.")));
    m_approval->setAccessibleName(name);
    for (const Choice &choice : choices<ApprovalRule>().subspan(1)) {
        const QString token = QString::fromLatin1(choice.token);
        m_approval->addItem(display.text(token, approvalField()), token);
    }
    layout->addWidget(m_approval, 0, Qt::AlignLeft);
    layout->addWidget(m_now);
    layout->addWidget(m_saveApproval, 0, Qt::AlignLeft);
    connect(m_approval, &QComboBox::activated, this, &SiteSettings::refresh);
    connect(m_saveApproval, &QPushButton::clicked, this, &SiteSettings::saveApproval);
}

void SiteSettings::addLimits(QVBoxLayout *layout)
{
    layout->addWidget(new Label(tr("Files and packages"), Label::Style::Heading));
    layout->addWidget(muted(tr("How much the server takes of what is uploaded for devices.")));
    addRow(layout, tr("Largest file"), m_maximum);
    addRow(layout, tr("Room for all files"), m_total);
    layout->addWidget(m_room);
    layout->addWidget(m_saveLimits, 0, Qt::AlignLeft);
    for (const QSpinBox *box : {m_maximum, m_total})
        connect(box, &QSpinBox::valueChanged, this, &SiteSettings::refresh);
    connect(m_saveLimits, &QPushButton::clicked, this, &SiteSettings::saveLimits);
}

void SiteSettings::load()
{
    m_scope.abortAll();
    m_message->hide();
    m_waiting = 2;
    const auto isOver = [this](const auto &result) {
        // aborted for another load(), which counts anew
        if (!result && result.error().kind == ApiError::Kind::Cancelled)
            return false;
        --m_waiting;
        if (!result)
            refuse(result.error());
        return bool(result);
    };
    m_scope.add(m_site.send(GetPolicySettings())).then(this, [this, isOver](const Result<PolicySettings> &settings) {
        if (isOver(settings))
            show(settings.value());
    });
    m_scope.add(m_site.send(GetUploadLimits())).then(this, [this, isOver](const Result<UploadLimits> &limits) {
        if (isOver(limits))
            show(limits.value());
    });
}

void SiteSettings::show(const PolicySettings &settings)
{
    m_stored = settings.approval.token();
    m_approval->setCurrentIndex(m_approval->findData(m_stored));
    QStringList sentences{
        settings.isRequired ? tr("A second person has to approve now.") : tr("Nobody else has to approve now.")};
    if (settings.waiting > 0)
        sentences.append(tr("%n version(s) need an approval, whatever you choose.", nullptr, int(settings.waiting)));
    m_now->setText(sentences.join(u'\n'));
    refresh();
}

void SiteSettings::show(const UploadLimits &limits)
{
    m_limits = limits;
    m_maximum->setValue(int(limits.maximum / mebibyte));
    m_total->setValue(int(limits.total / mebibyte));
    m_room->setText(tr("%1 are free now.", "an amount of data").arg(QLocale().formattedDataSize(limits.room)));
    refresh();
}

void SiteSettings::refuse(const ApiError &error)
{
    if (const QString text = userText(error); !text.isEmpty())
        m_message->showMessage(Severity::Danger, text);
    refresh();
}

template<class Op> void SiteSettings::save(const Op &operation, const QString &done)
{
    m_message->hide();
    ++m_waiting;
    refresh();
    m_scope.add(m_site.send(operation)).then(this, [this, done](const Result<AnswerValue<Op>> &saved) {
        // aborted for a load(), which counts anew
        if (!saved && saved.error().kind == ApiError::Kind::Cancelled)
            return;
        --m_waiting;
        if (!saved) {
            refuse(saved.error());
            return;
        }
        show(saved.value());
        m_toasts.show(Severity::Ok, done);
    });
}

void SiteSettings::saveApproval()
{
    SetPolicySettings operation;
    operation.body.changes = {{u"approval"_s, m_approval->currentData().toString()}};
    save(operation, tr("The rule of approval has been saved."));
}

void SiteSettings::saveLimits()
{
    SetUploadLimits operation;
    operation.body = {m_maximum->value() * mebibyte, m_total->value() * mebibyte};
    save(operation, tr("The limits of files have been saved."));
}

void SiteSettings::refresh()
{
    const bool isReady = m_waiting == 0 && m_site.canWrite();
    m_approval->setEnabled(!m_stored.isEmpty());
    m_saveApproval->setEnabled(isReady && !m_stored.isEmpty() && m_approval->currentData().toString() != m_stored);
    const bool isOther = m_limits
        && (m_maximum->value() != m_limits->maximum / mebibyte || m_total->value() != m_limits->total / mebibyte);
    for (QSpinBox *box : {m_maximum, m_total})
        box->setEnabled(m_limits.has_value());
    m_saveLimits->setEnabled(isReady && isOther);
}

} // namespace belvedere
