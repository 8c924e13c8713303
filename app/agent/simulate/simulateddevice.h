// SimulatedDevice: one device of a simulated fleet: its facts, its temper and how it takes commands.
#pragma once

#include "agent/client/reporter.h"
#include "agent/facts/facts.h"
#include "agent/simulate/fleetjournal.h"
#include "agent/simulate/holdings.h"

namespace belvedere {

// How dutifully a device calls.
enum class Temper { Regular, Late, Vanished };

class SimulatedDevice {
public:
    // `failing`: percent of the fleet that fails at whatever a policy brings; whether this one does, the seed says.
    SimulatedDevice(quint32 seed, int index, const QDateTime &today, int failing = 0);

    // The same for the same fleet and turn; phones tell less than computers, as real ones do.
    Facts facts() const;
    Temper temper() const;
    // True when the device does not call in this turn: it is off, away, or has gone for good.
    bool isAway(int turn) const;

    EnrolRequest enrolRequest(const QString &token) const;
    CheckIn checkIn(const QDateTime &now);
    // True: call again at once. What is carried out is in the journal before and after.
    bool accepted(const CheckIn &sent, const CheckInAnswer &answer, const QDateTime &now, FleetJournal &journal);
    // What an earlier run of the fleet left: it is reported, not carried out again.
    void remember(const FleetJournal::Entry &entry);
    void sendAll() { m_reporter.sendAll(); }

    int restarts = 0; // kept across runs
    QDateTime restartedAt;
    QString device; // identity; empty until enrolled
    QString secret;
    int turn = 0; // turns taken by this process

private:
    CommandResult carryOut(const Command &command, const QDateTime &now);
    QString bootId() const;
    void addCertificates(class Draw &draw, Facts &facts) const;

    quint32 m_seed;
    int m_index;
    QDateTime m_today;
    bool m_isFailing;
    Reporter m_reporter;
    QMap<QString, CommandResult> m_results; // all commands that are known: none is carried out twice
    Holdings m_holdings;
    QStringList m_pending; // ids not acknowledged yet
};

} // namespace belvedere
