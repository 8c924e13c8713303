// VersionsTab: every version of a policy, what differs between any two, and the way back to one.
#pragma once

#include "api/policies.h"
#include "rest/requestscope.h"
#include "sites/site.h"

#include <QWidget>

class QComboBox;
class QPushButton;

namespace belvedere {

class DifferenceList;
class PartsTable;
class StateStack;

class VersionsTab final : public QWidget {
    Q_OBJECT
public:
    // `site` outlives the tab.
    VersionsTab(Site &site, bool mayWrite, QWidget *parent = nullptr);
    // The newest first, as the server lists them. What is compared stays while its versions exist.
    void show(const BusinessPolicy &policy, const std::vector<PolicyVersion> &versions);
    void compare(qint64 from, qint64 to); // numbers; 0: nothing
    bool isSettled() const { return m_waiting == 0; }
    DifferenceList *differences() const { return m_differences; }
    PartsTable *table() const { return m_table; }

Q_SIGNALS:
    void rollBackRequested(qint64 number);

private:
    void follow();
    void ask();
    const PolicyVersion *current() const;

    Site &m_site;
    RequestScope m_scope;
    bool m_mayWrite;
    int m_waiting = 0; // answers
    BusinessPolicy m_policy;
    std::vector<PolicyVersion> m_versions;
    PartsTable *m_table;
    QPushButton *m_back;
    QComboBox *m_from;
    QComboBox *m_to;
    DifferenceList *m_differences;
    StateStack *m_states;
};

} // namespace belvedere
