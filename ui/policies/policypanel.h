// PolicyPanel: one business policy in words, and how far its deployments are, live.
#pragma once

#include "api/policies.h"
#include "sites/site.h"
#include "ui/records/tallies.h"

#include <QWidget>

class QProgressBar;
class QPushButton;

namespace belvedere {

class CountsRow;
class Label;
class PropertyList;

class PolicyPanel final : public QWidget {
    Q_OBJECT
public:
    // `site` outlives the panel.
    explicit PolicyPanel(Site &site, QWidget *parent = nullptr);
    void open(const std::optional<BusinessPolicy> &policy);
    bool isSettled() const { return m_deployments.isSettled(); }
    qint64 deployments() const; // all of the policy's
    qint64 installed() const;

Q_SIGNALS:
    void deploymentsRequested();
    void pageRequested(int tab); // of PolicyPage

private:
    void showFields();
    void showProgress();

    Site &m_site;
    Tallies m_deployments; // all, then by state
    std::optional<BusinessPolicy> m_policy;
    Label *m_progressText;
    QProgressBar *m_bar;
    CountsRow *m_states;
    QPushButton *m_open;
    QPushButton *m_page;
    QWidget *m_progress;
    PropertyList *m_list;
};

} // namespace belvedere
