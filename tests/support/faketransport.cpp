// Answers without a network.
#include "support/faketransport.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere::test {

void FakeExchange::answer(const WireReply &reply)
{
    const QPointer<FakeExchange> self(this);
    if (!request.streamed || reply.failure || reply.status >= 300) {
        Q_EMIT finished(reply);
        return;
    }
    m_head = reply;
    m_head.body.clear();
    Q_EMIT started(m_head);
    constexpr qsizetype pieceSize = 1'000;
    for (qsizetype at = 0; at < reply.body.size() && self; at += pieceSize)
        Q_EMIT received(reply.body.mid(at, pieceSize));
    if (self)
        Q_EMIT finished(m_head);
}

void FakeExchange::startStream(const QByteArray &contentType)
{
    m_head.status = 200;
    m_head.headers = {{"content-type"_ba, contentType}};
    Q_EMIT started(m_head);
}

void FakeExchange::end() { Q_EMIT finished(m_head); }

Exchange *FakeTransport::start(const WireRequest &request, QObject *parent)
{
    ++count;
    auto *exchange = new FakeExchange(request, parent);
    m_open.emplace_back(exchange);
    if (!holding && !(keepOpen && keepOpen(request))) {
        const QPointer<FakeExchange> guard(exchange);
        QMetaObject::invokeMethod(
            exchange, [this, guard] { answer(guard); }, Qt::QueuedConnection);
    }
    return exchange;
}

void FakeTransport::answer(const QPointer<FakeExchange> &exchange)
{
    std::erase(m_open, exchange);
    if (exchange)
        exchange->answer(handler(exchange->request));
}

void FakeTransport::release()
{
    for (FakeExchange *exchange : open())
        answer(exchange);
}

QList<FakeExchange *> FakeTransport::open() const
{
    QList<FakeExchange *> list;
    for (const auto &exchange : m_open) {
        if (exchange && exchange->isWanted())
            list.append(exchange);
    }
    return list;
}

FakeExchange *FakeTransport::following() const
{
    const QList<FakeExchange *> all = open();
    const auto found = std::find_if(all.begin(), all.end(),
        [](const FakeExchange *exchange) { return exchange->request.url.path().endsWith("/events"_L1); });
    return found != all.end() ? *found : nullptr;
}

WireReply jsonReply(const QJsonObject &object, int status)
{
    WireReply reply;
    reply.status = status;
    reply.headers = {{"content-type"_ba, "application/json"_ba}};
    reply.body = QJsonDocument(object).toJson(QJsonDocument::Compact);
    return reply;
}

WireReply problemReply(int status, const QString &code)
{
    WireReply reply = jsonReply({{u"code"_s, code}, {u"detail"_s, u"Refused."_s}}, status);
    reply.headers = {{"content-type"_ba, "application/problem+json"_ba}, {"x-request-id"_ba, "server-7"_ba}};
    return reply;
}

WireReply linesReply(const QByteArray &lines)
{
    WireReply reply;
    reply.status = 200;
    reply.headers = {{"content-type"_ba, "application/x-ndjson"_ba}};
    reply.body = lines;
    return reply;
}

WireReply emptyReply(int status)
{
    WireReply reply;
    reply.status = status;
    return reply;
}

WireReply brokenReply(ApiError::Kind kind, const QString &code)
{
    WireReply reply;
    reply.failure = wireError(kind, code, u"Broken."_s);
    return reply;
}

QByteArray headerOf(const WireRequest &request, QByteArrayView name)
{
    for (const Header &header : request.headers) {
        if (header.name.compare(name, Qt::CaseInsensitive) == 0)
            return header.value;
    }
    return {};
}

QJsonObject bodyOf(const WireRequest &request) { return QJsonDocument::fromJson(request.body).object(); }

} // namespace belvedere::test
