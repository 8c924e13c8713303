// The command line of belvedere-cli.
#include "cli/options.h"

#include <QCommandLineParser>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr const char *commandOptions[] = {"query", "sort", "columns", "format", "uses", "expires", "label", "tags",
    "device", "title", "text", "yes", "wait", "file", "out", "platform", "name", "keys", "rule", "reason", "owner",
    "measure", "path", "mode", "upload", "release", "url", "person", "secret-file", "installed", "from", "to", "patch",
    "package", "not-before", "days", "between", "signed", "phone", "profile", "setting", "command", "kind"};

void declare(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"Belvedere's jobs without a window.\n\n"
        "Commands:\n"
        "  devices list [--query Q] [--sort a,-b] [--columns a,b]\n"
        "      [--format table|csv|json|xlsx]; the same options for every list\n"
        "  devices show ID\n"
        "  tokens list\n"
        "  tokens create [--uses N] [--expires 7d] [--label L] [--tags a,b]\n"
        "  tokens revoke ID\n"
        "  persons list\n"
        "  actions run sync|message|lock|restart|lost_mode|lost_mode_end|run-command\n"
        "      --query Q | --device ID,ID [--title T --text T] [--phone N]\n"
        "      [--command NAME]\n"
        "      [--expires 7d] [--yes] [--wait SECONDS]\n"
        "  actions list\n"
        "  actions show ID\n"
        "  actions cancel ID\n"
        "  profiles|rules|policies list\n"
        "  profiles|rules|policies show ID\n"
        "  profiles|rules|policies create --file F\n"
        "  profiles render ID [--signed] [--out FILE]\n"
        "  profiles import FILE --platform P [--name N]\n"
        "  profiles partial DEVICE: settings of its profiles that have no effect on the device\n"
        "  policies edit ID --file F\n"
        "  policies preview|approve|activate|pause|continue ID\n"
        "  policies preview ID --profile ID --setting KEY: the devices on which the setting has no effect\n"
        "  policies versions ID\n"
        "  policies diff ID [--from N] [--to N]\n"
        "  policies rollback ID N [--reason T]\n"
        "  policies retire|delete ID [--installed remove|leave] [--reason T]\n"
        "  deployments|results list\n"
        "  rules starters [--query TEXT]\n"
        "  rules add-starter [--keys KEY,KEY]; without --keys: all\n"
        "  rules dry-run ID: what it would wipe or take work data from now, and what holds that back\n"
        "  waivers list\n"
        "  waivers show|approve|refuse|withdraw ID\n"
        "  waivers request --rule ID --device ID | --query Q --reason T --owner T\n"
        "      [--measure T] [--expires 90d]\n"
        "  steps list\n"
        "  steps approve|refuse ID\n"
        "  targets list\n"
        "  targets show|test|enable|disable|delete ID\n"
        "  targets create --name N --kind webhook|ticket --url U --secret-file F\n"
        "  targets edit ID [--name N] [--url U]\n"
        "  targets secret ID --secret-file F\n"
        "  applications list\n"
        "  applications show|versions|devices ID [--release V]\n"
        "  applications create --file F\n"
        "  applications release ID [--release V] [--upload PACKAGE] [--url U] [--text T]\n"
        "  releases list\n"
        "  files list\n"
        "  files show|revisions ID\n"
        "  files create --upload F --platform P --path PATH [--mode 0644] [--name N]\n"
        "  files replace ID --upload F\n"
        "  certificates list\n"
        "  certificates show ID\n"
        "  certificates create --upload F [--name N] [--secret-file F]\n"
        "  licences list\n"
        "  licences show ID\n"
        "  licences create --file F\n"
        "  licences assign ID --device ID | --person ID\n"
        "  licences withdraw SEAT\n"
        "  seats list\n"
        "  patches list\n"
        "  patches show|devices ID\n"
        "  patches approve|block|clear --query Q | --patch ID,ID [--reason T]\n"
        "  patches install --query Q | --device ID,ID [--patch ID,ID] [--yes]\n"
        "      [--not-before TIME] [--days sat,sun] [--between 22:00-05:00]\n"
        "      [--expires 7d] [--wait SECONDS]; approved ones alone\n"
        "  patches patterns\n"
        "  patches add-pattern --package 'NAME*' [--release V] [--platform P] [--reason T]\n"
        "  patches remove-pattern ID\n"
        "  deployments retry ID\n"
        "  deployments take-off ID                  what a rule brought, or what was left there\n"
        "  views list\n"
        "  views show ID\n"
        "  report compliance [--format csv|json] [--out FILE]"_s);
    parser.addOptions({
        {u"help"_s, u"Shows this text."_s},
        {u"site"_s, u"Address of the site."_s, u"URL"_s},
        {u"user"_s, u"E-mail address to sign in with."_s, u"EMAIL"_s},
        {u"password-file"_s, u"File whose first line is the password."_s, u"FILE"_s},
        {u"pin"_s, u"SHA-256 of the certificate to trust."_s, u"SHA256"_s},
        {u"json"_s, u"Answers as JSON."_s},
        {u"query"_s, u"Which records; the query language of the console."_s, u"Q"_s},
        {u"sort"_s, u"Fields that decide the order, comma between, the first one first; - in front: descending."_s,
            u"a,-b"_s},
        {u"columns"_s, u"Fields to show, comma between."_s, u"a,b"_s},
        {u"format"_s, u"table, csv, json or xlsx."_s, u"FORMAT"_s},
        {u"uses"_s, u"How many devices may enrol with the token (1)."_s, u"N"_s},
        {u"expires"_s, u"When a token or an order runs out: 12h, 7d, 4w (7d)."_s, u"AGE"_s},
        {u"label"_s, u"What the token is for."_s, u"TEXT"_s},
        {u"device"_s, u"Ids of devices, comma between."_s, u"ID,ID"_s},
        {u"title"_s, u"Title of a message."_s, u"TEXT"_s},
        {u"text"_s, u"Text of a message, or of the screen in lost mode."_s, u"TEXT"_s},
        {u"phone"_s, u"Number that the screen shows in lost mode."_s, u"NUMBER"_s},
        {u"command"_s, u"Which of the devices' own commands is run."_s, u"NAME"_s},
        {u"yes"_s, u"Locks, restarts, sets lost mode, runs commands or installs updates without asking."_s},
        {u"wait"_s, u"Waits that long for the devices to end."_s, u"SECONDS"_s},
        {u"signed"_s, u"Signed by the server's certificate for profiles; of Apple's alone."_s},
        {u"out"_s, u"File to write; - is standard output."_s, u"FILE"_s},
        {u"file"_s, u"The record to create, as JSON; - is standard input."_s, u"FILE"_s},
        {u"platform"_s, u"What a file or a profile is for: linux, windows, macos, ios or android."_s, u"P"_s},
        {u"name"_s, u"Name of the record to create or to change."_s, u"TEXT"_s},
        {u"kind"_s, u"What a target takes: webhook or ticket."_s, u"KIND"_s},
        {u"keys"_s, u"Keys of starter rules, comma between."_s, u"KEY,KEY"_s},
        {u"rule"_s, u"Id of the rule that a waiver is for."_s, u"ID"_s},
        {u"owner"_s, u"Who bears the risk of a waiver."_s, u"TEXT"_s},
        {u"measure"_s, u"What is done instead."_s, u"TEXT"_s},
        {u"path"_s, u"Where a file goes on the device."_s, u"PATH"_s},
        {u"mode"_s, u"Access rights of a file, octal."_s, u"MODE"_s},
        {u"upload"_s, u"File to send: a package, a content, a certificate."_s, u"FILE"_s},
        {u"release"_s, u"Version of an application or of a package."_s, u"VERSION"_s},
        {u"url"_s, u"Address of a release or of a target."_s, u"URL"_s},
        {u"person"_s, u"Id of a person."_s, u"ID"_s},
        {u"secret-file"_s, u"File whose first line opens a PKCS#12, or is the secret of a target."_s, u"FILE"_s},
        {u"installed"_s, u"What becomes of what a policy has installed: remove or leave."_s, u"WHAT"_s},
        {u"reason"_s, u"Why; kept with the version or the waiver and in the audit log."_s, u"TEXT"_s},
        {u"from"_s, u"Number of the version to compare."_s, u"N"_s},
        {u"to"_s, u"Number of the version to compare it with."_s, u"N"_s},
        {u"patch"_s, u"Ids of patches, comma between."_s, u"ID,ID"_s},
        {u"package"_s, u"Packages whose updates are blocked; * stands for any characters."_s, u"NAME"_s},
        {u"not-before"_s, u"When an order for updates may go out, e.g. 2026-12-01T20:00:00Z."_s, u"TIME"_s},
        {u"days"_s, u"Days on which devices may update, comma between: mon to sun."_s, u"DAYS"_s},
        {u"between"_s, u"Hours in which devices may update, by their own clocks."_s, u"FROM-UNTIL"_s},
        {u"profile"_s, u"Id of a profile; the devices on which some of its settings have no effect."_s, u"ID"_s},
        {u"setting"_s, u"Key of a setting; the devices on which it has no effect."_s, u"KEY"_s},
        {u"tags"_s, u"Tags for the devices that enrol with it."_s, u"a,b"_s},
    });
    parser.addPositionalArgument(u"command"_s, u"What to do."_s, u"COMMAND …"_s);
}

} // namespace

