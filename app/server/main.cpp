// belvedere-server: starts a site and serves it until it is told to stop.
#include "api/openapi.h"
#include "server/safekeeping.h"
#include "server/siteserver.h"

#include <csignal>
#include <cstdio>
#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <sys/stat.h>

using namespace belvedere;
using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    umask(077); // databases, keys and backups are their owner's from the first moment
    // Blocked before any thread exists, so that every thread inherits it and only sigwait() below sees them.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);

    qputenv("QT_FORCE_STDERR_LOGGING", "1"); // Qt would write to the journal by itself, past whoever started us

    const QCoreApplication application(argc, argv);
    const Result<server::Options> options = server::parseOptions(QCoreApplication::arguments());
    if (!options) {
        std::fprintf(stderr, "belvedere-server: %s\n", qPrintable(options.error().detail));
        return 2;
    }
    if (options.value().help) {
        std::fputs(qPrintable(server::usage()), stdout);
        return 0;
    }
    if (options.value().openApi) {
        std::fputs(openApiDocument().constData(), stdout);
        return 0;
    }
    if (options.value().command != server::Options::Command::Serve) {
        const Result<QString> said = server::keepSafe(options.value());
        if (said)
            std::printf("%s\n", qPrintable(said.value()));
        else
            std::fprintf(
                stderr, "belvedere-server: %s (%s)\n", qPrintable(said.error().detail), qPrintable(said.error().code));
        return said ? 0 : 1;
    }
    const Result<std::unique_ptr<server::SiteServer>> started = server::SiteServer::start(options.value());
    if (!started) {
        std::fprintf(stderr, "belvedere-server: %s (%s)\n", qPrintable(started.error().detail),
            qPrintable(started.error().code));
        return 1;
    }
    const QJsonObject ready{
        {u"ready"_s, true}, {u"url"_s, started.value()->url()}, {u"fingerprint"_s, started.value()->fingerprint()}};
    std::printf("%s\n", QJsonDocument(ready).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
    int signal = 0;
    sigwait(&signals, &signal);
    return 0;
}
