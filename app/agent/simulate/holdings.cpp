// Taking and giving back items in a simulation.
#include "agent/simulate/holdings.h"

#include "base/digest.h"
#include "domain/json.h"
#include "profiles/catalogue.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

struct Sort {
    CommandKind install;
    CommandKind remove;
    const char *kind; // also the parameter that names the item
};
constexpr Sort sorts[] = {{CommandKind::ProfileInstall, CommandKind::ProfileRemove, "profile"},
    {CommandKind::ApplicationInstall, CommandKind::ApplicationRemove, "application"},
    {CommandKind::FileInstall, CommandKind::FileRemove, "file"},
    {CommandKind::CertificateInstall, CommandKind::CertificateRemove, "certificate"}};

const Sort *sortOf(CommandKind kind)
{
    const auto *it = std::find_if(std::begin(sorts), std::end(sorts),
        [kind](const Sort &sort) { return sort.install == kind || sort.remove == kind; });
    return it == std::end(sorts) ? nullptr : it;
}

bool isDesktop(Platform platform)
{
    return platform == Platform::Linux || platform == Platform::Windows || platform == Platform::MacOs;
}

// What the catalogue of the platform does not have is refused, as a real device would.
bool takesProfile(Platform platform, const QString &type)
{
    return catalogue().find(platform, type) || (type == "browser"_L1 && isDesktop(platform));
}

// Settings that decide what rules ask about, in the units of the device's fields.
QJsonObject factsOf(Platform platform, const QString &type, const QJsonObject &settings)
{
    QJsonObject facts;
    const auto copy = [&](QLatin1StringView setting, const char *field, qint64 factor) {
        if (settings.value(setting).isDouble())
            facts.insert(QLatin1StringView(field), settings.value(setting).toInteger() * factor);
    };
    if (type == "passcode"_L1) {
        copy("minimum_length"_L1, "passcode.policy_min_length", 1);
        copy("maximum_failed"_L1, "passcode.policy_max_failed", 1);
        copy("lock_after"_L1, "screen.lock_timeout", platform == Platform::Android ? 1 : 60);
        copy("grace"_L1, "passcode.grace", 60);
        if (settings.contains("simple"_L1))
            facts.insert(u"passcode.policy_simple_blocked"_s, !settings.value("simple"_L1).toBool());
        if (platform != Platform::Linux) {
            facts.insert(u"passcode.present"_s, true);
            facts.insert(u"passcode.compliant"_s, true);
        }
    } else if (type == "screen_lock"_L1) {
        facts.insert(u"screen.lock_timeout"_s,
            settings.value("idle"_L1).toInteger(5) * 60 + settings.value("delay"_L1).toInteger());
    } else if (type == "encryption"_L1) {
        facts.insert(u"storage.encrypted"_s, true);
    } else if (type == "firewall"_L1) {
        facts.insert(u"firewall.enabled"_s, settings.value("enabled"_L1).toBool(true));
    }
    return facts;
}

} // namespace

bool Holdings::takes(CommandKind kind) { return sortOf(kind) || kind == CommandKind::UpdatesInstall; }

CommandEnd Holdings::install(const Command &command, Platform platform, const QDateTime &today)
{
    const Sort &sort = *sortOf(command.kind.value());
    const QJsonObject &given = command.parameters;
    const QString id = given.value(QLatin1StringView(sort.kind)).toString();
    const bool isProfile = sort.install == CommandKind::ProfileInstall;
    const QString type = isProfile ? given.value("type"_L1).toString() : QString();
    if (id.isEmpty())
        return CommandEnd::failed(u"command.parameters"_s, u"id of an item: required"_s);
    if (isProfile && !takesProfile(platform, type))
        return CommandEnd::failed(u"platform.unsupported"_s, u"This platform takes no profile of the type "_s + type);
    if (m_held.contains(id) && m_held.value(id).item.type != type)
        return CommandEnd::failed(u"profile.type-changed"_s, id + u" is installed as something else."_s);
    const QString path = given.value("path"_L1).toString();
    const qint64 revision = given.value(isProfile ? "version"_L1 : "revision"_L1).toInteger();
    QJsonObject held{{u"item"_s, id}, {u"kind"_s, QString::fromLatin1(sort.kind)}, {u"type"_s, type},
        {u"name"_s, path.isEmpty() ? given.value("name"_L1).toString() : path}, {u"revision"_s, revision},
        {u"facts"_s, factsOf(platform, type, given.value("settings"_L1).toObject())}};
    if (sort.install == CommandKind::ApplicationInstall) {
        const QString version = given.value("version"_L1).toString();
        held.insert(u"version"_s, version.isEmpty() ? u"1.0"_s : version);
    }
    if (sort.install == CommandKind::CertificateInstall) {
        const int days = 200 + int(sha256(id.toUtf8()).left(2).toHex().toUInt(nullptr, 16) % 700);
        held.insert(u"not_after"_s, today.addDays(days).toUTC().toString(Qt::ISODate));
    }
    hold(held);
    QJsonObject proof{{u"simulated"_s, true}, {u"item"_s, id}, {u"revision"_s, revision}, {u"held"_s, held}};
    if (isProfile) {
        proof.insert(u"profile"_s, id);
        proof.insert(u"version"_s, revision);
    }
    return CommandEnd::done(proof);
}

