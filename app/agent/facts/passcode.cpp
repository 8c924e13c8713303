// The shortest password that the system accepts, from PAM and the configuration of pam_pwquality.
#include "agent/facts/collectors.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qint64 leastOfPwquality = 6; // it takes no smaller minlen

struct Quality {
    qint64 minlen = 8; // its own defaults
    QMap<QString, qint64> credits; // dcredit, ucredit, lcredit, ocredit
    qint64 maxrepeat = 0;
    qint64 maxsequence = 0;

    void set(const QString &key, qint64 value)
    {
        if (key == "minlen"_L1)
            minlen = qMax(leastOfPwquality, value);
        else if (key.size() == 7 && key.endsWith("credit"_L1))
            credits.insert(key, value);
        else if (key == "maxrepeat"_L1)
            maxrepeat = value;
        else if (key == "maxsequence"_L1)
            maxsequence = value;
    }
    // A positive credit lets a password be shorter by that much.
    qint64 shortest() const
    {
        qint64 length = minlen;
        for (const qint64 credit : credits)
            length -= qMax(qint64(0), credit);
        return qMax(leastOfPwquality, length);
    }
};

void readSetting(const QString &text, Quality &quality)
{
    const qsizetype equals = text.indexOf(u'=');
    bool ok = false;
    const qint64 value = text.mid(equals + 1).trimmed().toLongLong(&ok);
    if (equals > 0 && ok)
        quality.set(text.left(equals).trimmed(), value);
}

void readConfiguration(const FactSource &source, const QString &path, Quality &quality)
{
    const QStringList lines = QString::fromUtf8(source.read(path).value_or(QByteArray())).split(u'\n');
    for (const QString &line : lines)
        readSetting(line.section(u'#', 0, 0), quality);
}

} // namespace

std::optional<PasscodePolicy> passcodePolicy(const FactSource &source)
{
    std::optional<QByteArray> stack;
    for (const QString &place : {u"/etc/pam.d/common-password"_s, u"/etc/pam.d/system-auth"_s}) {
        if (!stack)
            stack = source.read(place);
    }
    if (!stack)
        return std::nullopt;
    PasscodePolicy policy;
    const QStringList lines = QString::fromUtf8(*stack).split(u'\n');
    for (const QString &raw : lines) {
        const QString line = raw.section(u'#', 0, 0).simplified();
        const QStringList words = line.split(u' ', Qt::SkipEmptyParts);
        if (words.value(0) != "password"_L1 && words.value(0) != "-password"_L1)
            continue;
        if (line.contains("pam_pwquality.so"_L1)) {
            Quality quality;
            // the drop-ins first: what the main file says counts more
            const QString directory = u"/etc/security/pwquality.conf.d"_s;
            for (const QString &name : source.names(directory)) {
                if (name.endsWith(".conf"_L1) && !name.startsWith(u'.'))
                    readConfiguration(source, directory + u'/' + name, quality);
            }
            readConfiguration(source, u"/etc/security/pwquality.conf"_s, quality);
            for (const QString &word : words)
                readSetting(word, quality);
            policy.minimumLength = quality.shortest();
            policy.isSimpleBlocked = quality.maxrepeat > 0 && quality.maxsequence > 0;
            return policy;
        }
        if (line.contains("pam_unix.so"_L1)) {
            for (const QString &word : words) {
                bool ok = false;
                const qint64 value = word.startsWith("minlen="_L1) ? word.mid(7).toLongLong(&ok) : 0;
                if (ok && value > 0)
                    policy.minimumLength = value;
            }
        } else if (line.contains("pam_passwdqc.so"_L1) || line.contains("pam_cracklib.so"_L1)
            || words.value(1) == "include"_L1 || words.value(1) == "substack"_L1) {
            return std::nullopt; // others decide, by rules that are not read here
        }
    }
    return policy;
}

} // namespace belvedere
