// RolloutStrip: how far a policy's roll-out has come, wave by wave, and why it stands still.
#pragma once

#include "domain/policy.h"

#include <QWidget>

class QGridLayout;
class QProgressBar;
class QPushButton;

namespace belvedere {

class InlineMessage;
class Label;

class RolloutStrip final : public QWidget {
    Q_OBJECT
public:
    explicit RolloutStrip(QWidget *parent = nullptr);
    // `mayWrite`: whether going on and rolling back are offered.
    void show(const BusinessPolicy &policy, bool mayWrite);
    // Of the policy's deployments, for the bar and the threshold.
    void setProgress(qint64 installed, qint64 failed, qint64 all);

Q_SIGNALS:
    void continueRequested();
    void rollBackRequested();

private:
    void showWaves();
    void showState();
    QString keptInWords() const;

    BusinessPolicy m_policy;
    bool m_mayWrite = false;
    qint64 m_failed = 0;
    qint64 m_ended = 0;
    Label *m_title;
    QGridLayout *m_waves;
    QProgressBar *m_bar;
    Label *m_progress;
    Label *m_kept;
    InlineMessage *m_state;
    QPushButton *m_continue;
    QPushButton *m_back;
};

} // namespace belvedere
