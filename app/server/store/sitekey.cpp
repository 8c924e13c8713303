// The file of the key, and the note in the database that tells it from others.
#include "server/store/sitekey.h"

#include "base/digest.h"
#include "server/store/statements.h"
#include "server/store/syncfolder.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr char noteName[] = "secrets.key"; // in the table of settings
constexpr qsizetype keyLength = 64; // hexadecimal characters

// Tells nothing of the key, which is 256 random bits.
QString noteOf(const Secret &key) { return sha256Hex(QByteArray("belvedere site key\n" + key.bytes())); }

bool isKey(const Secret &key)
{
    const QByteArray &text = key.bytes();
    return text.size() == keyLength && QByteArray::fromHex(text).toHex() == text;
}

ApiError missing()
{
    return storeError(u"secret.key-missing"_s,
        u"Secrets in the database cannot be opened: put secrets.key back into the server's directory (--data), from "
        "another server of the site or from a backup. If it is lost for good, --new-secrets-key starts the server with "
        "another one; what was sealed must then be given anew."_s);
}

ApiError wrong()
{
    return storeError(u"secret.key-wrong"_s,
        u"Secrets in the database cannot be opened: secrets.key in the server's directory is not the key that they "
        "were sealed with. If that one is lost for good, see --new-secrets-key."_s);
}

ApiError unwritable(const QString &path, const QString &why)
{
    return storeError(u"secret.key-unwritable"_s, u"%1: %2"_s.arg(path, why));
}

Result<Done> write(const QString &path, const Secret &key)
{
    QSaveFile file(path);
    const bool isWritten = file.open(QIODevice::WriteOnly)
        && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) && file.write(key.bytes()) == keyLength
        && file.commit();
    return isWritten ? Result<Done>(Done{}) : unwritable(path, file.errorString());
}

// Also of a file that was there: whoever wrote it may not have come this far.
Result<Done> makeLast(const QString &directory)
{
    return syncFolder(directory) ? Result<Done>(Done{})
                                 : unwritable(siteKeyFile(directory), u"the directory cannot be synchronised"_s);
}

} // namespace

QString siteKeyFile(const QString &directory) { return QDir(directory).absoluteFilePath(u"secrets.key"_s); }

Result<Secret> SiteKey::read() const
{
    if (m_directory.isEmpty())
        return Secret();
    QFile file(siteKeyFile(m_directory));
    if (!file.exists())
        return Secret();
    Secret key(file.open(QIODevice::ReadOnly) ? file.read(2 * keyLength).trimmed() : QByteArray());
    if (file.error() != QFileDevice::NoError)
        return storeError(u"secret.key-unreadable"_s, u"%1: %2"_s.arg(file.fileName(), file.errorString()));
    if (!isKey(key))
        return wrong();
    return key;
}

Result<Secret> SiteKey::inUse(Database &database) const
{
    const Result<QVariant> note =
        database.value(u"SELECT value FROM settings WHERE name = ?"_s, {QString::fromLatin1(noteName)});
    if (!note)
        return note.error();
    if (!note.value().isValid())
        return Secret();
    Result<Secret> key = read();
    if (!key)
        return key;
    if (key.value().isEmpty())
        return missing();
    if (noteOf(key.value()) != note.value().toString())
        return wrong();
    return key;
}

Result<Secret> SiteKey::forSealing(Transaction &transaction) const
{
    Result<Secret> key = inUse(transaction.database());
    if (!key || !key.value().isEmpty())
        return key;
    if (m_directory.isEmpty())
        return missing();
    // the file may be there: what was sealed first may have been undone
    key = read();
    if (key && key.value().isEmpty()) {
        key = Secret(randomBytes(keyLength / 2).toHex());
        const Result<Done> written = write(siteKeyFile(m_directory), key.value());
        if (!written)
            return written.error();
    }
    if (!key)
        return key;
    // before what it seals is there to stay
    const Result<Done> lasts = makeLast(m_directory);
    if (!lasts)
        return lasts.error();
    const Result<Done> noted = execute(transaction.database(), u"INSERT INTO settings (name, value) VALUES (?, ?)"_s,
        {QString::fromLatin1(noteName), noteOf(key.value())});
    if (!noted)
        return noted.error();
    return key;
}

Result<Done> SiteKey::replace(Transaction &transaction) const
{
    const Result<Secret> lost = inUse(transaction.database());
    if (lost)
        return storeError(u"secret.key-good"_s,
            u"The secrets in the database can be opened, or there are none: start without --new-secrets-key."_s);
    const bool isLost = lost.error().code == "secret.key-missing"_L1 || lost.error().code == "secret.key-wrong"_L1;
    if (!isLost || m_directory.isEmpty())
        return lost.error();
    // what is there may be another site's
    const QString path = siteKeyFile(m_directory);
    const QString aside = QString(path + transaction.now().toString(u"'.'yyyyMMdd-HHmmss"_s));
    if (QFile::exists(path) && !QFile::rename(path, aside))
        return unwritable(path, u"cannot be renamed to %1"_s.arg(aside));
    const Result<Done> forgotten =
        execute(transaction.database(), u"DELETE FROM settings WHERE name = ?"_s, {QString::fromLatin1(noteName)});
    return forgotten ? forSealing(transaction).map([](const Secret &) { return Done{}; }) : forgotten;
}

Result<Done> SiteKey::putBack(const Secret &key) const
{
    if (m_directory.isEmpty())
        return storeError(u"secret.key-missing"_s,
            u"The backup holds the key of the site's secrets: name the directory that gets it with --data."_s);
    const Result<Secret> there = read();
    if (!there)
        return there.error();
    if (!isKey(key) || (!there.value().isEmpty() && there.value().bytes() != key.bytes()))
        return wrong();
    const Result<Done> written = there.value().isEmpty() ? write(siteKeyFile(m_directory), key) : Result<Done>(Done{});
    return written ? makeLast(m_directory) : written;
}

} // namespace belvedere::server
