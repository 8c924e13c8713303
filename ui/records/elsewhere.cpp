// Writing addresses and commands.
#include "ui/records/elsewhere.h"

#include "api/operation.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// Inside single quotes a shell reads everything as it is; only the quote itself has to leave them.
QString shellQuoted(const QString &text)
{
    static constexpr QStringView plain = u"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@,+=%";
    const bool isPlain =
        !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) { return plain.contains(c); });
    if (isPlain)
        return text;
    return QString(u'\'' + QString(text).replace(u'\'', u"'\\''"_s) + u'\'');
}

void addParameter(QString &address, QLatin1StringView name, const QString &value)
{
    if (value.isEmpty())
        return;
    address += address.contains(u'?') ? u'&' : u'?';
    address += name + u'=' + QString::fromLatin1(QUrl::toPercentEncoding(value));
}

// What the command line calls a resource; empty: it does not know it.
QString commandWord(const QString &path)
{
    if (path == "accounts"_L1 || path == "audit"_L1)
        return {};
    return path == "enrolments"_L1 ? u"tokens"_s : path;
}

} // namespace

bool hasCommand(const QString &path) { return !commandWord(path).isEmpty(); }

QString asAddress(const ListElsewhere &list)
{
    QString address = list.site + QLatin1StringView(apiRoot) + u'/' + list.path;
    addParameter(address, "query"_L1, list.query);
    addParameter(address, "sort"_L1, list.sort.join(u','));
    return address;
}

QString asCommand(const ListElsewhere &list)
{
    QStringList words = {u"belvedere-cli"_s, u"--site"_s, list.site};
    if (!list.pin.isEmpty())
        words << u"--pin"_s << list.pin;
    words << u"--user"_s << list.account << u"--password-file"_s << u"password"_s << commandWord(list.path)
          << u"list"_s;
    if (!list.query.isEmpty())
        words << u"--query"_s << list.query;
    if (!list.sort.isEmpty())
        words << u"--sort"_s << list.sort.join(u',');
    if (!list.columns.isEmpty())
        words << u"--columns"_s << list.columns.join(u',');
    for (QString &word : words)
        word = shellQuoted(word);
    return words.join(u' ');
}

} // namespace belvedere
