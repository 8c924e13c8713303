// Reading of PostgreSQL URLs.
#include "server/store/postgresplace.h"

#include <QHostAddress>
#include <QUrl>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qsizetype maximumUrl = 4'096;

ApiError wrong(const QString &detail)
{
    ApiError error;
    error.kind = ApiError::Kind::Validation;
    error.code = u"usage"_s;
    error.detail = detail;
    return error;
}

QString decoded(const QString &text) { return QUrl::fromPercentEncoding(text.toUtf8()); }

bool isNear(const PostgresPlace &place)
{
    const auto leadsElsewhere = [](const QString &option) {
        return option.startsWith("hostaddr="_L1) || option.startsWith("service="_L1);
    };
    const QString &host = place.host;
    if (std::any_of(place.options.begin(), place.options.end(), leadsElsewhere))
        return false;
    if (host.isEmpty()) // then the client library looks for one in its environment
        return !qEnvironmentVariableIsSet("PGHOST") && !qEnvironmentVariableIsSet("PGHOSTADDR")
            && !qEnvironmentVariableIsSet("PGSERVICE");
    return host.startsWith(u'/') || host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

// Options end in one text of name=value pairs, where a quote or a blank would end the value.
bool isPlain(const QString &text)
{
    return std::none_of(text.begin(), text.end(),
        [](QChar c) { return c.isSpace() || c < u' ' || c == u'\'' || c == u'\\' || c == u';'; });
}

Result<Done> readAuthority(PostgresPlace &place, QString authority)
{
    if (const qsizetype at = authority.lastIndexOf(u'@'); at >= 0) {
        const QString who = authority.first(at);
        place.user = decoded(who.section(u':', 0, 0));
        place.password = decoded(who.section(u':', 1));
        authority = authority.sliced(at + 1);
    }
    const qsizetype bracket = authority.indexOf(u']'); // of an IPv6 address
    const qsizetype colon = authority.indexOf(u':', qMax<qsizetype>(0, bracket));
    if (colon >= 0) {
        bool isNumber = false;
        place.port = authority.sliced(colon + 1).toInt(&isNumber);
        if (!isNumber)
            return wrong(u"--database: the port is no number."_s);
        authority = authority.first(colon);
    }
    if (authority.startsWith(u'[') && authority.endsWith(u']'))
        authority = authority.sliced(1).chopped(1);
    place.host = decoded(authority);
    return Done{};
}

Result<Done> readOptions(PostgresPlace &place, const QString &query)
{
    for (const auto &[name, text] : QUrlQuery(query).queryItems(QUrl::FullyDecoded)) {
        if (!isPlain(name) || !isPlain(text))
            return wrong(u"--database: an option holds a blank or a quote."_s);
        bool isGood = true;
        if (name == "host"_L1)
            place.host = text;
        else if (name == "port"_L1)
            place.port = text.toInt(&isGood);
        else if (name == "user"_L1)
            place.user = text;
        else
            place.options.append(QString(name + u'=' + text));
        if (!isGood)
            return wrong(u"--database: the port is no number."_s);
    }
    return Done{};
}

} // namespace

bool isPostgresUrl(const QString &place)
{
    return place.startsWith("postgresql://"_L1) || place.startsWith("postgres://"_L1);
}

Result<PostgresPlace> postgresPlace(const QString &url)
{
    if (!isPostgresUrl(url) || url.size() > maximumUrl || url.contains(QChar(0)))
        return wrong(u"--database takes postgresql://user@host:port/name."_s);
    const QString rest = url.sliced(url.indexOf("://"_L1) + 3);
    const QString path = rest.section(u'?', 0, 0);
    PostgresPlace place;
    Result<Done> read = readAuthority(place, path.section(u'/', 0, 0));
    place.database = decoded(path.section(u'/', 1));
    if (read)
        read = readOptions(place, rest.section(u'?', 1));
    if (!read)
        return read.error();
    if (place.database.isEmpty())
        return wrong(u"--database: the URL names no database."_s);
    if (place.port < 1 || place.port > 65'535)
        return wrong(u"--database: the port is 1 to 65535."_s);
    const bool isSaid = std::any_of(place.options.begin(), place.options.end(),
        [](const QString &option) { return option.startsWith("sslmode="_L1); });
    if (!isSaid && !isNear(place))
        place.options.append(u"sslmode=verify-full"_s);
    return place;
}

} // namespace belvedere::server
