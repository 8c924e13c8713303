// Parsing of the command line.
#include "agent/options.h"

#include "api/enrolmentstring.h"

#include <QCommandLineParser>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

OptionsMessage wrong(const QString &text) { return {text + u"\nSee belvedere-agent --help."_s, 2}; }

// A number within bounds; nothing when the text is no such number.
std::optional<int> number(const QString &text, int least, int most)
{
    bool ok = false;
    const int value = text.toInt(&ok);
    return ok && value >= least && value <= most ? std::optional<int>(value) : std::nullopt;
}

QString defaultState(const QString &root)
{
    return (root == "/"_L1 ? QString() : root) + u"/var/lib/belvedere-agent"_s;
}

void declare(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"Enrols this computer at a Belvedere server, reports the truth about it and carries out what it is told."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({{u"server"_s, u"Address of the server: https, or http on this computer itself."_s, u"URL"_s},
        {u"enrol"_s,
            u"Enrolment token, or the enrolment string url#token#fingerprint; - reads it from standard input."_s,
            u"TOKEN"_s},
        {u"pin"_s, u"SHA-256 of the server's certificate; no other is accepted."_s, u"SHA256"_s},
        {u"once"_s, u"Check in until no command is left, then end (0: it worked, 1: it did not)."_s},
        {u"state"_s, u"Where the agent keeps its identity and journal (default: ROOT/var/lib/belvedere-agent)."_s,
            u"DIR"_s},
        {u"root"_s, u"Write managed files below this directory instead of /."_s, u"DIR"_s, u"/"_s},
        {u"allow-power"_s, u"Lock and restart this computer when told to; refused otherwise."_s},
        {u"allow-packages"_s, u"Install, update and remove packages when told to; refused otherwise."_s},
        {u"allow-commands"_s,
            u"Run the executables of this directory when told to, by their names alone; refused otherwise. It belongs "
            "to root, or to the agent's own user, with all above it, and nobody else may write there."_s,
            u"DIR"_s},
        {u"simulate"_s, u"Play N devices instead; nothing of this computer is reported or touched."_s, u"N"_s},
        {u"seed"_s, u"Which simulated fleet (default 1)."_s, u"S"_s},
        {u"rounds"_s, u"End after each simulated device has had K turns, taken without waiting."_s, u"K"_s},
        {u"failing"_s, u"Let P percent of the simulated devices fail at whatever a policy brings (default 0)."_s,
            u"P"_s}});
}

} // namespace

std::variant<AgentOptions, OptionsMessage> parseOptions(
    const QStringList &arguments, const std::function<QString()> &readEnrolment)
{
    QCommandLineParser parser;
    declare(parser);
    if (!parser.parse(arguments))
        return wrong(parser.errorText());
    if (parser.isSet(u"help"_s) || parser.isSet(u"help-all"_s))
        return OptionsMessage{parser.helpText(), 0};
    if (parser.isSet(u"version"_s))
        return OptionsMessage{u"belvedere-agent " BELVEDERE_VERSION "\n"_s, 0};
    if (!parser.positionalArguments().isEmpty())
        return wrong(u"Unexpected argument: "_s + parser.positionalArguments().first());

    AgentOptions options;
    options.once = parser.isSet(u"once"_s);
    options.allowPower = parser.isSet(u"allow-power"_s);
    options.allowPackages = parser.isSet(u"allow-packages"_s);
    options.commands = parser.value(u"allow-commands"_s);
    if (parser.isSet(u"allow-commands"_s) && !options.commands.startsWith(u'/'))
        return wrong(u"--allow-commands needs the absolute path of a directory."_s);
    options.root = parser.value(u"root"_s);
    while (options.root.size() > 1 && options.root.endsWith(u'/'))
        options.root.chop(1);
    if (!options.root.startsWith(u'/') && !options.root.contains(u':'))
        return wrong(u"--root needs an absolute path."_s);
    options.state = parser.isSet(u"state"_s) ? parser.value(u"state"_s) : defaultState(options.root);
    if (options.state.isEmpty())
        return wrong(u"--state needs a directory."_s);

    QString enrol = parser.value(u"enrol"_s);
    if (enrol == "-"_L1)
        enrol = readEnrolment().trimmed();
    if (parser.isSet(u"enrol"_s) && enrol.isEmpty())
        return wrong(u"The enrolment token is empty."_s);
    if (enrol.contains(u'#')) {
        const Result<EnrolmentString> whole = parseEnrolmentString(enrol);
        if (!whole)
            return wrong(whole.error().detail);
        options.server = {whole.value().server, whole.value().fingerprint};
        options.token = whole.value().token;
    } else {
        options.token = enrol;
    }
    if (parser.isSet(u"server"_s))
        options.server.url = QUrl(parser.value(u"server"_s), QUrl::StrictMode);
    if (options.server.url.path() == "/"_L1)
        options.server.url.setPath({}); // so that two spellings of one server are one
    if ((parser.isSet(u"server"_s) || !options.token.isEmpty() || parser.isSet(u"simulate"_s))
        && !isServerUrl(options.server.url))
        return wrong(u"--server needs an https address, or an http one on this computer itself."_s);
    if (parser.isSet(u"pin"_s)) {
        options.server.fingerprint = canonicalFingerprint(parser.value(u"pin"_s));
        if (options.server.fingerprint.isEmpty())
            return wrong(u"--pin needs a SHA-256 of 64 hex digits."_s);
    }

    if (parser.isSet(u"simulate"_s)) {
        const auto count = number(parser.value(u"simulate"_s), 1, 100'000);
        if (!count)
            return wrong(u"--simulate needs a number from 1 to 100000."_s);
        options.simulate = *count;
    }
    if (parser.isSet(u"seed"_s)) {
        bool ok = false;
        options.seed = parser.value(u"seed"_s).toUInt(&ok);
        if (!ok)
            return wrong(u"--seed needs a number."_s);
    }
    if (parser.isSet(u"rounds"_s)) {
        const auto rounds = number(parser.value(u"rounds"_s), 1, 1'000'000);
        if (!rounds)
            return wrong(u"--rounds needs a positive number."_s);
        options.rounds = *rounds;
    }
    if (parser.isSet(u"failing"_s)) {
        const auto percent = number(parser.value(u"failing"_s), 0, 100);
        if (!percent)
            return wrong(u"--failing needs a number from 0 to 100."_s);
        options.failing = *percent;
    }
    if (options.simulate == 0 && (parser.isSet(u"rounds"_s) || parser.isSet(u"seed"_s) || parser.isSet(u"failing"_s)))
        return wrong(u"--seed, --rounds and --failing belong to --simulate."_s);
    if (options.simulate > 0 && options.once)
        options.rounds = qMax(options.rounds, 1);
    return options;
}

} // namespace belvedere
