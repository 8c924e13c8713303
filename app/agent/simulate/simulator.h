// Simulator: a fleet of simulated devices that speaks the agent protocol over HTTP like real ones.
#pragma once

#include "agent/client/httpclient.h"
#include "agent/files/rootdir.h"
#include "agent/simulate/simulateddevice.h"

#include <QTimer>
#include <queue>

namespace belvedere {

struct SimulatorSetup {
    ServerTrust server;
    QString token; // an enrolment with a use for each device that has not enrolled yet
    int devices = 1;
    quint32 seed = 1;
    int rounds = 0; // 0: for good, each device at the pace that the server asks for
    int failing = 0; // percent of the devices, always the same ones, that fail at what policies bring
};

class Simulator : public QObject {
    Q_OBJECT

public:
    // `state` must outlive the simulator; it keeps one file there, with the devices' secrets.
    Simulator(SimulatorSetup setup, const RootDir &state, QObject *parent = nullptr);
    ~Simulator() override;
    void start();

    static constexpr int concurrency = 16; // devices that talk at a time

Q_SIGNALS:
    void ended(bool success);

private:
    struct Turn;
    Result<Done> load();
    Result<Done> save();
    void beginRound();
    void fill(); // starts turns while there are free places
    void enrol(const std::shared_ptr<Turn> &turn);
    void checkIn(const std::shared_ptr<Turn> &turn);
    void failed(const std::shared_ptr<Turn> &turn, const ApiError &error);
    void finish(const std::shared_ptr<Turn> &turn, int next);
    void end(bool success);

    SimulatorSetup m_setup;
    const RootDir &m_state;
    QDateTime m_today;
    FleetJournal m_journal;
    std::vector<SimulatedDevice> m_devices;
    std::vector<std::unique_ptr<HttpClient>> m_clients; // six requests each at most
    using Due = std::pair<qint64, int>; // ms since the epoch, device
    std::priority_queue<Due, std::vector<Due>, std::greater<>> m_due;
    QTimer m_timer;
    std::vector<int> m_freePlaces;
    int m_round = 0;
    QJsonObject m_others; // devices of an earlier, larger run
    int m_unsaved = 0; // enrolments
    int m_failures = 0; // turns that failed in the last round
    bool m_ended = false;
};

} // namespace belvedere
