// ProfilePanel: the settings of one configuration profile in words, and who uses it.
#pragma once

#include "api/policies.h"
#include "rest/requestscope.h"
#include "sites/site.h"

#include <QWidget>

namespace belvedere {

class PropertyList;
class StateStack;

class ProfilePanel final : public QWidget {
    Q_OBJECT
public:
    // `site` outlives the panel.
    explicit ProfilePanel(Site &site, QWidget *parent = nullptr);
    // Nothing: clears. Reads again when the version is another.
    void open(const std::optional<ConfigurationProfile> &row);
    // With its settings; nothing while they are on their way.
    const std::optional<ConfigurationProfile> &profile() const { return m_profile; }
    bool isSettled() const { return !m_waiting; }

Q_SIGNALS:
    void loaded();

private:
    void read();
    void show(const ConfigurationProfile &profile);

    Site &m_site;
    RequestScope m_scope;
    PropertyList *m_list;
    StateStack *m_states;
    Id<ConfigurationProfile> m_id;
    qint64 m_version = 0;
    std::optional<ConfigurationProfile> m_profile;
    bool m_waiting = false;
};

} // namespace belvedere
