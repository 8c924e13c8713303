// Renderings as files.
#include "profiles/renderingfile.h"

#include <QFileInfo>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qsizetype longestName = 80; // characters, without the ending

QByteArray contentOf(const QJsonValue &file) { return QByteArray::fromBase64(file["base64"_L1].toString().toLatin1()); }

} // namespace

QByteArray asOneFile(const QJsonObject &files)
{
    if (files.size() == 1)
        return contentOf(files.begin().value());
    QByteArray all;
    for (auto it = files.begin(); it != files.end(); ++it)
        all += "==> " + it.key().toUtf8() + '\n' + contentOf(it.value());
    return all;
}

QString suggestedFileName(const QString &profile, const QJsonObject &files)
{
    QString name;
    for (const QChar c : profile.left(longestName))
        name += c.isLetterOrNumber() || c == u'-' || c == u'_' || c == u' ' || c == u'.' ? c : QChar(u'-');
    name = name.trimmed();
    while (name.startsWith(u'.'))
        name.remove(0, 1);
    const QString ending = files.size() == 1 ? QFileInfo(files.begin().key()).suffix() : QString();
    return (name.isEmpty() ? u"profile"_s : name) + u'.' + (ending.isEmpty() ? u"txt"_s : ending);
}

Result<Done> writeRendering(const QString &path, const QByteArray &bytes, bool holdsSecrets)
{
    QSaveFile file(path);
    const bool isOpen =
        file.open(QIODevice::WriteOnly) && (!holdsSecrets || file.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
    if (isOpen && file.write(bytes) == bytes.size() && file.commit())
        return Done{};
    ApiError error;
    error.kind = ApiError::Kind::Validation;
    error.code = u"file.write"_s;
    error.detail = u"%1: %2"_s.arg(path, file.errorString());
    return error;
}

} // namespace belvedere
