// Whether a firewall filters incoming traffic.
#include "agent/facts/collectors.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int limit = 10'000; // ms

bool refuses(const QJsonObject &rule)
{
    const QJsonArray expressions = rule.value(u"expr"_s).toArray();
    return std::any_of(expressions.begin(), expressions.end(), [](const QJsonValue &expression) {
        return expression.toObject().contains(u"drop"_s) || expression.toObject().contains(u"reject"_s);
    });
}

// True when a chain on the input hook, or a chain in the same table that it may jump to, refuses something.
bool filtersInput(const QJsonArray &ruleset)
{
    QSet<QString> inputChains;
    for (const QJsonValue entry : ruleset) {
        const QJsonObject chain = entry.toObject().value(u"chain"_s).toObject();
        if (chain.value(u"hook"_s).toString() != "input"_L1)
            continue;
        if (chain.value(u"policy"_s).toString() == "drop"_L1)
            return true;
        inputChains.insert(chain.value(u"family"_s).toString() + u' ' + chain.value(u"table"_s).toString() + u' '
            + chain.value(u"name"_s).toString());
    }
    // a rule counts in the input chain itself, or in a chain that a rule of it jumps to
    QSet<QString> reached = inputChains;
    for (int round = 0; round < 16; ++round) {
        const qsizetype before = reached.size();
        for (const QJsonValue entry : ruleset) {
            const QJsonObject rule = entry.toObject().value(u"rule"_s).toObject();
            const QString table = rule.value(u"family"_s).toString() + u' ' + rule.value(u"table"_s).toString() + u' ';
            if (rule.isEmpty() || !reached.contains(table + rule.value(u"chain"_s).toString()))
                continue;
            if (refuses(rule))
                return true;
            const QJsonArray expressions = rule.value(u"expr"_s).toArray();
            for (const QJsonValue expression : expressions) {
                for (const QString &verb : {u"jump"_s, u"goto"_s}) {
                    const QJsonObject jump = expression.toObject().value(verb).toObject();
                    if (!jump.isEmpty())
                        reached.insert(table + jump.value(u"target"_s).toString());
                }
            }
        }
        if (reached.size() == before)
            return false;
    }
    return false;
}

std::optional<bool> nftables(const FactSource &source)
{
    const auto output = source.run(u"/usr/sbin/nft"_s, {u"-j"_s, u"list"_s, u"ruleset"_s}, limit, {});
    if (!output || output->exitCode != 0)
        return std::nullopt; // also without the right to look
    const QJsonDocument document = QJsonDocument::fromJson(output->standardOutput);
    if (!document.object().value(u"nftables"_s).isArray())
        return std::nullopt;
    return filtersInput(document.object().value(u"nftables"_s).toArray());
}

std::optional<bool> iptables(const FactSource &source, const QString &program)
{
    const auto output = source.run(program, {u"-S"_s, u"INPUT"_s}, limit, {});
    if (!output || output->exitCode != 0 || !output->standardOutput.startsWith("-P INPUT "))
        return std::nullopt;
    for (const QByteArray &line : output->standardOutput.split('\n')) {
        // a jump leads to a chain of a firewall front end
        if (line == "-P INPUT DROP" || (line.startsWith("-A INPUT") && !line.endsWith("-j ACCEPT")))
            return true;
    }
    return false;
}

bool ufwEnabled(const FactSource &source)
{
    const QByteArray configuration = source.read(u"/etc/ufw/ufw.conf"_s).value_or(QByteArray());
    return QByteArray('\n' + configuration.toLower()).contains("\nenabled=yes");
}

} // namespace

std::optional<bool> firewallEnabled(const FactSource &source)
{
    const auto firewalld = source.run(u"/usr/bin/firewall-cmd"_s, {u"--state"_s}, limit, {});
    if (firewalld && firewalld->exitCode == 0 && firewalld->standardOutput.trimmed() == "running")
        return true;
    const std::optional<bool> nft = nftables(source);
    const std::optional<bool> four = iptables(source, u"/usr/sbin/iptables"_s);
    const std::optional<bool> six = iptables(source, u"/usr/sbin/ip6tables"_s);
    for (const std::optional<bool> &one : {nft, four, six}) {
        if (one.value_or(false))
            return true;
    }
    if (!nft && !four)
        return ufwEnabled(source) ? std::optional<bool>(true) : std::nullopt; // what is in force cannot be read
    // nft does not show the tables of the older interface
    const bool legacy = !source.readLine(u"/proc/net/ip_tables_names"_s).isEmpty();
    if (!four && legacy)
        return std::nullopt;
    if (!nft && !six)
        return std::nullopt;
    return false;
}

} // namespace belvedere
