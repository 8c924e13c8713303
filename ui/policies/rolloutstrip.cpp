// A badge for each wave, a bar over all, and the sentence that says what happens next.
#include "ui/policies/rolloutstrip.h"

#include "ui/common/badge.h"
#include "ui/common/buttons.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"

#include <QGridLayout>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int wavesInALine = 5;

} // namespace

RolloutStrip::RolloutStrip(QWidget *parent)
    : QWidget(parent)
    , m_title(new Label(tr("Roll-out"), Label::Style::Strong))
    , m_waves(new QGridLayout)
    , m_bar(new QProgressBar)
    , m_progress(new Label)
    , m_kept(new Label({}, Label::Style::Small, Tone::Muted))
    , m_state(new InlineMessage(this))
    , m_continue(primaryButton({}))
    , m_back(plainButton(tr("Roll back…")))
{
    m_bar->setTextVisible(false);
    m_progress->setWordWrap(true);
    m_kept->setWordWrap(true);
    m_state->setDismissable(false);
    m_waves->setHorizontalSpacing(space::s);
    m_waves->setVerticalSpacing(space::xs);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    buttons->addWidget(m_continue);
    buttons->addWidget(m_back);
    buttons->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addWidget(m_title);
    layout->addLayout(m_waves);
    layout->addWidget(m_kept);
    layout->addWidget(m_state);
    layout->addLayout(buttons);
    layout->addWidget(m_bar);
    layout->addWidget(m_progress);
    connect(m_continue, &QPushButton::clicked, this, &RolloutStrip::continueRequested);
    connect(m_back, &QPushButton::clicked, this, &RolloutStrip::rollBackRequested);
}

void RolloutStrip::show(const BusinessPolicy &policy, bool mayWrite)
{
    m_policy = policy;
    m_mayWrite = mayWrite;
    showWaves();
    m_kept->setText(keptInWords());
    m_kept->setVisible(!m_kept->text().isEmpty());
    showState();
}

// What devices have that the roll-out has not reached; empty once it is open to everybody.
QString RolloutStrip::keptInWords() const
{
    const RolloutState state = m_policy.rollout.value();
    const bool isUnderWay = state != RolloutState::Unknown && state != RolloutState::Done;
    if (!isUnderWay || m_policy.wave > qint64(m_policy.waves.size()))
        return {};
    QStringList versions;
    for (const auto &stage : m_policy.replaced) { // the oldest first
        const QString reach =
            stage.halted ? tr("version %1, which halted in wave %2") : tr("version %1, which came to wave %2");
        versions.prepend(reach.arg(stage.number).arg(stage.wave));
    }
    if (versions.isEmpty())
        return m_policy.base > 0 ? tr("Devices that it has not reached keep version %1.").arg(m_policy.base)
                                 : tr("Devices that it has not reached have nothing of the policy yet.");
    versions.append(m_policy.base > 0 ? tr("all others version %1").arg(m_policy.base) : tr("all others nothing"));
    return tr("Devices that it has not reached keep what they have: %1.")
        .arg(versions.join(tr("; ", "between versions and who has them")));
}

void RolloutStrip::setProgress(qint64 installed, qint64 failed, qint64 all)
{
    m_failed = failed;
    m_ended = installed + failed;
    const QLocale locale;
    m_bar->setVisible(all > 0);
    m_progress->setVisible(all > 0);
    const int percent = all > 0 ? int(installed * 100 / all) : 0;
    m_bar->setValue(percent);
    QString text = tr("%1 of %n deployment(s) installed (%2 %)", nullptr, int(all))
                       .arg(locale.toString(installed), locale.toString(percent));
    if (failed > 0)
        text = tr("%1, %n failed", "progress of deployments", int(failed)).arg(text);
    m_progress->setText(text);
    m_bar->setAccessibleName(text);
    showState();
}

void RolloutStrip::showWaves()
{
    while (QLayoutItem *item = m_waves->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const bool isStaged = !m_policy.waves.empty() && m_policy.rollout.value() != RolloutState::Unknown;
    m_title->setVisible(isStaged);
    if (!isStaged)
        return;
    const int last = int(m_policy.waves.size()) + 1;
    for (int wave = 1; wave <= last; ++wave) {
        QString who = tr("everybody");
        if (wave < last) {
            const RolloutWave &reach = m_policy.waves[size_t(wave) - 1];
            who = reach.query.isEmpty() ? tr("%1 %", "percent").arg(reach.percent) : reach.query;
        }
        const bool isDone = m_policy.rollout == RolloutState::Done || wave < m_policy.wave;
        const bool isOpen = !isDone && wave == m_policy.wave;
        const bool isHalted = isOpen && m_policy.rollout == RolloutState::Halted;
        auto *badge = new Badge(this);
        if (isDone)
            badge->set(tr("%1. %2: reached", "wave, who").arg(wave).arg(who), {Severity::Ok, std::nullopt});
        else if (isHalted)
            badge->set(tr("%1. %2: halted", "wave, who").arg(wave).arg(who), {Severity::Danger, std::nullopt});
        else if (isOpen)
            badge->set(tr("%1. %2: open", "wave, who").arg(wave).arg(who), {Severity::Info, Icon::Sync});
        else
            badge->set(tr("%1. %2: to come", "wave, who").arg(wave).arg(who), {Severity::Neutral, Icon::Clock});
        m_waves->addWidget(badge, (wave - 1) / wavesInALine, (wave - 1) % wavesInALine, Qt::AlignLeft);
    }
    m_waves->setColumnStretch(wavesInALine, 1);
}

void RolloutStrip::showState()
{
    const RolloutState state = m_policy.rollout.value();
    const bool isHalted = state == RolloutState::Halted;
    const bool waits = state == RolloutState::Waiting;
    const QLocale locale;
    m_state->setVisible(isHalted || waits || state == RolloutState::Running);
    if (isHalted)
        m_state->showMessage(Severity::Danger,
            tr("Halted in wave %1: failures reached the threshold of %2 %. %3 of the policy's %4 ended deployments "
               "failed. Nothing new begins until a person decides.")
                .arg(m_policy.wave)
                .arg(m_policy.failureThreshold)
                .arg(locale.toString(m_failed), locale.toString(m_ended)));
    else if (waits)
        m_state->showMessage(
            Severity::Info, tr("Wave %1 has been reached. The next wave waits for a person.").arg(m_policy.wave));
    else if (state == RolloutState::Running)
        m_state->showMessage(Severity::Info,
            m_policy.wave > qint64(m_policy.waves.size()) ? tr("Everybody is being reached.")
                : m_policy.waveWait > 0
                ? tr("The next wave opens by itself %n hour(s) after this one, when enough has ended well.", nullptr,
                    int(qMax<qint64>(1, m_policy.waveWait / 3'600)))
                : tr("After this wave a person opens the next."));
    m_continue->setText(isHalted ? tr("Go on in spite of the failures…") : tr("Open the next wave…"));
    m_continue->setVisible(m_mayWrite && (isHalted || waits));
    m_back->setVisible(m_mayWrite && (isHalted || waits));
}

} // namespace belvedere
