// The rules of the fake server, after those of the real one.
#include "support/fakesite.h"

#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace belvedere::test {

namespace {

QByteArray deviceLine(const QString &id, const QString &name)
{
    return "{\"id\":\"" + id.toUtf8() + "\",\"name\":\"" + name.toUtf8() + "\",\"platform\":\"linux\"}\n";
}

} // namespace

FakeSite::FakeSite(FakeTransport &transport)
    : m_transport(transport)
{
    transport.handler = [this](const WireRequest &request) { return serve(request); };
    transport.keepOpen = [this](const WireRequest &request) {
        const bool isEvents = request.url.path().endsWith("/events"_L1) && !down
            && m_access.contains(QString::fromLatin1(headerOf(request, "Authorization").mid(7)));
        return isEvents;
    };
}

QList<FakeExchange *> FakeSite::followers() const
{
    QList<FakeExchange *> list;
    for (FakeExchange *exchange : m_transport.open()) {
        if (exchange->request.url.path().endsWith("/events"_L1))
            list.append(exchange);
    }
    return list;
}

void FakeSite::change(const QString &id, const QByteArray &line, bool removed)
{
    m_rows[id] = {line, ++m_token};
    const QByteArray event = "id: " + QByteArray::number(m_token) + "\ndata: {\"kind\":\"device\",\"id\":\""
        + id.toUtf8() + "\",\"op\":\"" + (removed ? "remove" : "put") + "\"}\n\n";
    for (FakeExchange *exchange : followers())
        exchange->piece(event);
}

void FakeSite::putDevice(int number, const QString &name)
{
    const QString id = u"dev-%1"_s.arg(number);
    change(id, deviceLine(id, name), false);
}

void FakeSite::removeDevice(int number) { change(u"dev-%1"_s.arg(number), {}, true); }

void FakeSite::fillDevices(int count)
{
    for (int i = 1; i <= count; ++i) {
        const QString id = u"dev-%1"_s.arg(i);
        m_rows[id] = {deviceLine(id, u"Device %1"_s.arg(i)), ++m_token};
    }
}

void FakeSite::restart()
{
    for (FakeExchange *exchange : followers())
        exchange->answer(brokenReply(ApiError::Kind::Transport, u"http.closed"_s));
}

void FakeSite::endSessions()
{
    m_access.clear();
    m_refresh.clear();
}

WireReply FakeSite::session()
{
    const QString access = u"access-%1"_s.arg(++m_sessions);
    const QString refresh = u"refresh-%1"_s.arg(m_sessions);
    m_access.insert(access);
    m_refresh.insert(refresh);
    return jsonReply({{u"access_token"_s, access}, {u"expires_in"_s, 600}, {u"refresh_token"_s, refresh},
        {u"account"_s, account}, {u"email"_s, email}, {u"name"_s, u"Anna"_s}, {u"role"_s, role},
        {u"password_change_due"_s, passwordChangeDue}});
}

WireReply FakeSite::devices(const QString &since)
{
    streams.append(since);
    const qint64 from = since.toLongLong();
    if (!since.isEmpty() && from < m_oldest)
        return problemReply(410, u"changes.expired"_s);
    QByteArray lines;
    qint64 total = 0;
    for (const auto &[id, row] : m_rows) {
        total += !row.line.isEmpty();
        if (row.token <= from)
            continue;
        if (!row.line.isEmpty())
            lines += row.line;
        else if (!since.isEmpty())
            lines += "{\"id\":\"" + id.toUtf8() + "\",\"removed\":true}\n";
    }
    if (!cutLines)
        lines += "{\"token\":\"" + QByteArray::number(m_token) + "\",\"total\":" + QByteArray::number(total) + "}\n";
    return linesReply(lines);
}

WireReply FakeSite::serve(const WireRequest &request)
{
    if (down)
        return brokenReply(ApiError::Kind::Transport, u"http.refused"_s);
    const QString path = request.url.path().mid(QLatin1StringView("/api/v1").size());
    const QJsonObject body = bodyOf(request);
    if (path == "/session"_L1) {
        const bool isGood =
            body.value("email"_L1).toString() == email && body.value("password"_L1).toString() == password;
        return isGood ? session() : problemReply(401, u"auth.failed"_s);
    }
    if (path == "/session/refresh"_L1) {
        ++refreshes;
        return m_refresh.remove(body.value("refresh_token"_L1).toString()) ? session()
                                                                           : problemReply(401, u"auth.token"_s);
    }
    const QString bearer = QString::fromLatin1(headerOf(request, "Authorization").mid(7));
    if (!m_access.contains(bearer))
        return problemReply(401, u"auth.token"_s);
    if (path == "/session/end"_L1) {
        endSessions();
        return emptyReply();
    }
    if (path == "/session/password"_L1) {
        if (body.value("old_password"_L1).toString() != password)
            return problemReply(422, u"validation"_s);
        password = body.value("new_password"_L1).toString();
        passwordChangeDue = false;
        return emptyReply();
    }
    if (path == "/devices/stream"_L1)
        return devices(QUrlQuery(request.url).queryItemValue(u"since"_s));
    if (path == "/accounts/stream"_L1)
        return problemReply(403, u"forbidden"_s);
    return problemReply(404, u"route.unknown"_s);
}

} // namespace belvedere::test
