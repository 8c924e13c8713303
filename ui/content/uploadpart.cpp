// Choosing a file, and what its upload says about itself.
#include "ui/content/uploadpart.h"

#include "ui/common/buttons.h"
#include "ui/common/label.h"
#include "ui/common/usertext.h"

#include <QFileInfo>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int barSteps = 1'000;

QString waitingText(const Uploader &uploader, const QString &position, const QString &size)
{
    if (!uploader.error() || uploader.error()->code != "upload.busy"_L1)
        return UploadPart::tr("The connection was lost at %1 of %2. It goes on by itself.").arg(position, size);
    // when all of it is there, the server may be checking another file as well
    return uploader.position() < uploader.size()
        ? UploadPart::tr("Another window sends this file too; this one follows. %1 of %2").arg(position, size)
        : UploadPart::tr("The server checks the file…");
}

QString statusText(const Uploader &uploader)
{
    const QLocale locale;
    const QString position = locale.formattedDataSize(uploader.position());
    const QString size = locale.formattedDataSize(uploader.size());
    switch (uploader.state()) {
    case Uploader::State::Idle:
    case Uploader::State::Asking:
        return UploadPart::tr("Asking how large a file may be…");
    case Uploader::State::Hashing:
        return UploadPart::tr("Reading the file: %1 of %2").arg(position, size);
    case Uploader::State::Sending:
        return uploader.earlier() == 0 ? UploadPart::tr("Sending: %1 of %2").arg(position, size)
                                       : UploadPart::tr("Going on with an earlier upload that had brought %3: %1 of %2")
                                             .arg(position, size, locale.formattedDataSize(uploader.earlier()));
    case Uploader::State::Waiting:
        return waitingText(uploader, position, size);
    case Uploader::State::Paused:
        return UploadPart::tr("Paused at %1 of %2").arg(position, size);
    case Uploader::State::Finishing:
        return UploadPart::tr("The server checks the file…");
    case Uploader::State::Finished:
        return UploadPart::tr("The file has arrived and its SHA-256 is right.");
    case Uploader::State::Failed:
        return uploader.error() ? userText(*uploader.error()) : QString();
    }
    return {};
}

} // namespace

UploadPart::UploadPart(Site &site, Prompts &prompts, const QString &label, QWidget *parent)
    : QWidget(parent)
    , m_site(site)
    , m_prompts(prompts)
    , m_label(label)
    , m_choose(plainButton(tr("Choose a file…"), this))
    , m_pause(plainButton(tr("Pause"), this))
    , m_file(new Label(tr("No file chosen"), Label::Style::Body, Tone::Muted, this))
    , m_status(new Label({}, Label::Style::Small, Tone::Muted, this))
    , m_bar(new QProgressBar(this))
{
    setAccessibleName(label);
    m_choose->setAccessibleName(tr("%1: choose file", "what the file is").arg(label));
    m_bar->setRange(0, barSteps);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress of the upload"));
    m_status->setWordWrap(true);
    m_file->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::s, space::l, 0);
    layout->setSpacing(space::xs);
    layout->addWidget(new Label(label, Label::Style::Strong, Tone::Text, this));
    auto *row = new QHBoxLayout;
    row->setSpacing(space::s);
    row->addWidget(m_choose);
    row->addWidget(m_file, 1);
    row->addWidget(m_pause);
    layout->addLayout(row);
    layout->addWidget(m_bar);
    layout->addWidget(m_status);
    connect(m_choose, &QPushButton::clicked, this, &UploadPart::ask);
    connect(m_pause, &QPushButton::clicked, this, [this] {
        if (!m_uploader)
            return;
        if (m_uploader->state() == Uploader::State::Paused)
            m_uploader->resume();
        else
            m_uploader->pause();
    });
    follow();
}

UploadPart::~UploadPart()
{
    if (m_uploader)
        m_uploader->disconnect(this); // nobody is left to be told
}

void UploadPart::giveUp()
{
    if (!m_uploader)
        return;
    m_uploader->disconnect(this);
    m_uploader->cancel();
}

void UploadPart::forgetArrived()
{
    m_arrived.clear();
    if (m_uploader)
        m_uploader->deleteLater();
    m_uploader.clear();
    follow();
}

void UploadPart::ask()
{
    FileRequest request;
    request.title = m_label;
    m_prompts.openFile(this, request, [this](const QString &path) {
        if (!path.isEmpty())
            choose(path);
    });
}

void UploadPart::choose(const QString &path)
{
    if (m_uploader) {
        m_uploader->cancel();
        delete m_uploader;
    }
    m_path = path;
    m_arrived.clear();
    const QFileInfo info(path);
    m_file->setText(
        tr("%1 (%2)", "name and size of a file").arg(info.fileName(), QLocale().formattedDataSize(info.size())));
    m_file->setTone(Tone::Text);
    follow();
    Q_EMIT chosen(path);
}

void UploadPart::showMissing()
{
    m_file->setText(tr("Choose a file first"));
    m_file->setTone(Tone::Danger);
    m_choose->setFocus();
}

void UploadPart::send()
{
    if (!m_arrived.isEmpty()) {
        Q_EMIT arrived(m_arrived);
        return;
    }
    delete m_uploader;
    m_uploader = new Uploader(uploadCalls(m_site), this);
    connect(m_uploader, &Uploader::progressed, this, &UploadPart::follow);
    connect(m_uploader, &Uploader::stateChanged, this, [this](Uploader::State state) {
        follow();
        if (state == Uploader::State::Finished) {
            m_arrived = m_uploader->upload().id.text;
            Q_EMIT arrived(m_arrived);
        } else if (state == Uploader::State::Failed) {
            Q_EMIT failed(*m_uploader->error());
        }
    });
    m_uploader->start(m_path);
}

void UploadPart::follow()
{
    const bool isUnderWay = m_uploader && m_uploader->state() != Uploader::State::Failed
        && m_uploader->state() != Uploader::State::Finished;
    const bool mayPause = m_uploader
        && (m_uploader->state() == Uploader::State::Sending || m_uploader->state() == Uploader::State::Waiting
            || m_uploader->state() == Uploader::State::Paused);
    m_choose->setEnabled(!isUnderWay);
    m_pause->setVisible(mayPause);
    m_pause->setText(m_uploader && m_uploader->state() == Uploader::State::Paused ? tr("Resume") : tr("Pause"));
    m_bar->setVisible(isUnderWay);
    m_status->setVisible(m_uploader);
    if (!m_uploader)
        return;
    m_status->setText(statusText(*m_uploader));
    m_bar->setValue(m_uploader->size() > 0 ? int(m_uploader->position() * barSteps / m_uploader->size()) : barSteps);
}

} // namespace belvedere
