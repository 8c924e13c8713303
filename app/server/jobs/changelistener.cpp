// The thread that waits for other instances' changes.
#include "server/jobs/changelistener.h"

#include <QTimer>

using namespace Qt::StringLiterals;

namespace belvedere::server {

ChangeListener::ChangeListener(QString place, ChangeFeed &feed, std::function<void(Database &)> looked)
    : m_place(std::move(place))
    , m_feed(feed)
    , m_looked(std::move(looked))
{
    setObjectName(u"changes"_s);
    start();
}

ChangeListener::~ChangeListener()
{
    quit();
    wait();
}

void ChangeListener::run()
{
    std::unique_ptr<Database> database;
    QObject here; // lives in this thread, as the connection does
    bool isQuiet = false; // the trouble has been told of
    const auto look = [&] {
        Result<Done> looked = Done{};
        if (!database) {
            Result<std::unique_ptr<Database>> opened = Database::open(m_place, Database::Mode::ReadOnly);
            if (opened)
                database = std::move(opened).value();
            else
                looked = opened.error();
        }
        if (looked)
            looked = m_feed.catchUp(*database);
        if (looked) // after the look, which makes a lost connection again
            looked = database->listen(&here, [&] {
                const Result<Done> heard = m_feed.catchUp(*database);
                if (!heard)
                    qWarning("changes: %s (%s)", qPrintable(heard.error().detail), qPrintable(heard.error().code));
            });
        if (looked && m_looked)
            m_looked(*database);
        if (!looked && !isQuiet)
            qWarning("changes: %s (%s)", qPrintable(looked.error().detail), qPrintable(looked.error().code));
        isQuiet = !looked;
    };
    QTimer poll;
    QObject::connect(&poll, &QTimer::timeout, &here, look);
    poll.start(pollMilliseconds);
    look();
    exec();
}

} // namespace belvedere::server
