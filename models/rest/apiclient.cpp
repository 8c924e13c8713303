// The pipeline put together.
#include "rest/apiclient.h"

#include "rest/qnamtransport.h"

using namespace Qt::StringLiterals;

namespace belvedere {

ApiClient::ApiClient(Setup setup, QObject *parent)
    : QObject(parent)
    , m_transport(setup.transport ? std::move(setup.transport) : std::make_unique<QnamTransport>())
    , m_dispatcher(std::make_unique<Dispatcher>(setup.environment))
    , m_gate(std::make_unique<AuthGate>(setup.environment,
          [this](const Secret &refreshToken, const AuthGate::Refreshed &refreshed) {
              RefreshSession operation;
              operation.body.refreshToken = QString::fromLatin1(refreshToken.bytes());
              send(operation).then(m_gate.get(), refreshed);
          }))
    , m_pipeline(std::make_unique<Pipeline>(Pipeline{setup.environment,
          RequestBuilder(std::move(setup.base), std::move(setup.language)), *m_transport, *m_dispatcher, *m_gate}))
{
}

ApiClient::~ApiClient()
{
    // Calls under way use the stages: they go first, and none takes the place of another.
    m_dispatcher->close();
    const auto runners = findChildren<QObject *>(QString(), Qt::FindDirectChildrenOnly);
    qDeleteAll(runners);
}

void ApiClient::carry(Plan plan, CallOptions options, const std::shared_ptr<Flight> &flight, CallRunner::Over over)
{
    auto *runner = new CallRunner(*m_pipeline, std::move(plan), std::move(options), flight, std::move(over), this);
    runner->start();
}

bool ApiClient::needsWorker(const WireReply &reply, Shape shape)
{
    return (shape == Shape::Object || shape == Shape::Page) && reply.body.size() > decodeInPlaceBytes;
}

ApiError ApiClient::withReply(ApiError error, const WireReply &reply)
{
    error.http = reply.status;
    error.requestId = QString::fromLatin1(reply.header("x-request-id").left(200));
    return error;
}

Result<QUrl> checkedBase(const QUrl &url)
{
    const QString scheme = url.scheme();
    if (!url.isValid() || url.host().isEmpty() || (scheme != "https"_L1 && scheme != "http"_L1)
        || !url.userInfo().isEmpty() || url.hasQuery() || url.hasFragment())
        return validationError({{u"address"_s, u"An address like https://host:port is expected."_s}});
    if (scheme == "http"_L1 && !isLoopback(url.host()))
        return wireError(
            ApiError::Kind::Tls, u"tls.required"_s, u"Without TLS only this computer itself is allowed."_s);
    return url;
}

} // namespace belvedere
