// ChangeListener: learns of what other instances commit to the same database, and looks every second and a half anyway.
#pragma once

#include "server/jobs/changefeed.h"

#include <QThread>

namespace belvedere::server {

// On PostgreSQL alone; SQLite has one instance, whose commits reach the feed by themselves.
class ChangeListener : public QThread {
public:
    static constexpr int pollMilliseconds = 1'500; // a notification that was lost costs no more than this

    // `feed` must outlive it. `looked` is called in this thread after each look, with its connection.
    ChangeListener(QString place, ChangeFeed &feed, std::function<void(Database &)> looked);
    ~ChangeListener() override; // stops

protected:
    void run() override;

private:
    QString m_place;
    ChangeFeed &m_feed;
    std::function<void(Database &)> m_looked;
};

} // namespace belvedere::server
