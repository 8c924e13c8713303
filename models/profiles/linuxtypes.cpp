// Rendering of the Linux types.
#include "profiles/linuxtypes.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr char header[] = "# Managed by Belvedere; changes are reported.\n";

RenderedText text(const QString &path, const QByteArray &content) { return {path, u"text/plain"_s, content}; }

QByteArray joined(const QJsonValue &list)
{
    QStringList texts;
    const QJsonArray array = list.toArray();
    for (const QJsonValue one : array)
        texts.append(one.toString());
    return texts.join(u' ').toUtf8();
}

QByteArray number(const QJsonValue &value) { return QByteArray::number(value.toInteger()); }

// A text of GVariant, as keyfiles of dconf have it.
QByteArray quoted(const QString &plain)
{
    QString text = plain;
    text.replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s).replace(u'\n', u"\\n"_s).replace(u'\t', u"\\t"_s);
    return '\'' + text.toUtf8() + '\'';
}

} // namespace

LinuxFiles passcodeFiles(const QJsonObject &settings, const QString &)
{
    struct Line {
        QLatin1StringView setting;
        const char *key;
    };
    static constexpr Line lines[] = {{"minimum_length"_L1, "minlen"}, {"minimum_classes"_L1, "minclass"},
        {"maximum_repeat"_L1, "maxrepeat"}, {"maximum_sequence"_L1, "maxsequence"}};
    QByteArray content = header;
    for (const Line &line : lines) {
        if (settings.contains(line.setting))
            content += QByteArray(line.key) + " = " + number(settings.value(line.setting)) + '\n';
    }
    if (settings.contains("dictionary"_L1))
        content += QByteArray("dictcheck = ") + (settings.value("dictionary"_L1).toBool() ? "1\n" : "0\n");
    if (settings.value("enforce_for_root"_L1).toBool())
        content += "enforce_for_root\n";
    return std::vector{text(u"/etc/security/pwquality.conf.d/90-belvedere.conf"_s, content)};
}

LinuxFiles screenLockFiles(const QJsonObject &settings, const QString &)
{
    const QByteArray seconds = QByteArray::number(settings.value("idle"_L1).toInteger() * 60);
    const QByteArray values = QByteArray(header) + "[org/gnome/desktop/session]\nidle-delay=uint32 " + seconds
        + "\n\n[org/gnome/desktop/screensaver]\nlock-enabled=true\nlock-delay=uint32 "
        + number(settings.value("delay"_L1)) + "\n\n[org/gnome/desktop/lockdown]\ndisable-lock-screen=false\n";
    const QByteArray locks = "/org/gnome/desktop/session/idle-delay\n/org/gnome/desktop/screensaver/lock-enabled\n"
                             "/org/gnome/desktop/screensaver/lock-delay\n"
                             "/org/gnome/desktop/lockdown/disable-lock-screen\n";
    return std::vector{text(u"/etc/dconf/profile/user"_s, "user-db:user\nsystem-db:belvedere\n"),
        text(u"/etc/dconf/db/belvedere.d/50-screen-lock"_s, values),
        text(u"/etc/dconf/db/belvedere.d/locks/50-screen-lock"_s, locks)};
}

LinuxFiles bannerFiles(const QJsonObject &settings, const QString &)
{
    const QString notice = settings.value("text"_L1).toString();
    std::vector<RenderedText> files;
    if (settings.value("console"_L1).toBool()) {
        // agetty takes a backslash for the begin of an escape
        const QString plain = QString(notice).replace(u'\\', u"\\\\"_s);
        files.push_back(text(u"/etc/issue"_s, plain.toUtf8() + "\n\n"));
    }
    if (settings.value("ssh"_L1).toBool()) {
        files.push_back(text(u"/etc/issue.net"_s, notice.toUtf8() + '\n'));
        files.push_back(
            text(u"/etc/ssh/sshd_config.d/60-belvedere-banner.conf"_s, QByteArray(header) + "Banner /etc/issue.net\n"));
    }
    if (settings.value("graphical"_L1).toBool()) {
        files.push_back(text(u"/etc/dconf/profile/gdm"_s,
            "user-db:user\nsystem-db:gdm\nfile-db:/usr/share/gdm/greeter-dconf-defaults\n"));
        files.push_back(text(u"/etc/dconf/db/gdm.d/50-belvedere-banner"_s,
            QByteArray(header) + "[org/gnome/login-screen]\nbanner-message-enable=true\nbanner-message-text="
                + quoted(notice) + '\n'));
    }
    return files;
}

LinuxFiles certificateFiles(const QJsonObject &settings, const QString &profile)
{
    const QByteArray pem = QByteArray::fromBase64(settings.value("certificate"_L1).toString().toLatin1());
    return std::vector{RenderedText{u"/usr/local/share/ca-certificates/belvedere-%1.crt"_s.arg(profile),
        u"application/x-pem-file"_s, pem.trimmed().replace("\r\n", "\n") + '\n'}};
}

LinuxFiles timeFiles(const QJsonObject &settings, const QString &)
{
    QByteArray content = QByteArray(header) + "[Time]\nNTP=" + joined(settings.value("servers"_L1)) + '\n';
    if (settings.contains("fallback"_L1))
        content += "FallbackNTP=" + joined(settings.value("fallback"_L1)) + '\n';
    return std::vector{text(u"/etc/systemd/timesyncd.conf.d/90-belvedere.conf"_s, content)};
}

LinuxFiles systemUpdateFiles(const QJsonObject &settings, const QString &)
{
    const QByteArray automatic = settings.value("automatic"_L1).toBool() ? "1" : "0";
    const QByteArray restart = settings.value("restart"_L1).toBool() ? "true" : "false";
    QByteArray content = "// Managed by Belvedere; changes are reported.\n"
                         "APT::Periodic::Update-Package-Lists \""
        + automatic + "\";\nAPT::Periodic::Unattended-Upgrade \"" + automatic
        + "\";\nUnattended-Upgrade::Automatic-Reboot \"" + restart + "\";\n";
    if (settings.contains("restart_time"_L1))
        content += "Unattended-Upgrade::Automatic-Reboot-Time \""
            + settings.value("restart_time"_L1).toString().toLatin1() + "\";\n";
    return std::vector{text(u"/etc/apt/apt.conf.d/90belvedere-updates.conf"_s, content)};
}

LinuxFiles packagesFiles(const QJsonObject &settings, const QString &)
{
    const QJsonObject wanted{
        {u"present"_s, settings.value("present"_L1).toArray()}, {u"absent"_s, settings.value("absent"_L1).toArray()}};
    return std::vector{RenderedText{u"packages.json"_s, u"application/json"_s, QJsonDocument(wanted).toJson()}};
}

LinuxFiles customFiles(const QJsonObject &settings, const QString &)
{
    RenderedText file{settings.value("path"_L1).toString(), u"application/octet-stream"_s,
        QByteArray::fromBase64(settings.value("data"_L1).toString().toLatin1())};
    file.mode = settings.value("access"_L1).toString() == "administrator"_L1 ? 0600 : 0644;
    return std::vector{file};
}

bool replacesSystemFile(const QString &path) { return path == "/etc/issue"_L1 || path == "/etc/issue.net"_L1; }

} // namespace belvedere
