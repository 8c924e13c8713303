// The command line of belvedere.
#include "console/options.h"

#include <QCommandLineParser>
#include <QFile>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int usualDemo = 500;
constexpr int maximumDemo = 2'000'000;

void declare(QCommandLineParser &parser)
{
    parser.setApplicationDescription(u"Belvedere, the console for device management."_s);
    parser.addOptions({
        {u"help"_s, u"Shows this text."_s},
        {u"demo"_s, u"Starts a server with an invented site of N simulated devices (500) and signs in to it."_s},
        {u"site"_s, u"Address of the site to open."_s, u"URL"_s},
        {u"user"_s, u"E-mail address to sign in with."_s, u"EMAIL"_s},
        {u"password-file"_s, u"File whose first line is the password."_s, u"FILE"_s},
        {u"screenshots"_s, u"Writes a picture of every place into DIR, light and dark, and stops."_s, u"DIR"_s},
        {u"self-test"_s, u"Signs in, lists, filters, opens a device; exit status 0 if all of it works."_s},
    });
    parser.addPositionalArgument(u"N"_s, u"Number of devices for --demo."_s, u"[N]"_s);
}

ApiError wrong(const QString &text)
{
    ApiError error;
    error.kind = ApiError::Kind::Validation;
    error.code = u"usage"_s;
    error.detail = text;
    return error;
}

} // namespace

Result<ConsoleOptions> parseConsoleOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    declare(parser);
    if (!parser.parse(arguments))
        return wrong(parser.errorText());
    ConsoleOptions options;
    options.help = parser.isSet(u"help"_s);
    options.site = parser.value(u"site"_s);
    options.user = parser.value(u"user"_s);
    options.passwordFile = parser.value(u"password-file"_s);
    options.screenshots = parser.value(u"screenshots"_s);
    options.selfTest = parser.isSet(u"self-test"_s);
    const QStringList positional = parser.positionalArguments();
    if (positional.size() > 1 || (!positional.isEmpty() && !parser.isSet(u"demo"_s)))
        return wrong(u"Unexpected: "_s + positional.last());
    if (parser.isSet(u"demo"_s)) {
        bool isNumber = true;
        options.demo = positional.isEmpty() ? usualDemo : positional.first().toInt(&isNumber);
        if (!isNumber || *options.demo < 1 || *options.demo > maximumDemo)
            return wrong(u"--demo takes 1 to %1 devices."_s.arg(maximumDemo));
        if (!options.site.isEmpty())
            return wrong(u"--demo and --site exclude each other."_s);
    }
    if (options.user.isEmpty() != options.passwordFile.isEmpty())
        return wrong(u"--user and --password-file go together."_s);
    const bool signsIn = options.demo || (!options.site.isEmpty() && !options.user.isEmpty());
    if ((options.selfTest || !options.screenshots.isEmpty()) && !signsIn)
        return wrong(u"This needs --demo, or --site with --user and --password-file."_s);
    return options;
}

QString consoleUsage()
{
    QCommandLineParser parser;
    declare(parser);
    return parser.helpText();
}

Result<QString> readPassword(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return wrong(u"%1: %2"_s.arg(path, file.errorString()));
    return QString::fromUtf8(file.readLine(4'096)).remove(u'\n').remove(u'\r');
}

} // namespace belvedere
