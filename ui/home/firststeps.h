// FirstSteps: the way from an empty site to evidence, shown until a policy is active.
#pragma once

#include "sites/site.h"
#include "ui/records/tallies.h"
#include "ui/shell/allowed.h"

#include <QFrame>

class QPushButton;

namespace belvedere {

class Label;

class FirstSteps final : public QFrame {
    Q_OBJECT
public:
    // `site` outlives the widget. Hidden for who may make no policy.
    FirstSteps(Site &site, const Allowed &allowed, QWidget *parent = nullptr);
    bool isSettled() const { return m_list.state() != LiveList::State::Loading; }

Q_SIGNALS:
    void chosen(const QString &place);

private:
    void addStep(const char *place, const QString &text, bool done);
    void refresh();

    LiveList &m_list; // of policies
    Tallies m_active;
    bool m_mayMake;
    QList<QPushButton *> m_steps;
};

} // namespace belvedere
