// Digests and random bytes.
#include "base/digest.h"

#include <QCryptographicHash>
#include <QRandomGenerator>

namespace belvedere {

QByteArray randomBytes(qsizetype count)
{
    QByteArray bytes(count, Qt::Uninitialized);
    QRandomGenerator *source = QRandomGenerator::system();
    for (char &byte : bytes)
        byte = char(source->generate() & 0xff);
    return bytes;
}

QString randomToken(qsizetype bytes)
{
    return QString::fromLatin1(
        randomBytes(bytes).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

QByteArray sha256(QByteArrayView data)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(data);
    return hash.result();
}

QString sha256Hex(QByteArrayView data) { return QString::fromLatin1(sha256(data).toHex()); }

bool equalInConstantTime(QByteArrayView a, QByteArrayView b)
{
    if (a.size() != b.size())
        return false;
    unsigned difference = 0;
    for (qsizetype i = 0; i < a.size(); ++i)
        difference |= unsigned(uchar(a[i]) ^ uchar(b[i]));
    return difference == 0;
}

} // namespace belvedere
