// belvedere-bench-start: the window as belvedere starts it, with keys from standard input instead of a keychain; says
// when the first devices were painted and when all were there, and hands the keys back.
#include "bench/watchdog.h"
#include "console/console.h"
#include "ui/common/tablepage.h"
#include "ui/common/tableview.h"
#include "ui/places.h"

#include <chrono>
#include <cstdio>
#include <ctime>
#include <QApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTranslator>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 120'000; // milliseconds

double now() // milliseconds, the same clock in every process
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

class GivenSecrets final : public SecretStore {
public:
    explicit GivenSecrets(const QJsonObject &given)
    {
        for (auto it = given.begin(); it != given.end(); ++it)
            write(it.key(), Secret(QByteArray::fromBase64(it->toString().toLatin1())));
    }
    void read(const QString &key, QObject *owner, Read read) override { m_memory.read(key, owner, std::move(read)); }
    void write(const QString &key, Secret secret) override
    {
        held.insert(key, QString::fromLatin1(secret.bytes().toBase64()));
        m_memory.write(key, std::move(secret));
    }
    void remove(const QString &key) override
    {
        held.remove(key);
        m_memory.remove(key);
    }
    bool isLasting() const override { return true; }

    QJsonObject held;

private:
    MemorySecretStore m_memory;
};

// Watches the table of devices until it has painted rows and then all of them.
class Watch final : public QObject {
public:
    Watch(Console &console, qint64 devices)
        : m_console(console)
        , m_devices(devices)
    {
        startTimer(1);
        QTimer::singleShot(patience, this, [] { QCoreApplication::exit(1); });
    }

    QJsonObject times;

protected:
    void timerEvent(QTimerEvent *) override
    {
        if (!m_console.site())
            return;
        if (!m_page) {
            times.insert(u"entered"_s, now());
            m_console.window().navigator().go(u"devices"_s);
            times.insert(u"place"_s, now());
            m_page = m_console.window().currentPlace()->findChild<TablePage *>();
            m_page->view()->viewport()->installEventFilter(this);
        }
        const LiveList &list = m_console.site()->list<Device>();
        const bool isOver = list.state() == LiveList::State::Ready
            || (list.state() == LiveList::State::Stale && m_console.site()->state() == Site::State::Offline);
        if (!times.contains("loaded"_L1) && m_page->model().total() == m_devices && m_page->isSettled()) {
            times.insert(u"loaded"_s, now());
            times.insert(u"cpu"_s, double(std::clock()) * 1e3 / CLOCKS_PER_SEC);
        }
        if (isOver && times.contains("loaded"_L1) && times.contains("painted"_L1)) {
            times.insert(u"gui_block"_s, m_watchdog.worst());
            QCoreApplication::quit();
        }
    }
    bool eventFilter(QObject *, QEvent *event) override
    {
        const bool paints = event->type() == QEvent::Paint && m_page->model().rowCount() > 0;
        if (paints && !m_isPainting) {
            m_isPainting = true;
            // behind the painting itself
            QMetaObject::invokeMethod(
                this,
                [this] {
                    times.insert(u"painted"_s, now());
                    m_watchdog.reset();
                },
                Qt::QueuedConnection);
        }
        return false;
    }

private:
    Console &m_console;
    TablePage *m_page = nullptr;
    bench::Watchdog m_watchdog; // from the first painting on
    qint64 m_devices;
    bool m_isPainting = false;
};

} // namespace

int main(int argc, char **argv)
{
    const double started = now();
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"belvedere"_s);
    QApplication::setOrganizationName(u"belvedere"_s);
    const double applied = now();
    QFile in;
    if (argc != 2 || !in.open(stdin, QIODevice::ReadOnly))
        return 2;
    auto secrets = std::make_unique<GivenSecrets>(QJsonDocument::fromJson(in.readLine()).object());
    const GivenSecrets &given = *secrets;
    QJsonObject result;
    int status = 0;
    {
        Console console({}, places(), std::move(secrets));
        const double built = now();
        Watch watch(console, QString::fromLocal8Bit(argv[1]).toLongLong());
        console.start();
        watch.times.insert(u"shown"_s, now());
        status = QApplication::exec();
        result = watch.times;
        result.insert(u"main"_s, started);
        result.insert(u"application"_s, applied);
        result.insert(u"window"_s, built);
        result.insert(u"secrets"_s, given.held);
    }
    std::puts(QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
    return status;
}
