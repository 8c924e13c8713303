// One command from signing in to signing out.
#include "cli/runner.h"

#include "api/operations.h"
#include "sites/siterecord.h"

#include <cstdio>
#include <QFile>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

Result<QString> firstLine(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return usageError(u"%1: %2"_s.arg(path, file.errorString()));
    return QString::fromUtf8(file.readLine(4'096)).remove(u'\n').remove(u'\r');
}

} // namespace

Runner::Runner(CliOptions options)
    : m_options(std::move(options))
{
}

void Runner::start()
{
    const Result<QUrl> address = siteAddress(m_options.site);
    const Result<QString> password = firstLine(m_options.passwordFile);
    if (!address || !password) {
        fail(address ? password.error() : address.error());
        return;
    }
    ApiClient::Setup setup;
    setup.base = address.value();
    setup.language = QLocale().bcp47Name();
    m_client = std::make_unique<ApiClient>(std::move(setup));
    if (!m_options.pin.isEmpty())
        m_client->setTrust(TrustDecision{address.value().host(), portOf(address.value()), m_options.pin});
    signIn(password.value());
}

void Runner::signIn(const QString &password)
{
    SignIn operation;
    operation.body = {m_options.user, password, u"belvedere-cli %1"_s.arg(QStringLiteral(BELVEDERE_VERSION))};
    send(operation, [this](const Session &session) {
        m_client->gate().adopt(session);
        m_isSignedIn = true;
        if (!runCommand(*this))
            fail(usageError(u"There is no command “%1”; --help lists them."_s.arg(m_options.words.join(u' '))));
    });
}

void Runner::end(ExitStatus status)
{
    std::fflush(stdout);
    if (!m_isSignedIn) {
        Q_EMIT finished(int(status));
        return;
    }
    m_isSignedIn = false;
    m_client->send(SignOut{}).then(this, [this, status](const Result<Done> &) { Q_EMIT finished(int(status)); });
}

void Runner::fail(const ApiError &error)
{
    std::fprintf(stderr, "belvedere-cli: %s (%s)\n", qPrintable(error.detail), qPrintable(error.code));
    end(error.code == "usage"_L1 || error.code.startsWith("query."_L1) ? ExitStatus::Usage : ExitStatus::Failure);
}

} // namespace belvedere
