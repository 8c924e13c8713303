// belvedere: the window.
#include "console/console.h"
#include "ui/places.h"

#include <cstdio>
#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <QTranslator>

using namespace belvedere;
using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"belvedere"_s);
    QApplication::setOrganizationName(u"belvedere"_s);
    QApplication::setApplicationDisplayName(u"Belvedere"_s);
    QApplication::setApplicationVersion(QStringLiteral(BELVEDERE_VERSION));
    QTranslator translator;
    // The program's texts are English; other languages come with their own files.
    if (translator.load(u":/translations/belvedere_en.qm"_s))
        QApplication::installTranslator(&translator);
    const Result<ConsoleOptions> options = parseConsoleOptions(QApplication::arguments());
    if (!options) {
        std::fprintf(stderr, "belvedere: %s\n", qPrintable(options.error().detail));
        return 2;
    }
    if (options.value().help) {
        std::fputs(qPrintable(consoleUsage()), stdout);
        return 0;
    }
    // Pictures and checks show every list as a new user sees it, and leave nothing behind.
    const QTemporaryDir settings;
    if (options.value().selfTest || !options.value().screenshots.isEmpty()) {
        QSettings::setDefaultFormat(QSettings::IniFormat);
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
    }
    Console console(options.value(), places());
    QObject::connect(&console, &Console::finished, &application, [](int status) { QCoreApplication::exit(status); });
    console.start();
    return QApplication::exec();
}
