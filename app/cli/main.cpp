// belvedere-cli: the console's jobs without a window.
#include "cli/runner.h"

#include <cstdio>
#include <QCoreApplication>
#include <QTimer>

using namespace belvedere;

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const Result<CliOptions> options = parseCliOptions(QCoreApplication::arguments());
    if (!options) {
        std::fprintf(stderr, "belvedere-cli: %s\n", qPrintable(options.error().detail));
        return int(ExitStatus::Usage);
    }
    if (options.value().help) {
        std::fputs(qPrintable(cliUsage()), stdout);
        return 0;
    }
    Runner runner(options.value());
    QObject::connect(&runner, &Runner::finished, &application, [](int status) { QCoreApplication::exit(status); });
    QTimer::singleShot(0, &runner, &Runner::start);
    return QCoreApplication::exec();
}
