// Agent: an enrolled device that sends what a real one of its kind would send, made up as cheaply as possible.
#pragma once

#include "bench/benchserver.h"

#include <QMap>
#include <vector>

namespace belvedere::bench {

class Agent {
public:
    Agent(int number, QByteArray token, QByteArray enrolment);

    // Each is one check-in; false when it was refused.
    bool sendInventory(BenchConnection &connection); // every section, 1,000 packages that no other device has so
    bool sendNothing(BenchConnection &connection); // hashes of the sections, all known
    bool sendInterfaces(BenchConnection &connection, int round); // one section of just under 4 KB that changed
    bool sendXml(BenchConnection &connection, int round); // as an inventory agent, 1,000 packages, one of them new

private:
    bool send(BenchConnection &connection, const QStringList &changed);

    int m_number;
    QByteArray m_token;
    QByteArray m_enrolment;
    QByteArray m_xml; // of sendXml(), once it was needed
    QMap<QString, QByteArray> m_sections; // compact JSON with sorted keys
};

// Errors "bench.server".
Result<std::vector<Agent>> enrolAgents(const BenchServer &server, int count);

} // namespace belvedere::bench
