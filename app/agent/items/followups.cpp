// Running of follow-ups.
#include "agent/items/followups.h"

#include "agent/agenterror.h"
#include "agent/items/itemrecord.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int limit = 60'000; // ms
constexpr qsizetype maximumBundle = 16 * 1024 * 1024; // bytes

QJsonObject isDone() { return {{u"done"_s, true}}; }
QJsonObject skipped(const QString &why) { return {{u"skipped"_s, why}}; }

// No file at any depth: what lies there are directories alone, or nothing.
bool holdsNoFiles(const QString &directory, int depth = 0)
{
    const QFileInfoList entries =
        QDir(directory).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    return depth < 4 && std::all_of(entries.begin(), entries.end(), [depth](const QFileInfo &entry) {
        return entry.isDir() && !entry.isSymLink() && holdsNoFiles(entry.filePath(), depth + 1);
    });
}

// update-ca-certificates leaves the links to an authority that has gone; of ours they are taken away.
void removeLooseLinks(const RootDir &root)
{
    const QString place = u"/etc/ssl/certs"_s;
    const QString whole = root.root() == "/"_L1 ? place : QString(root.root() + place);
    for (int round = 0; round < 2; ++round) { // first those to the certificate, then those by its hash
        const QFileInfoList links = QDir(whole).entryInfoList(QDir::Files | QDir::System | QDir::Hidden);
        for (const QFileInfo &link : links) {
            if (link.isSymLink() && !link.exists() && link.symLinkTarget().contains("/belvedere-"_L1))
                (void)root.remove(place + u'/' + link.fileName());
        }
    }
}

} // namespace

Result<QJsonObject> FollowUps::run(const QString &name) const
{
    if (name == QLatin1StringView(followup::dconf))
        return updateDconf();
    if (name == QLatin1StringView(followup::authorities))
        return updateAuthorities();
    if (name == QLatin1StringView(followup::sshd))
        return reloadSshd();
    if (name == QLatin1StringView(followup::timesyncd))
        return restartTimesyncd();
    return programError(u"follow-up.unknown"_s, u"This agent does not know the follow-up "_s + name);
}

Result<QJsonObject> FollowUps::updateDconf() const
{
    const QString place = u"/etc/dconf/db"_s;
    const Result<bool> there = m_root.hasDirectory(place);
    if (!there)
        return there.error();
    if (!there.value())
        return skipped(u"There is no dconf database."_s);
    const QString whole = m_root.root() == "/"_L1 ? place : QString(m_root.root() + place);
    const auto output = m_run(u"/usr/bin/dconf"_s, {u"update"_s, whole}, limit, {});
    if (output && output->exitCode != 0)
        return programError(u"dconf.failed"_s, u"dconf update ended with %1."_s.arg(output->exitCode));
    // dconf leaves a database whose sources have gone; one that has sources of others has just been made without ours
    for (const QString &name : {u"belvedere"_s, u"gdm"_s}) {
        const Result<bool> sources = m_root.hasDirectory(place + u'/' + name + u".d"_s);
        if (!sources)
            return sources.error();
        if (name != "belvedere"_L1 && !sources.value())
            continue; // not made from a directory that we know of
        if (sources.value() && !holdsNoFiles(whole + u'/' + name + u".d"_s))
            continue;
        const Result<Done> removed = m_root.remove(place + u'/' + name);
        if (!removed)
            return removed.error();
    }
    return output ? isDone() : skipped(u"dconf is not installed."_s);
}

