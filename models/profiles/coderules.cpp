// The rules: dates, hours, certificates, pictures, networks and applications.
#include "profiles/coderules.h"

#include "profiles/authority.h"

#include <algorithm>
#include <QDate>
#include <QHash>
#include <QHostAddress>
#include <QJsonArray>
#include <QSet>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int yearLength = 365; // Android leaves the 29th of February out
constexpr int longestFreeze = 90; // days
constexpr int shortestThaw = 60; // days
constexpr int longestActive = 18; // hours

QByteArray content(const QJsonObject &settings, QLatin1StringView key)
{
    return QByteArray::fromBase64(settings[key].toString().toLatin1());
}

int dayOfYear(const QJsonValue &monthAndDay)
{
    const QString text = monthAndDay.toString();
    const QDate date(2001, text.left(2).toInt(), text.right(2).toInt());
    return date.isValid() ? date.dayOfYear() : 0;
}

bool freezePeriods(const QJsonObject &settings)
{
    std::vector<std::pair<int, int>> periods; // first day of the year, days
    const QJsonArray rows = settings["freeze"_L1].toArray();
    periods.reserve(size_t(rows.size()));
    for (const QJsonValue row : rows) {
        const int start = dayOfYear(row["start"_L1]);
        const int end = dayOfYear(row["end"_L1]);
        if (start == 0 || end == 0)
            return false;
        const int days = (end - start + yearLength) % yearLength + 1;
        if (days > longestFreeze)
            return false;
        periods.emplace_back(start, days);
    }
    std::sort(periods.begin(), periods.end());
    for (size_t i = 0; i < periods.size(); ++i) {
        const bool isLast = i + 1 == periods.size();
        const int next = isLast ? periods.front().first + yearLength : periods[i + 1].first;
        if (next - periods[i].first - periods[i].second < shortestThaw)
            return false;
    }
    return true;
}

bool activeHours(const QJsonObject &settings)
{
    if (!settings.contains("active_start"_L1) || !settings.contains("active_end"_L1))
        return true;
    const auto hours = (settings["active_end"_L1].toInteger() - settings["active_start"_L1].toInteger() + 24) % 24;
    return hours >= 1 && hours <= longestActive;
}

bool authority(const QJsonObject &settings)
{
    return !settings.contains("certificate"_L1) || readAuthority(content(settings, "certificate"_L1));
}

bool serverAuthorities(const QJsonObject &settings)
{
    const QJsonArray texts = settings["server_cas"_L1].toArray();
    return std::all_of(texts.begin(), texts.end(),
        [](const QJsonValue &text) { return readAuthority(text.toString().toUtf8()).has_value(); });
}

bool firewallRules(const QJsonObject &settings)
{
    QSet<QString> names;
    const QJsonArray rows = settings["rules"_L1].toArray();
    return std::all_of(rows.begin(), rows.end(), [&names](const QJsonValue &row) {
        const QString name = row["name"_L1].toString();
        const bool isNew = !names.contains(name);
        names.insert(name);
        return isNew && (row["ports"_L1].isUndefined() || row["protocol"_L1].toString() != "any"_L1);
    });
}

// macOS refuses the whole profile otherwise.
bool oneTeam(const QJsonObject &settings)
{
    QHash<QString, QString> teams;
    const QJsonArray rows = settings["applications"_L1].toArray();
    return std::all_of(rows.begin(), rows.end(), [&teams](const QJsonValue &row) {
        const QString team = row["team"_L1].toString();
        QString &known = teams[row["bundle"_L1].toString()];
        const bool isOne = known.isEmpty() || known == team;
        known = team;
        return isOne;
    });
}

bool picture(const QJsonObject &settings)
{
    const QByteArray icon = content(settings, "icon"_L1);
    return icon.startsWith("\x89PNG\r\n\x1a\n") || icon.startsWith("\xff\xd8\xff");
}

bool secure(const QJsonObject &settings) { return QUrl(settings["url"_L1].toString()).scheme() == "https"_L1; }

bool routes(const QJsonObject &settings)
{
    const QJsonArray rows = settings["routes"_L1].toArray();
    return std::all_of(rows.begin(), rows.end(), [](const QJsonValue &row) {
        const QHostAddress address(row["address"_L1].toString());
        return !address.isNull()
            && (address.protocol() == QHostAddress::IPv6Protocol || row["prefix"_L1].toInteger() <= 32);
    });
}

struct Rule {
    QLatin1StringView name;
    bool (*keeps)(const QJsonObject &settings);
};
constexpr Rule rules[] = {
    {"active-hours"_L1, &activeHours},
    {"authority"_L1, &authority},
    {"firewall-rules"_L1, &firewallRules},
    {"freeze-periods"_L1, &freezePeriods},
    {"one-team"_L1, &oneTeam},
    {"picture"_L1, &picture},
    {"routes"_L1, &routes},
    {"secure"_L1, &secure},
    {"server-authorities"_L1, &serverAuthorities},
};

} // namespace

bool isCodeRule(QStringView rule)
{
    return std::any_of(std::begin(rules), std::end(rules), [rule](const Rule &one) { return rule == one.name; });
}

bool keepsCodeRule(QStringView rule, const QJsonObject &settings)
{
    return std::all_of(
        std::begin(rules), std::end(rules), [&](const Rule &one) { return rule != one.name || one.keeps(settings); });
}

} // namespace belvedere
