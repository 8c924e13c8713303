// DemoFleet: simulated devices that answer (tag "answers"), beside those that a demo only shows.
#pragma once

#include "rest/requestscope.h"
#include "sites/site.h"

#include <QProcess>
#include <QTemporaryDir>

namespace belvedere {

class DemoFleet final : public QObject {
    Q_OBJECT
public:
    // How many of a demo's devices answer: a few, so that the window has something to do and the computer little.
    static int share(int devices);

    // `site` is signed in, may make enrolment tokens, and outlives the fleet.
    DemoFleet(Site &site, int devices, QObject *parent = nullptr);
    ~DemoFleet() override; // ends the devices' process

private:
    void launch(const QString &enrolment);

    int m_devices;
    RequestScope m_scope;
    QTemporaryDir m_state;
    QProcess m_agents;
};

} // namespace belvedere
