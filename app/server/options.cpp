// The command line of belvedere-server.
#include "server/options.h"

#include "server/store/postgresplace.h"

#include <QCommandLineParser>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

void declare(QCommandLineParser &parser)
{
    parser.setApplicationDescription(
        u"Belvedere's server: stores a site and serves consoles and devices.\n\n"
        "Without a command it serves. \"backup FILE\" writes everything into a file, also while servers are at work; "
        "\"restore FILE\" fills an empty directory or database from it. Both take --data DIR or --database URL."_s);
    parser.addPositionalArgument(u"command"_s, u"backup or restore"_s, u"[backup|restore FILE]"_s);
    parser.addOptions({
        {u"help"_s, u"Shows this text."_s},
        {u"data"_s, u"Directory of the site; made if it does not exist."_s, u"DIR"_s},
        {u"database"_s,
            u"postgresql://[user@]host[:port]/name[?option=value&…]: keeps the site in PostgreSQL, which several "
            u"servers "
            "may share, in place of a file in the directory. With host=DIR among the options, a socket's directory; "
            "with passfile=FILE, where the password is. Over a network the certificate is verified (sslrootcert=FILE) "
            "unless sslmode says otherwise."_s,
            u"URL"_s},
        {u"listen"_s, u"Address and port; 127.0.0.1:0 takes any free port."_s, u"ADDRESS"_s, u"127.0.0.1:0"_s},
        {u"tls-cert"_s, u"Certificate (PEM). Without one, an address beyond loopback gets a self-signed one."_s,
            u"FILE"_s},
        {u"tls-key"_s, u"Its private key (PEM)."_s, u"FILE"_s},
        {u"signing-cert"_s,
            u"Certificate (PEM, followed by its chain) that signs Apple's configuration profiles where that is asked "
            "for."_s,
            u"FILE"_s},
        {u"signing-key"_s, u"Its private key (PEM)."_s, u"FILE"_s},
        {u"bootstrap-admin"_s, u"E-mail address of the first administrator, for a site without accounts."_s,
            u"EMAIL"_s},
        {u"bootstrap-password-file"_s, u"File whose first line is the administrator's password."_s, u"FILE"_s},
        {u"new-secrets-key"_s,
            u"Makes a new secrets.key where it is lost for good. Secrets in profiles stay unreadable until they are "
            "given anew. Refused while the key is good."_s},
        {u"seed-demo"_s, u"Fills an empty site with an organisation of N simulated devices."_s, u"N"_s},
        {u"openapi"_s, u"Prints the OpenAPI document of the API and stops."_s},
        {u"seed"_s, u"Which organisation; the same number gives the same one."_s, u"S"_s, u"1"_s},
    });
}

ApiError wrong(const QString &text)
{
    ApiError error;
    error.kind = ApiError::Kind::Validation;
    error.code = u"usage"_s;
    error.detail = text;
    return error;
}

Result<Done> readCommand(const QStringList &words, Options &options)
{
    if (words.isEmpty())
        return Done{};
    if (words.first() == "backup"_L1)
        options.command = Options::Command::Backup;
    else if (words.first() == "restore"_L1)
        options.command = Options::Command::Restore;
    else
        return wrong(u"Unexpected: "_s + words.first());
    if (words.size() != 2)
        return wrong(words.first() + u" takes one file."_s);
    options.file = words[1];
    return Done{};
}

} // namespace

Result<Options> parseOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    declare(parser);
    if (!parser.parse(arguments))
        return wrong(parser.errorText());
    Options options;
    const Result<Done> command = readCommand(parser.positionalArguments(), options);
    if (!command)
        return command.error();
    options.help = parser.isSet(u"help"_s);
    options.openApi = parser.isSet(u"openapi"_s);
    options.data = parser.value(u"data"_s);
    options.database = parser.value(u"database"_s);
    options.listen = parser.value(u"listen"_s);
    options.bootstrapAdmin = parser.value(u"bootstrap-admin"_s);
    options.bootstrapPasswordFile = parser.value(u"bootstrap-password-file"_s);
    const bool mayDoWithout = options.command != Options::Command::Serve && !options.database.isEmpty();
    if (options.data.isEmpty() && !options.help && !options.openApi && !mayDoWithout)
        return wrong(u"--data is needed."_s);
    if (parser.isSet(u"database"_s)) {
        const Result<PostgresPlace> place = postgresPlace(options.database);
        if (!place)
            return place.error();
    }
    if (parser.isSet(u"tls-cert"_s) != parser.isSet(u"tls-key"_s))
        return wrong(u"--tls-cert and --tls-key go together."_s);
    if (parser.isSet(u"tls-cert"_s))
        options.tls = http::TlsFiles{parser.value(u"tls-cert"_s), parser.value(u"tls-key"_s)};
    if (parser.isSet(u"signing-cert"_s) != parser.isSet(u"signing-key"_s))
        return wrong(u"--signing-cert and --signing-key go together."_s);
    if (parser.isSet(u"signing-cert"_s))
        options.signing = http::TlsFiles{parser.value(u"signing-cert"_s), parser.value(u"signing-key"_s)};
    if (options.bootstrapAdmin.isEmpty() != options.bootstrapPasswordFile.isEmpty())
        return wrong(u"--bootstrap-admin and --bootstrap-password-file go together."_s);
    options.newSecretsKey = parser.isSet(u"new-secrets-key"_s);
    if (options.newSecretsKey && options.command != Options::Command::Serve)
        return wrong(u"--new-secrets-key is for a start of the server."_s);
    bool isNumber = true;
    if (parser.isSet(u"seed-demo"_s)) {
        options.seedDemo = parser.value(u"seed-demo"_s).toInt(&isNumber);
        if (!isNumber || *options.seedDemo < 1 || *options.seedDemo > 2'000'000)
            return wrong(u"--seed-demo takes 1 to 2000000."_s);
    }
    options.seed = parser.value(u"seed"_s).toUInt(&isNumber);
    if (!isNumber)
        return wrong(u"--seed takes a number."_s);
    return options;
}

QString usage()
{
    QCommandLineParser parser;
    declare(parser);
    return parser.helpText();
}

} // namespace belvedere::server
