// Linked into every test: the threads that were told to end have really gone before the test ends.
// QThread::wait() returns before the system has run a thread's own clean-up; OpenSSL keeps memory until then, and would
// have nobody to give it back to when the program ends first: a leak that is none.
#include <QCoreApplication>
#include <QDir>
#include <QThread>
#include <QThreadPool>

namespace {

constexpr int longest = 300; // milliseconds

void waitForThreads()
{
    QThreadPool::globalInstance()->waitForDone();
    const QDir threads(QStringLiteral("/proc/self/task")); // empty where there is no such thing
    for (int waited = 0; waited < longest && threads.entryList(QDir::Dirs | QDir::NoDotAndDotDot).size() > 1;
         waited += 2)
        QThread::msleep(2);
}

const bool isAdded = (qAddPostRoutine(waitForThreads), true);

} // namespace
