// ActionPage: one action: how far it is, what was asked for, and its runs.
#pragma once

#include "domain/action.h"
#include "table/display.h"

#include <QWidget>

namespace belvedere {

class InlineMessage;
class Label;
class PageHeader;
class ProgressStrip;
class RunList;
class Site;

class ActionPage final : public QWidget {
    Q_OBJECT
public:
    // `site` outlives the page.
    explicit ActionPage(Site &site, QWidget *parent = nullptr);
    // Shows the action with the numbers of the moment; called again when they change.
    void show(const Action &action);
    const Action &action() const { return m_action; }
    PageHeader *header() const { return m_header; }
    bool isSettled() const;

Q_SIGNALS:
    void backRequested();
    void deviceOpened(const QString &id);

private:
    Display m_display;
    Action m_action;
    PageHeader *m_header;
    Label *m_asked;
    Label *m_message;
    ProgressStrip *m_progress;
    RunList *m_runs;
};

} // namespace belvedere
