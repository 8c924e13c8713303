// Reading and writing the identity.
#include "agent/state/identity.h"

#include "agent/agenterror.h"
#include "api/enrolmentstring.h"
#include "domain/json.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr char identityFile[] = "/identity.json";

} // namespace

QByteArray Identity::authorization() const { return "Bearer " + device.toLatin1() + '.' + secret.bytes(); }

Result<RootDir> openState(const QString &directory)
{
    const QFileInfo info(directory);
    if (!info.exists()) {
        if (!QDir().mkpath(directory))
            return agentError(u"state.failed"_s, u"The state directory %1 cannot be made."_s.arg(directory));
        QFile::setPermissions(directory, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    const QFileInfo now(directory);
    if (!now.isDir() || !now.isWritable())
        return agentError(u"state.failed"_s, u"The state directory %1 cannot be written."_s.arg(directory));
#ifdef Q_OS_UNIX
    if (now.permissions() & (QFile::WriteGroup | QFile::WriteOther))
        return agentError(u"state.unsafe"_s, u"Others may write to the state directory %1."_s.arg(directory));
    QFile::setPermissions(directory, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
#endif
    return RootDir(now.canonicalFilePath());
}

Result<std::optional<std::shared_ptr<const Identity>>> loadIdentity(const RootDir &state)
{
    using Found = std::optional<std::shared_ptr<const Identity>>;
    const auto bytes = state.read(QString::fromLatin1(identityFile), 16'384);
    if (!bytes)
        return bytes.error();
    if (!bytes.value())
        return Found();
    const Result<QJsonObject> object = parseObject(*bytes.value(), 16'384);
    if (!object)
        return agentError(u"state.damaged"_s, u"identity.json is damaged: "_s + object.error().detail);
    auto identity = std::make_shared<Identity>();
    identity->server = QUrl(object.value().value(u"server"_s).toString(), QUrl::StrictMode);
    identity->fingerprint = object.value().value(u"fingerprint"_s).toString();
    identity->device = object.value().value(u"device"_s).toString();
    identity->secret = Secret(object.value().value(u"secret"_s).toString().toLatin1());
    if (!isServerUrl(identity->server) || identity->device.isEmpty() || identity->secret.isEmpty())
        return agentError(u"state.damaged"_s, u"identity.json is incomplete"_s);
    return Found(identity);
}

Result<Done> saveIdentity(const RootDir &state, const Identity &identity)
{
    const QJsonObject object{{u"server"_s, identity.server.toString(QUrl::FullyEncoded)},
        {u"fingerprint"_s, identity.fingerprint}, {u"device"_s, identity.device},
        {u"secret"_s, QString::fromLatin1(identity.secret.bytes())}};
    return state.write(QString::fromLatin1(identityFile), QJsonDocument(object).toJson(QJsonDocument::Compact), 0600,
        RootDir::Replace::Allowed);
}

} // namespace belvedere
