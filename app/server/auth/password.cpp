// Passwords over OpenSSL's scrypt.
#include "server/auth/password.h"

#include "base/digest.h"

#include <openssl/evp.h>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr quint64 cost = 1 << 15;
constexpr quint64 blockSize = 8;
constexpr quint64 parallel = 1;
constexpr quint64 memoryLimit = 64 * 1024 * 1024; // bytes; N * r * 128 and a little more
constexpr qsizetype hashLength = 32;
constexpr auto encoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QByteArray derive(const QString &password, const QByteArray &salt)
{
    const Secret bytes(password.toUtf8());
    QByteArray hash(hashLength, '\0');
    const int ok = EVP_PBE_scrypt(bytes.bytes().constData(), size_t(bytes.bytes().size()),
        reinterpret_cast<const unsigned char *>(salt.constData()), size_t(salt.size()), cost, blockSize, parallel,
        memoryLimit, reinterpret_cast<unsigned char *>(hash.data()), size_t(hash.size()));
    return ok == 1 ? hash : QByteArray();
}

QString parameters() { return u"scrypt$%1$%2$%3"_s.arg(cost).arg(blockSize).arg(parallel); }

} // namespace

Result<QString> hashPassword(const QString &password)
{
    const QByteArray salt = randomBytes(16);
    const QByteArray hash = derive(password, salt);
    if (hash.isEmpty()) {
        ApiError error;
        error.code = u"auth.hash"_s;
        error.detail = u"The password could not be hashed."_s;
        return error;
    }
    return QStringList{
        parameters(), QString::fromLatin1(salt.toBase64(encoding)), QString::fromLatin1(hash.toBase64(encoding))}
        .join(u'$');
}

bool verifyPassword(const QString &password, const QString &stored)
{
    const QStringList parts = stored.split(u'$');
    const bool usable = parts.size() == 6 && parts.first(4).join(u'$') == parameters();
    const QByteArray salt = usable ? QByteArray::fromBase64(parts[4].toLatin1(), encoding) : QByteArray(16, '\0');
    const QByteArray hash = derive(password, salt);
    return usable && !hash.isEmpty()
        && equalInConstantTime(hash, QByteArray::fromBase64(parts[5].toLatin1(), encoding));
}

QString passwordProblem(const QString &password, const QString &email)
{
    if (password.size() < minimumPassword)
        return u"shorter than %1 characters"_s.arg(minimumPassword);
    if (password.size() > maximumPassword)
        return u"longer than %1 characters"_s.arg(maximumPassword);
    if (password.compare(email, Qt::CaseInsensitive) == 0)
        return u"the same as the e-mail address"_s;
    if (password.count(password.front()) == password.size())
        return u"one character only"_s;
    return {};
}

} // namespace belvedere::server