Result<QJsonObject> FollowUps::updateAuthorities() const
{
    LongRun run{u"/usr/sbin/update-ca-certificates"_s, {}, {}, 0};
    if (!m_computerItself) {
        const auto configuration = m_root.read(u"/etc/ca-certificates.conf"_s, 1024 * 1024);
        const Result<bool> bundles = m_root.hasDirectory(u"/etc/ssl/certs"_s);
        // without its configuration the program would empty the directory of bundles first
        if (!configuration || !configuration.value() || configuration.value()->isEmpty() || !bundles
            || !bundles.value())
            return skipped(u"This root has no ca-certificates."_s);
        const QString root = m_root.root();
        run.arguments = {u"--certsconf"_s, root + u"/etc/ca-certificates.conf"_s, u"--certsdir"_s,
            root + u"/usr/share/ca-certificates"_s, u"--localcertsdir"_s, root + u"/usr/local/share/ca-certificates"_s,
            u"--etccertsdir"_s, root + u"/etc/ssl/certs"_s, u"--hooksdir"_s, root + u"/etc/ca-certificates/update.d"_s};
    }
    removeLooseLinks(m_root);
    const auto output = m_runLong(run);
    if (!output)
        return m_computerItself
            ? Result<QJsonObject>(programError(u"authorities.failed"_s, u"update-ca-certificates cannot be run."_s))
            : Result<QJsonObject>(skipped(u"update-ca-certificates is not installed."_s));
    if (output->exitCode != 0)
        return programError(
            u"authorities.failed"_s, u"update-ca-certificates: "_s + QString::fromUtf8(output->output.right(300)));
    return isDone();
}

Result<QJsonObject> FollowUps::reloadSshd() const
{
    if (!m_computerItself)
        return skipped(u"Services are told on the computer itself only."_s);
    const Result<Done> runtime = m_root.makeDirectory(u"/run/sshd"_s, 0755); // sshd -t wants it
    const auto checked = runtime ? m_run(u"/usr/sbin/sshd"_s, {u"-t"_s}, limit, {}) : std::nullopt;
    if (!checked)
        return skipped(u"sshd is not installed."_s);
    if (checked->exitCode != 0)
        return programError(u"sshd.refused"_s, u"sshd does not accept its configuration with these settings."_s);
    for (const QString &unit : {u"ssh.service"_s, u"sshd.service"_s}) {
        const auto active = m_run(u"/usr/bin/systemctl"_s, {u"is-active"_s, unit}, limit, {});
        if (!active || active->exitCode != 0)
            continue;
        const auto reloaded = m_run(u"/usr/bin/systemctl"_s, {u"reload"_s, unit}, limit, {});
        return reloaded && reloaded->exitCode == 0 ? isDone() : skipped(u"sshd could not be told to read it anew."_s);
    }
    return skipped(u"sshd is not running; it reads its configuration when it starts."_s);
}

Result<QJsonObject> FollowUps::restartTimesyncd() const
{
    if (!m_computerItself)
        return skipped(u"Services are told on the computer itself only."_s);
    const QString unit = u"systemd-timesyncd.service"_s;
    const auto active = m_run(u"/usr/bin/systemctl"_s, {u"is-active"_s, unit}, limit, {});
    if (!active || active->exitCode != 0)
        return skipped(u"systemd-timesyncd is not active."_s);
    const auto restarted = m_run(u"/usr/bin/systemctl"_s, {u"try-restart"_s, unit}, limit, {});
    return restarted && restarted->exitCode == 0 ? isDone() : skipped(u"systemd-timesyncd could not be restarted."_s);
}

QString FollowUps::lacking(const ItemRecord &record) const
{
    if (!record.followUps.contains(QLatin1StringView(followup::authorities)))
        return {};
    const auto bundle = m_root.read(u"/etc/ssl/certs/ca-certificates.crt"_s, maximumBundle);
    if (!bundle || !bundle.value())
        return m_computerItself ? u"The bundle of authorities cannot be read."_s : QString();
    const QByteArray held = QByteArray(*bundle.value()).replace('\r', QByteArray());
    for (auto it = record.files.begin(); it != record.files.end(); ++it) {
        if (it.key().endsWith(".crt"_L1) && !held.contains(it.value().content.trimmed()))
            return u"The certificate is not in the bundle of authorities."_s;
    }
    return {};
}

} // namespace belvedere
