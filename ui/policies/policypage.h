// PolicyPage: everything about one policy: what is in force beside the draft, its deployments, its versions.
#pragma once

#include "api/policies.h"
#include "rest/requestscope.h"
#include "sites/site.h"
#include "ui/shell/allowed.h"

#include <QWidget>

class QPushButton;
class QTabWidget;

namespace belvedere {

class Badge;
class DeploymentMatrix;
class InlineMessage;
class Label;
class PageHeader;
class PropertyList;
class RetryRun;
class RolloutStrip;
class StateStack;
class VersionsTab;

class PolicyPage final : public QWidget {
    Q_OBJECT
public:
    enum Tab { Overview, Deployments, Versions };

    // `site` outlives the page.
    PolicyPage(Site &site, const Allowed &allowed, QWidget *parent = nullptr);
    void open(const Id<BusinessPolicy> &id, const QString &name);
    void showTab(Tab tab);
    const Id<BusinessPolicy> &id() const { return m_id; }
    const std::optional<BusinessPolicy> &policy() const { return m_policy; }
    PageHeader *header() const { return m_header; }
    DeploymentMatrix *matrix() const { return m_matrix; }
    RolloutStrip *strip() const { return m_strip; }
    VersionsTab *versions() const { return m_versions; }
    bool isSettled() const;

Q_SIGNALS:
    void backRequested();
    void loaded(); // the policy, again after each change
    void editRequested(); // of items and rules
    void approveRequested();
    void previewRequested();
    void continueRequested();
    void rollBackRequested(qint64 number);
    void deploymentsRequested(const QString &query);
    void retried(int done);
    void failed(const belvedere::ApiError &error);

private:
    QWidget *makeOverview();
    QWidget *makeDeployments();
    void load();
    void show();
    void showNotes();
    void showProgress();
    void showSide(PropertyList *list, const PolicyVersion *version);
    void retryFailed();
    const PolicyVersion *version(qint64 number) const;
    bool mayApprove() const; // as far as the window can tell

    Site &m_site;
    Allowed m_allowed;
    RequestScope m_scope;
    Id<BusinessPolicy> m_id;
    std::optional<BusinessPolicy> m_policy;
    std::vector<PolicyVersion> m_all; // the newest first
    int m_waiting = 0; // answers
    PageHeader *m_header;
    Badge *m_state;
    InlineMessage *m_draft;
    InlineMessage *m_outdated;
    StateStack *m_states;
    QTabWidget *m_tabs;
    Label *m_leftTitle;
    Label *m_rightTitle;
    QWidget *m_rightSide;
    PropertyList *m_left;
    PropertyList *m_right;
    RolloutStrip *m_strip;
    DeploymentMatrix *m_matrix;
    QPushButton *m_retry;
    QPushButton *m_open;
    VersionsTab *m_versions;
    RetryRun *m_run;
};

} // namespace belvedere