ApiError usageError(const QString &text)
{
    ApiError error;
    error.kind = ApiError::Kind::Validation;
    error.code = u"usage"_s;
    error.detail = text;
    return error;
}

Result<CliOptions> parseCliOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    declare(parser);
    if (!parser.parse(arguments))
        return usageError(parser.errorText());
    CliOptions options;
    options.help = parser.isSet(u"help"_s);
    options.site = parser.value(u"site"_s);
    options.user = parser.value(u"user"_s);
    options.passwordFile = parser.value(u"password-file"_s);
    options.pin = parser.value(u"pin"_s).toLower().remove(u':');
    options.json = parser.isSet(u"json"_s);
    options.words = parser.positionalArguments();
    for (const char *name : commandOptions) {
        const QString key = QString::fromLatin1(name);
        if (parser.isSet(key))
            options.values.insert(key, parser.value(key));
    }
    if (options.help)
        return options;
    if (options.site.isEmpty() || options.user.isEmpty() || options.passwordFile.isEmpty())
        return usageError(u"--site, --user and --password-file are needed."_s);
    if (options.words.isEmpty())
        return usageError(u"A command is needed; --help lists them."_s);
    return options;
}

std::optional<qint64> ageSeconds(const QString &age)
{
    static const QRegularExpression form(u"^([1-9][0-9]{0,3})([hdw])$"_s);
    const QRegularExpressionMatch match = form.match(age);
    if (!match.hasMatch())
        return std::nullopt;
    const int count = match.captured(1).toInt();
    const QChar unit = match.captured(2).front();
    const qint64 hours = unit == u'h' ? count : unit == u'd' ? count * 24 : count * 168;
    return hours * 3'600;
}

QString cliUsage()
{
    QCommandLineParser parser;
    declare(parser);
    return parser.helpText();
}

} // namespace belvedere
