// The rival of the rules benchmark: one SQL statement over a table in memory.
#pragma once

#include "table/snapshot.h"

#include <QSqlDatabase>

namespace belvedere::bench {

// A rule twice: as a check, and as an SQL expression over the rival's table, which gives 0 not applicable, 1 pass,
// 2 undetermined, 3 error, 4 fail.
struct TwofoldRule {
    QString check;
    QStringList platforms;
    QString sql;
};
// A hundred rules of the usual sorts; `now` is in milliseconds since 1970.
std::vector<TwofoldRule> hundredRules(qint64 now);

// The devices of a snapshot as a table, with whatever makes a statement fast: typed columns, folded texts, keys of
// versions, and the names of platforms as words.
class RulesRival {
public:
    static constexpr int packed = 20; // states in one number, three bits each

    RulesRival(const Snapshot &snapshot, const std::vector<TwofoldRule> &rules);
    ~RulesRival();
    Q_DISABLE_COPY_MOVE(RulesRival)

    bool isReady() const { return m_isReady; }
    // All states of all devices: for each device, in the order of the rows, as many numbers as the rules fill.
    std::vector<quint64> states();

private:
    bool fill(const Snapshot &snapshot);

    QSqlDatabase m_database;
    QString m_statement;
    int m_numbers = 0;
    quint32 m_rows = 0;
    bool m_isReady = false;
};

} // namespace belvedere::bench