CommandEnd Holdings::perform(const Command &command, Platform platform, const QDateTime &today)
{
    if (command.kind.value() == CommandKind::UpdatesInstall) {
        QJsonObject versions;
        const QJsonArray packages = command.parameters.value("packages"_L1).toArray();
        for (const QJsonValue package : packages)
            versions.insert(package.toObject().value("name"_L1).toString(), package.toObject().value("version"_L1));
        const QJsonObject proof{{u"simulated"_s, true}, {u"packages"_s, versions}};
        CommandResult result;
        result.outcome = CommandOutcome::Done;
        result.proof = proof;
        restore(result);
        return CommandEnd::done(proof);
    }
    const Sort &sort = *sortOf(command.kind.value());
    if (sort.install == command.kind.value())
        return install(command, platform, today);
    const QString id = command.parameters.value(QLatin1StringView(sort.kind)).toString();
    const bool wasInstalled = m_held.remove(id) > 0;
    return CommandEnd::done({{u"simulated"_s, true}, {u"removed"_s, id}, {u"was_installed"_s, wasInstalled}});
}

void Holdings::hold(const QJsonObject &held)
{
    Held one;
    const Result<InstalledItem> item = fromJson<InstalledItem>(held);
    if (!item)
        return;
    one.item = item.value();
    one.item.verified = true;
    one.facts = held.value("facts"_L1).toObject();
    one.version = held.value("version"_L1).toString();
    one.notAfter = QDateTime::fromString(held.value("not_after"_L1).toString(), Qt::ISODate);
    m_held.insert(one.item.item, one);
}

void Holdings::restore(const CommandResult &result)
{
    if (result.outcome.value() != CommandOutcome::Done)
        return;
    if (result.proof.contains("held"_L1))
        hold(result.proof.value("held"_L1).toObject());
    if (result.proof.contains("removed"_L1))
        m_held.remove(result.proof.value("removed"_L1).toString());
    if (result.proof.contains("packages"_L1)) {
        const QJsonObject versions = result.proof.value("packages"_L1).toObject();
        for (auto it = versions.begin(); it != versions.end(); ++it)
            m_updated.insert(it.key(), it.value().toString());
    }
}

void Holdings::apply(Facts &facts) const
{
    facts.items = QList<InstalledItem>();
    QStringList known;
    for (const Held &held : m_held) {
        facts.items->append(held.item);
        for (auto it = held.facts.begin(); it != held.facts.end(); ++it) {
            const Field *field = findField(fields<Device>(), it.key());
            const Result<Cell> cell = field ? cellFromJson(it.value(), *field) : notFound(it.key());
            if (cell && field->set(&facts.device, cell.value()))
                known.append(it.key());
        }
        if (held.item.kind == "application"_L1) {
            if (!facts.packages)
                facts.packages = QList<Package>();
            facts.packages->removeIf([&held](const Package &one) { return one.name == held.item.name; });
            facts.packages->append({held.item.name, held.version, {}, {}, {}});
        }
        if (held.item.kind == "certificate"_L1) {
            InstalledCertificate certificate;
            certificate.subject = u"Authority "_s + held.item.item;
            certificate.issuer = certificate.subject;
            certificate.notAfter = held.notAfter;
            certificate.purpose = u"authority"_s;
            certificate.sha256 = sha256Hex(held.item.item.toUtf8());
            if (!facts.certificates)
                facts.certificates = QList<InstalledCertificate>();
            facts.certificates->append(certificate);
        }
    }
    if (facts.certificates) {
        for (const InstalledCertificate &one : std::as_const(*facts.certificates)) {
            QDateTime &next = facts.device.nextCertificateExpiry;
            next = !next.isValid() || one.notAfter < next ? one.notAfter : next;
        }
        if (facts.device.nextCertificateExpiry.isValid())
            known.append(u"certs.next_expiry"_s);
    }
    if (facts.packages && !m_updated.isEmpty()) {
        for (Package &package : *facts.packages) {
            const QString version = m_updated.value(package.name);
            package.version = version.isEmpty() ? package.version : version;
        }
    }
    if (facts.updates) {
        facts.updates->removeIf(
            [this](const PendingUpdate &update) { return m_updated.value(update.name) == update.available; });
    }
    if (facts.device.absent) {
        facts.device.absent->removeIf([&known](const QString &field) { return known.contains(field); });
        facts.device.absent = canonicalSet(*facts.device.absent);
    }
}

} // namespace belvedere
